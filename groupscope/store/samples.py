"""The latest texts of a member and of the others: enough to see how somebody speaks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from groupscope.scope import Scope
from groupscope.store.days import SECONDS_A_DAY, WIDEST_OFFSET
from groupscope.store.snapshot import Snapshot
from groupscope.store.summaries.kind import counted
from groupscope.store.tables import message

OWN, OTHERS = 1_000, 2_000
"""How many messages of a member, and of the others, are looked at."""
READ = 50_000
"""How many messages of a group are read at most to find those."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The latest messages of a member (``own``) and texts of the others.

    ``kinds`` and ``questions`` go with ``own``, one each.
    """

    own: tuple[str, ...]
    kinds: tuple[int, ...]
    questions: int
    others: tuple[str, ...]


async def sample_of(db: Snapshot, scope: Scope, by_day: Mapping[int, tuple[int, int]]) -> Sample:
    """Return the latest messages of a scope's member; ``by_day``: theirs and everybody's.

    No more than fifty thousand messages are read, whatever the period, and no day before one on
    which the member has said enough.
    """
    since = max(scope.period.since, beginning_of(by_day, OWN))
    columns = message.c
    is_own = columns.sender_id == scope.member_id
    asked = _latest(scope, since).where(is_own).limit(OWN)
    own = (await db.connection.execute(asked)).all()
    others = _latest(scope, since).where(~is_own, columns.text != "").limit(OTHERS)
    texts = await db.connection.scalars(others.with_only_columns(columns.text))
    return Sample(
        own=tuple(row.text for row in own),
        kinds=tuple(row.kind for row in own),
        questions=sum(row.is_question for row in own),
        others=tuple(texts.all()),
    )


def _latest(scope: Scope, since: int) -> Select[*tuple[Any, ...]]:
    columns = message.c
    return (
        select(columns.text, columns.kind, columns.is_question)
        .where(
            columns.group_id == scope.group_id,
            columns.sent_at >= since,
            columns.sent_at < scope.period.until,
            counted(),
        )
        .order_by(columns.sent_at.desc())
    )


def beginning_of(by_day: Mapping[int, tuple[int, int]], enough: int) -> int:
    """Return from which moment on to look for so many messages of a member.

    ``by_day``: theirs and everybody's of each local day, which begins within hours of the moment.
    """
    own = everybody = 0
    for number in sorted(by_day, reverse=True):
        own += by_day[number][0]
        everybody += by_day[number][1]
        if own >= enough or everybody >= READ:
            return number * SECONDS_A_DAY - WIDEST_OFFSET
    return 0

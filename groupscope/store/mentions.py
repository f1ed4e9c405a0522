"""Who has mentioned a member or replied to them, and when they last said something."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import Row, func, select

from groupscope.periods import Period
from groupscope.scope import Scope
from groupscope.store.packing import Table
from groupscope.store.snapshot import Snapshot
from groupscope.store.summaries.firsts import FIRSTS
from groupscope.store.summaries.kind import counted
from groupscope.store.summaries.turns import TURNS, turns_of
from groupscope.store.tables import message


class Mention(NamedTuple):
    """A message that mentions a member, or replies to one of theirs.

    ``row`` has the message's ``sent_at``, ``message_key``, ``sender_id``, ``kind``, ``text`` and
    ``segments``.
    """

    row: Row[*tuple[Any, ...]]
    is_reply: bool


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Each time that somebody turned to a member, in no order; ``cells`` as those of ``Turns``."""

    member: int
    cells: Table

    @property
    def times(self) -> int:
        """How often it was."""
        return len(self.cells)

    @property
    def people(self) -> int:
        """How many different people it was."""
        return len(np.unique(self.cells[:, 1]))

    def since(self, moment: int) -> "Mentioned":
        """Return what came after a moment."""
        return Mentioned(self.member, self.cells[self.cells[:, 0] > moment])


async def mentioned_in(db: Snapshot, scope: Scope, member: int) -> Mentioned:
    """Return how often others turned to a member in a scope; @全体成员 is not meant."""
    cells = (await db.summary(TURNS, scope)).cells
    return Mentioned(member, cells[cells[:, 2] == member])


async def newest_of(db: Snapshot, group_id: int, found: Mentioned, most: int) -> list[Mention]:
    """Return the messages of the last so many times, the newest first."""
    moments = np.sort(found.cells[:, 0])[-most:].tolist()
    columns = message.c
    rows = await db.connection.execute(
        TURNS.query()
        .add_columns(columns.message_key, columns.kind, columns.text, columns.segments)
        .where(columns.group_id == group_id, columns.sent_at.in_(moments))
        .order_by(columns.sent_at.desc(), columns.message_key.desc())
    )
    turned = (
        Mention(row, is_reply=bool(key))
        for row in rows
        for *_, whom, _at, key in turns_of(row)
        if whom == found.member
    )
    return list(turned)[:most]


async def last_said(db: Snapshot, scope: Scope) -> int | None:
    """Return when a scope's member last said something before its end; None where never."""
    beginning = datetime.fromtimestamp(0, scope.period.zone)
    ever = Scope(scope.group_id, Period(beginning, scope.period.end, ""))
    firsts = (await db.summary(FIRSTS, ever)).cells
    theirs = firsts[firsts[:, 0] == scope.member_id, 1]
    if not len(theirs):
        return None
    columns = message.c
    return await db.connection.scalar(
        select(func.max(columns.sent_at)).where(
            columns.group_id == scope.group_id,
            columns.sent_at >= int(theirs.max()),
            columns.sent_at < scope.period.until,
            columns.sender_id == scope.member_id,
            counted(),
        )
    )

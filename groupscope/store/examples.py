"""What was said last, and the last message with a word in it: without reading a year for them."""

import asyncio
import json
from collections.abc import Collection, Iterable
from typing import NamedTuple

from sqlalchemy import Select, select

from groupscope.scope import Scope
from groupscope.store.days import SECONDS_A_DAY, WIDEST_OFFSET
from groupscope.store.dictionary import Dictionary
from groupscope.store.samples import beginning_of
from groupscope.store.snapshot import Snapshot
from groupscope.store.summaries import SPEAKERS
from groupscope.store.summaries.kind import counted
from groupscope.store.summaries.words import words_kind
from groupscope.store.tables import message

MOST = 5_000
"""How many of the latest messages there are."""


class Said(NamedTuple):
    """A message: who said what, and the words that count in it, as JSON."""

    sender: int
    text: str
    words: str | None


class Latest(NamedTuple):
    """The latest messages of a scope that say something, the latest first.

    All later than ``since``, an epoch second, are among them.
    """

    said: tuple[Said, ...]
    since: int


async def latest_said(db: Snapshot, scope: Scope) -> Latest:
    """Return a scope's latest messages.

    Of a member those among the last fifty thousand of the group, or all of their last days.
    """
    since = scope.period.since
    if scope.member_id is not None:
        since = max(since, await _beginning(db, scope, scope.member_id))
    columns = message.c
    asked = _said_in(scope, since, scope.period.until).add_columns(columns.sent_at)
    rows = (await db.connection.execute(asked.limit(MOST))).all()
    told = tuple(Said(sender, text, words) for sender, text, words, _ in rows)
    return Latest(told, rows[-1].sent_at if len(rows) == MOST else since)


async def examples_of(
    db: Snapshot, scope: Scope, words: Iterable[str], latest: Latest
) -> dict[str, Said]:
    """Return the latest message with each word: one of the latest, else one before them."""
    wanted = list(words)
    written = {word: json.dumps(word, ensure_ascii=False) for word in wanted}
    found = {
        word: one
        for word, sought in written.items()
        if (one := next((said for said in latest.said if sought in (said.words or "")), None))
    }
    if latest.since > scope.period.since:
        days = await _days_with(db, scope, written.keys() - found.keys())
        for word, numbers in days.items():
            for number in numbers:
                row = await _said_on(db, scope, number, latest.since, written[word])
                if row is not None:
                    found[word] = row
                    break
    return found


async def _beginning(db: Snapshot, scope: Scope, member: int) -> int:
    speakers = await db.by_day(SPEAKERS, scope)
    return beginning_of(
        {
            number: (int(day.counts[day.members == member].sum()), day.total)
            for number, day in speakers.items()
        },
        MOST,
    )


async def _days_with(db: Snapshot, scope: Scope, words: Collection[str]) -> dict[str, list[int]]:
    """Return on which local days the last message with each word may be, the last first."""
    if not words:
        return {}
    kind = words_kind(scope.member_id)
    packed, loose = await db.packed(kind, scope)
    numbers = await Dictionary().known(db.connection, words)
    last = await asyncio.to_thread(kind.last_days, packed, set(numbers.values()))
    sealed = {word: last[number] for word, number in numbers.items() if number in last}
    return {
        word: sorted({*loose, *([sealed[word]] if word in sealed else [])}, reverse=True)
        for word in words
    }


async def _said_on(
    db: Snapshot, scope: Scope, number: int, until: int, written: str
) -> Said | None:
    """Return the latest message of a local day, up to a moment, with a word as JSON has it."""
    begins = number * SECONDS_A_DAY
    since = max(begins - WIDEST_OFFSET, scope.period.since)
    until = min(begins + SECONDS_A_DAY + WIDEST_OFFSET, scope.period.until, until + 1)
    if since >= until:
        return None
    asked = _said_in(scope, since, until).where(
        message.c.words.contains(written, autoescape=True),
    )
    row = (await db.connection.execute(asked.limit(1))).one_or_none()
    return Said._make(row) if row else None


def _said_in(scope: Scope, since: int, until: int) -> Select[int, str, str | None]:
    """Return the query for messages of a scope that say something, the latest first.

    One pair of bounds: of several, SQLite takes any to go by, and may take the wider ones.
    """
    columns = message.c
    asked = select(columns.sender_id, columns.text, columns.words).where(
        columns.group_id == scope.group_id,
        columns.sent_at >= since,
        columns.sent_at < until,
        counted(),
        columns.text != "",
    )
    if scope.member_id is not None:
        asked = asked.where(columns.sender_id == scope.member_id)
    return asked.order_by(columns.sent_at.desc())

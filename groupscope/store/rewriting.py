"""Bringing stored messages in line with what their group has set since they came.

A new time zone moves them to other hours and days; whoever is called another bot counts no more, as
if that had been known from the beginning; what recalled messages said goes, where it is not kept
any longer. It is done in a walk over a group's messages, and marks the days that it changes.
"""

import asyncio
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from itertools import groupby
from typing import Any

from sqlalchemy import and_, bindparam, case, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.language.reading import NOTHING, Reading
from groupscope.language.vocabulary import Vocabulary
from groupscope.model import is_official
from groupscope.store.days import MOST_KEYS, frozen_among, local_day, mark_changed
from groupscope.store.events import DROPPED
from groupscope.store.groups import Groups
from groupscope.store.identity import Place
from groupscope.store.messages import reading_columns
from groupscope.store.rereading import reading_of
from groupscope.store.settings import GroupSettings, ever_ignored
from groupscope.store.tables import member, message, rewriting
from groupscope.store.understanding import tried
from groupscope.store.vocabularies import Vocabularies
from groupscope.store.walking import PAUSE, Reached, Walk, next_messages
from groupscope.store.writer import Writer

SLICE = 1_000
WALK = Walk(rewriting, 1)
SETTLING = 120
"""Seconds after which every process on a shared database has heard of a change; until then some may
still write as before."""
OVERLAP = 600
"""Seconds before a change from which on messages are looked at until then, again and again."""

SAYS_SOMETHING = or_(
    message.c.text != "",
    *(message.c[name].is_not(None) for name, value in DROPPED.items() if value is None),
)
COLUMNS = (
    message.c.sent_at,
    message.c.message_key,
    message.c.utc_offset,
    message.c.sender_id,
    message.c.is_bot,
    case((and_(message.c.recalled_at.is_not(None), SAYS_SOMETHING), 1), else_=0).label("is_told"),
)
"""``is_told``: it was recalled, and what it said is still there."""

Rows = Sequence[Any]
Key = tuple[int, int]
"""When it was sent, and its key: what tells a message from the others of its group."""


class Rewriting:
    """Brings what is stored of messages in line with the settings."""

    def __init__(
        self,
        writer: Writer,
        settings: GroupSettings,
        groups: Groups,
        vocabularies: Vocabularies,
        *,
        is_alone: bool,
        clock: Callable[[], float],
    ) -> None:
        self._is_alone = is_alone
        self._clock = clock
        self._writer = writer
        self._settings = settings
        self._groups = groups
        self._vocabularies = vocabularies

    async def catch_up(self, group_ids: Iterable[int]) -> int:
        """Bring groups in line where something was set; return how many messages changed."""
        return sum([await self._catch_up(group_id) for group_id in group_ids])

    async def _catch_up(self, group_id: int) -> int:
        changed = 0
        while revision := self._settings.revision(group_id):
            async with self._writer.transaction() as connection:
                reached = await WALK.reached(connection, group_id, revision)
                if reached.is_finished:
                    break
                rows = await next_messages(connection, group_id, reached.place, SLICE, COLUMNS)
                changed += await self._rewrite(connection, group_id, rows)
                reached = reached.after(rows, SLICE)
                is_over = reached.is_finished
                if is_over and not self._is_settled(revision):
                    again = Place(revision // 1000 - OVERLAP, 0)
                    reached = Reached(min(again, reached.place), is_finished=False)
                await WALK.note(connection, group_id, revision, reached)
            if is_over:
                break
            await asyncio.sleep(PAUSE)
        return changed

    def _is_settled(self, revision: int) -> bool:
        return self._is_alone or self._clock() > revision // 1000 + SETTLING

    async def _rewrite(self, connection: AsyncConnection, group_id: int, rows: Rows) -> int:
        """Bring a slice of messages in line; return how many have changed."""
        turned = await self._turned(connection, group_id, rows)
        words = self._vocabularies.of(group_id)
        await _turn(connection, group_id, [row for row in turned if row.is_bot], 0, words)
        await _turn(connection, group_id, [row for row in turned if not row.is_bot], 1, words)
        told = (
            [] if self._settings.keeps_recalled(group_id) else [row for row in rows if row.is_told]
        )
        await _drop(connection, group_id, told)
        moved = await self._moved(connection, group_id, rows)
        await self._move(connection, group_id, moved)
        days = {(group_id, local_day(row.sent_at, row.utc_offset)) for row in (*turned, *told)}
        days |= {(group_id, day) for row in moved for day in self._days(group_id, row)}
        await mark_changed(connection, days)
        return len({_key(row) for row in (*turned, *told, *moved)})

    async def _turned(self, connection: AsyncConnection, group_id: int, rows: Rows) -> Rows:
        """Return the messages of those who are other bots now and were not, or the reverse."""
        asked = await ever_ignored(connection, group_id)
        senders = asked & {row.sender_id for row in rows}
        robots = await _robots(connection, group_id, senders) if senders else frozenset()
        bots = {
            user_id
            for user_id in senders
            if self._settings.is_ignored(group_id, user_id) or is_official(user_id)
        } | robots
        return [
            row
            for row in rows
            if row.sender_id in senders and bool(row.is_bot) != (row.sender_id in bots)
        ]

    async def _moved(self, connection: AsyncConnection, group_id: int, rows: Rows) -> Rows:
        """Return the messages whose local time is another one now.

        What would come to lie in a frozen day stays where it is: nobody would erase it there.
        """
        moved = [row for row in rows if row.utc_offset != self._offset(group_id, row)]
        if not moved:
            return []
        new_days = {_key(row): (group_id, self._days(group_id, row)[1]) for row in moved}
        frozen = await frozen_among(connection, new_days.values())
        return [row for row in moved if new_days[_key(row)] not in frozen]

    async def _move(self, connection: AsyncConnection, group_id: int, moved: Rows) -> None:
        """Give messages their new offset, a run of those with the same one at a time."""
        at, key = message.c.sent_at, message.c.message_key
        for offset, some in groupby(moved, partial(self._offset, group_id)):
            run = list(some)
            first, last = run[0], run[-1]
            await connection.execute(
                update(message)
                .where(
                    message.c.group_id == group_id,
                    at >= first.sent_at,
                    or_(at < last.sent_at, and_(at == last.sent_at, key <= last.message_key)),
                )
                .values(utc_offset=offset)
            )

    def _offset(self, group_id: int, row: Any) -> int:  # noqa: ANN401 -- a row of the message table
        return self._groups.utc_offset(group_id, row.sent_at)

    def _days(self, group_id: int, row: Any) -> tuple[int, int]:  # noqa: ANN401 -- see above
        """Return the local day of a message before and after."""
        now = self._offset(group_id, row)
        return local_day(row.sent_at, row.utc_offset), local_day(row.sent_at, now)


def _key(row: Any) -> Key:  # noqa: ANN401 -- a row of the message table
    return row.sent_at, row.message_key


async def _robots(
    connection: AsyncConnection, group_id: int, user_ids: Collection[int]
) -> frozenset[int]:
    """Return those of whom a member list has said that they are robots."""
    columns = member.c
    found = await connection.scalars(
        select(columns.user_id).where(
            columns.group_id == group_id,
            columns.user_id.in_(sorted(user_ids)),
            columns.is_robot == 1,
        )
    )
    return frozenset(found.all())


_TURN = update(message).where(
    message.c.group_id == bindparam("group"),
    message.c.sent_at == bindparam("at"),
    message.c.message_key == bindparam("key"),
)


async def _turn(
    connection: AsyncConnection, group_id: int, rows: Rows, is_bot: int, words: Vocabulary
) -> None:
    """Mark messages as another bot's, which say nothing that counts, or as a member's again."""
    whole = await _whole(connection, group_id, rows) if not is_bot else rows
    changes = [
        {"group": group_id, "at": row.sent_at, "key": row.message_key, "is_bot": is_bot}
        | reading_columns(NOTHING if is_bot else _read(row, words))
        for row in whole
    ]
    if changes:
        await connection.execute(_TURN, changes)


def _read(row: Any, words: Vocabulary) -> Reading:  # noqa: ANN401 -- a row of the message table
    reading = tried(partial(reading_of, row, words, is_bot=False), row.group_id, row.message_id)
    return reading or NOTHING


async def _whole(connection: AsyncConnection, group_id: int, rows: Rows) -> Rows:
    """Return messages with all that they say."""
    keys = [_key(row) for row in rows]
    found: list[Any] = []
    for start in range(0, len(keys), MOST_KEYS):
        among = tuple_(message.c.sent_at, message.c.message_key).in_(
            keys[start : start + MOST_KEYS]
        )
        query = select(message).where(message.c.group_id == group_id, among)
        found += (await connection.execute(query)).all()
    return found


async def _drop(connection: AsyncConnection, group_id: int, rows: Rows) -> None:
    """Drop what recalled messages said."""
    changes = [
        {"group": group_id, "at": row.sent_at, "key": row.message_key, **DROPPED} for row in rows
    ]
    if changes:
        await connection.execute(_TURN, changes)

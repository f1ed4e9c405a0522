"""Reading old messages anew: after an upgrade, or when a group has added or ignored a word.

A group at a time, in a walk over its messages that goes on after a restart and in another process.
"""

import asyncio
import json
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Row, bindparam, update
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.language.reading import NOTHING, VERSION, Reading, read, said_of
from groupscope.language.vocabulary import Vocabulary
from groupscope.model import Segment
from groupscope.store.days import local_day, mark_changed
from groupscope.store.messages import reading_columns
from groupscope.store.tables import message, rereading
from groupscope.store.understanding import tried
from groupscope.store.vocabularies import Vocabularies
from groupscope.store.walking import PAUSE, Walk, next_messages
from groupscope.store.writer import Writer

SLICE = 200
WALK = Walk(rereading, VERSION)

Progress = Callable[[int, int], None]
"""Told the group, and how many of its messages were looked at so far."""


class Rereading:
    """Brings what was understood of messages up to date."""

    def __init__(self, writer: Writer, vocabularies: Vocabularies) -> None:
        self._writer = writer
        self._vocabularies = vocabularies

    async def catch_up(self, group_ids: Sequence[int], progress: Progress | None = None) -> int:
        """Read anew what is out of date in groups; return how many messages changed."""
        return sum([await self._catch_up(group_id, progress) for group_id in group_ids])

    async def _catch_up(self, group_id: int, progress: Progress | None) -> int:
        revision = self._vocabularies.revision(group_id)
        looked_at = changed = 0
        while True:
            async with self._writer.transaction() as connection:
                # Asked each time: another process may have gone on, or know newer words.
                reached = await WALK.reached(connection, group_id, revision)
                if reached.is_finished:
                    return changed
                rows = await next_messages(connection, group_id, reached.place, SLICE)
                changed += await _read_anew(connection, rows, self._vocabularies.of(group_id))
                reached = reached.after(rows, SLICE)
                await WALK.note(connection, group_id, revision, reached)
            looked_at += len(rows)
            if progress:
                progress(group_id, looked_at)
            await asyncio.sleep(PAUSE)


async def _read_anew(
    connection: AsyncConnection, rows: Sequence[Row[*tuple[Any, ...]]], words: Vocabulary
) -> int:
    """Store what is understood otherwise than before; return of how many messages.

    A message that cannot be read stays as it is, and holds up no other one.
    """
    told: list[tuple[Row[*tuple[Any, ...]], dict[str, Any]]] = []
    for row in rows:
        reading = tried(
            partial(reading_of, row, words, is_bot=bool(row.is_bot)), row.group_id, row.message_id
        )
        columns = {} if reading is None else reading_columns(reading)
        if _differs(row, columns):
            told.append((row, columns))
    if told:
        await connection.execute(_UPDATE, [_parameters(row, columns) for row, columns in told])
        await mark_changed(
            connection,
            {(row.group_id, local_day(row.sent_at, row.utc_offset)) for row, _ in told},
        )
    return len(told)


def reading_of(row: Any, words: Vocabulary, *, is_bot: bool) -> Reading:  # noqa: ANN401 -- a row of the message table
    """Return what a stored message says; nothing, where it was recalled and its text dropped."""
    if row.is_command or is_bot or row.is_own:
        return NOTHING
    pieces = json.loads(row.segments) if row.segments else []
    said = said_of([Segment(piece["type"], piece["data"]) for piece in pieces], row.text)
    return read(said, words) if said else NOTHING


def _differs(row: Any, columns: dict[str, Any]) -> bool:  # noqa: ANN401 -- a row of the message table
    return any(getattr(row, name) != value for name, value in columns.items())


def _parameters(row: Any, columns: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401 -- a row of the message table
    where = {"group": row.group_id, "at": row.sent_at, "key": row.message_key}
    before = {"was_recalled": row.recalled_at, "was_read_by": row.language_version}
    return {**where, **before, **columns}


_UPDATE = update(message).where(
    message.c.group_id == bindparam("group"),
    message.c.sent_at == bindparam("at"),
    message.c.message_key == bindparam("key"),
    # Another process may have recalled it since it was read, or read it anew itself.
    message.c.recalled_at.is_not_distinct_from(bindparam("was_recalled")),
    message.c.language_version == bindparam("was_read_by"),
)

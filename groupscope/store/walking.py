"""Walks over all messages of a group, a slice at a time, from the oldest to the newest.

Where a walk stopped is written down with each slice, so that it goes on after a restart and from
another process. Recording goes on meanwhile.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.store.engine import insert_or_update
from groupscope.store.identity import Place
from groupscope.store.tables import message

PAUSE = 0.02
"""Seconds between two slices, for those who wait for the writer."""


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a group has been walked over."""

    place: Place
    is_finished: bool

    def after(self, rows: Sequence[Any], most: int) -> "Reached":
        """Return how far one is after a slice of at most so many messages."""
        if not rows:
            return Reached(self.place, is_finished=True)
        last = rows[-1]
        return Reached(Place(last.sent_at, last.message_key), is_finished=len(rows) < most)


BEGINNING = Reached(Place(-1, 0), is_finished=False)
OVERTAKEN = replace(BEGINNING, is_finished=True)


@dataclass(frozen=True, slots=True)
class Walk:
    """A kind of walk: its table, and the version of what is done on the way."""

    table: Table
    version: int

    async def reached(self, connection: AsyncConnection, group_id: int, revision: int) -> Reached:
        """Return how far this version has come with a revision of what the group has said.

        Where a newer one has begun, this one has nothing left to do: two processes that do not know
        the same would else undo each other's work for ever.
        """
        row = (
            await connection.execute(select(self.table).where(self.table.c.group_id == group_id))
        ).one_or_none()
        mine = (self.version, revision)
        if row is None or (row.version, row.revision) < mine:
            return BEGINNING
        if (row.version, row.revision) > mine:
            return OVERTAKEN
        return Reached(Place(row.sent_at, row.message_key), bool(row.is_finished))

    async def note(
        self, connection: AsyncConnection, group_id: int, revision: int, reached: Reached
    ) -> None:
        """Write down how far a group has been walked over."""
        row = {
            "group_id": group_id,
            "version": self.version,
            "revision": revision,
            "sent_at": reached.place.sent_at,
            "message_key": reached.place.key,
            "is_finished": int(reached.is_finished),
        }
        columns = [name for name in row if name != "group_id"]
        await connection.execute(
            insert_or_update(self.table, connection.dialect.name, columns), row
        )


async def next_messages(
    connection: AsyncConnection,
    group_id: int,
    after: Place,
    most: int,
    columns: Sequence[ColumnElement[Any]] = tuple(message.c),
    *,
    sender_id: int | None = None,
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return a group's next messages behind a place, as far as some columns go.

    Of one sender, or (None) of all.
    """
    at, key = message.c.sent_at, message.c.message_key
    later = or_(at > after.sent_at, and_(at == after.sent_at, key > after.key))
    wanted = select(*columns).where(message.c.group_id == group_id, at >= after.sent_at, later)
    if sender_id is not None:
        wanted = wanted.where(message.c.sender_id == sender_id)
    return (await connection.execute(wanted.order_by(at, key).limit(most))).all()

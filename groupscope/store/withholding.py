"""Bringing stored messages in line with who takes part.

Messages of those who take no part are marked as withheld, so that nothing counts them, and are
unmarked when they take part again. It is done in small steps, and marks the days that it changes.
"""

import asyncio
from collections.abc import Callable

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.model import Kind
from groupscope.store.days import groups_with_messages, local_day, mark_changed
from groupscope.store.events import DROPPED
from groupscope.store.optout import EVERY_GROUP, Choice, OptOuts, note_applied, unapplied
from groupscope.store.tables import message
from groupscope.store.withheld import NOBODY
from groupscope.store.writer import Writer

ROWS_A_STEP = 1_000
SETTLING = 120
"""Seconds after which every process on a shared database has heard of a choice."""


class Withholding:
    """Keeps back, or gives back, what is stored of those who choose."""

    def __init__(
        self,
        writer: Writer,
        opt_outs: OptOuts,
        *,
        is_alone: bool,
        clock: Callable[[], float],
    ) -> None:
        self._writer = writer
        self._opt_outs = opt_outs
        self._is_alone = is_alone
        self._clock = clock

    async def catch_up(self) -> int:
        """Follow every choice that is not yet followed; return how many messages changed."""
        async with self._writer.transaction() as connection:
            choices = await unapplied(connection)
        return sum([await self._follow(choice) for choice in choices])

    async def _follow(self, choice: Choice) -> int:
        groups = [choice.group_id]
        if choice.group_id == EVERY_GROUP:
            async with self._writer.transaction() as connection:
                groups = await groups_with_messages(connection)
        changed = sum([await self._mark(group_id, choice) for group_id in groups])
        # Another process may write as before until it has heard of it: then it is done again.
        if self._is_alone or self._clock() > choice.since_at + SETTLING:
            async with self._writer.transaction() as connection:
                await note_applied(connection, choice)
        return changed

    async def _mark(self, group_id: int, choice: Choice) -> int:
        """Mark or unmark what a member has said in a group, a thousand messages at a time."""
        is_out = self._opt_outs.covers(group_id, choice.user_id)
        theirs = and_(
            message.c.group_id == group_id,
            message.c.sender_id == choice.user_id,
            message.c.is_withheld == int(not is_out),
        )
        changed, since = 0, 0
        while True:
            async with self._writer.transaction() as connection:
                found, since = await _mark_some(connection, theirs, since, is_out=is_out)
                if is_out:
                    await _strip(connection, group_id, choice)
            changed += found
            if found < ROWS_A_STEP:
                return changed
            await asyncio.sleep(0)


async def _mark_some(
    connection: AsyncConnection, theirs: ColumnElement[bool], since: int, *, is_out: bool
) -> tuple[int, int]:
    """Mark some messages from a time on; return how many, and from when on to look further."""
    columns = message.c
    rows = (
        await connection.execute(
            select(columns.group_id, columns.sent_at, columns.utc_offset)
            .where(theirs, columns.sent_at >= since)
            .order_by(columns.sent_at)
            .limit(ROWS_A_STEP)
        )
    ).all()
    if not rows:
        return 0, since
    last = rows[-1].sent_at
    await connection.execute(
        update(message)
        .where(theirs, columns.sent_at >= rows[0].sent_at, columns.sent_at <= last)
        .values(is_withheld=int(is_out))
    )
    days = {(row.group_id, local_day(row.sent_at, row.utc_offset)) for row in rows}
    await mark_changed(connection, days)
    return len(rows), last


async def _strip(connection: AsyncConnection, group_id: int, choice: Choice) -> None:
    """Strip what was written as theirs after they had chosen, by a process that knew nothing."""
    await connection.execute(
        update(message)
        .where(
            message.c.group_id == group_id,
            message.c.sent_at > choice.since_at,
            message.c.sender_id == choice.user_id,
        )
        .values(**DROPPED, sender_id=NOBODY, kind=int(Kind.EMPTY), is_withheld=1, alias=None)
    )

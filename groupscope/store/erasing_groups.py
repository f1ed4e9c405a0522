"""Erasing a whole group; what its admins have said about being recorded stays."""

import asyncio
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.store.days import SECONDS_A_DAY
from groupscope.store.erasing import ROWS_A_STEP, Erased
from groupscope.store.messages import from_json_list
from groupscope.store.tables import (
    chat_group,
    day,
    message,
    metadata,
    opt_out,
    tombstone,
    watch,
)
from groupscope.store.writer import Writer

KEPT = frozenset(one.name for one in (chat_group, day, message, opt_out, tombstone, watch))
"""Not simply emptied: what was chosen holds on, and what is said from now on counts."""
ROWS = 2 * ROWS_A_STEP


async def erase_group(writer: Writer, group_id: int, before: int) -> Erased:
    """Erase a group's messages before a time, a few thousand at a time, and all else there is."""
    erased = Erased()
    while True:
        async with writer.transaction() as connection:
            rows = await _erase_some(connection, group_id, before)
        erased.messages += len(rows)
        erased.words.update(word for row in rows for word in from_json_list(row.words))
        if len(rows) < ROWS:
            break
        await asyncio.sleep(0)
    for table in metadata.sorted_tables:
        if "group_id" in table.c and table.name not in KEPT:
            async with writer.transaction() as connection:
                await connection.execute(delete(table).where(table.c.group_id == group_id))
            await asyncio.sleep(0)
    async with writer.transaction() as connection:
        await _begin_anew(connection, group_id, before)
    return erased


async def _begin_anew(connection: AsyncConnection, group_id: int, before: int) -> None:
    """Leave a group as one that is recorded from now on, if it is."""
    here = watch.c.group_id == group_id
    await connection.execute(delete(watch).where(here, watch.c.until_at.is_not(None)))
    await connection.execute(update(watch).where(here).values(since_at=before))
    over = day.c.day < before // SECONDS_A_DAY - 1
    await connection.execute(delete(day).where(day.c.group_id == group_id, over))
    changed = update(day).where(day.c.group_id == group_id)
    await connection.execute(changed.values(changed=day.c.changed + 1))
    await connection.execute(
        update(chat_group)
        .where(chat_group.c.group_id == group_id)
        .values(name=None, member_count=None, time_zone=None)
    )


async def _erase_some(connection: AsyncConnection, group_id: int, before: int) -> Any:  # noqa: ANN401 -- rows
    columns = message.c
    rows = (
        await connection.execute(
            select(columns.sent_at, columns.words)
            .where(columns.group_id == group_id, columns.sent_at < before)
            .order_by(columns.sent_at)
            .limit(ROWS)
        )
    ).all()
    if rows:
        await connection.execute(
            delete(message).where(
                columns.group_id == group_id,
                columns.sent_at < before,
                columns.sent_at <= rows[-1].sent_at,
            )
        )
    return rows

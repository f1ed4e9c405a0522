"""Erasing what a member said, and freezing days whose messages have had their time.

Both work in small steps, so that recording goes on meanwhile.
"""

import asyncio
import json

from sqlalchemy import delete, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.store.days import MOST_KEYS, in_local_days, local_day, mark_changed
from groupscope.store.sealer import Sealer
from groupscope.store.tables import (
    day,
    day_summary,
    member,
    message,
    name_history,
    notice,
    question_mark,
    reaction,
    vocabulary,
)
from groupscope.store.tombstones import Tombstones
from groupscope.store.writer import Writer

ROWS_A_STEP = 500
NOBODY = 0
"""Stands for a member who was erased, where a number must stand."""


async def erase_member(
    writer: Writer, tombstones: Tombstones, group_id: int, user_id: int, before: int
) -> int:
    """Erase what a member said in a group before a time; return how many messages went.

    The tombstone comes first: from then on nothing of it comes back, even if we are interrupted.
    """
    async with writer.transaction() as connection:
        await tombstones.add(connection, group_id, user_id, before)
    await writer.flush()
    erased = 0
    since = 0
    while True:
        async with writer.transaction() as connection:
            gone, since = await _erase_some(connection, group_id, user_id, (since, before))
        erased += gone
        if gone < ROWS_A_STEP:
            break
        await asyncio.sleep(0)
    async with writer.transaction() as connection:
        await _erase_traces(connection, group_id, user_id, before)
    writer.forget_members()
    return erased


async def _erase_some(
    connection: AsyncConnection, group_id: int, user_id: int, stretch: tuple[int, int]
) -> tuple[int, int]:
    """Erase up to 500 messages; return how many, and from when on to look further."""
    columns = message.c
    rows = (
        await connection.execute(
            select(columns.group_id, columns.sent_at, columns.message_key, columns.utc_offset)
            .where(
                columns.group_id == group_id,
                columns.sent_at >= stretch[0],
                columns.sent_at < stretch[1],
                columns.sender_id == user_id,
            )
            .order_by(columns.sent_at)
            .limit(ROWS_A_STEP)
        )
    ).all()
    if not rows:
        return 0, stretch[1]
    key = tuple_(columns.group_id, columns.sent_at, columns.message_key)
    keys = [tuple(row[:3]) for row in rows]
    await connection.execute(delete(message).where(key.in_(keys)))
    marks = question_mark.c
    marked = tuple_(marks.group_id, marks.sent_at, marks.message_key)
    await connection.execute(delete(question_mark).where(marked.in_(keys)))
    days = {(group_id, local_day(row.sent_at, row.utc_offset)) for row in rows}
    await mark_changed(connection, days)
    return len(rows), rows[-1].sent_at


async def _erase_traces(
    connection: AsyncConnection, group_id: int, user_id: int, before: int
) -> None:
    """Erase a member's names, reactions, and what they met with; what they did stays, by nobody."""
    for table, at in ((reaction, "reacted_at"), (notice, "happened_at")):
        mine = table.c.user_id == user_id
        await connection.execute(
            delete(table).where(table.c.group_id == group_id, mine, table.c[at] < before)
        )
    for table in (member, name_history):
        await connection.execute(
            delete(table).where(table.c.group_id == group_id, table.c.user_id == user_id)
        )

    await _erase_mentions(connection, group_id, user_id, before)
    did = (
        (message, "recalled_at", "recalled_by", None),
        (notice, "happened_at", "operator_id", None),
        (question_mark, "done_at", "done_by", NOBODY),
        (vocabulary, "changed_at", "changed_by", None),
    )
    for table, at, by, nobody in did:
        until = before * 1000 if table is vocabulary else before
        await connection.execute(
            update(table)
            .where(table.c.group_id == group_id, table.c[by] == user_id, table.c[at] < until)
            .values({by: nobody})
        )


async def _erase_mentions(
    connection: AsyncConnection, group_id: int, user_id: int, before: int
) -> None:
    """Erase what happened to a member and is told of another: who was poked, the lucky king."""
    rows = await connection.execute(
        select(notice.c.happened_at, notice.c.event_key, notice.c.detail).where(
            notice.c.group_id == group_id,
            notice.c.happened_at < before,
            notice.c.detail.contains(str(user_id)),
        )
    )
    key = tuple_(notice.c.happened_at, notice.c.event_key)
    keys = [
        (row.happened_at, row.event_key)
        for row in rows
        if str(user_id) in map(str, json.loads(row.detail).values())
    ]
    for start in range(0, len(keys), MOST_KEYS):
        among = key.in_(keys[start : start + MOST_KEYS])
        await connection.execute(delete(notice).where(notice.c.group_id == group_id, among))


async def freeze_before(writer: Writer, sealer: Sealer, group_id: int, number: int) -> int:
    """Freeze a group's days before a local day; return how many.

    A frozen day loses its messages and whatever names members, also what happened besides messages;
    its anonymous totals stay, are never made anew, and what arrives for it later is refused and
    counted.
    """
    frozen = 0
    while days := await _thawed(writer, group_id, number):
        for old in days:
            await sealer.seal_day(group_id, old)
            async with writer.transaction() as connection:
                await _freeze(connection, group_id, old)
        frozen += len(days)
    async with writer.transaction() as connection:
        await _drop_events(connection, group_id, sealer.beginning(group_id, number))
    return frozen


async def _thawed(writer: Writer, group_id: int, number: int) -> list[int]:
    async with writer.transaction() as connection:
        rows = await connection.scalars(
            select(day.c.day)
            .where(day.c.group_id == group_id, day.c.day < number, day.c.frozen == 0)
            .order_by(day.c.day)
            .limit(ROWS_A_STEP)
        )
        return list(rows.all())


async def _drop_events(connection: AsyncConnection, group_id: int, before: int) -> None:
    """Drop what happened in a group before a time, on days without messages, too."""
    events = ((reaction, "reacted_at"), (notice, "happened_at"), (question_mark, "sent_at"))
    for table, at in events:
        await connection.execute(
            delete(table).where(table.c.group_id == group_id, table.c[at] < before)
        )


async def _freeze(connection: AsyncConnection, group_id: int, number: int) -> None:
    this_day = (day.c.group_id == group_id) & (day.c.day == number)
    if not await connection.scalar(select(day.c.built == day.c.changed).where(this_day)):
        return  # something came in between; the next round seals it first
    await connection.execute(delete(message).where(in_local_days(group_id, number, number)))
    await connection.execute(
        delete(day_summary).where(
            day_summary.c.group_id == group_id,
            day_summary.c.day == number,
            day_summary.c.names_members == 1,
        )
    )
    await connection.execute(update(day).where(this_day).values(frozen=1))

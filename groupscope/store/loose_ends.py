"""Loose ends: replies, recalls, reactions and essences whose message was not found at first.

A recall may come before its message (frames overtake each other), a reply may point at what the
backfill brings later. When a day is sealed, they are looked for once more.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Table,
    and_,
    bindparam,
    literal_column,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.model import NoticeKind, Recall
from groupscope.store.days import SECONDS_A_DAY, discard_summaries, local_day, mark_changed
from groupscope.store.events import apply_recall, find_places
from groupscope.store.identity import Place
from groupscope.store.tables import message, notice, reaction


async def tie_up(
    connection: AsyncConnection, group_id: int, number: int, *, keep_text: bool
) -> None:
    """Find what the loose ends of a day belong to."""
    await _tie_replies(connection, group_id, number)
    for table, at in ((reaction, "reacted_at"), (notice, "happened_at")):
        await _tie_events(connection, table, at, group_id, number, keep_text=keep_text)


async def days_to_tie(
    connection: AsyncConnection, group_id: int, first: int, last: int
) -> list[int]:
    """Return days, by UTC, of a stretch and a day around it that have loose ends."""
    found: set[int] = set()
    for table, at, known_by, key in (
        (message, "sent_at", "reply_to_id", "reply_to_key"),
        (reaction, "reacted_at", "message_id", "message_key"),
        (notice, "happened_at", "message_id", "message_key"),
    ):
        number = (table.c[at] // literal_column(str(SECONDS_A_DAY), BigInteger)).label("number")
        loose = and_(
            table.c.group_id == group_id,
            table.c[at] >= (first - 1) * SECONDS_A_DAY,
            table.c[at] < (last + 2) * SECONDS_A_DAY,
            table.c[known_by].is_not(None),
            table.c[key].is_(None),
        )
        found.update(await connection.scalars(select(number).where(loose).distinct()))
    return sorted(found)


async def _tie_replies(connection: AsyncConnection, group_id: int, number: int) -> None:
    columns = message.c
    loose = and_(
        _around(message, "sent_at", group_id, number),
        columns.reply_to_id.is_not(None),
        columns.reply_to_key.is_(None),
    )
    rows = (
        await connection.execute(
            select(
                columns.sent_at, columns.message_key, columns.utc_offset, columns.reply_to_id
            ).where(loose)
        )
    ).all()
    places = await _places(connection, group_id, number, {row.reply_to_id for row in rows})
    tied = [row for row in rows if row.reply_to_id in places]
    # A summary of its own day tells whom a reply quotes, and may have been made already.
    days = {(group_id, local_day(row.sent_at, row.utc_offset)) for row in tied}
    await mark_changed(connection, days)
    for row in tied:
        target = places[row.reply_to_id]
        await connection.execute(
            update(message)
            .where(
                columns.group_id == group_id,
                columns.sent_at == row.sent_at,
                columns.message_key == row.message_key,
            )
            .values(reply_to_at=target.sent_at, reply_to_key=target.key)
        )


async def untie_replies(connection: AsyncConnection, group_id: int, since: int, until: int) -> None:
    """Let replies of a stretch forget what they quote where that was erased, and mark their days.

    A summary tells whom a reply quotes: it must not go on telling of somebody who is gone.
    """
    quoted = message.alias("quoted")
    columns = message.c
    there = and_(
        quoted.c.group_id == columns.group_id,
        quoted.c.sent_at == columns.reply_to_at,
        quoted.c.message_key == columns.reply_to_key,
    )
    rows = await connection.execute(
        select(columns.sent_at, columns.message_key, columns.utc_offset)
        .select_from(message.outerjoin(quoted, there))
        .where(
            columns.group_id == group_id,
            columns.sent_at >= since,
            columns.sent_at < until,
            columns.reply_to_key.is_not(None),
            quoted.c.sent_at.is_(None),
        )
    )
    bereft = rows.all()
    await discard_summaries(
        connection, {(group_id, local_day(row.sent_at, row.utc_offset)) for row in bereft}
    )
    if bereft:
        keys = [{"group": group_id, "at": row.sent_at, "key": row.message_key} for row in bereft]
        await connection.execute(_UNTIE, keys)


_UNTIE = (
    update(message)
    .where(
        message.c.group_id == bindparam("group"),
        message.c.sent_at == bindparam("at"),
        message.c.message_key == bindparam("key"),
    )
    .values(reply_to_at=None, reply_to_key=None)
)


async def _tie_events(
    connection: AsyncConnection,
    table: Table,
    at: str,
    group_id: int,
    number: int,
    *,
    keep_text: bool,
) -> None:
    loose = and_(
        _around(table, at, group_id, number),
        table.c.message_id.is_not(None),
        table.c.message_key.is_(None),
    )
    rows = (await connection.execute(select(table).where(loose))).all()
    places = await _places(connection, group_id, number, {row.message_id for row in rows})
    for row in rows:
        place = places.get(row.message_id)
        if place is None:
            continue
        await connection.execute(
            update(table)
            .where(
                table.c.group_id == group_id,
                table.c[at] == getattr(row, at),
                table.c.event_key == row.event_key,
            )
            .values(message_at=place.sent_at, message_key=place.key)
        )
        if table is notice and row.kind == NoticeKind.RECALL:
            await apply_recall(connection, _recall(row), place, keep_text=keep_text)


def _recall(row: Any) -> Recall:  # noqa: ANN401 -- a row of the notice table
    return Recall(
        self_id=0,
        group_id=row.group_id,
        message_id=row.message_id,
        recalled_at=row.happened_at,
        sender_id=row.user_id,
        operator_id=row.operator_id,
    )


def _around(table: Table, at: str, group_id: int, number: int) -> ColumnElement[bool]:
    """Return the condition for a day in any zone: a little wider than the day."""
    start = number * SECONDS_A_DAY
    return and_(
        table.c.group_id == group_id,
        table.c[at].between(start - SECONDS_A_DAY, start + 2 * SECONDS_A_DAY),
    )


async def _places(
    connection: AsyncConnection, group_id: int, number: int, ids: set[int]
) -> dict[int, Place]:
    latest = (number + 1) * SECONDS_A_DAY
    return await find_places(connection, group_id, ids, latest) if ids else {}

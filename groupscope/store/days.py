"""Local days: which have changed since their summaries were made, and which are frozen.

A day is a number (days since 1970-01-01) in its group's own time. Whatever touches a message marks
its day in the same transaction; the sealer makes the summaries of a changed day anew. A day is
clean when ``built == changed``: a mere flag would lose what arrives during the rebuild.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    and_,
    delete,
    exists,
    literal_column,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.elements import SQLColumnExpression

from groupscope.store.engine import insert_or_update
from groupscope.store.tables import day, day_summary, message

SECONDS_A_DAY = 86_400
WIDEST_OFFSET = 15 * 3600
"""No zone is further from UTC, in seconds."""

# Written out rather than bound: PostgreSQL takes two bound 3600 for two different expressions and
# then refuses to group by one of them.
# asyncmy cannot bind anything behind the VALUES of many rows.
ONE, SIXTY, AN_HOUR, A_DAY = (
    literal_column(number, BigInteger) for number in ("1", "60", "3600", "24")
)

MOST_KEYS = 500
"""How many keys one statement may name; databases limit their parameters."""


def local_day(at: int, utc_offset: int) -> int:
    """Return the local day of an epoch second; ``utc_offset`` in minutes."""
    return (at + utc_offset * 60) // SECONDS_A_DAY


def local_seconds() -> SQLColumnExpression[int]:
    """Return a message's local time in seconds, as an expression of all three databases."""
    return message.c.sent_at + message.c.utc_offset * SIXTY


def local_hour() -> SQLColumnExpression[int]:
    """Return the hour of a message's local day, 0 to 23, as an expression."""
    return local_seconds() // AN_HOUR % A_DAY


def in_local_days(group_id: int, first: int, last: int) -> ColumnElement[bool]:
    """Return the condition that a message belongs to a group's days ``first`` to ``last``.

    The outer bounds are wider than any zone, so that the primary key finds the stretch.
    """
    since, until = first * SECONDS_A_DAY, (last + 1) * SECONDS_A_DAY
    local = local_seconds()
    return and_(
        message.c.group_id == group_id,
        message.c.sent_at >= since - WIDEST_OFFSET,
        message.c.sent_at < until + WIDEST_OFFSET,
        local >= since,
        local < until,
    )


async def mark_changed(connection: AsyncConnection, days: Iterable[tuple[int, int]]) -> None:
    """Mark (group, day) pairs as changed, once each."""
    rows = [
        {"group_id": group_id, "day": number, "changed": 1}
        for group_id, number in sorted(set(days))
    ]
    if rows:
        backend = connection.dialect.name
        await connection.execute(
            insert_or_update(day, backend, {"changed": day.c.changed + ONE}), rows
        )


async def discard_summaries(connection: AsyncConnection, days: Iterable[tuple[int, int]]) -> None:
    """Mark (group, day) pairs as changed, and delete at once what was summarised of them.

    Nothing of what was erased is left in a summary then; until there is a new one, reports read the
    day's messages. A frozen day keeps what it has, which names nobody.
    """
    touched = sorted(set(days))
    await mark_changed(connection, touched)
    of_day = and_(day.c.group_id == day_summary.c.group_id, day.c.day == day_summary.c.day)
    is_frozen = exists().where(of_day, day.c.frozen == 1)
    for start in range(0, len(touched), MOST_KEYS):
        among = tuple_(day_summary.c.group_id, day_summary.c.day).in_(
            touched[start : start + MOST_KEYS]
        )
        await connection.execute(delete(day_summary).where(among, ~is_frozen))


async def groups_with_messages(connection: AsyncConnection) -> list[int]:
    """Return every group of which there are messages, or were."""
    return sorted((await connection.scalars(select(day.c.group_id).distinct())).all())


async def frozen_among(
    connection: AsyncConnection, days: Iterable[tuple[int, int]]
) -> set[tuple[int, int]]:
    """Return those (group, day) pairs that retention has frozen: nothing more goes into them."""
    wanted = sorted(set(days))
    found: set[tuple[int, int]] = set()
    for start in range(0, len(wanted), MOST_KEYS):
        among = tuple_(day.c.group_id, day.c.day).in_(wanted[start : start + MOST_KEYS])
        rows = await connection.execute(
            select(day.c.group_id, day.c.day).where(day.c.frozen == 1, among)
        )
        found.update((row.group_id, row.day) for row in rows)
    return found


async def count_refused(
    connection: AsyncConnection, refused: Mapping[tuple[int, int], int]
) -> None:
    """Count the messages that came too late for their frozen day."""
    for (group_id, number), count in refused.items():
        await connection.execute(
            update(day)
            .where(day.c.group_id == group_id, day.c.day == number)
            .values(refused=day.c.refused + count)
        )

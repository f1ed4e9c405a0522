"""How often members were asked about by others: by day and command, never by whom."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.store.days import ONE, SECONDS_A_DAY
from groupscope.store.engine import insert_or_update
from groupscope.store.tables import lookup

KEPT_DAYS = 30


class LookedUp(NamedTuple):
    """Somebody was asked about by somebody else; ``command`` is the key of what was asked."""

    group_id: int
    user_id: int
    at: int
    command: str


async def count_lookup(connection: AsyncConnection, item: LookedUp) -> None:
    """Count that a member was asked about."""
    counted = insert_or_update(lookup, connection.dialect.name, {"count": lookup.c.count + ONE})
    row = {
        "user_id": item.user_id,
        "group_id": item.group_id,
        "day": item.at // SECONDS_A_DAY,
        "command": item.command,
        "count": 1,
    }
    await connection.execute(counted, row)


async def lookups_of(
    connection: AsyncConnection, user_id: int, group_id: int | None, now: int
) -> Mapping[str, int]:
    """Return how often a member was asked about in the last 30 days, by command, most first.

    In one group, or (None) in all.
    """
    since = now // SECONDS_A_DAY - KEPT_DAYS
    asked = select(lookup.c.command, func.sum(lookup.c.count)).where(
        lookup.c.user_id == user_id, lookup.c.day > since
    )
    if group_id is not None:
        asked = asked.where(lookup.c.group_id == group_id)
    rows = (await connection.execute(asked.group_by(lookup.c.command))).all()
    found = {command: int(count) for command, count in rows}
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


async def drop_old_lookups(connection: AsyncConnection, now: int) -> None:
    """Delete what is older than 30 days."""
    since = now // SECONDS_A_DAY - KEPT_DAYS
    await connection.execute(delete(lookup).where(lookup.c.day <= since))

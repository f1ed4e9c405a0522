"""Who is in a group, as its lists and messages have told."""

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.model import is_official
from groupscope.store.days import SECONDS_A_DAY
from groupscope.store.optout import opted_out
from groupscope.store.tables import account, member, message

BOTS_SEEN = 7 * SECONDS_A_DAY
"""Seconds within which another bot has shown itself as one."""


async def members_present(
    connection: AsyncConnection, group_id: int, now: int
) -> dict[int, int | None]:
    """Return who is in a group, and since when where that is known.

    No bots, not ourselves, and nobody who takes no part.
    """
    columns = member.c
    rows = await connection.execute(
        select(columns.user_id, columns.joined_at).where(
            columns.group_id == group_id,
            columns.left_at.is_(None),
            or_(columns.is_robot.is_(None), columns.is_robot == 0),
            columns.user_id.not_in(select(account.c.self_id)),
        )
    )
    nobody = await _bots_of(connection, group_id, now) | await opted_out(connection, group_id)
    return {
        user_id: joined_at
        for user_id, joined_at in rows
        if user_id not in nobody and not is_official(user_id)
    }


async def _bots_of(connection: AsyncConnection, group_id: int, now: int) -> set[int]:
    """Return the other bots that have posted lately: only the configuration knows all of them."""
    posted = select(message.c.sender_id).where(
        message.c.group_id == group_id,
        message.c.sent_at >= now - BOTS_SEEN,
        message.c.is_bot == 1,
    )
    return set((await connection.scalars(posted.distinct())).all())

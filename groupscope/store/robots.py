"""Who in a group is nobody to statistics, though members mention them.

That is our own accounts and other robots, and members who take no part.
"""

from collections.abc import Container
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.model import ANONYMOUS, is_official
from groupscope.store.optout import opted_out
from groupscope.store.presence import own_accounts
from groupscope.store.tables import member


@dataclass(frozen=True, slots=True)
class Robots(Container[int]):
    """The numbers that nobody is to be counted by; Tencent's own are known without being told."""

    known: frozenset[int]

    def __contains__(self, user_id: object) -> bool:
        if not isinstance(user_id, int):
            return False
        return user_id in self.known or user_id == ANONYMOUS or is_official(user_id)


async def robots_in(connection: AsyncConnection, group_id: int) -> Robots:
    """Return who is nobody in a group: accounts of ours, members whom QQ calls robots, no part."""
    told = select(member.c.user_id).where(member.c.group_id == group_id, member.c.is_robot == 1)
    known = await own_accounts(connection) | set((await connection.scalars(told)).all())
    return Robots(await opted_out(connection, group_id) | known)

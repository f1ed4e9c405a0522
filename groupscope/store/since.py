"""What has happened in a group since a question about it was answered."""

from typing import NamedTuple

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.model import NoticeKind
from groupscope.scope import Scope
from groupscope.store.summaries.kind import counted
from groupscope.store.tables import message, notice

NOBODY = 0


class Since(NamedTuple):
    """How many messages that count were said, how many by the member asked about; and recalls."""

    said: int
    by_member: int
    recalls: int

    def after(self, before: "Since") -> "Since":
        """Return what has happened since another look at the same stretch."""
        return Since(*(now - then for now, then in zip(self, before, strict=True)))


async def happened_since(connection: AsyncConnection, scope: Scope, at: int) -> Since:
    """Return what has happened in a scope's group since an epoch second, that one included."""
    columns = message.c
    is_theirs = case((columns.sender_id == (scope.member_id or NOBODY), 1), else_=0)
    row = (
        await connection.execute(
            select(func.count(), func.coalesce(func.sum(is_theirs), 0)).where(
                columns.group_id == scope.group_id, columns.sent_at >= at, counted()
            )
        )
    ).one()
    recalls = await connection.scalar(
        select(func.count()).where(
            notice.c.group_id == scope.group_id,
            notice.c.happened_at >= at,
            notice.c.kind == NoticeKind.RECALL,
        )
    )
    return Since(int(row[0]), int(row[1]), int(recalls or 0))

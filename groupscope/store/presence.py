"""When we were there: connections of accounts, the groups they watched, who is in a group."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import Insert

from groupscope.store.days import MOST_KEYS
from groupscope.store.engine import insert_new, insert_or_update
from groupscope.store.names import Seen
from groupscope.store.tables import account, filled, member, watch
from groupscope.store.tables import connection as connections


async def connected(connection: AsyncConnection, self_id: int, at: int) -> None:
    """Note that an account came online; a connection that never ended was lost."""
    await connection.execute(
        update(connections)
        .where(connections.c.self_id == self_id, connections.c.ended_by.is_(None))
        .values(ended_by="lost")
    )
    row = {"self_id": self_id, "connected_at": at, "seen_at": at}
    await connection.execute(insert_new(connections, connection.dialect.name), row)


async def still_there(
    connection: AsyncConnection, self_id: int, since: int, at: int, ended_by: str | None = None
) -> None:
    """Note a sign of life of the connection that began at ``since``, or how it ended."""
    await connection.execute(
        update(connections)
        .where(connections.c.self_id == self_id, connections.c.connected_at == since)
        .values(seen_at=at, ended_by=ended_by)
    )


def _open_again(connection: AsyncConnection) -> Insert:
    """Return the statement that begins a watch; one that ended within the same second goes on."""
    return insert_or_update(watch, connection.dialect.name, ["until_at"])


async def watches(
    connection: AsyncConnection, self_id: int, group_ids: Iterable[int], at: int
) -> None:
    """Note which recorded groups an account is in from now on; all others it no longer watches."""
    wanted = set(group_ids)
    open_now = select(watch.c.group_id).where(
        watch.c.self_id == self_id, watch.c.until_at.is_(None)
    )
    already = set((await connection.scalars(open_now)).all())
    for group_id in already - wanted:
        await watch_ends(connection, group_id, at, self_id)
    rows = [
        {"group_id": group_id, "self_id": self_id, "since_at": at, "until_at": None}
        for group_id in sorted(wanted - already)
    ]
    if rows:
        await connection.execute(_open_again(connection), rows)


async def watch_begins(connection: AsyncConnection, group_id: int, at: int, self_id: int) -> None:
    """Note that an account watches a group from now on."""
    is_open = select(watch.c.since_at).where(
        watch.c.group_id == group_id, watch.c.self_id == self_id, watch.c.until_at.is_(None)
    )
    if await connection.scalar(is_open) is None:
        row = {"group_id": group_id, "self_id": self_id, "since_at": at, "until_at": None}
        await connection.execute(_open_again(connection), row)


async def watch_ends(
    connection: AsyncConnection, group_id: int, at: int, self_id: int | None = None
) -> None:
    """Note that a group is no longer watched, by one account or by all."""
    mine = watch.c.self_id == self_id if self_id is not None else watch.c.self_id.is_not(None)
    await connection.execute(
        update(watch)
        .where(watch.c.group_id == group_id, watch.c.until_at.is_(None), mine)
        .values(until_at=at)
    )


async def fill(
    connection: AsyncConnection, group_id: int, since: int, until: int, source: str
) -> None:
    """Note that the messages of a stretch were fetched afterwards."""
    row = {"group_id": group_id, "since_at": since, "until_at": until, "source": source}
    await connection.execute(insert_new(filled, connection.dialect.name), row)


async def describe_account(
    connection: AsyncConnection,
    self_id: int,
    nickname: str | None,
    implementation: str | None,
    version: str | None,
) -> bool:
    """Write what runs an account; return whether its history may be asked for.

    An implementation that had no history is asked again after it was updated.
    """
    row = (
        await connection.execute(select(account).where(account.c.self_id == self_id))
    ).one_or_none()
    same = row is not None and (row.implementation, row.version) == (implementation, version)
    has_history = row.has_history if row is not None and same else None
    await connection.execute(
        insert_or_update(
            account,
            connection.dialect.name,
            ["nickname", "implementation", "version", "has_history"],
        ),
        {
            "self_id": self_id,
            "nickname": nickname,
            "implementation": implementation,
            "version": version,
            "has_history": has_history,
        },
    )
    return has_history != 0


async def own_accounts(connection: AsyncConnection) -> set[int]:
    """Return every account of ours that was ever connected, also if it was not described yet."""
    found = select(account.c.self_id).union(select(connections.c.self_id))
    return set((await connection.scalars(found)).all())


async def robots(connection: AsyncConnection) -> set[tuple[int, int]]:
    """Return group and number of the members of whom a list has said that they are robots."""
    found = select(member.c.group_id, member.c.user_id).where(member.c.is_robot == 1)
    return {(row.group_id, row.user_id) for row in await connection.execute(found)}


async def note_history(connection: AsyncConnection, self_id: int, *, has_history: bool) -> None:
    """Remember whether an account's implementation serves history."""
    await connection.execute(
        update(account).where(account.c.self_id == self_id).values(has_history=int(has_history))
    )


async def note_departure(connection: AsyncConnection, group_id: int, user_id: int, at: int) -> None:
    """Note that a member has left a group."""
    await connection.execute(
        update(member)
        .where(member.c.group_id == group_id, member.c.user_id == user_id)
        .values(left_at=at)
    )


async def note_return(connection: AsyncConnection, group_id: int, user_id: int) -> None:
    """Note that a member who had left a group, if anybody, is back."""
    await connection.execute(
        update(member)
        .where(member.c.group_id == group_id, member.c.user_id == user_id)
        .values(left_at=None)
    )


async def note_roster(
    connection: AsyncConnection, group_id: int, at: int, present: Sequence[Seen]
) -> list[int]:
    """Note who is in a group, by its whole member list; everybody else has left: who did now?"""
    here = {item.member.user_id for item in present}
    known = select(member.c.user_id).where(
        member.c.group_id == group_id, member.c.left_at.is_(None)
    )
    gone = sorted(set((await connection.scalars(known)).all()) - here)
    for start in range(0, len(gone), MOST_KEYS):
        some = gone[start : start + MOST_KEYS]
        await connection.execute(
            update(member)
            .where(member.c.group_id == group_id, member.c.user_id.in_(some))
            .values(left_at=at)
        )
    back = sorted(here)
    for start in range(0, len(back), MOST_KEYS):
        await connection.execute(
            update(member)
            .where(
                member.c.group_id == group_id,
                member.c.user_id.in_(back[start : start + MOST_KEYS]),
                member.c.left_at.is_not(None),
            )
            .values(left_at=None)
        )
    return gone

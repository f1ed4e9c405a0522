"""Who a file's people are, and what they were called when."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.model import Member
from groupscope.store.names import CARD, NICKNAME, Members, NameRow, Seen, remember_names
from groupscope.store.tables import member, name_history


class Names(NamedTuple):
    """How somebody was last shown in a file, and when they were shown so for the first time."""

    shown: Member
    since_at: int


async def known_names(connection: AsyncConnection, group_id: int) -> dict[str, set[int]]:
    """Return who is or was called what in a group."""
    known: defaultdict[str, set[int]] = defaultdict(set)
    now = select(member.c.user_id, member.c.nickname, member.c.card).where(
        member.c.group_id == group_id
    )
    for row in await connection.execute(now):
        for name in (row.nickname, row.card):
            if name:
                known[name].add(row.user_id)
    before = select(name_history.c.user_id, name_history.c.name).where(
        name_history.c.group_id == group_id, name_history.c.user_id != 0
    )
    for row in await connection.execute(before):
        known[row.name].add(row.user_id)
    return dict(known)


async def write_names(
    connection: AsyncConnection, group_id: int, last: Mapping[int, Names], before: list[NameRow]
) -> None:
    """Write what people were called, and make that their name where nothing later is known.

    Not who is admin: rights rest on what QQ tells, and a file may tell anything.
    """
    latest = select(name_history.c.user_id, func.max(name_history.c.seen_at)).where(
        name_history.c.group_id == group_id, name_history.c.kind.in_((NICKNAME, CARD))
    )
    rows = await connection.execute(latest.group_by(name_history.c.user_id))
    known = {user_id: at for user_id, at in rows}  # noqa: C416 -- rows are no pairs to the checker
    gone = select(member.c.user_id, member.c.left_at).where(
        member.c.group_id == group_id, member.c.left_at.is_not(None)
    )
    left = {user_id: at for user_id, at in await connection.execute(gone)}  # noqa: C416 -- as above
    await remember_names(connection, before)
    seen = [
        Seen(
            group_id,
            one.since_at,
            replace(one.shown, role=None),
            is_past=known.get(user_id, 0) > one.since_at,
        )
        for user_id, one in last.items()
    ]
    # A memory of its own: what the writer remembers is of those who speak now.
    await Members().write(connection, seen)
    for user_id, at in left.items():
        if user_id in last:
            await _has_left(connection, group_id, user_id, at)


async def note_departures(
    connection: AsyncConnection, group_id: int, departures: Mapping[int, int]
) -> None:
    """Note who had left by the end of a file; not of those who are known to have come later."""
    for user_id, at in departures.items():
        await connection.execute(
            update(member)
            .where(
                member.c.group_id == group_id,
                member.c.user_id == user_id,
                member.c.left_at.is_(None),
                func.coalesce(member.c.joined_at, 0) < at,
            )
            .values(left_at=at)
        )


async def _has_left(connection: AsyncConnection, group_id: int, user_id: int, at: int) -> None:
    await connection.execute(
        update(member)
        .where(member.c.group_id == group_id, member.c.user_id == user_id)
        .values(left_at=at)
    )

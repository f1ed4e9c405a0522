"""What is stored of one member, for that member: a summary by group, and all of it as JSON."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Table, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.store.days import groups_with_messages
from groupscope.store.identity import Place
from groupscope.store.lookups import lookups_of
from groupscope.store.optout import opted_out
from groupscope.store.snapshot import Snapshot
from groupscope.store.tables import lookup, member, message, name_history, notice, reaction
from groupscope.store.walking import next_messages

ROWS = 1_000
HIDDEN = frozenset({"self_id", "utc_offset", "is_own", "is_provisional", "language_version"})
"""Columns that say nothing about a member."""
JSON_COLUMNS = frozenset({"segments", "mentions", "media", "links", "files", "words", "detail"})


@dataclass(frozen=True, slots=True)
class OwnGroup:
    """What there is of a member in a group; ``names`` is how many names are remembered."""

    group_id: int
    name: str
    messages: int
    first_at: int | None
    last_at: int | None
    names: int
    reactions: int
    is_out: bool


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """What there is of a member in all groups, most messages first; and who asked how often."""

    groups: tuple[OwnGroup, ...]
    lookups: Mapping[str, int]

    @property
    def messages(self) -> int:
        """How many messages of theirs are stored."""
        return sum(one.messages for one in self.groups)


async def own_record(db: Snapshot, user_id: int) -> OwnRecord:
    """Return what is stored of a member."""
    found = [
        await _own_group(db, group_id, user_id)
        for group_id in await _groups(db.connection, user_id)
    ]
    there = [one for one in found if one.messages or one.names or one.reactions]
    ranked = sorted(there, key=lambda one: (-one.messages, one.group_id))
    return OwnRecord(tuple(ranked), await lookups_of(db.connection, user_id, None, db.now))


async def stored_messages(connection: AsyncConnection, group_id: int, user_id: int) -> int:
    """Return how many messages of a member are stored of a group."""
    asked = select(func.count()).where(
        message.c.group_id == group_id, message.c.sender_id == user_id
    )
    return int(await connection.scalar(asked) or 0)


async def _groups(connection: AsyncConnection, user_id: int) -> list[int]:
    known = await connection.scalars(select(member.c.group_id).where(member.c.user_id == user_id))
    return sorted({*known.all(), *await groups_with_messages(connection)})


async def _own_group(db: Snapshot, group_id: int, user_id: int) -> OwnGroup:
    ask = db.connection
    columns = message.c
    said = (
        await ask.execute(
            select(func.count(), func.min(columns.sent_at), func.max(columns.sent_at)).where(
                columns.group_id == group_id, columns.sender_id == user_id
            )
        )
    ).one()
    others = [
        await ask.scalar(
            select(func.count())
            .select_from(table)
            .where(table.c.group_id == group_id, table.c.user_id == user_id)
        )
        for table in (name_history, reaction)
    ]
    names, reactions = (int(count or 0) for count in others)
    return OwnGroup(
        group_id,
        db.group_name(group_id),
        messages=int(said[0]),
        first_at=said[1],
        last_at=said[2],
        names=names,
        reactions=reactions,
        is_out=user_id in await opted_out(ask, group_id),
    )


async def exported(db: Snapshot, user_id: int) -> bytes:
    """Return all that is stored of a member as JSON, in slices that hold up nothing else."""
    groups = [
        record
        for group_id in await _groups(db.connection, user_id)
        if (record := await _exported_group(db, group_id, user_id))
    ]
    whole = ",".join(groups)
    return f'{{"user_id":{user_id},"exported_at":{db.now},"groups":[{whole}]}}\n'.encode()


async def _exported_group(db: Snapshot, group_id: int, user_id: int) -> str:
    """Return what there is of a member in a group as JSON; empty where there is nothing."""
    record: dict[str, list[dict[str, Any]]] = {}
    for table in (member, name_history, reaction, notice, lookup):
        mine = table.c.user_id == user_id
        if table is notice:
            mine = or_(mine, notice.c.operator_id == user_id)
        rows = await db.connection.execute(select(table).where(table.c.group_id == group_id, mine))
        record[table.name] = [_told(table, row) for row in rows]
    record[message.name] = await _messages(db.connection, group_id, user_id)
    if not any(record.values()):
        return ""
    about = {"group_id": group_id, "name": db.group_name(group_id)}
    return json.dumps(about | record, ensure_ascii=False)


async def _messages(
    connection: AsyncConnection, group_id: int, user_id: int
) -> list[dict[str, Any]]:
    place = Place(-1, 0)
    messages: list[dict[str, Any]] = []
    while True:
        rows = await next_messages(connection, group_id, place, ROWS, sender_id=user_id)
        messages += [_told(message, row) for row in rows]
        if len(rows) < ROWS:
            return messages
        place = Place(rows[-1].sent_at, rows[-1].message_key)
        await asyncio.sleep(0)


def _told(table: Table, row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    return dict(_columns(dict(zip(table.c.keys(), row, strict=True))))


def _columns(row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Give what a row says, its lists as lists, without what is empty."""
    for name, value in row.items():
        if name not in HIDDEN and value is not None:
            yield name, json.loads(value) if name in JSON_COLUMNS else value

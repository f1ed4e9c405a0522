"""What leaves the store: a group's messages and what happened besides, a page at a time.

Those who take no part are not in it: not what they said, nor what they did, nor their numbers where
others mention them. Whoever takes a page holds nothing open meanwhile, so that recording goes on.
"""

import json
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Row, Table, and_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from groupscope.store.identity import Place
from groupscope.store.messages import from_json_list, json_list
from groupscope.store.names import GROUP_NAME
from groupscope.store.optout import opted_out
from groupscope.store.tables import member, message, name_history, notice, reaction
from groupscope.store.walking import next_messages

A_PAGE = 2_000

AnyRow = Row[*tuple[Any, ...]]


class Leaving(NamedTuple):
    """A message as it leaves: columns of its row, lists still as JSON."""

    sent_at: int
    message_key: int
    utc_offset: int
    sender_id: int
    kind: int
    text: str
    segments: str | None
    reply_to_at: int | None
    reply_to_key: int | None
    mentions: str | None
    media: str | None
    links: str | None
    files: str | None
    alias: str | None
    is_command: int
    is_bot: int
    is_own: int
    is_anonymous: int
    recalled_at: int | None
    recalled_by: int | None
    message_id: int | None
    is_withheld: int
    is_provisional: int


COLUMNS = tuple(message.c[name] for name in Leaving._fields)


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a group's time: what was said, and what happened besides."""

    messages: Sequence[Leaving] = ()
    names: Sequence[AnyRow] = ()
    notices: Sequence[AnyRow] = ()
    reactions: Sequence[AnyRow] = ()


async def pages(
    engine: AsyncEngine, group_id: int, since: int, until: int, size: int = A_PAGE
) -> AsyncGenerator[Page]:
    """Give a group's stretch from one epoch second up to another, page by page, in order."""
    after, begun = Place(since - 1, (1 << 63) - 1), since
    while True:
        async with engine.connect() as connection:
            gone = await opted_out(connection, group_id)
            rows = await next_messages(connection, group_id, after, size, COLUMNS)
            here = [row for row in rows if row.sent_at < until]
            is_last = len(here) < size
            ends = until if is_last else here[-1].sent_at
            page = await _page(connection, group_id, here, (begun, ends), gone)
        yield page
        if is_last:
            return
        after, begun = Place(here[-1].sent_at, here[-1].message_key), ends


async def members_of(connection: AsyncConnection, group_id: int) -> list[AnyRow]:
    """Return who is known in a group, also who has left; none of those who take no part."""
    gone = await opted_out(connection, group_id)
    rows = await connection.execute(
        select(member).where(member.c.group_id == group_id).order_by(member.c.user_id)
    )
    return [row for row in rows if row.user_id not in gone]


async def _page(
    connection: AsyncConnection,
    group_id: int,
    rows: Sequence[Any],
    stretch: tuple[int, int],
    gone: frozenset[int],
) -> Page:
    messages = [Leaving._make(row) for row in rows]
    names = await _between(connection, name_history, "seen_at", group_id, stretch)
    notices = await _between(connection, notice, "happened_at", group_id, stretch)
    reactions = await _between(connection, reaction, "reacted_at", group_id, stretch)
    return Page(
        [_without(one, gone) for one in messages if _leaves(one, gone)],
        [row for row in names if row.kind != GROUP_NAME and row.user_id not in gone],
        [row for row in notices if not _is_about(row, gone)],
        [row for row in reactions if row.user_id not in gone],
    )


async def _between(
    connection: AsyncConnection, table: Table, at: str, group_id: int, stretch: tuple[int, int]
) -> Sequence[AnyRow]:
    since, until = stretch
    here = and_(table.c.group_id == group_id, table.c[at] >= since, table.c[at] < until)
    order = (table.c[at], *table.primary_key.columns)
    return (await connection.execute(select(table).where(here).order_by(*order))).all()


def _leaves(one: Leaving, gone: frozenset[int]) -> bool:
    return not one.is_withheld and not one.is_provisional and one.sender_id not in gone


def _without(one: Leaving, gone: frozenset[int]) -> Leaving:
    """Return a message without the numbers of those who take no part."""
    if not gone or one.mentions is None:
        return one
    mentions = from_json_list(one.mentions)
    if gone.isdisjoint(mentions):
        return one
    numbers = set(map(str, gone))
    segments = [
        piece
        for piece in json.loads(one.segments or "[]")
        if piece["type"] != "at" or str(piece["data"].get("qq")) not in numbers
    ]
    return one._replace(
        mentions=json_list([user_id for user_id in mentions if user_id not in gone]),
        segments=json.dumps(segments, ensure_ascii=False) if segments else None,
    )


def _is_about(row: Any, gone: frozenset[int]) -> bool:  # noqa: ANN401 -- a row of the notice table
    if not gone:
        return False
    told = json.loads(row.detail).values() if row.detail else ()
    numbers = {str(who) for who in (row.user_id, row.operator_id, *told)}
    return not numbers.isdisjoint(map(str, gone))

"""Taking an erased member's number out of what others have said, and what the bot answered.

Others' messages stay theirs: an @ of the erased becomes an @ of nobody. What the bot itself has
said in a group goes whole, for it repeats names and quotes, and counts in no statistic.
"""

import json
import re
from typing import Any

from sqlalchemy import and_, bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.store.days import discard_summaries, local_day
from groupscope.store.events import DROPPED
from groupscope.store.messages import from_json_list, json_list
from groupscope.store.tables import message

_UPDATE = update(message).where(
    message.c.group_id == bindparam("group"),
    message.c.sent_at == bindparam("at"),
    message.c.message_key == bindparam("key"),
)


async def drop_own_posts(
    connection: AsyncConnection, group_id: int, since: int, until: int
) -> None:
    """Drop what the bot has said in a stretch of a group, leaving that it said something."""
    said = or_(message.c.text != "", message.c.segments.is_not(None))
    await connection.execute(
        update(message)
        .where(
            message.c.group_id == group_id,
            message.c.sent_at >= since,
            message.c.sent_at < until,
            message.c.is_own == 1,
            said,
        )
        .values(DROPPED)
    )


async def take_out_mentions(
    connection: AsyncConnection, group_id: int, user_id: int, since: int, until: int
) -> None:
    """Take a member out of the messages of a stretch that mention them, and mark their days."""
    columns = message.c
    number = str(user_id)
    rows = (
        await connection.execute(
            select(
                columns.sent_at,
                columns.message_key,
                columns.utc_offset,
                columns.mentions,
                columns.segments,
            ).where(
                columns.group_id == group_id,
                and_(columns.sent_at >= since, columns.sent_at < until),
                or_(columns.mentions.contains(number), columns.segments.contains(number)),
            )
        )
    ).all()
    changes = [_without(row, group_id, user_id) for row in rows]
    if changes:
        await connection.execute(_UPDATE, changes)
        days = {(group_id, local_day(row.sent_at, row.utc_offset)) for row in rows}
        await discard_summaries(connection, days)


def _without(row: Any, group_id: int, user_id: int) -> dict[str, Any]:  # noqa: ANN401 -- a row of the message table
    mentions = [one for one in from_json_list(row.mentions) if one != user_id]
    pieces = json.loads(row.segments) if row.segments else None
    cleaned = None if pieces is None else [_unnamed(piece, user_id) for piece in pieces]
    return {
        "group": group_id,
        "at": row.sent_at,
        "key": row.message_key,
        "mentions": json_list(mentions),
        "segments": None
        if cleaned is None
        else json.dumps(cleaned, ensure_ascii=False, separators=(",", ":")),
    }


def _unnamed(piece: dict[str, Any], user_id: int) -> dict[str, Any]:
    """Return a segment without a member: of an @ nothing is left, elsewhere the number goes."""
    told = piece["data"]
    if piece["type"] == "at" and str(told.get("qq")) == str(user_id):
        return {"type": "at", "data": {}}
    number = re.compile(rf"(?<![0-9]){user_id}(?![0-9])")
    return {"type": piece["type"], "data": _blanked(told, number)}


def _blanked(value: Any, number: re.Pattern[str]) -> Any:  # noqa: ANN401 -- whatever JSON holds
    match value:
        case dict():
            return {name: _blanked(one, number) for name, one in value.items()}  # pyright: ignore[reportUnknownVariableType] -- JSON
        case list():
            return [_blanked(one, number) for one in value]  # pyright: ignore[reportUnknownVariableType] -- JSON
        case str():
            return number.sub("", value)
        case _:
            return "" if number.fullmatch(str(value)) else value

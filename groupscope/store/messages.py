"""Writing messages: from values to rows, with their replies found and their days marked."""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.language.reading import NOTHING, VERSION, Reading
from groupscope.model import Message, Segment
from groupscope.store.days import (
    SECONDS_A_DAY,
    count_refused,
    frozen_among,
    local_day,
    mark_changed,
)
from groupscope.store.engine import insert_new
from groupscope.store.events import find_places
from groupscope.store.identity import Place
from groupscope.store.tables import message

NAME_LENGTH = 255
YOUNG = 2 * SECONDS_A_DAY
"""Messages younger than this, in seconds, cannot belong to a frozen day."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A message on its way into the store, with its place and that of the reply's target."""

    message: Message
    place: Place
    utc_offset: int
    reply_to: Place | None = None
    replaces: Place | None = None
    is_provisional: bool = False
    is_withheld: bool = False
    reading: Reading = NOTHING

    @property
    def day(self) -> tuple[int, int]:
        """The group and the local day that the message belongs to."""
        return self.message.group_id, local_day(self.place.sent_at, self.utc_offset)


async def write_messages(connection: AsyncConnection, heard: Sequence[Heard], now: int) -> None:
    """Write messages whose keys are not there yet; frozen days refuse theirs, and count them."""
    kept = await _without_frozen(connection, heard, now)
    if not kept:
        return
    kept = await _without_replaced(connection, kept)
    targets = await _find_targets(connection, kept)
    rows = [row_of(item, targets) for item in kept]
    await connection.execute(insert_new(message, connection.dialect.name), rows)
    await mark_changed(connection, {item.day for item in kept})


Targets = dict[tuple[int, int], Place]
"""Where the message with a (group, message id) stands."""


def row_of(item: Heard, targets: Targets) -> dict[str, Any]:
    """Return the row that holds a message."""
    value = item.message
    target = item.reply_to
    if target is None and value.reply_to is not None:
        target = targets.get((value.group_id, value.reply_to))
    return {
        "group_id": value.group_id,
        "sent_at": item.place.sent_at,
        "message_key": item.place.key,
        "utc_offset": item.utc_offset,
        "sender_id": value.sender_id,
        "self_id": value.self_id,
        "message_id": value.message_id,
        "kind": int(value.kind),
        "text": value.text,
        "segments": segments_json(value.segments),
        "reply_to_id": value.reply_to,
        "reply_to_at": target.sent_at if target else None,
        "reply_to_key": target.key if target else None,
        "mentions": json_list(value.mentions),
        "media": json_list(value.media),
        "links": json_list(value.links),
        "files": json_list(value.files),
        "alias": value.alias[:NAME_LENGTH] if value.alias else None,
        "is_command": int(value.is_command),
        "is_bot": int(value.is_bot),
        "is_own": int(value.is_own),
        "is_anonymous": int(value.is_anonymous),
        "is_provisional": int(item.is_provisional),
        "is_withheld": int(item.is_withheld),
        **reading_columns(item.reading),
    }


def reading_columns(reading: Reading) -> dict[str, Any]:
    """Return what is stored of a reading; the mood in thousandths."""
    return {
        "words": json_list(reading.words),
        "mood": None if reading.mood is None else round(reading.mood * 1000),
        "is_question": int(reading.is_question),
        "language_version": VERSION,
    }


def segments_json(segments: Sequence[Segment]) -> str | None:
    """Return segments as OneBot's JSON; None for a message that is one piece of text."""
    if not segments or (len(segments) == 1 and segments[0].type == "text"):
        return None
    pieces = [{"type": piece.type, "data": dict(piece.data)} for piece in segments]
    return json.dumps(pieces, ensure_ascii=False, separators=(",", ":"), default=str)


def json_list(values: Collection[object]) -> str | None:
    """Return a list as JSON; None for an empty one, as most are."""
    return json.dumps(list(values), ensure_ascii=False) if values else None


def from_json_list(stored: str | None) -> tuple[Any, ...]:
    """Return the list that ``json_list`` has written."""
    return tuple(json.loads(stored)) if stored else ()


async def _without_frozen(
    connection: AsyncConnection, heard: Sequence[Heard], now: int
) -> Sequence[Heard]:
    old = {item.day for item in heard if item.place.sent_at < now - YOUNG}
    if not old:
        return heard
    frozen = await frozen_among(connection, old)
    if not frozen:
        return heard
    await count_refused(connection, Counter(item.day for item in heard if item.day in frozen))
    return [item for item in heard if item.day not in frozen]


async def _without_replaced(connection: AsyncConnection, heard: Sequence[Heard]) -> Sequence[Heard]:
    """Remove provisional posts whose echo has come, from the store and from the batch."""
    gone = {(item.message.group_id, *item.replaces) for item in heard if item.replaces}
    if not gone:
        return heard
    key = tuple_(message.c.group_id, message.c.sent_at, message.c.message_key)
    await connection.execute(delete(message).where(key.in_(sorted(gone))))
    return [
        item
        for item in heard
        if not (item.is_provisional and (item.message.group_id, *item.place) in gone)
    ]


async def _find_targets(connection: AsyncConnection, heard: Sequence[Heard]) -> Targets:
    """Look up the targets of replies that memory does not know, one query a group."""
    wanted: defaultdict[int, list[Heard]] = defaultdict(list)
    for item in heard:
        if item.reply_to is None and item.message.reply_to is not None:
            wanted[item.message.group_id].append(item)
    targets: Targets = {}
    for group_id, items in wanted.items():
        ids = {item.message.reply_to for item in items if item.message.reply_to is not None}
        latest = max(item.place.sent_at for item in items)
        places = await find_places(connection, group_id, ids, latest)
        targets |= {(group_id, message_id): place for message_id, place in places.items()}
    return targets

"""Recalls, reactions and notices: what happens in a group besides messages.

Two accounts in a group both tell of it, sometimes a second apart; it is written once.
"""

import json
from collections import OrderedDict
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from sqlalchemy import and_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.model import Notice, NoticeKind, Reaction, Recall
from groupscope.store.days import MOST_KEYS, SECONDS_A_DAY, local_day, mark_changed
from groupscope.store.engine import insert_new
from groupscope.store.identity import BITS_62, Place
from groupscope.store.tables import message, notice, reaction

APART = 10
"""Seconds within which two accounts tell of the same event."""
REMEMBERED = 20_000
DROPPED: Mapping[str, Any] = {
    "text": "",
    "segments": None,
    "media": None,
    "mentions": None,
    "links": None,
    "files": None,
    "words": None,
    "mood": None,
    "is_question": 0,
}
"""The columns of a message that no longer says anything."""
LOOK_BACK = 7 * SECONDS_A_DAY
"""How far back an id is looked for, in seconds; within a group only."""


class Echoes:
    """Recent events, so that the second account's telling of one is known as such."""

    def __init__(self) -> None:
        self._recent: OrderedDict[str, list[tuple[int, dict[int, int | None]]]] = OrderedDict()

    def is_new(self, event: Reaction | Notice) -> bool:
        """Tell whether an event is told for the first time."""
        at = event.reacted_at if isinstance(event, Reaction) else event.happened_at
        tellings = self._recent.setdefault(content_of(event), [])
        if len(self._recent) > REMEMBERED:
            self._recent.popitem(last=False)
        for told_at, tellers in tellings:
            if event.self_id in tellers:
                again = told_at == at and tellers[event.self_id] == event.message_id
            else:
                again = abs(told_at - at) <= APART
            if again:
                tellers[event.self_id] = event.message_id
                return False
        tellings.append((at, {event.self_id: event.message_id}))
        del tellings[:-8]  # a poker pokes on; the last few are enough to compare with
        return True


def content_of(event: Reaction | Notice) -> str:
    """Return what an event says, apart from when we heard it, from whom, and under which id."""
    if isinstance(event, Reaction):
        parts = (event.user_id, event.emoji, event.is_added, event.count, event.sequence)
        return f"reaction {event.group_id} {parts}"
    parts = (event.user_id, event.operator_id, _json(event.detail))
    return f"{event.kind} {event.group_id} {parts}"


def event_key(*parts: object) -> int:
    """Return a 62-bit key for an event."""
    said = "\0".join(map(str, parts)).encode()
    return int.from_bytes(blake2b(said, digest_size=8).digest()) & BITS_62


async def find_places(
    connection: AsyncConnection, group_id: int, ids: set[int], at: int
) -> dict[int, Place]:
    """Return where messages with an id stand, among a group's last seven days before ``at``."""
    found: dict[int, Place] = {}
    wanted = sorted(ids)
    for start in range(0, len(wanted), MOST_KEYS):
        rows = await connection.execute(
            select(message.c.sent_at, message.c.message_key, message.c.message_id)
            .where(
                message.c.group_id == group_id,
                message.c.sent_at.between(at - LOOK_BACK, at + SECONDS_A_DAY),
                message.c.message_id.in_(wanted[start : start + MOST_KEYS]),
            )
            .order_by(message.c.sent_at)
        )
        found |= {row.message_id: Place(row.sent_at, row.message_key) for row in rows}
    return found


async def apply_recall(
    connection: AsyncConnection, recall: Recall, place: Place, *, keep_text: bool
) -> bool | None:
    """Mark a message as recalled, dropping what it said unless told to keep it.

    Returns whether this is news: False where another account has told of it already, None where
    the message is not there (yet).
    """
    here = and_(
        message.c.group_id == recall.group_id,
        message.c.sent_at == place.sent_at,
        message.c.message_key == place.key,
    )
    found = await connection.execute(
        select(message.c.utc_offset, message.c.recalled_at).where(here)
    )
    row = found.one_or_none()
    if row is None:
        return None
    if row.recalled_at is not None:
        return False
    await connection.execute(
        update(message)
        .where(here)
        .values(
            recalled_at=recall.recalled_at,
            recalled_by=recall.operator_id,
            **({} if keep_text else DROPPED),
        )
    )
    await mark_changed(connection, [(recall.group_id, local_day(place.sent_at, row.utc_offset))])
    return True


async def write_recall(connection: AsyncConnection, recall: Recall, place: Place | None) -> None:
    """Write down that a message was recalled; without a place the sealer looks for it again.

    With a place it takes that of an earlier telling that had none.
    """
    if place is not None and await _tie_recall(connection, recall, place):
        return
    await write_notice(
        connection,
        Notice(
            self_id=recall.self_id,
            group_id=recall.group_id,
            kind=NoticeKind.RECALL,
            happened_at=recall.recalled_at,
            user_id=recall.sender_id,
            operator_id=recall.operator_id,
            message_id=recall.message_id,
        ),
        place,
    )


async def _tie_recall(connection: AsyncConnection, recall: Recall, place: Place) -> bool:
    tied = await connection.execute(
        update(notice)
        .where(
            notice.c.group_id == recall.group_id,
            notice.c.happened_at == recall.recalled_at,
            notice.c.kind == NoticeKind.RECALL,
            notice.c.message_id == recall.message_id,
            notice.c.message_key.is_(None),
        )
        .values(message_at=place.sent_at, message_key=place.key)
    )
    return bool(tied.rowcount)


async def write_reaction(connection: AsyncConnection, event: Reaction, place: Place | None) -> None:
    """Write down an emoji put on a message or taken off."""
    target = place or event.message_id
    row = {
        "group_id": event.group_id,
        "reacted_at": event.reacted_at,
        "event_key": event_key(content_of(event), target),
        "user_id": event.user_id,
        "emoji": event.emoji,
        "is_added": int(event.is_added),
        "count": event.count,
        "message_id": event.message_id,
        "message_at": place.sent_at if place else None,
        "message_key": place.key if place else None,
    }
    await connection.execute(insert_new(reaction, connection.dialect.name), row)


async def write_notice(connection: AsyncConnection, event: Notice, place: Place | None) -> None:
    """Write down what happened in a group."""
    row = {
        "group_id": event.group_id,
        "happened_at": event.happened_at,
        "event_key": event_key(content_of(event), place or event.message_id),
        "kind": event.kind,
        "user_id": event.user_id,
        "operator_id": event.operator_id,
        "message_id": event.message_id,
        "message_at": place.sent_at if place else None,
        "message_key": place.key if place else None,
        "detail": _json(event.detail) if event.detail else None,
    }
    await connection.execute(insert_new(notice, connection.dialect.name), row)


def _json(detail: Mapping[str, Any]) -> str:
    return json.dumps(dict(detail), ensure_ascii=False, sort_keys=True, default=str)

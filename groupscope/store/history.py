"""Messages fetched afterwards: which of them are new.

History tells the same messages again, with other ids after the implementation restarted, and maybe
without the sequence numbers that a second account told live. So they are compared with what is
stored for the same seconds, line by line; with what came from a file, by what is left of a line
without that which files only name.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.model import Message
from groupscope.store.identity import Known, Place, choose_key, line, line_of
from groupscope.store.meeting import BY_NOBODY, bare
from groupscope.store.messages import from_json_list
from groupscope.store.posts import ECHO_SECONDS
from groupscope.store.tables import message


class Told(NamedTuple):
    """A message of history with its place."""

    message: Message
    known: Known


@dataclass(slots=True)
class _Stored:
    """What is stored for the seconds of a page."""

    sequences: set[int] = field(default_factory=set[int])
    lines: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    provisional: list[Any] = field(default_factory=list[Any])
    wordless: defaultdict[tuple[int, int], list[int]] = field(
        default_factory=lambda: defaultdict(list)
    )
    """Recalled messages whose text was dropped, by sender and second: history may still have it."""
    from_files: defaultdict[tuple[int, int, str], list[int]] = field(
        default_factory=lambda: defaultdict(list)
    )
    """Messages that files told, by sender, second and what is bare of them; each is met once."""


async def compare(connection: AsyncConnection, page: Sequence[Message]) -> list[Told]:
    """Return a page of one group's messages with their places; repetitions are not new.

    The page holds every message of its oldest second, or the n-th equal line of it is mistaken.
    """
    if not page:
        return []
    stored = await _stored(connection, page)
    repetitions: defaultdict[int, int] = defaultdict(int)
    told: list[Told] = []
    for item in page:
        said = line(item)
        repetition = repetitions[said]
        repetitions[said] += 1
        told.append(Told(item, _known(item, said, repetition, stored)))
    return told


def _known(item: Message, said: int, repetition: int, stored: _Stored) -> Known:
    if item.sequence in stored.sequences:
        return Known(Place(item.sent_at, item.sequence), is_new=False)
    wordless = stored.wordless[item.sender_id, item.sent_at]
    if repetition >= len(stored.lines[said]) and wordless:
        return Known(Place(item.sent_at, wordless.pop()), is_new=False)
    key, is_new = choose_key(said, repetition, stored.lines[said], item.sequence)
    imported = stored.from_files[item.sender_id, item.sent_at, bare(item.text)]
    if is_new and imported:
        return Known(Place(item.sent_at, imported.pop(0)), is_new=False)
    if key in imported:
        imported.remove(key)
    echo = _echoed(item, stored) if is_new else None
    return Known(Place(item.sent_at, key), is_new, replaces=echo)


def _echoed(item: Message, stored: _Stored) -> Place | None:
    """Return the provisional row of our own post that a message of history is the echo of."""
    for row in stored.provisional:
        near = abs(row.sent_at - item.sent_at) <= ECHO_SECONDS
        same = row.message_id == item.message_id or row.text.strip() == item.text.strip()
        if row.sender_id == item.sender_id and near and same:
            stored.provisional.remove(row)
            return Place(row.sent_at, row.message_key)
    return None


async def _stored(connection: AsyncConnection, page: Sequence[Message]) -> _Stored:
    times = [item.sent_at for item in page]
    columns = message.c
    rows = await connection.execute(
        select(
            columns.sent_at,
            columns.message_key,
            columns.message_id,
            columns.sender_id,
            columns.self_id,
            columns.text,
            columns.media,
            columns.is_provisional,
            columns.recalled_at,
        )
        .where(
            columns.group_id == page[0].group_id,
            columns.sent_at >= min(times) - ECHO_SECONDS,
            columns.sent_at <= max(times) + ECHO_SECONDS,
        )
        .order_by(columns.sent_at, columns.message_key.desc())
    )
    stored = _Stored()
    for row in rows:
        if row.is_provisional:
            stored.provisional.append(row)
            continue
        if row.message_key > 0:
            stored.sequences.add(row.message_key)
        if row.recalled_at is not None and not row.text:
            stored.wordless[row.sender_id, row.sent_at].append(row.message_key)
            continue
        media = from_json_list(row.media)
        said = line_of(page[0].group_id, row.sender_id, row.sent_at, row.text, media)
        stored.lines[said].append(row.message_key)
        if row.self_id == BY_NOBODY and row.message_key < 0:
            stored.from_files[row.sender_id, row.sent_at, bare(row.text)].append(row.message_key)
    return stored

"""Where messages from files meet those that are stored: which of them are new.

A file tells the same message otherwise than we heard it: pictures as ``[图片]``, mentions as words,
without a sequence number. So what is left of it without these is compared with what the same
sender said in the same second, and of equal ones the n-th is the n-th.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.model import Kind
from groupscope.store.days import MOST_KEYS
from groupscope.store.identity import Place, hashed_key, line_of
from groupscope.store.lately import Lately
from groupscope.store.tables import message

REMEMBERED: Final = 30_000
"""Of so many lines it is remembered how often the file has told them."""
BY_NOBODY: Final = 0
"""Stands for the account that has heard a message: none of ours."""
STANDS_FOR_MORE: Final = re.compile(r"\[[^\[\]\n]{1,20}\]|@\S*|\s+")
"""What a file writes where the message has a picture, a face or a mention."""


class Past(NamedTuple):
    """A message out of a file, with every number given; ``segments`` is JSON, None for text."""

    line: int
    sender_id: int
    at: int
    text: str
    kind: Kind = Kind.TEXT
    message_id: int | None = None
    reply_to: int | None = None
    sequence: int | None = None
    segments: str | None = None
    said: str = ""
    """What is read of it: its words, and the names of its faces."""
    mentions: tuple[int, ...] = ()
    media: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    recalled_at: int | None = None
    is_command: bool = False
    is_bot: bool = False
    is_own: bool = False


class Met(NamedTuple):
    """A message of a file with its place, and whether it is new to the store."""

    past: Past
    place: Place
    is_new: bool


def bare(text: str) -> str:
    """Return what is left of a text without what stands for pictures, faces and mentions."""
    return STANDS_FOR_MORE.sub("", text)


@dataclass(slots=True)
class _Stored:
    """What is stored for the seconds of some messages: keys by who said what when."""

    keys: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])
    said: defaultdict[tuple[int, int, str], list[int]] = field(
        default_factory=lambda: defaultdict(list)
    )
    wordless: defaultdict[tuple[int, int], list[int]] = field(
        default_factory=lambda: defaultdict(list)
    )
    """Recalled messages whose text was dropped, by sender and second."""

    def take(self, past: Past, key: int) -> None:
        """Take a stored message for one of the file: it is no other one, too."""
        equal = self.said.get((past.sender_id, past.at, bare(past.text)), [])
        if key in equal:
            equal.remove(key)


class Meeting:
    """Compares a chat's messages, in the order of their file, with what is stored of its group."""

    def __init__(self, group_id: int) -> None:
        self._group_id = group_id
        self._told = Lately[int, int](REMEMBERED)

    async def met(self, connection: AsyncConnection, page: Sequence[Past]) -> list[Met]:
        """Return messages with their places."""
        stored = await _stored(connection, self._group_id, page)
        return [self._met(past, stored) for past in page]

    def _met(self, past: Past, stored: _Stored) -> Met:
        at, said = past.at, line_of(self._group_id, past.sender_id, past.at, past.text, past.media)
        repetition = self._count(said)
        key = hashed_key(said, repetition) if past.sequence is None else past.sequence
        if (at, key) in stored.keys:
            stored.take(past, key)
            return Met(past, Place(at, key), is_new=False)
        if stored.said or stored.wordless:
            ours = {hashed_key(said, earlier) for earlier in range(repetition)}
            known = _known(past, stored, ours)
            if known is not None:
                return Met(past, Place(at, known), is_new=False)
        return Met(past, Place(at, key), is_new=True)

    def _count(self, said: int) -> int:
        """Return how often the file has told a line before."""
        repetition = self._told.get(said) or 0
        self._told.put(said, repetition + 1)
        return repetition


def _known(past: Past, stored: _Stored, ours: Collection[int]) -> int | None:
    """Take the key of the stored message that this one is; each is taken once.

    ``ours``: keys of the same line that the file has told before.
    """
    equal = stored.said.get((past.sender_id, past.at, bare(past.text)), [])
    for key in equal:
        if key not in ours and (past.sequence is None or key < 0):
            equal.remove(key)
            return key
    wordless = stored.wordless.get((past.sender_id, past.at))
    return wordless.pop(0) if wordless else None


async def _stored(connection: AsyncConnection, group_id: int, page: Sequence[Past]) -> _Stored:
    stored = _Stored()
    columns = message.c
    asked = select(
        columns.sent_at,
        columns.message_key,
        columns.sender_id,
        columns.text,
        columns.recalled_at,
    )
    for among in _seconds([past.at for past in page]):
        wanted = asked.where(
            columns.group_id == group_id, among, columns.is_provisional == 0
        ).order_by(columns.sent_at, columns.message_key.desc())
        for row in await connection.execute(wanted):
            _note(row, stored)
    return stored


def _note(row: Any, stored: _Stored) -> None:  # noqa: ANN401 -- a row of the message table
    stored.keys.add((row.sent_at, row.message_key))
    if row.recalled_at is not None and not row.text:
        stored.wordless[row.sender_id, row.sent_at].append(row.message_key)
    else:
        said = bare(row.text)
        stored.said[row.sender_id, row.sent_at, said].append(row.message_key)


def _seconds(times: Collection[int]) -> list[ColumnElement[bool]]:
    """Return conditions for the seconds of some messages: a stretch where they are in order.

    A file in no order would ask for the whole group again and again; it asks for single seconds.
    """
    at = message.c.sent_at
    inward = list(times)
    if inward in (sorted(inward), sorted(inward, reverse=True)):
        return [and_(at >= min(inward), at <= max(inward))]
    single = sorted(set(inward))
    return [at.in_(single[start : start + MOST_KEYS]) for start in range(0, len(single), MOST_KEYS)]

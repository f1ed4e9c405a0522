"""What our bot has committed, seen from outside: the database file, opened to read only."""

import asyncio
import sqlite3
import time
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from collections.abc import Set as AbstractSet
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from groupscope.playground import Room, Said

GLANCE = 0.02
"""Seconds between two looks at the file."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many messages of those that were said are missing, and how many are there twice."""

    missing: int = 0
    doubled: int = 0


def opened(file: Path) -> sqlite3.Connection:
    """Open the database to read only."""
    return sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=30)


async def committed(file: Path, last: Iterable[Said], limit: float) -> float | None:
    """Wait until these messages are committed.

    Return when they were (``time.perf_counter``), or None when the limit has passed.
    """
    end = time.perf_counter() + limit
    waiting = list(last)
    with closing(opened(file)) as database:
        while waiting:
            waiting = [said for said in waiting if not is_there(database, said)]
            if time.perf_counter() > end:
                return None
            if waiting:
                await asyncio.sleep(GLANCE)
    return time.perf_counter()


def is_there(database: sqlite3.Connection, said: Said) -> bool:
    """Tell whether a message is committed, by its primary key."""
    key = said.group_id, said.happened_at, said.sequence
    found = database.execute(
        "SELECT 1 FROM message WHERE group_id = ? AND sent_at = ? AND message_key = ?", key
    )
    return found.fetchone() is not None


def compared(file: Path, rooms: Iterable[Room], among: Sequence[int] = ()) -> Count:
    """Compare what is stored with what was said; messages of the accounts ``among`` count not.

    A message is known by its sender and its group's running number; whatever stands under another
    key but says the same is there twice, too.
    """
    with closing(opened(file)) as database:
        counts = [_compared(database, room, set(among)) for room in rooms]
    return Count(sum(count.missing for count in counts), sum(count.doubled for count in counts))


def _compared(database: sqlite3.Connection, room: Room, among: set[int]) -> Count:
    said = {item.sequence for item in room.history if item.sender.user_id not in among}
    return counted(database, room.group_id, said, among)


def counted(
    database: sqlite3.Connection, group_id: int, said: AbstractSet[int], among: Container[int]
) -> Count:
    """Compare a group's messages with the numbers of those that were said."""
    rows = database.execute(
        "SELECT message_key, sender_id FROM message WHERE group_id = ?", (group_id,)
    )
    stored = Counter(key for key, sender in rows if sender not in among)
    return Count(len(said - stored.keys()), stored.total() - len(said & stored.keys()))

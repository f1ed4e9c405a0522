"""A year of a big group with its words: made once, then asked for its cloud again and again."""

import json
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.random import Generator, default_rng
from sqlalchemy import insert

from groupscope.language.lists import words as listed
from groupscope.language.reading import VERSION
from groupscope.store import Store
from groupscope.store.days import local_day, mark_changed
from groupscope.store.engine import open_engine
from groupscope.store.migrate import migrate
from groupscope.store.tables import message
from parts import year
from parts.processes import ROOT
from parts.talk import ACCOUNT, FIRST_MEMBER, GROUPS

BIG, SMALL = GROUPS[:2]
"""Two groups: one of the size asked for, one of 50,000 messages that the peer can follow."""
VOCABULARY = 60_000
"""Distinct words of the groups; the n-th one is said in proportion to 1 / (n + 3)."""
MOST_WORDS = 6
"""Words of a message: one to so many, three and a half on average."""
FEELING = 0.1
"""How many messages are positive, and as many negative."""


async def cached(count: int) -> tuple[Path, float]:
    """Return a folder with a year that ends today, and how many seconds it took to make it."""
    name = f"groupscope-bench-cloud-{date.today()}-{count}-{_code():08x}"  # noqa: DTZ011 -- any day will do
    folder = Path(tempfile.gettempdir()) / name
    began = time.monotonic()
    if not (folder / year.DONE).exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        await make(folder, count)
        (folder / year.DONE).touch()
    return folder, time.monotonic() - began


async def make(folder: Path, count: int) -> None:
    """Fill a database with a year of both groups, and seal it."""
    config, now = year.settings(folder), int(time.time())
    engine = open_engine(config.database)
    await migrate(engine, folder)
    await engine.dispose()
    store, known = Store(config), vocabulary()
    await store.open()
    for seed, (group_id, size) in enumerate(((BIG, count), (SMALL, year.OTHERS))):
        await _fill(store, group_id, year.moments(size, now, default_rng(seed)), known)
    await store.sealer.seal_all(now)
    await store.close()


def _code() -> int:
    """Return a checksum of the code that lays out the store."""
    files = sorted((ROOT / "groupscope" / "store").rglob("*.py"))
    return crc32(b"".join(file.read_bytes() for file in [*files, Path(__file__)]))


def vocabulary() -> Sequence[str]:
    """Return jieba's most frequent words of two characters and more, but for stop words."""
    package = find_spec("jieba")
    assert package is not None, "jieba is installed with the project"
    assert package.origin is not None, "jieba is a package in a folder"
    lines = Path(package.origin).with_name("dict.txt").read_text("utf-8").splitlines()
    entries = (line.split(" ") for line in lines)
    frequent = sorted((-int(entry[1]), entry[0]) for entry in entries if len(entry[0]) > 1)
    return [word for _, word in frequent if word not in listed("stop_words")][:VOCABULARY]


async def _fill(store: Store, group_id: int, times: Any, known: Sequence[str]) -> None:  # noqa: ANN401 -- an array of epoch seconds
    random = default_rng(group_id)
    for start in range(0, len(times), year.CHUNK):
        rows = list(_rows(group_id, start, times[start : start + year.CHUNK], known, random))
        days = {(group_id, local_day(row["sent_at"], year.OFFSET)) for row in rows}
        async with store.writer.transaction() as connection:
            await connection.execute(insert(message), rows)
            await mark_changed(connection, days)


def _rows(
    group_id: int,
    start: int,
    times: Any,  # noqa: ANN401 -- an array of epoch seconds
    known: Sequence[str],
    random: Generator,
) -> Iterator[dict[str, Any]]:
    count = len(times)
    chances = 1 / np.arange(4, len(known) + 4)
    said = random.choice(len(known), (count, MOST_WORDS), p=chances / chances.sum()).tolist()
    lengths = random.integers(1, MOST_WORDS + 1, count).tolist()
    senders = (FIRST_MEMBER + 1 + random.zipf(1.3, count) % year.MEMBERS).tolist()
    moods = random.choice([-600, 0, 600], count, p=[FEELING, 1 - 2 * FEELING, FEELING]).tolist()
    for number, sent_at in enumerate(times.tolist()):
        words = [known[place] for place in said[number][: lengths[number]]]
        yield {
            "group_id": group_id,
            "sent_at": sent_at,
            "message_key": year.FIRST_SEQUENCE + start + number,
            "utc_offset": year.OFFSET,
            "sender_id": senders[number],
            "self_id": ACCOUNT,
            "message_id": (start + number) * 2_654_435_761 % (1 << 31),
            "kind": 1,
            "text": "，".join(words),
            "words": json.dumps(list(dict.fromkeys(words)), ensure_ascii=False),
            "mood": moods[number],
            "language_version": VERSION,
        }

"""Forgetting a member of a big group while it goes on talking.

``uv run python benchmarks/erase.py [--messages N] [--theirs N] [--rate N]``: a year of N messages
of one group, some of them by one member, all days summarised; that member is forgotten while
others say so many messages a second. Prints each figure beside its aim and, last, a line of JSON.
"""

import argparse
import asyncio
import json
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from numpy.random import Generator, default_rng
from parts.table import table
from parts.talk import ACCOUNT, WORDS
from parts.year import FIRST_SEQUENCE, OFFSET, moments, settings
from sqlalchemy import func, insert, select

from groupscope.language.reading import read
from groupscope.model import Message
from groupscope.store import Store
from groupscope.store.days import local_day, mark_changed
from groupscope.store.engine import open_engine
from groupscope.store.messages import json_list, reading_columns
from groupscope.store.migrate import migrate
from groupscope.store.tables import day, message

GROUP, THEY, OTHERS = 20_001, 3_000_000_000, 800
CHUNK, POOL = 10_000, 20_000
"""Rows written at once; how many different lines are said."""
REPLIES, MENTIONS, MENTIONS_OF_THEM = 0.08, 0.04, 0.005
ROUND = 0.1
"""Seconds between two handfuls of what is said meanwhile."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How long it took until nothing was left, until every day had its summaries again; and more.

    What became of what was said meanwhile, and what is left of the member: nothing.
    """

    seconds: float
    rebuilt: float
    messages: int
    said_meanwhile: int
    lost: int
    longest_wait_ms: float
    left: int


def lines() -> list[dict[str, Any]]:
    """Return the columns of different lines, with what they say."""
    random = default_rng(7)
    texts = [" ".join(random.choice(WORDS, int(random.integers(1, 8)))) for _ in range(POOL)]
    return [{"text": text, **reading_columns(read(text))} for text in texts]


def rows(count: int, theirs: int, now: int, random: Generator) -> Iterator[dict[str, Any]]:
    """Give a year of messages, so many of them by one member, with replies and mentions."""
    pool, times = lines(), moments(count, now, random).tolist()
    is_theirs = random.permutation(count) < theirs
    senders = THEY + 1 + random.zipf(1.3, count) % OTHERS
    chances = random.random((count, 2))
    for number, sent_at in enumerate(times):
        replied, mentioned = chances[number].tolist()
        target = number - 1 - int(replied * 1e4) % 20 if replied < REPLIES and number > 50 else None
        whom = THEY if mentioned < MENTIONS_OF_THEM else int(senders[number - 1])
        yield {
            "group_id": GROUP,
            "sent_at": sent_at,
            "message_key": FIRST_SEQUENCE + number,
            "utc_offset": OFFSET,
            "sender_id": THEY if is_theirs[number] else int(senders[number]),
            "self_id": ACCOUNT,
            "message_id": number,
            "kind": 1,
            "reply_to_id": target,
            "reply_to_at": None if target is None else times[target],
            "reply_to_key": None if target is None else FIRST_SEQUENCE + target,
            "mentions": json_list((whom,)) if mentioned < MENTIONS else None,
            **pool[number % POOL],
        }


async def filled(folder: Path, count: int, theirs: int) -> Store:
    """Return a store with a summarised year."""
    config, now = settings(folder), int(time.time())
    engine = open_engine(config.database)
    await migrate(engine, folder)
    await engine.dispose()
    store = Store(config, erased=folder / "erased.json")
    await store.open()
    some: list[dict[str, Any]] = []
    for row in rows(count, theirs, now, default_rng(1)):
        some.append(row)
        if len(some) == CHUNK:
            await _write(store, some)
            some = []
    if some:
        await _write(store, some)
    await store.sealer.seal_all(now)
    return store


async def _write(store: Store, some: list[dict[str, Any]]) -> None:
    async with store.writer.transaction() as connection:
        await connection.execute(insert(message), some)
        days = {(GROUP, local_day(row["sent_at"], OFFSET)) for row in some}
        await mark_changed(connection, days)


class Talk:
    """What others say meanwhile, and how long it takes until it is written."""

    def __init__(self, store: Store, rate: int) -> None:
        self._store = store
        self._handful = max(1, round(rate * ROUND))
        self.said = 0
        self.longest_wait = 0.0
        self._is_over = False

    async def go_on(self) -> None:
        """Talk until it is enough."""
        while not self._is_over:
            for _ in range(self._handful):
                self._say()
            began = time.perf_counter()
            await asyncio.gather(asyncio.sleep(ROUND), self._written(began))

    def stop(self) -> None:
        """Say no more."""
        self._is_over = True

    def _say(self) -> None:
        self.said += 1
        self._store.writer.record(
            Message(
                self_id=ACCOUNT,
                group_id=GROUP,
                sender_id=THEY + 1 + self.said % OTHERS,
                sent_at=int(time.time()),
                sequence=2 * FIRST_SEQUENCE + self.said,
                message_id=2 * FIRST_SEQUENCE + self.said,
                text=f"第 {self.said} 句",
            )
        )

    async def _written(self, began: float) -> None:
        await self._store.writer.flush()
        self.longest_wait = max(self.longest_wait, time.perf_counter() - began)


async def measure(folder: Path, count: int, theirs: int, rate: int) -> Figures:
    """Make the year, forget the member, and look for what is missing or left."""
    store = await filled(folder, count, theirs)
    talk = Talk(store, rate)
    talking = asyncio.create_task(talk.go_on())
    await asyncio.sleep(1)
    began = time.perf_counter()
    erased = await store.forgetting.forget_member(THEY, GROUP, int(time.time()) + 1)
    seconds = time.perf_counter() - began
    await store.sealer.seal_all(int(time.time()))
    rebuilt = time.perf_counter() - began
    talk.stop()
    await talking
    await store.writer.flush()
    async with store.engine.connect() as connection:
        new = message.c.message_key > 2 * FIRST_SEQUENCE
        kept = await connection.scalar(select(func.count()).where(new))
        left = await connection.scalar(select(func.count()).where(message.c.sender_id == THEY))
        stale = day.c.built != day.c.changed
        today = local_day(int(time.time()), OFFSET)
        unsealed = await connection.scalar(select(func.count()).where(stale, day.c.day < today))
    await store.close()
    assert not unsealed, "every day that is over is summarised anew"
    lost = talk.said - int(kept or 0)
    return Figures(
        seconds, rebuilt, erased, talk.said, lost, talk.longest_wait * 1000, int(left or 0)
    )


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--messages", type=int, default=1_000_000, metavar="N")
    parser.add_argument("--theirs", type=int, default=100_000, metavar="N")
    parser.add_argument("--rate", type=int, default=50, metavar="N", help="messages a second")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="groupscope-bench-erase-") as folder:
        found = asyncio.run(measure(Path(folder), chosen.messages, chosen.theirs, chosen.rate))
    figures = {
        "seconds": round(found.seconds, 1),
        "summarised_s": round(found.rebuilt, 1),
        "lost": found.lost,
        "left": found.left,
        "erased": found.messages,
        "said_meanwhile": found.said_meanwhile,
        "longest_wait_ms": round(found.longest_wait_ms),
        "messages": chosen.messages,
    }
    print(
        table({"forgotten_s" if name == "seconds" else name: one for name, one in figures.items()})
    )
    print(json.dumps(figures))


if __name__ == "__main__":
    main()

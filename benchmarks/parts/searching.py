"""How fast what was said is found, over a million messages of two hundred groups."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random

import numpy as np
from sqlalchemy import func, select

from groupscope.access import EVERY_GROUP
from groupscope.periods import Period, read_period
from groupscope.scope import Scope
from groupscope.store import Store
from groupscope.store.search import search
from groupscope.store.tables import bigram, message
from parts import many_groups
from parts.group_sizes import FIRST_GROUP, GROUPS
from parts.pool import ZONE

EACH = 20
"""Words of each sort."""
RUNS = 3
A_PAGE = 11
SAMPLE = 60_000
"""Messages of the largest group among which words are chosen."""
RARE = 3
"""In so many messages of the sample, at most, a rare word stands."""


@dataclass(frozen=True, slots=True)
class Searched:
    """How long a first page takes, in milliseconds, at the 95th percentile, by what is asked."""

    by_question: dict[str, float]
    p95: float
    cpu_p95: float
    """Of what the processor does, whoever else wants it."""
    index_bytes_a_message: float
    indexed_per_s: float | None
    """None where the index was there already."""


async def measure(folder: Path, messages: int) -> Searched:
    """Make the groups, or find them; index them; search for common, rare and unknown words."""
    store = await many_groups.made(folder, messages)
    try:
        now = many_groups.end(folder)
        began = time.perf_counter()
        days = await store.indexing.catch_up(now)
        per_s = messages / (time.perf_counter() - began) if days > GROUPS else None
        period = everything(now)
        words = await chosen(store)
        times: dict[str, list[float]] = {}
        worked: list[float] = []
        for where, group_id in (("group", FIRST_GROUP), ("all", EVERY_GROUP)):
            for sort, some in words.items():
                times[f"{where} {sort}"], work = await took(store, Scope(group_id, period), some)
                worked += work
        size = await index_size(store)
    finally:
        await store.close()
    everyone = [one for some in times.values() for one in some]
    return Searched(
        {name: percentile(some) for name, some in times.items()},
        percentile(everyone),
        percentile(worked),
        size / messages,
        per_s,
    )


def everything(now: int) -> Period:
    """Return all time up to a moment."""
    moment = datetime.fromtimestamp(now, ZONE)
    period = read_period("全部", moment)
    assert period is not None, "all time is a period"
    return period.clamped(moment)


async def chosen(store: Store) -> dict[str, list[str]]:
    """Choose words of two to four characters as they were said: common, rare; and such as never."""
    async with store.engine.connect() as connection:
        of_largest = message.c.group_id == FIRST_GROUP
        texts = (
            await connection.scalars(
                select(message.c.text).where(of_largest, message.c.text != "").limit(SAMPLE)
            )
        ).all()
    random = Random(1)
    pieces = Counter(piece for text in set(texts) for piece in cut(text, random))
    common = [word for word, _ in pieces.most_common(4 * EACH)]
    rare = sorted(word for word, count in pieces.items() if count <= RARE)
    never = [f"鼹{chr(0x4E00 + 7 * number)}" for number in range(EACH)]
    return {
        "common": random.sample(common, min(EACH, len(common))),
        "rare": random.sample(rare, min(EACH, len(rare))),
        "never said": never,
    }


def cut(text: str, random: Random) -> set[str]:
    """Return every piece of two characters of a text, and one longer one."""
    pieces = {text[place : place + 2] for place in range(len(text) - 1)}
    start = random.randrange(max(len(text) - 3, 1))
    pieces.add(text[start : start + random.choice((3, 4))])
    return {piece for piece in pieces if len(piece) > 1 and not any(map(str.isspace, piece))}


async def took(store: Store, scope: Scope, words: Sequence[str]) -> tuple[list[float], list[float]]:
    """Search for each word a few times; return how long each took, and worked, in milliseconds."""
    times: list[float] = []
    worked: list[float] = []
    for word in words:
        for _ in range(RUNS):
            began, idle = time.perf_counter(), time.process_time()
            async with store.snapshot() as db:
                await search(db, scope, [word], A_PAGE)
            times.append((time.perf_counter() - began) * 1000)
            worked.append((time.process_time() - idle) * 1000)
            await asyncio.sleep(0)
    return times, worked


async def index_size(store: Store) -> int:
    """Return how many bytes the index holds."""
    async with store.engine.connect() as connection:
        return int(await connection.scalar(select(func.sum(func.length(bigram.c.days)))) or 0)


def percentile(times: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return float(np.percentile(times, 95))

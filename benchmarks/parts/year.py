"""A year of a big group: made once, then asked for its ranking again and again."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.random import Generator, default_rng
from sqlalchemy import insert

from groupscope.config import Config
from groupscope.periods import Period, read_period
from groupscope.reports.rank import Rank
from groupscope.scope import Scope
from groupscope.store import Store
from groupscope.store.days import SECONDS_A_DAY, local_day, mark_changed
from groupscope.store.engine import open_engine
from groupscope.store.migrate import migrate
from groupscope.store.tables import message
from parts.processes import ROOT
from parts.talk import ACCOUNT, FIRST_MEMBER, GROUPS

MEMBERS = 800
OTHERS = 50_000
"""Messages of each other group."""
OFFSET = 480
"""Minutes by which the groups' clocks are ahead of UTC."""
CHUNK = 10_000
HOURS = np.array([3, 2, 1, 1, 1, 1, 2, 4, 6, 7, 8, 9, 10, 8, 7, 7, 8, 9, 10, 11, 12, 12, 9, 6])
FIRST_SEQUENCE = 50_000_000
RUNS = 20
DONE = "done"
"""The file that says that a folder holds a whole year."""


@dataclass(frozen=True, slots=True)
class YearFigures:
    """How long the data of a ranking over the year takes, in milliseconds; ``first`` is cold."""

    first: float
    median: float
    p95: float
    total: int


def settings(folder: Path) -> Config:
    """Return the configuration of a store in a folder."""
    file = folder / "groupscope.db"
    return Config(database_url=f"sqlite+aiosqlite:///{file}", data_dir=folder)


async def cached(count: int) -> tuple[Path, float]:
    """Return a folder with a year that ends today, and how many seconds it took to make it.

    It is kept in the temporary folder: another run of the same day finds it there, unless the
    store's code has changed.
    """
    name = f"groupscope-bench-year-{date.today()}-{count}-{_code():08x}"  # noqa: DTZ011 -- any day will do
    folder = Path(tempfile.gettempdir()) / name
    began = time.monotonic()
    if not (folder / DONE).exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        await make(folder, count)
        (folder / DONE).touch()
    return folder, time.monotonic() - began


def _code() -> int:
    """Return a checksum of the code that lays out the store."""
    files = sorted((ROOT / "groupscope" / "store").rglob("*.py"))
    return crc32(b"".join(file.read_bytes() for file in files))


async def make(folder: Path, count: int) -> None:
    """Fill a database with a year of ``count`` messages of one group, some of others; seal it."""
    config, now = settings(folder), int(time.time())
    engine = open_engine(config.database)
    await migrate(engine, folder)
    await engine.dispose()
    store = Store(config)
    await store.open()
    for seed, group_id in enumerate(GROUPS):
        await _fill(store, group_id, count if seed == 0 else OTHERS, now, default_rng(seed))
    await store.sealer.seal_all(now)
    await store.close()


async def _fill(store: Store, group_id: int, count: int, now: int, random: Generator) -> None:
    times = moments(count, now, random)
    senders = FIRST_MEMBER + 1 + random.zipf(1.3, count) % MEMBERS
    for start in range(0, count, CHUNK):
        some = slice(start, start + CHUNK)
        rows = list(_rows(group_id, start, times[some], senders[some]))
        days = {(group_id, local_day(row["sent_at"], OFFSET)) for row in rows}
        async with store.writer.transaction() as connection:
            await connection.execute(insert(message), rows)
            await mark_changed(connection, days)


def moments(count: int, now: int, random: Generator) -> Any:  # noqa: ANN401 -- an array of epoch seconds
    """Return ascending times over the last 365 days, more in the evening than at night."""
    days = random.integers(0, 366, count)
    hours = random.choice(24, count, p=HOURS / HOURS.sum())
    midnight = (now + OFFSET * 60) // SECONDS_A_DAY * SECONDS_A_DAY - OFFSET * 60
    times = midnight - days * SECONDS_A_DAY + hours * 3600 + random.integers(0, 3600, count)
    return np.sort(np.where(times >= now, times - SECONDS_A_DAY, times))


def _rows(group_id: int, start: int, times: Any, senders: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 -- arrays of integers
    for number, (sent_at, sender) in enumerate(zip(times.tolist(), senders.tolist(), strict=True)):
        yield {
            "group_id": group_id,
            "sent_at": sent_at,
            "message_key": FIRST_SEQUENCE + start + number,
            "utc_offset": OFFSET,
            "sender_id": sender,
            "self_id": ACCOUNT,
            "message_id": (start + number) * 2_654_435_761 % (1 << 31),
            "kind": 1,
            "text": "番茄牛腩今天也很好吃"[: 2 + number % 9],
        }


async def measure(folder: Path) -> YearFigures:
    """Load the ranking of 近365天 many times, each from a snapshot of its own."""
    store = Store(settings(folder))
    await store.open()
    zone = store.groups.zone(GROUPS[0])
    period = read_period("近365天", datetime.now(UTC).astimezone(zone))
    assert period is not None, "the words for a year are understood"
    took = [await _once(store, period) for _ in range(RUNS + 1)]
    await store.close()
    milliseconds = [seconds * 1000 for seconds, _ in took]
    again = milliseconds[1:]
    median, p95 = np.percentile(again, [50, 95]).tolist()
    return YearFigures(milliseconds[0], median, p95, took[0][1])


async def _once(store: Store, period: Period) -> tuple[float, int]:
    began = time.perf_counter()
    async with store.snapshot() as db:
        rank = await Rank.load(db, Scope(GROUPS[0], period))
    return time.perf_counter() - began, rank.total

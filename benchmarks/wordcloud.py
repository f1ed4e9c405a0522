"""How long a year's word cloud takes, and how long nonebot-plugin-wordcloud takes for a part of it.

``uv run --group bench python benchmarks/wordcloud.py [--messages N] [--peer FOLDER]``; README.md
tells what each figure means. Prints a table and, last, one line of JSON.
"""

import sys

# This file is called as the library that it measures: let the library be found first.
sys.path.append(sys.path.pop(0))

import argparse
import asyncio
import json
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterable
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import psutil
from parts import cloud_year, year
from parts.table import Figures, table

from groupscope.charts import draw
from groupscope.commands import Question
from groupscope.periods import read_period
from groupscope.reports.wordcloud import Cloud
from groupscope.scope import Scope
from groupscope.store import Store
from groupscope.workers import Worker

RUNS = 15
PEER = Path(__file__).parent / "bots" / "peer_cloud.py"
PEER_SECONDS = 300
HOW_TO_INSTALL = (
    "No peer: uv pip install --target FOLDER nonebot-plugin-wordcloud==0.11.1, then --peer FOLDER"
)
AS_TOLD = {"ratio": "times_as_fast_as_the_peer", "words_ratio": "words_times_as_fast"}

Asking = Callable[[int], Coroutine[Any, Any, Cloud]]
"""Asks for a cloud of so many days."""


def asking(
    store: Store, group_id: int, member: int | None = None, options: tuple[str, ...] = ()
) -> Asking:
    """Return how one asks for the cloud of a group or a member, each time from a new snapshot."""
    zone = store.groups.zone(group_id)

    async def ask(days: int) -> Cloud:
        period = read_period(f"近{days}天", datetime.now(UTC).astimezone(zone))
        assert period is not None, "the words for a year are understood"
        async with store.snapshot() as db:
            return await Cloud.ask(db, Question(Scope(group_id, period, member), options))

    return ask


def a_year_or_so() -> Iterable[int]:
    """Return lengths of periods no two of which are the same: nothing comes from memory."""
    return range(366, 366 - RUNS, -1)


async def words_of(ask: Asking) -> tuple[list[float], list[Cloud]]:
    """Ask again and again; return the milliseconds until the words are ready, and the clouds."""
    took: list[float] = []
    clouds: list[Cloud] = []
    for days in a_year_or_so():
        began = time.perf_counter()
        clouds.append(await ask(days))
        took.append((time.perf_counter() - began) * 1000)
    return took, clouds


async def pictures_of(worker: Worker, clouds: Iterable[Cloud]) -> list[float]:
    """Draw clouds through the worker; return the milliseconds of each."""
    took: list[float] = []
    for cloud in clouds:
        began = time.perf_counter()
        await worker.run(partial(draw, cloud.card(), theme="light"))
        took.append((time.perf_counter() - began) * 1000)
    return took


def spent(worker: Worker) -> float:
    """Return the seconds of processor time that this process and its worker have taken."""
    times = psutil.Process(worker.pid).cpu_times()
    return time.process_time() + times.user + times.system


async def ours(folder: Path) -> Figures:
    """Ask a year's database for clouds of all kinds."""
    store, worker = Store(year.settings(folder)), Worker(limit=60)
    await store.open()
    await worker.warm()
    busiest = _rows(folder, "select sender_id from message where group_id = ? limit 1")[0]
    words, clouds = await words_of(asking(store, cloud_year.BIG))
    pictures = await pictures_of(worker, clouds)
    cats = (await words_of(asking(store, cloud_year.BIG, options=("🐱",))))[1]
    before = spent(worker)
    small_words, small_clouds = await words_of(asking(store, cloud_year.SMALL))
    small_pictures = await pictures_of(worker, small_clouds)
    small_cpu = (spent(worker) - before) * 1000 / RUNS
    found = {
        "words_ms": median(words[1:]),
        "words_first_ms": words[0],
        "words_worst_ms": max(words[1:]),
        "glad_words_ms": median(
            (await words_of(asking(store, cloud_year.BIG, options=("开心",))))[0]
        ),
        "member_words_ms": median((await words_of(asking(store, cloud_year.BIG, busiest)))[0]),
        "picture_ms": median(pictures[1:]),
        "picture_worst_ms": max(pictures[1:]),
        "shaped_picture_ms": median(await pictures_of(worker, cats)),
        "small_words_ms": median(small_words[1:]),
        "small_picture_ms": median(small_pictures),
        "small_cpu_ms": small_cpu,
        "messages": clouds[0].coverage.messages,
        "small_messages": small_clouds[0].coverage.messages,
    }
    await worker.stop()
    await store.close()
    return {name: round(value, 1) for name, value in found.items()}


def peers(folder: Path, installed: Path | None) -> dict[str, list[float]] | None:
    """Let the peer make its cloud of the smaller group; None where the plugin is not installed."""
    texts = _rows(folder, "select text from message where group_id = ?", cloud_year.SMALL)
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "messages.json"
        file.write_text(json.dumps(texts, ensure_ascii=False), "utf-8")
        call = [sys.executable, str(PEER), str(file), *([str(installed)] if installed else [])]
        done = subprocess.run(
            call, cwd=place, capture_output=True, text=True, timeout=PEER_SECONDS, check=False
        )
    if done.returncode:
        print(done.stderr[-800:], file=sys.stderr)
        print(HOW_TO_INSTALL, file=sys.stderr)
        return None
    return json.loads(done.stdout.splitlines()[-1])


def _rows(folder: Path, query: str, group_id: int = cloud_year.BIG) -> list[Any]:
    file = folder / "groupscope.db"
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        return [row[0] for row in database.execute(query, (group_id,))]


def compared(figures: Figures, took: dict[str, list[float]] | None) -> Figures:
    """Set the peer's time for a cloud against ours, of the same messages."""
    if took is None:
        return dict.fromkeys(("peer_words_ms", "peer_ms", "peer_cpu_ms", "words_ratio", "ratio"))
    peer = {name: median(values) for name, values in took.items()}
    return {
        "peer_words_ms": round(peer["words"]),
        "peer_ms": round(peer["whole"]),
        "peer_cpu_ms": round(peer["cpu"]),
        "words_ratio": round(peer["words"] / figures["small_words_ms"], 1),
        "ratio": round(peer["cpu"] / figures["small_cpu_ms"], 1),
    }


async def measure(count: int, installed: Path | None) -> Figures:
    """Make the year, or find it; measure ours and the peer's."""
    folder, seconds = await cloud_year.cached(count)
    figures = await ours(folder)
    return {**figures, **compared(figures, peers(folder, installed)), "year_made_s": round(seconds)}


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--messages", type=int, default=1_000_000, metavar="N")
    parser.add_argument(
        "--peer", type=Path, metavar="FOLDER", help="where nonebot-plugin-wordcloud is installed"
    )
    chosen = parser.parse_args()
    figures = asyncio.run(measure(chosen.messages, chosen.peer))
    print(table({AS_TOLD.get(name, name): value for name, value in figures.items()}))
    print(json.dumps(figures))


if __name__ == "__main__":
    main()

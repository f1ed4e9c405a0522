"""Every report asked about the largest group: its data, its picture, and who holds the loop."""

import asyncio
import gc
import time
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import NamedTuple

import numpy as np

from groupscope.charts import draw
from groupscope.commands import Question
from groupscope.errors import QuestionError
from groupscope.periods import read_period
from groupscope.report import REPORTS, Report
from groupscope.scope import Scope
from groupscope.store import Store
from groupscope.workers import Worker
from parts.group_sizes import FIRST_GROUP, groups
from parts.pool import ZONE

RUNS, FEWEST = 9, 3
ENOUGH = 15_000
"""Milliseconds after which a question has been asked often enough, if it was FEWEST times."""
MONTH, YEAR = 30, 365
SOUGHT = "番茄牛腩"
"""What is looked for, by reports that look for words."""
DIGEST = "digest"
"""The plugin of the digests: each is a dozen reports on one card, and told of by itself."""
PROBE = 0.001
"""Seconds that the probe sleeps; what it sleeps longer, the loop was held."""


@dataclass
class Speed:
    """What one question takes, in milliseconds (p95); ``refusal`` is what it says instead.

    ``…_cpu`` is what our process computes meanwhile, whatever else the machine does; ``held_cpu``
    the longest that its data held the loop; ``picture_cpu`` what the worker computes for a picture.
    """

    month: float | None = None
    month_cpu: float | None = None
    year: float | None = None
    year_cpu: float | None = None
    held_cpu: float | None = None
    picture: float | None = None
    picture_cpu: float | None = None
    refusal: str = ""
    is_digest: bool = False


@dataclass
class Speeds:
    """What all of them take; ``loop_…``: the longest hold, by the clock and by its own CPU."""

    by_question: dict[str, Speed] = field(default_factory=dict)
    pictures: list[float] = field(default_factory=list)
    loop_held: float = 0.0
    loop_held_cpu: float = 0.0
    loop_held_by_data: float = 0.0

    def worst(self, what: str, *, digests: bool = False) -> float:
        """Return the largest figure of one kind among all reports, or among all digests."""
        return max(self._known(what, digests=digests).values(), default=0)

    @property
    def picture_p95(self) -> float:
        """The p95 of all pictures together, but for those of digests."""
        return float(np.percentile(self.pictures, 95)) if self.pictures else 0

    @property
    def slowest(self) -> dict[str, str | None]:
        """Which report is the slowest in each respect."""
        found = {what: self._known(what) for what in ("month", "year", "held_cpu", "picture")}
        return {
            what: max(known, key=known.__getitem__, default=None) for what, known in found.items()
        }

    def _known(self, what: str, *, digests: bool = False) -> dict[str, float]:
        told = {
            name: getattr(one, what)
            for name, one in self.by_question.items()
            if one.is_digest == digests
        }
        return {name: value for name, value in told.items() if value is not None}


class Data(NamedTuple):
    """The p95 of what a question's data takes, by clock and CPU, with the answers."""

    took: float | None
    cpu: float | None
    answers: list[Report]
    refusal: str = ""


async def measure(store: Store, keys: Sequence[str]) -> Speeds:
    """Ask each report for a month and a year, of the group and, where it takes one, of a member."""
    speeds, worker = Speeds(), Worker(limit=60)
    await worker.warm()
    largest = groups(1_000_000)[0]
    settle()
    for key in keys:
        command = REPORTS[key].command
        members = [largest.first_member + 1] if command.takes_member else []
        if not REPORTS[key].is_about_somebody:
            members = [None, *members]
        for member in members:
            name = f"{key} @" if member else key
            speeds.by_question[name] = await _speed(store, worker, key, member, speeds)
            print(name, speeds.by_question[name], flush=True)
    await worker.stop()
    return speeds


def settle() -> None:
    """Keep the collector of garbage from what is loaded, as ``bot.py`` does."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


async def _speed(
    store: Store, worker: Worker, key: str, member: int | None, speeds: Speeds
) -> Speed:
    async with probed() as probe:
        month = await _data(store, key, MONTH, member)
        year = await _data(store, key, YEAR, member)
    speed = Speed(month.took, month.cpu, year.took, year.cpu, probe.longest_cpu)
    speed.refusal = month.refusal or year.refusal
    speed.is_digest = REPORTS[key].plugin == DIGEST
    speeds.loop_held_by_data = max(speeds.loop_held_by_data, probe.longest)
    answers = year.answers or month.answers
    if answers:
        refined = await answers[0].refined(worker.run)
        async with probed() as probe:
            took, computed = await _drawn(worker, [refined, *answers[1:]])
        speeds.loop_held = max(speeds.loop_held, probe.longest)
        speeds.loop_held_cpu = max(speeds.loop_held_cpu, probe.longest_cpu)
        speeds.pictures += [] if speed.is_digest else took
        speed.picture, speed.picture_cpu = p95(took), p95(computed)
    return speed


async def _data(store: Store, key: str, days: int, member: int | None) -> Data:
    """Ask for periods of about so many days, no two the same; leave out the first, cold one."""
    report = REPORTS[key]
    group_id = 0 if report.is_across_groups else FIRST_GROUP
    now = datetime.fromtimestamp(store.clock(), ZONE)
    took: list[float] = []
    cpu: list[float] = []
    answers: list[Report] = []
    for run in range(RUNS + 1):
        period = read_period(f"近{days - run}天", now)
        assert period is not None, "so many days are a period"
        words = (SOUGHT,) if report.command.takes_words else ()
        question = Question(Scope(group_id, period.clamped(now), member), words=words)
        began, computed = time.perf_counter(), time.process_time()
        try:
            async with store.snapshot() as db:
                answers.append(await report.ask(db, question))
        except QuestionError as error:
            return Data(None, None, answers, str(error))
        took.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - computed) * 1000)
        if sum(took) > ENOUGH and run >= FEWEST:
            break
    return Data(p95(took[1:]), p95(cpu[1:]), answers)


async def _drawn(worker: Worker, answers: Iterable[Report]) -> tuple[list[float], list[float]]:
    """Draw answers through the warm worker, light and dark in turn.

    Returns the milliseconds that each took, and what the worker computed for it.
    """
    took: list[float] = []
    cpu: list[float] = []
    for number, answer in enumerate(answers):
        computed = await worker.run(time.process_time)
        began = time.perf_counter()
        card = answer.card()
        await worker.run(partial(draw, card, theme=("light", "dark")[number % 2]))
        took.append((time.perf_counter() - began) * 1000)
        cpu.append((await worker.run(time.process_time) - computed) * 1000)
    return took[1:], cpu[1:]


def p95(took: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return float(np.percentile(took, 95))


@dataclass
class Probe:
    """The longest that the loop was held, in milliseconds, by the clock and by its thread's CPU."""

    longest: float = 0.0
    longest_cpu: float = 0.0


@asynccontextmanager
async def probed() -> AsyncGenerator[Probe]:
    """Look how long the loop is held meanwhile."""
    probe = Probe()
    task = asyncio.create_task(_watch(probe))
    await asyncio.sleep(PROBE * 5)
    try:
        yield probe
    finally:
        task.cancel()


async def _watch(probe: Probe) -> None:
    while True:
        began, cpu = time.perf_counter(), time.thread_time()
        await asyncio.sleep(PROBE)
        held = (time.perf_counter() - began - PROBE) * 1000
        probe.longest = max(probe.longest, held)
        probe.longest_cpu = max(probe.longest_cpu, (time.thread_time() - cpu) * 1000)

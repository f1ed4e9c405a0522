"""Sealing what an import has brought in, on every core: days by the hundred."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Final

from loguru import logger
from sqlalchemy import select

from groupscope.processes import beside, cores
from groupscope.store.days import SECONDS_A_DAY
from groupscope.store.engine import sqlite_file
from groupscope.store.loose_ends import days_to_tie, tie_up
from groupscope.store.refusals import REFUSALS, reason_of
from groupscope.store.sealing import seal_stretch
from groupscope.store.store import Store
from groupscope.store.tables import day

DAYS_A_STRETCH: Final = 4
"""What a process holds at once grows with it."""
WORTH_A_PROCESS: Final = 64
"""Days; fewer are sealed here before another process has begun."""
MOST_BESIDE: Final = 3
"""More processes than this would wait for each other to write."""

Stretch = tuple[int, list[int]]
"""A group, and some of its days."""
Seal = Callable[[int, Sequence[int]], Awaitable[int]]


@dataclass(slots=True)
class Sealing:
    """Seals every closed day that has changed; here alone where the database is no file."""

    store: Store
    now: int
    progress: Callable[[int, int], None] = lambda _sealed, _days: None
    """Told how many days have been sealed, and how many there are."""
    is_stopped: bool = False
    """Set it, and the rest is left to the bot, or to the next time."""
    processes: int | None = None
    """How many seal along; None for all cores but this one's."""
    _stretches: deque[Stretch] = field(default_factory=deque[Stretch])
    _days: int = 0
    _sealed: int = 0

    async def run(self) -> int:
        """Seal; return how many days."""
        file = sqlite_file(self.store.engine.url)
        days = await self._changed() if file is not None else []
        if file is not None and len(days) >= WORTH_A_PROCESS:
            self._days = len(days)
            self._stretches = deque(_stretches(days))
            async with self.store.sealer.turn:
                await self._on_every_core(file)
        if not self.is_stopped:
            # The latest days, and what has changed meanwhile or could not be sealed.
            return self._sealed + await self.store.sealer.seal_all(self.now)
        return self._sealed

    async def _changed(self) -> list[tuple[int, int]]:
        """Return group and day of what has changed, wherever over by any zone."""
        over = day.c.day < self.now // SECONDS_A_DAY - 1
        changed = (
            select(day.c.group_id, day.c.day)
            .where(day.c.built != day.c.changed, day.c.frozen == 0, over)
            .order_by(day.c.group_id, day.c.day)
        )
        async with self.store.engine.connect() as connection:
            return [(row.group_id, row.day) for row in await connection.execute(changed)]

    async def _on_every_core(self, file: Path) -> None:
        loop = asyncio.get_running_loop()
        count = min(cores() - 1, MOST_BESIDE) if self.processes is None else self.processes
        others = beside(count) if count else None
        seal = partial(seal_stretch, file)
        seats: list[Seal] = [partial(loop.run_in_executor, others, seal)] * count
        try:
            here = self._work(partial(asyncio.to_thread, seal))
            await asyncio.gather(here, *map(self._work, seats))
        finally:
            if others is not None:
                others.shutdown(cancel_futures=True)

    async def _work(self, seal: Seal) -> None:
        """Take stretch after stretch; where one cannot be sealed, the sealer looks at it later."""
        while self._stretches and not self.is_stopped:
            group_id, days = self._stretches.popleft()
            try:
                await self._tie_up(group_id, days)
                made = await seal(group_id, days)
            except REFUSALS as error:
                logger.warning("Days of group {} wait: {}", group_id, reason_of(error))
                return
            self._sealed += made
            self.progress(self._sealed, self._days)

    async def _tie_up(self, group_id: int, days: Sequence[int]) -> None:
        async with self.store.engine.connect() as connection:
            loose = await days_to_tie(connection, group_id, days[0], days[-1])
        if not loose:
            return
        keep_text = self.store.writer.keeps_recalled(group_id)
        async with self.store.writer.transaction() as connection:
            for number in loose:
                await tie_up(connection, group_id, number, keep_text=keep_text)


def _stretches(days: Sequence[tuple[int, int]]) -> Iterator[Stretch]:
    for group_id, pairs in groupby(days, key=lambda pair: pair[0]):
        numbers = [number for _, number in pairs]
        for start in range(0, len(numbers), DAYS_A_STRETCH):
            yield group_id, numbers[start : start + DAYS_A_STRETCH]

"""The watchdog: looks every few seconds whether something is wrong, and tells whom it concerns."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import tzinfo
from typing import Final

from loguru import logger
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.config import Config
from groupscope.health import alive
from groupscope.health.cases import Cases, News
from groupscope.health.disk import Disk, disk_of
from groupscope.health.findings import Finding, troubles
from groupscope.health.reading import (
    MISSED,
    Stored,
    digest_runs,
    known_accounts,
    read,
    recent_accounts,
    usual_messages,
)
from groupscope.health.remarks import SPEECHLESS, missed_digests, speechless
from groupscope.health.vitals import Live, Vitals
from groupscope.health.webhooks import Webhooks
from groupscope.store import Store
from groupscope.store.engine import sqlite_file
from groupscope.store.health import WriterHealth
from groupscope.store.refusals import REFUSALS, reason_of
from groupscope.workers import Worker, WorkerError

ASKED_EVERY: Final = 60
"""Seconds between two questions to the database."""

PATIENCE: Final = 5.0
"""Seconds to wait for a look that is under way when the bot stops."""

Teller = Callable[[News, tzinfo], Awaitable[bool]]
"""Tells the owner in private; returns whether there was an account to do it."""


class Watch:
    """Looks after a running bot; the owner is told once when trouble begins, once when it ends."""

    def __init__(self, config: Config, store: Store, worker: Worker, vitals: Vitals) -> None:
        self._config = config
        self._store = store
        self._worker = worker
        self._vitals = vitals
        self._webhooks = Webhooks(config.webhooks, config.zone)
        self.disk: Disk | None = None
        """The disk of the data folder, as it was at the last look."""
        self._teller: Teller | None = None
        self._cases = Cases()
        self._untold: list[News] = []
        """What is over or begins, and no account was there to tell it."""
        self._asked: list[Finding] = []
        """What the database has told to be wrong."""
        self._asked_at: float | None = None
        self._soon = asyncio.Event()
        self._is_over = False
        self._looking: asyncio.Task[None] | None = None
        self._warming: asyncio.Task[None] | None = None
        self._telling: asyncio.Task[None] | None = None

    @property
    def live(self) -> Live:
        """How the bot is now."""
        return self._vitals.live(self._store.writer, self._worker, self._config.queue_limit)

    @property
    def troubles(self) -> tuple[Finding, ...]:
        """What is wrong now and goes on."""
        return tuple(case.finding for case in self._cases.open)

    def tell_by(self, teller: Teller) -> None:
        """Have the owner told in this way, too."""
        self._teller = teller

    async def stored(self) -> Stored:
        """Return what the database tells. Raises what a database raises."""
        file = sqlite_file(self._config.database)
        async with self._store.snapshot() as db:
            now = int(self._store.clock())
            return await read(db.connection, self._store.groups, file, now)

    async def start(self) -> None:
        """Begin to look; what the owner has been told before a restart is not told again."""
        shown = await asyncio.to_thread(alive.read, self._config.data)
        self._cases = Cases(shown.cases if shown else ())
        self._untold = [
            News(case.finding, case.since) for case in self._cases.open if not case.is_told
        ]
        self._store.writer.watch(self._hurried)
        self._vitals.on_change = self._soon.set
        async with self._store.engine.connect() as connection:
            now = int(self._store.clock())
            self._vitals.expect(await recent_accounts(connection, now))
        self._looking = asyncio.create_task(self._look_on(), name="watchdog")
        self._looking.add_done_callback(_complain)

    async def stop(self) -> None:
        """Look no longer; what is being asked of the database is waited for."""
        self._is_over = True
        self._soon.set()
        tasks = {task for task in (self._looking, self._telling) if task}
        if tasks:
            await asyncio.wait(tasks, timeout=PATIENCE)
        for task in (self._looking, self._telling, self._warming):
            if task:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
        await self._show(self.live)
        await self._webhooks.stop()

    def _hurried(self, _health: WriterHealth) -> None:
        self._soon.set()

    async def _look_on(self) -> None:
        while not self._is_over:
            self._soon.clear()
            await self._look()
            with suppress(TimeoutError):
                async with asyncio.timeout(alive.EVERY):
                    await self._soon.wait()

    async def _look(self) -> None:
        now = self._store.clock()
        if self._worker.notice_death():
            self._warming = asyncio.create_task(self._warm(), name="warming")
        live = self.live
        await self._ask(live, now)
        self.disk = await asyncio.to_thread(disk_of, self._config.data)
        found = troubles(live, self.disk, self._config.disk_alarm, self._cases.keys)
        for news in self._cases.take([*found, *self._asked], now):
            self._announce(news, now)
        if self._untold and (self._telling is None or self._telling.done()):
            # An implementation that does not answer must hold up nothing.
            self._telling = asyncio.create_task(self._tell_untold(), name="telling the owner")
            self._telling.add_done_callback(_complain)
        await self._show(live)

    async def _show(self, live: Live) -> None:
        """Show how the bot is to whoever reads its file."""
        shown = alive.Shown(live, self._cases.open)
        await asyncio.to_thread(alive.write, self._config.data, shown)

    async def _ask(self, live: Live, now: float) -> None:
        """Ask the database, now and then; while it does not answer, what it last told holds."""
        if self._asked_at is not None and 0 <= now - self._asked_at < ASKED_EVERY:
            return
        try:
            async with self._store.engine.connect() as here:
                found = list(missed_digests(await digest_runs(here, int(now) - MISSED), int(now)))
                found += await self._speechless(here, live, int(now))
            self._asked, self._asked_at = found, now
        except REFUSALS as error:
            logger.debug("The watchdog could not ask the database: {}", reason_of(error))

    async def _speechless(self, here: AsyncConnection, live: Live, now: int) -> list[Finding]:
        mute = [one for one in live.accounts if (one.speechless or 0) >= SPEECHLESS]
        if not mute:
            return []
        groups = {one.self_id: one.groups for one in await known_accounts(here, now)}
        return [
            found
            for one in mute
            for found in speechless(
                one,
                await usual_messages(
                    here, groups.get(one.self_id, ()), int(one.speechless or 0), now
                ),
            )
        ]

    def _announce(self, news: News, now: float) -> None:
        key = news.finding.key
        kind = key.partition(":")[0]
        if news.is_over:
            logger.info("Trouble is over: {}", kind)
        else:
            logger.warning("Trouble: {}", kind)
        if self._config.alarms == "off" or self._cases.flickers(key, now):
            return
        self._webhooks.tell(news)
        # Trouble of which nobody could be told before it was over is told once, by its end.
        self._untold = [one for one in self._untold if one.finding.key != key]
        self._untold.append(news)

    async def _tell_untold(self) -> None:
        """Tell the owner what waits, as soon as an account is there to do it."""
        if self._teller is None:
            return
        while self._untold:
            news = self._untold[0]
            if not await self._teller(news, self._config.zone):
                return
            self._untold = [one for one in self._untold if one != news]
            self._cases.told(news.finding.key)

    async def _warm(self) -> None:
        """Start the worker again at once, to see whether it lives."""
        try:
            await self._worker.warm()
        except WorkerError as error:
            logger.warning("The worker does not come back: {}", error)
        self._soon.set()


def _complain(task: asyncio.Task[None]) -> None:
    """Log what the watchdog died of: nobody awaits it."""
    if not task.cancelled() and (error := task.exception()):
        logger.opt(exception=error).error("The watchdog has ended")

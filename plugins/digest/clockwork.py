"""What looks every minute whether something is due, whatever the clock does."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from nonebot.log import logger

JOB = "groupscope-digests"
A_MINUTE = 60
TOO_FAR = timedelta(minutes=2)


class Clockwork:
    """Calls ``look`` at every full minute; ``look`` must not take long.

    When something is due is reckoned by each group's own clock (``groupscope.schedules``), so that
    this needs no zone, and no more than one job.
    """

    def __init__(self, scheduler: AsyncIOScheduler, look: Callable[[], None]) -> None:
        self._scheduler = scheduler
        self._look = look
        self._watching: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to look."""
        self._schedule()
        self._watching = asyncio.create_task(self._watch(), name="the clock")

    async def stop(self) -> None:
        """Look no longer."""
        if self._watching:
            self._watching.cancel()
        if self._scheduler.get_job(JOB):
            self._scheduler.remove_job(JOB)

    def _schedule(self) -> None:
        self._scheduler.add_job(
            self._called,
            "cron",
            second=0,
            timezone=UTC,
            id=JOB,
            replace_existing=True,
            coalesce=True,
            misfire_grace_time=None,
        )

    async def _called(self) -> None:
        # A coroutine, so that APScheduler runs it in the loop and in no thread.
        self._look()

    async def _watch(self) -> None:
        """Schedule anew when the clock was put back: the next look would be as far off as that."""
        while True:
            await asyncio.sleep(A_MINUTE)
            job = self._scheduler.get_job(JOB)
            if job is None or job.next_run_time is None:
                continue
            if job.next_run_time - datetime.now(UTC) > TOO_FAR:
                logger.warning("The clock was put back: digests are looked for anew")
                self._schedule()
                self._look()

"""A backup every night, while the bot records: seven days of them, and four weeks.

None is older than thirty days, whatever happens: what was erased has left them by then.
"""

import asyncio
import re
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Final

from loguru import logger

from groupscope.store.copies import GivenUpError, copy_database, drop, pack
from groupscope.store.migrate import COPIES_KEPT

NIGHT: Final = timedelta(hours=4)
"""From then on it is made, or after the next start: what is erased at three has gone."""
SETTLED: Final = 600.0
"""Seconds after a start in which there is other work: history comes in."""
LOOK: Final = 60.0
"""Seconds between two looks at the clock."""
AGAIN: Final = 3600.0
"""Seconds until it is tried again after a failure."""
DAYS, WEEKS = 7, 4
DEADLINE: Final = timedelta(seconds=COPIES_KEPT)
SLICE: Final = 0.02
"""Seconds of work, then as long a rest: recording goes first."""
ROOM: Final = 1.5
"""Free room on the disk that is asked for, in sizes of the database: a copy, and it compressed."""
NAME: Final = re.compile(r"nightly-(\d{4}-\d{2}-\d{2})\.db\.gz")


class NoRoomError(OSError):
    """The disk has no room for a copy, and must not be filled by one."""

    def __init__(self, needed: float) -> None:
        super().__init__(f"no room: it takes {needed / 1e6:,.0f} MB")


class Resting:
    """Rests as long as it has worked; ends at once when it is all over."""

    def __init__(self, over: threading.Event) -> None:
        self._over = over
        self._since = time.monotonic()

    def __call__(self) -> bool:
        """Rest, if it is time to; return whether it is over."""
        worked = time.monotonic() - self._since
        if worked >= SLICE:
            self._over.wait(worked)
            self._since = time.monotonic()
        return self._over.is_set()


class Nightly:
    """Makes tonight's backup of a SQLite file once, and drops those that have had their time."""

    def __init__(
        self,
        database: Path,
        folder: Path,
        zone: tzinfo,
        clock: Callable[[], float],
        told: Callable[[str], object] = str,
    ) -> None:
        self.failure = ""
        """Why the last try failed; empty where it did not. ``told`` hears it, too."""
        self._told = told
        self._database = database
        self._folder = folder
        self._zone = zone
        self._clock = clock
        self._over = threading.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look at the clock."""
        self._over.clear()
        self._task = asyncio.create_task(self._run(), name="nightly backup")

    async def stop(self) -> None:
        """Give up what is under way; nothing of it stays behind."""
        if self._task is None:
            return
        self._over.set()
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    @property
    def newest(self) -> Path | None:
        """The newest of the backups; None where there is none."""
        return max(self._kept().values(), default=None)

    async def look(self) -> Path | None:
        """Make tonight's backup where it is due and not there; return it if it was made now."""
        tonight = self._tonight()
        backups = self._kept()
        self._drop([day for day in backups if day <= tonight - DEADLINE])
        if tonight in backups:
            return None
        target = self._path(tonight)
        began = time.monotonic()
        try:
            await self._in_a_thread(target)
        except (OSError, sqlite3.Error) as error:
            if not self._over.is_set():
                self._note(f"{type(error).__name__}: {error}")
                logger.error("The nightly backup failed: {}", self.failure)
            return None
        self._note("")
        self._drop(self._kept().keys() - worth_keeping(self._kept(), tonight))
        size = target.stat().st_size / 1e6
        taken = time.monotonic() - began
        logger.info("Tonight's backup: {}, {:.1f} MB, {:.0f} s", target.name, size, taken)
        return target

    async def _run(self) -> None:
        await asyncio.sleep(SETTLED)
        while True:
            await self.look()
            await asyncio.sleep(AGAIN if self.failure else LOOK)

    async def _in_a_thread(self, target: Path) -> None:
        """Make it beside everything else; who gives this up waits until the thread has."""
        making = asyncio.ensure_future(asyncio.to_thread(self._make, target))
        try:
            await asyncio.shield(making)
        except asyncio.CancelledError:
            await asyncio.gather(making, return_exceptions=True)
            raise

    def _make(self, target: Path) -> None:
        resting = Resting(self._over)
        # Always under the same names: what a process that was killed has left goes now.
        copy, packed = self._folder / "nightly.copy", self._folder / "nightly.part"
        self._folder.mkdir(parents=True, exist_ok=True)
        drop(copy)
        try:
            needed = ROOM * self._database.stat().st_size
            if shutil.disk_usage(self._folder).free < needed:
                raise NoRoomError(needed)
            copy_database(self._database, copy, resting)
            pack(copy, packed, resting)
            if self._over.is_set():
                raise GivenUpError
            packed.replace(target)
        finally:
            drop(copy)
            packed.unlink(missing_ok=True)

    def _note(self, failure: str) -> None:
        self.failure = failure
        self._told(failure)

    def _tonight(self) -> date:
        return (datetime.fromtimestamp(self._clock(), self._zone) - NIGHT).date()

    def _path(self, day: date) -> Path:
        return self._folder / f"nightly-{day.isoformat()}.db.gz"

    def _kept(self) -> dict[date, Path]:
        return nightly_backups(self._folder)

    def _drop(self, days: Collection[date]) -> None:
        for day in days:
            self._path(day).unlink(missing_ok=True)


def nightly_backups(folder: Path) -> dict[date, Path]:
    """Return the backups of a folder by their day."""
    found = ((NAME.fullmatch(file.name), file) for file in folder.glob("nightly-*"))
    return {date.fromisoformat(match[1]): file for match, file in found if match}


def worth_keeping(days: Collection[date], today: date) -> set[date]:
    """Return the newest seven days, and the first of each of the newest four weeks.

    A day that is still to come is of a clock that was wrong.
    """
    past = sorted((day for day in days if today - DEADLINE < day <= today), reverse=True)
    firsts = {day.isocalendar()[:2]: day for day in past}  # the last one put in is the earliest
    return {*past[:DAYS], *list(firsts.values())[:WEEKS]}

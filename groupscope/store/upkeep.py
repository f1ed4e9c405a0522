"""What keeps a database quick over years: once a day, at night, beside recording.

Day summaries are sealed and messages past their time erased by others, in small steps as well.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from loguru import logger
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from groupscope.store.engine import insert_or_update
from groupscope.store.sweeping import settle_files
from groupscope.store.tables import keyed_value
from groupscope.store.writer import Writer

UPKEEP: Final = "upkeep_at"
"""Under which name it is kept when it was last done, in epoch seconds."""
NIGHT: Final = 3
"""The hour from which on it is done."""
SAMPLED: Final = 400
"""Rows of an index that SQLite looks at: a tenth of a second, however large the database is."""


class Upkeep:
    """Does a day's upkeep once, after three in the morning or at the next start."""

    def __init__(
        self, engine: AsyncEngine, writer: Writer, zone: ZoneInfo, clock: Callable[[], float]
    ) -> None:
        self._engine = engine
        self._writer = writer
        self._zone = zone
        self._clock = clock
        self._done_at: int | None = None

    async def catch_up(self) -> bool:
        """Do it if it is due; return whether it was."""
        now = int(self._clock())
        if self._done_at is None:
            self._done_at = await self._read()
        if not self._done_at:  # a new database has nothing to be tidied
            await self._note(now)
            return False
        if self._night_of(now) <= self._night_of(self._done_at) and now >= self._done_at:
            return False
        await self._optimise()
        await settle_files(self._engine, self._writer)
        await self._note(now)
        logger.info("The nightly upkeep is done")
        return True

    def _night_of(self, at: int) -> int:
        """Return which night a moment belongs to, as the ordinal of the day that it began."""
        local = datetime.fromtimestamp(at, self._zone)
        return local.toordinal() - (local.hour < NIGHT)

    async def _optimise(self) -> None:
        """Let SQLite learn how its tables are filled; servers do so by themselves."""
        if self._engine.dialect.name != "sqlite":
            return
        async with self._writer.transaction() as connection:
            await connection.exec_driver_sql(f"PRAGMA analysis_limit={SAMPLED}")
            await connection.exec_driver_sql("PRAGMA optimize")

    async def _read(self) -> int:
        async with self._engine.connect() as connection:
            wanted = select(keyed_value.c.value).where(keyed_value.c.name == UPKEEP)
            return int(await connection.scalar(wanted) or 0)

    async def _note(self, now: int) -> None:
        async with self._writer.transaction() as connection:
            statement = insert_or_update(keyed_value, connection.dialect.name, ["value"])
            await connection.execute(statement, {"name": UPKEEP, "value": str(now)})
        self._done_at = now

"""The bot's own watch over a folder: a process beside it, so that an import never holds it up."""

import asyncio
from pathlib import Path
from typing import Final

from loguru import logger

from groupscope.importers.beside import Beside

AGAIN: Final = 60.0
"""Seconds after which a process that has ended is started anew."""


class Watching:
    """Runs ``groupscope watch`` as long as the bot runs; what it tells goes into the log."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._task: asyncio.Task[None] | None = None
        self._beside = Beside()
        self._is_over = False

    def start(self) -> None:
        """Begin to watch."""
        self._task = asyncio.create_task(self._run(), name="watching")

    async def stop(self) -> None:
        """End the process after the page that is under way; the next start goes on there."""
        self._is_over = True
        if self._task is None:
            return
        await self._beside.stop()
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while not self._is_over:
            self._beside = Beside()
            ended = await self._beside.run(
                "watch", str(self._folder), hear=lambda told: logger.info("Import: {}", told)
            )
            if self._is_over:
                return
            logger.warning("Watching {} has ended ({}), and begins anew", self._folder, ended)
            await asyncio.sleep(AGAIN)

"""The bot's own watch over a folder: a process beside it, so that an import never holds it up."""

import asyncio
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

from loguru import logger

AGAIN: Final = 60.0
"""Seconds after which a process that has ended is started anew."""
PATIENCE: Final = 20.0
"""Seconds that it has for the page under way when the bot stops."""
CALL: Final = "from groupscope.cli import main; main()"


class Watching:
    """Runs ``groupscope watch`` as long as the bot runs; what it tells goes into the log."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._task: asyncio.Task[None] | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._is_over = False

    def start(self) -> None:
        """Begin to watch."""
        self._task = asyncio.create_task(self._run(), name="watching")

    async def stop(self) -> None:
        """End the process after the page that is under way; the next start goes on there."""
        self._is_over = True
        task = self._task
        if task is None:
            return
        process = self._process
        if process is not None and process.returncode is None:
            with suppress(ProcessLookupError):
                process.terminate()
            await asyncio.wait({task}, timeout=PATIENCE)
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    process.kill()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async def _run(self) -> None:
        while not self._is_over:
            self._process = process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-c",
                CALL,
                "watch",
                str(self._folder),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
            )
            if process.stdout is not None:
                async for line in process.stdout:
                    if told := line.decode("utf-8", "replace").strip():
                        logger.info("Import: {}", told)
            ended = await process.wait()
            if self._is_over:
                return
            logger.warning("Watching {} has ended ({}), and begins anew", self._folder, ended)
            await asyncio.sleep(AGAIN)

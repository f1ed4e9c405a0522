"""Our own command line in a process beside the bot, so that an import never holds it up."""

import asyncio
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Final

PATIENCE: Final = 20.0
"""Seconds that a process has for the page under way when it is to stop."""
LONGEST_LINE: Final = 1 << 24
"""Bytes of what is printed at once: the ledger of a file with every chat that somebody has."""
CALL: Final = "from groupscope.cli import main; main()"


class Beside:
    """One ``groupscope …``, started once."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._is_unwanted = False

    @property
    def is_interrupted(self) -> bool:
        """Whether somebody has asked it to end."""
        return self._is_unwanted

    async def run(self, *words: str, hear: Callable[[str], None]) -> int:
        """Run it, have every line heard that it prints, and return its status."""
        if self._is_unwanted:
            return 0
        self._process = process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            CALL,
            *words,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env={**os.environ, "PYTHONUTF8": "1"},  # Windows would write in an encoding of its own
            limit=LONGEST_LINE,
        )
        if self._is_unwanted:
            self.interrupt()
        if process.stdout is not None:
            async for line in process.stdout:
                if told := line.decode("utf-8", "replace").strip():
                    hear(told)
        return await process.wait()

    def interrupt(self) -> None:
        """Let it end after the page that is under way; the next run goes on there."""
        self._is_unwanted = True
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.terminate()

    async def stop(self) -> None:
        """End it so, or by force where that takes too long."""
        self.interrupt()
        process = self._process
        if process is None:
            return
        try:
            async with asyncio.timeout(PATIENCE):
                await process.wait()
        except TimeoutError:
            with suppress(ProcessLookupError):
                process.kill()

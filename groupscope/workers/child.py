"""One worker process as its parent sees it: started, asked, and ended."""

import asyncio
import os
import pickle
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from typing import Self

from groupscope.workers.frames import LENGTH, READY, Done, Failed

START_LIMIT = 30.0
"""Seconds that a process may take until it can work, on a machine that is busy."""
LEAVE_LIMIT = 2.0
"""Seconds that a process is given to end by itself."""


class ChildGoneError(Exception):
    """The process ended, or never began to work."""


class Child:
    """A living process and its two pipes."""

    def __init__(
        self, process: Process, jobs: asyncio.StreamWriter, answers: asyncio.StreamReader
    ) -> None:
        self._process = process
        self._jobs = jobs
        self._answers = answers

    @classmethod
    async def start(cls) -> Self:
        """Start a process and wait until it can work. Raises ``ChildGoneError``."""
        child = await cls._begin()
        try:
            await child.greeted()
        except BaseException:
            child.kill()
            raise
        return child

    async def greeted(self) -> None:
        """Wait for the first word of a process that has just been started."""
        try:
            async with asyncio.timeout(START_LIMIT):
                word = await self._received()
        except TimeoutError:
            raise ChildGoneError from None
        if word != READY:
            raise ChildGoneError

    @classmethod
    async def _begin(cls) -> Self:
        # The child must find the modules that the parent found, wherever it was started from.
        path = os.pathsep.join(entry or os.getcwd() for entry in sys.path)  # noqa: PTH109  a string is wanted
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "groupscope.workers"),
            stdin=PIPE,
            stdout=PIPE,
            env={**os.environ, "PYTHONPATH": path},
        )
        if process.stdin is None or process.stdout is None:
            raise ChildGoneError
        return cls(process, process.stdin, process.stdout)

    @property
    def pid(self) -> int:
        """The id of the process."""
        return self._process.pid

    @property
    def lives(self) -> bool:
        """Whether the process has not been seen to end."""
        return self._process.returncode is None

    async def ask(self, content: bytes) -> Done | Failed:
        """Send one job and wait for its answer. Raises ``ChildGoneError``."""
        try:
            self._jobs.write(content)
            await self._jobs.drain()
        except ConnectionError:
            raise ChildGoneError from None
        return pickle.loads(await self._received())  # noqa: S301  our own child wrote it

    async def _received(self) -> bytes:
        try:
            head = await self._answers.readexactly(LENGTH.size)
            return await self._answers.readexactly(LENGTH.unpack(head)[0])
        except (asyncio.IncompleteReadError, ConnectionError):
            raise ChildGoneError from None

    def dismiss(self) -> None:
        """Let the process go: it ends by itself when its pipe is closed."""
        self._jobs.close()

    async def leave(self) -> None:
        """Let the process go and wait until it has, or end it."""
        self.dismiss()
        try:
            async with asyncio.timeout(LEAVE_LIMIT):
                await self._process.wait()
        except TimeoutError:
            self.kill()

    def kill(self) -> None:
        """End the process now."""
        with suppress(ProcessLookupError):
            self._process.kill()
        self._jobs.close()

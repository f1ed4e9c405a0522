"""Processes that read what messages say, beside the one that stores them."""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Final

from groupscope.language.reading import NOTHING, Vocabulary, read
from groupscope.store.importing import SAYS_NOTHING, Read, as_read
from groupscope.store.understanding import tried

MOST: Final = 3
"""More processes than this would wait for the one that stores."""


class Readers:
    """Reads pages of texts in other processes, which start with the first page.

    ``processes`` 0: everything here, which needs the models in the memory of this one.
    """

    def __init__(self, processes: int | None = None) -> None:
        spare = (os.cpu_count() or 1) - 1
        self._count = min(max(spare, 0), MOST) if processes is None else processes
        self._pool: ProcessPoolExecutor | None = None

    def begin(self, said: Sequence[str], vocabulary: Vocabulary) -> "Future[list[Read]]":
        """Have a page of texts read; they come back in order."""
        if not said or self._count == 0:
            here: Future[list[Read]] = Future()
            here.set_result(read_all(said, vocabulary))
            return here
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self._count,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_leave_interrupts_alone,
            )
        return self._pool.submit(read_all, said, vocabulary)

    async def done(self, page: "Future[list[Read]]") -> list[Read]:
        """Wait for a page."""
        return page.result() if page.done() else await asyncio.wrap_future(page)

    def close(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def read_all(said: Sequence[str], vocabulary: Vocabulary) -> list[Read]:
    """Read texts; of one that cannot be read nothing is understood, and it is stored as well."""
    return [_read(text, vocabulary) if text else SAYS_NOTHING for text in said]


def _read(text: str, vocabulary: Vocabulary) -> Read:
    return as_read(tried(lambda: read(text, vocabulary), 0, None) or NOTHING)


def _leave_interrupts_alone() -> None:
    """Let the process that reads the file decide what Ctrl-C ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

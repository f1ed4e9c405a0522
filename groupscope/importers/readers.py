"""Processes that read what messages say, beside the one that stores them."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from typing import Final, NamedTuple

from loguru import logger

from groupscope.language.pages import SAYS_NOTHING, Columns, columns_of, read_page
from groupscope.language.reading import NOTHING, Vocabulary, read
from groupscope.processes import beside, cores
from groupscope.store.understanding import tried

MOST: Final = 2
"""More processes than this would wait for the one that stores."""
STARTS: Final = 3
"""So often the processes are started; whatever ends them again and again ends the next, too."""


class Page(NamedTuple):
    """Texts that are being read, somewhere else or, with no ``elsewhere``, here when asked for."""

    said: Sequence[str]
    vocabulary: Vocabulary
    elsewhere: "Future[list[Columns]] | None" = None


class Readers:
    """Reads pages of texts in other processes, which start with the first page.

    ``processes`` 0: everything here, which needs the models in the memory of this one. So is a page
    whose process was ended by somebody (the system, where memory is short).
    """

    def __init__(self, processes: int | None = None) -> None:
        self._count = min(cores(), MOST) if processes is None else processes
        self._pool: ProcessPoolExecutor | None = None
        self._starts = 0

    def begin(self, said: Sequence[str], vocabulary: Vocabulary) -> Page:
        """Have a page of texts read."""
        page = Page(said, vocabulary)
        if not said or self._count == 0:
            return page
        if self._pool is None and self._starts < STARTS:
            self._starts += 1
            self._pool = beside(self._count)
        if self._pool is None:
            return page
        try:
            return page._replace(elsewhere=self._pool.submit(read_page, said, vocabulary))
        except BrokenExecutor:
            self.close()
            return page

    async def done(self, page: Page) -> list[Columns]:
        """Wait for a page; its readings come back in order."""
        if page.elsewhere is not None:
            waiting = asyncio.wrap_future(page.elsewhere)
            await asyncio.wait([waiting])
            if not waiting.cancelled():
                error = waiting.exception()
                if error is None:
                    return waiting.result()
                self._failed(error)
        return [_read(text, page.vocabulary) for text in page.said]

    def _failed(self, error: BaseException) -> None:
        logger.warning("A page is read here, not beside: {}", type(error).__name__)
        if isinstance(error, BrokenExecutor):
            self.close()

    def close(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _read(text: str, vocabulary: Vocabulary) -> Columns:
    """Read a text; of one that cannot be read nothing is understood, and it is stored as well."""
    if not text:
        return SAYS_NOTHING
    return columns_of(tried(lambda: read(text, vocabulary), 0, None) or NOTHING)

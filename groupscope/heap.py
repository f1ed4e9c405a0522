"""The C library's memory: one heap for all threads, and what is freed goes back to the system.

Both for glibc alone: musl and macOS know neither, Windows not even where to look.
"""

import ctypes
import os
from collections.abc import Callable
from functools import cache
from typing import Final

ARENA_MAX: Final = -8
"""M_ARENA_MAX of malloc.h."""


def keep_one() -> None:
    """Let all threads share a heap, called before there are any.

    Each would else get its own, and keep what it has once freed: SQLite's connections, one thread
    each, and the threads in which summaries are merged. Whoever has set it otherwise is let be.
    """
    option = _known("mallopt")
    if option is not None and "MALLOC_ARENA_MAX" not in os.environ:
        option(ARENA_MAX, 1)


def give_back() -> None:
    """Return to the system what nobody uses.

    Takes a few milliseconds; what is asked for next is a little slower for it.
    """
    trim = _known("malloc_trim")
    if trim is not None:
        trim(0)


@cache
def _known(name: str) -> Callable[..., int] | None:
    try:
        return getattr(ctypes.CDLL(None), name)
    except (OSError, AttributeError, TypeError):
        return None

"""Giving back memory: what is freed the C library keeps, for a next time that may never come."""

import ctypes
from collections.abc import Callable
from functools import cache


def give_back() -> None:
    """Return to the system what nobody uses, where the C library can (glibc does).

    Takes a few milliseconds; what is asked for next is a little slower for it.
    """
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> Callable[[int], int] | None:
    try:
        return ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError, TypeError):  # musl and macOS have none, Windows not even that
        return None

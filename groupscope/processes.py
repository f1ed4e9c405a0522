"""Processes that work along with this one, for as long as it lives.

What they run is imported there by its module: the less that module imports, the less memory each of
them takes.
"""

import multiprocessing
import os
import signal
import threading
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any

ENDING = (signal.SIGINT, signal.SIGTERM)


class _Pool(ProcessPoolExecutor):
    """Starts its processes with work; what is to end us never reaches them, not even at first."""

    def submit(self, *work: Any, **more: Any) -> "Future[Any]":  # noqa: ANN401 -- whatever is done
        """Have a function called."""
        if not hasattr(signal, "pthread_sigmask"):
            return super().submit(*work, **more)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
        try:
            return super().submit(*work, **more)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def beside(count: int) -> ProcessPoolExecutor:
    """Return so many processes; they start with the first work."""
    context = multiprocessing.get_context("spawn")
    return _Pool(count, mp_context=context, initializer=_belong_to_parent)


def cores() -> int:
    """Return on how many cores this process may run."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _belong_to_parent() -> None:
    """Leave to the parent what Ctrl-C ends, and end with it, however it ends."""
    for one in ENDING:
        signal.signal(one, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)  # the pool's own pipes would be waited for without an end

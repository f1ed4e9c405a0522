"""Typed lines, without the chat having to stop for them."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator

STDIN = 0


async def typed_lines() -> AsyncIterator[str]:
    """Yield the lines of standard input until it ends (Ctrl-D).

    They are read in a thread, which works for terminals, pipes and files alike. It is a daemon with
    a reader of its own, so that a read that never returns cannot keep the process from ending.
    """
    lines: asyncio.Queue[str] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    threading.Thread(target=_read, args=(loop, lines), daemon=True).start()
    while line := await lines.get():
        yield line


def _read(loop: asyncio.AbstractEventLoop, lines: "asyncio.Queue[str]") -> None:
    # The loop may be gone by the time a line comes: nobody wants it any more.
    with (
        contextlib.suppress(RuntimeError),
        open(STDIN, encoding="utf-8", errors="replace", closefd=False) as stdin,
    ):
        for line in stdin:
            loop.call_soon_threadsafe(lines.put_nowait, line)
        loop.call_soon_threadsafe(lines.put_nowait, "")

"""A clock that one process drives and others read: epoch seconds in eight bytes of a shared file.

It knows nothing but the standard library, so that a bot can be given it before anything else.
"""

import mmap
from ctypes import c_double, sizeof
from pathlib import Path
from typing import Self

KEY = "SOAK_CLOCK"
"""The environment variable that names the file to a bot."""


class DrivenClock:
    """Called, it gives the time; ``set`` moves it, for whoever drives it."""

    def __init__(self, file: Path) -> None:
        with file.open("r+b") as opened:
            shared = mmap.mmap(opened.fileno(), sizeof(c_double))
        # Eight bytes that are written in one go: struct.pack_into would show a zero in between.
        self._shown = c_double.from_buffer(shared)

    @classmethod
    def made(cls, file: Path, at: float) -> Self:
        """Make the file of a clock that shows ``at``."""
        file.write_bytes(bytes(c_double(at)))
        return cls(file)

    def __call__(self) -> float:
        """Return the time in epoch seconds."""
        return self._shown.value

    def set(self, at: float) -> None:
        """Let it show ``at``."""
        self._shown.value = at

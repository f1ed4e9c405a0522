"""A clock that one process drives and others read: epoch seconds in eight bytes of a shared file.

It knows nothing but the standard library, so that a bot can be given it before anything else.
"""

import mmap
import struct
from pathlib import Path
from typing import Self

SECONDS = struct.Struct("=d")
KEY = "SOAK_CLOCK"
"""The environment variable that names the file to a bot."""


class DrivenClock:
    """Called, it gives the time; ``set`` moves it, for whoever drives it."""

    def __init__(self, file: Path) -> None:
        with file.open("r+b") as opened:
            self._shown = mmap.mmap(opened.fileno(), SECONDS.size)

    @classmethod
    def made(cls, file: Path, at: float) -> Self:
        """Make the file of a clock that shows ``at``."""
        file.write_bytes(SECONDS.pack(at))
        return cls(file)

    def __call__(self) -> float:
        """Return the time in epoch seconds."""
        return SECONDS.unpack_from(self._shown)[0]

    def set(self, at: float) -> None:
        """Let it show ``at``."""
        SECONDS.pack_into(self._shown, 0, at)

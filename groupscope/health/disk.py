"""How full the disk is, and how long it lasts."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

LONGEST: Final = 3650
"""Days beyond which nobody plans."""


@dataclass(frozen=True, slots=True)
class Disk:
    """The disk that the data folder lies on, in bytes."""

    used: int
    free: int
    """What we may still use: less than what nobody does."""

    @property
    def used_percent(self) -> float:
        """How full it is, as ``df`` tells it."""
        whole = self.used + self.free
        return 100 * self.used / whole if whole else 0.0


def disk_of(folder: Path) -> Disk | None:
    """Look at the disk of a folder, or of the nearest one above it; None where that fails."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        usage = shutil.disk_usage(folder)
    except OSError:
        return None
    return Disk(usage.used, usage.free)


def folder_bytes(folders: Iterable[Path]) -> int:
    """Return how much lies in some folders; what goes away meanwhile counts nothing."""
    found = 0
    for folder in folders:
        for path in folder.rglob("*"):
            try:
                found += path.stat().st_size if path.is_file() else 0
            except OSError:
                continue
    return found


def days_left(free: int, bytes_a_day: float, stored: int, copies: int) -> int | None:
    """Return for how many days there is room; None where nothing comes in.

    ``stored`` and ``copies`` are the bytes of the database and of its backups: the backups grow
    as it does, so that a day takes that much more. At most ``LONGEST``.
    """
    if bytes_a_day <= 0:
        return None
    growth = bytes_a_day * (1 + copies / stored if stored else 1)
    return min(int(free / growth), LONGEST)

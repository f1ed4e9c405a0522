"""The file by which a running bot shows how it is: ``groupscope doctor`` reads it.

It also remembers what the owner has been told, over a restart.
"""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from groupscope.health.cases import Case
from groupscope.health.vitals import Live

NAME: Final = "alive.json"
EVERY: Final = 10
"""Seconds between two writings."""
FRESH: Final = 60
"""Seconds after which whoever wrote it is gone, or stuck."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the file says."""

    live: Live
    cases: tuple[Case, ...] = ()

    def is_fresh(self, now: float) -> bool:
        """Tell whether the bot that wrote it runs, as far as this file tells."""
        return abs(now - self.live.at) <= FRESH


_CONTENT: Final = TypeAdapter(Shown)


def write(folder: Path, shown: Shown) -> None:
    """Write the file, at one stroke; a disk that is full keeps the one before."""
    part = folder / f"{NAME}.part"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        part.write_bytes(_CONTENT.dump_json(shown))
        part.replace(folder / NAME)


def read(folder: Path) -> Shown | None:
    """Read the file; None where there is none, or it is another version's."""
    try:
        return _CONTENT.validate_json((folder / NAME).read_bytes())
    except (OSError, ValidationError):
        return None

"""What a format is: how its files are recognised, and how they are read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple
from zoneinfo import ZoneInfo

from groupscope.importers.entries import Entry
from groupscope.importers.source import Source
from groupscope.importers.tally import Tally


class Reading(NamedTuple):
    """What reading a file depends on besides the file.

    ``zone``: whose clock stands in files without one.
    """

    source: Source
    tally: Tally
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Format:
    """One format of files: ``key`` stands in the ledger, ``name`` is shown."""

    key: str
    name: str
    recognises: Callable[[Source], bool]
    """Looks at what the file holds, never at its name."""
    read: Callable[[Reading], Iterator[Entry]]
    """Gives what it holds, in order; FileError where it cannot go on."""

"""Copies of a SQLite file: whole as of one moment, compressed, and unpacked again."""

import gzip
import os
import shutil
import sqlite3
import zlib
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import BinaryIO, Final

PACKED: Final = ".gz"
LEVEL: Final = 6
"""Of gzip: beyond it, chat takes three times as long and shrinks by a hundredth."""
PORTION: Final = 1 << 20
STEPS: Final = 5_000
"""Of SQLite's machine, between two looks at whether to rest: some milliseconds."""
PATIENCE: Final = 30
"""Seconds to wait for a lock."""
UNPACKING: Final = (OSError, EOFError, zlib.error)
"""What a file raises that is no gzip, or that has lost its end."""

Resting = Callable[[], bool]
"""Called every few milliseconds of work: may sleep; True gives the work up."""


class GivenUpError(OSError):
    """A copy was given up half way: the bot stops."""


def never() -> bool:
    """Work without a rest."""
    return False


def copy_database(original: Path, copy: Path, resting: Resting = never) -> None:
    """Copy what is committed, also what still stands in the write-ahead log; writers go on.

    sqlite3.Error, also where it was given up.
    """
    with closing(sqlite3.connect(original, isolation_level=None, timeout=PATIENCE)) as connection:
        connection.set_progress_handler(resting, STEPS)
        connection.execute("VACUUM INTO ?", (str(copy),))


def pack(plain: Path, packed: Path, resting: Resting = never) -> None:
    """Compress a file into another, and have it on disk before returning; OSError."""
    with plain.open("rb") as reading, packed.open("wb") as file:
        with gzip.GzipFile(plain.name, "wb", LEVEL, file) as writing:
            _pour(reading, writing, resting)
        file.flush()
        os.fsync(file.fileno())


def unpack(file: Path, plain: Path) -> None:
    """Copy a file, decompressed where it is a compressed one; one of ``UNPACKING``."""
    if file.suffix == PACKED:
        with gzip.open(file, "rb") as reading, plain.open("wb") as writing:
            shutil.copyfileobj(reading, writing, PORTION)
    else:
        shutil.copyfile(file, plain)


def drop(file: Path) -> None:
    """Remove a database that was not finished, with what stands beside it; no harm if it is not."""
    for end in ("", "-wal", "-shm", "-journal", ".migrating"):
        with suppress(OSError):
            Path(f"{file}{end}").unlink(missing_ok=True)


def _pour(reading: BinaryIO, writing: gzip.GzipFile, resting: Resting) -> None:
    while portion := reading.read(PORTION):
        writing.write(portion)
        if resting():
            raise GivenUpError

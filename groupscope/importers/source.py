"""A file to be brought in: opened once, read forwards, never wholly in memory."""

import codecs
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Self, TextIO

from groupscope.importers.errors import ClosedFileError
from groupscope.importers.tally import Remark, Tally

HEAD = 1 << 16
"""Bytes by which a format is recognised."""
EDGE = 1 << 20
"""Bytes at both ends by which a file is known again."""
BUFFER = 1 << 18


class Source:
    """A file, or a folder's ``manifest.json``, with what its beginning tells."""

    def __init__(self, path: Path) -> None:
        self.path = path / "manifest.json" if path.is_dir() else path
        try:
            with self.path.open("rb") as file:
                beginning = file.read(HEAD)
        except OSError as error:
            raise ClosedFileError(self.path, error.strerror or type(error).__name__) from error
        self.encoding = encoding_of(beginning)
        self.head = beginning.decode(self.encoding, "ignore").lstrip("\ufeff")
        self.size = self.path.stat().st_size
        self._file: TextIO | None = None

    def __enter__(self) -> Self:
        """Do nothing: it is opened when it is read."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()

    @property
    def position(self) -> int:
        """How many of its bytes have been taken from the disk."""
        if self._file is None or self._file.closed:
            return 0
        return os.lseek(self._file.fileno(), 0, os.SEEK_CUR)

    def open(self) -> TextIO:
        """Open it as text; bytes that are none become U+FFFD."""
        if self._file is not None:
            self._file.close()
        self._file = self.path.open(
            encoding=self.encoding, errors="replace", newline="\n", buffering=BUFFER
        )
        return self._file

    def lines(self, tally: Tally) -> Iterator[tuple[int, str]]:
        """Give each line with its number from 1, without its end, and count it as read."""
        for number, raw in enumerate(self.open(), start=1):
            tally.read = number
            line = raw.rstrip("\r\n") if number > 1 else raw.rstrip("\r\n").lstrip("\ufeff")
            if "\ufffd" in line:
                tally.remarks[Remark.BROKEN_BYTES] += 1
            yield number, line

    def digest(self) -> str:
        """Return by what the file is known again: its size and both its ends."""
        known = hashlib.blake2b(str(self.size).encode(), digest_size=16)
        with self.path.open("rb") as file:
            known.update(file.read(EDGE))
            if self.size > EDGE:
                file.seek(max(self.size - EDGE, EDGE))
                known.update(file.read(EDGE))
        return known.hexdigest()


def encoding_of(beginning: bytes) -> str:
    """Return the encoding of a file by its first bytes: UTF-8 or 16, else that of old Windows."""
    if beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        # The last character may be cut off.
        codecs.getincrementaldecoder("utf-8")().decode(beginning)
    except UnicodeDecodeError:
        return "gb18030" if _reads(beginning, "gb18030") else "utf-8"
    return "utf-8"


def _reads(beginning: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(beginning)
    except UnicodeDecodeError:
        return False
    return True

"""CSV for spreadsheets: UTF-8 with the mark that Excel wants, a row a message."""

import codecs
import csv
import io
from typing import BinaryIO

from groupscope.exporters.format import Format, Head, Sink
from groupscope.exporters.shown import Shown
from groupscope.exporters.table import TableRow, rows_of
from groupscope.store.outgoing import Page

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for the beginning of a formula."""
WRITTEN_BY_PEOPLE = ("nickname", "card", "text", "links", "files")


class Table(Sink):
    """A file for spreadsheets."""

    def __init__(self, file: BinaryIO, head: Head) -> None:
        self._file = file
        self._shown = Shown(head.members)
        file.write(codecs.BOM_UTF8 + _written([TableRow._fields]))

    def take(self, page: Page) -> None:
        """Write messages."""
        self._file.write(_written([_harmless(row) for row in rows_of(page, self._shown)]))


def _harmless(row: TableRow) -> tuple[object, ...]:
    """Return a row whose texts are no formulas: those get an apostrophe, as spreadsheets do it."""
    told = row._asdict()
    for name in WRITTEN_BY_PEOPLE:
        if told[name].startswith(FORMULA):
            told[name] = f"'{told[name]}"
    return tuple(int(value) if isinstance(value, bool) else value for value in told.values())


def _written(rows: list[tuple[object, ...]] | list[tuple[str, ...]]) -> bytes:
    lines = io.StringIO(newline="")
    csv.writer(lines, lineterminator="\r\n").writerows(rows)
    return lines.getvalue().encode()


FORMAT = Format("csv", "CSV（Excel 能打开）", ".csv", Table)

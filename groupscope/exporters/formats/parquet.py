"""Parquet for analysts, a row a message; needs the extra ``parquet`` (pyarrow)."""

from typing import TYPE_CHECKING, Any, BinaryIO

from groupscope.exporters.errors import MissingLibraryError
from groupscope.exporters.format import Format, Head, Sink
from groupscope.exporters.shown import Shown
from groupscope.exporters.table import FLAGS, NUMBERS, TableRow, rows_of
from groupscope.store.outgoing import Page

if TYPE_CHECKING:
    from types import ModuleType

ROWS_A_GROUP = 50_000
"""Rows that are packed together: analysts' programs read by such portions."""


class Columns(Sink):
    """A file of columns."""

    def __init__(self, file: BinaryIO, head: Head) -> None:
        self._arrow = _arrow()
        self._schema = self._arrow.schema([(name, self._type(name)) for name in TableRow._fields])
        from pyarrow import parquet  # noqa: PLC0415  an extra, asked for above

        self._file: Any = parquet.ParquetWriter(file, self._schema, compression="zstd")
        self._shown = Shown(head.members)
        self._rows: list[TableRow] = []

    def take(self, page: Page) -> None:
        """Keep messages until there are enough to be packed."""
        self._rows += rows_of(page, self._shown)
        if len(self._rows) >= ROWS_A_GROUP:
            self._pack()

    def close(self) -> None:
        """Write the rest, and where everything stands."""
        if self._rows:
            self._pack()
        self._file.close()

    def _pack(self) -> None:
        columns = dict(zip(TableRow._fields, zip(*self._rows, strict=True), strict=True))
        self._file.write_table(self._arrow.table(columns, schema=self._schema))
        self._rows = []

    def _type(self, name: str) -> Any:  # noqa: ANN401 -- a type of an extra
        arrow = self._arrow
        if name in NUMBERS:
            return arrow.int64()
        return arrow.bool_() if name in FLAGS else arrow.string()


def _arrow() -> "ModuleType":
    try:
        import pyarrow as arrow  # noqa: PLC0415, ICN001  an extra; its own name is a word
    except ModuleNotFoundError as error:
        raise MissingLibraryError("parquet", "pyarrow") from error
    return arrow


FORMAT = Format("parquet", "Parquet（给分析师）", ".parquet", Columns)

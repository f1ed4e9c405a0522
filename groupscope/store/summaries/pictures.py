"""Which pictures were posted when and by whom, to find them again when they come once more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from sqlalchemy import Row, Select, select

from groupscope.store.media import photos_in
from groupscope.store.packing import Table, number_of, table_of
from groupscope.store.summaries.kind import NO_IDS, SummaryKind, counted
from groupscope.store.tables import message

COLUMNS = 4
"""Picture (by the number that stands for it), when, message_key, by whom."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """Each posting of a picture that has an identity, stickers aside; ``cells`` of shape (n, 4)."""

    cells: Table


class PicturesKind(SummaryKind[Pictures]):
    """Packed as the cells, row by row and not compressed.

    Whether a picture was posted before is asked of the whole record, and the numbers of pictures
    cannot be compressed: so bytes that only have to be put together are the fastest to read.
    """

    name: ClassVar[str] = "pictures"
    version: ClassVar[int] = 1
    names_members: ClassVar[bool] = True

    def query(self) -> Select[*tuple[Any, ...]]:
        """Return the messages with pictures or the like."""
        columns = message.c
        return select(
            columns.sender_id,
            columns.sent_at,
            columns.message_key,
            columns.kind,
            columns.media,
            columns.segments,
        ).where(counted(), columns.media.is_not(None))

    def summarise(self, rows: Sequence[Row[*tuple[Any, ...]]]) -> Pictures:
        """Return the pictures of the query's rows; one that is twice in a message counts once."""
        cells = (
            (number_of(picture), row.sent_at, row.message_key, row.sender_id)
            for row in rows
            for picture in photos_in(row)
        )
        return Pictures(table_of(cells, COLUMNS))

    def pack(self, value: Pictures, ids: Mapping[str, int] = NO_IDS) -> bytes:
        """Return pictures as bytes."""
        del ids
        return value.cells.astype("<i8").tobytes()

    def merge(self, packed: Sequence[bytes], loose: Sequence[Pictures]) -> Pictures:
        """Return the pictures of several days."""
        stored = np.frombuffer(b"".join(packed), "<i8").reshape(-1, COLUMNS)
        return Pictures(np.concatenate([stored, *(value.cells for value in loose)]))


PICTURES = PicturesKind()

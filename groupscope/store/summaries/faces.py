"""Which emoji, QQ faces and stickers were sent, in how many messages, by whom."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, ClassVar

from sqlalchemy import Row, Select, case, select

from groupscope.store.media import FACE, IMAGE, STICKER, faces_in
from groupscope.store.packing import Table, as_bytes, number_of, stacked, table_of, tallied
from groupscope.store.summaries.kind import NO_IDS, SummaryKind, counted
from groupscope.store.tables import message

COLUMNS = 5
"""Face (by the number that stands for it), member, messages, and the key of one of them."""
KEYS = 2
"""What rows are added up by: face and member."""


@dataclass(frozen=True, slots=True)
class FaceCounts:
    """In how many messages each member sent which face.

    ``cells``, of shape (n, 5): face, member, number of messages, and the (sent_at, message_key) of
    one of them, which tells what the face is.
    """

    cells: Table


class FaceSort(IntEnum):
    """What sort of face one is; the lowest bits of its number tell it."""

    EMOJI = 1
    QQ_FACE = 2
    STICKER = 3


SORT_BITS = 3


def face_number(face: str) -> int:
    """Return the number that stands for a face, as ``media.faces_in`` tells it."""
    sort = FaceSort.STICKER if face.startswith((STICKER, IMAGE)) else FaceSort.EMOJI
    sort = FaceSort.QQ_FACE if face.startswith(FACE) else sort
    return number_of(face) & ~SORT_BITS | sort


class FacesKind(SummaryKind[FaceCounts]):
    """Packed as the cells, compressed. A face counts once a message."""

    name: ClassVar[str] = "faces"
    version: ClassVar[int] = 1
    names_members: ClassVar[bool] = True

    def query(self) -> Select[*tuple[Any, ...]]:
        """Return what may hold a face; segments tell stickers from pictures."""
        columns = message.c
        return select(
            columns.sender_id,
            columns.sent_at,
            columns.message_key,
            columns.kind,
            columns.text,
            columns.media,
            case((columns.media.is_not(None), columns.segments)).label("segments"),
        ).where(counted())

    def summarise(self, rows: Sequence[Row[*tuple[Any, ...]]]) -> FaceCounts:
        """Count the faces of the query's rows."""
        counts: Counter[tuple[str, int]] = Counter()
        places: dict[tuple[str, int], tuple[int, int]] = {}
        for row in rows:
            for face in faces_in(row):
                counts[face, row.sender_id] += 1
                places[face, row.sender_id] = (row.sent_at, row.message_key)
        cells = (
            (face_number(face), member, count, *places[face, member])
            for (face, member), count in counts.items()
        )
        return FaceCounts(table_of(cells, COLUMNS))

    def pack(self, value: FaceCounts, ids: Mapping[str, int] = NO_IDS) -> bytes:
        """Return counts as bytes."""
        del ids
        return as_bytes(value.cells)

    def merge(self, packed: Sequence[bytes], loose: Sequence[FaceCounts]) -> FaceCounts:
        """Add up several days."""
        cells = stacked(packed, (value.cells for value in loose), COLUMNS)
        return FaceCounts(tallied(cells, KEYS))


FACES = FacesKind()

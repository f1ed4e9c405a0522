"""Which messages of each member were the gladdest and the saddest, by their keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from sqlalchemy import Row, Select, or_, select

from groupscope.store.packing import Table, as_bytes, stacked, table_of
from groupscope.store.summaries.kind import NO_IDS, SummaryKind, counted
from groupscope.store.tables import message
from groupscope.store.tones import FELT

COLUMNS = 4
"""When, its key, who, its mood in thousandths."""
KEPT = 2
"""How many a member has of each day, each way."""


@dataclass(frozen=True, slots=True)
class Extremes:
    """Messages with words that are far from neutral, in no order; ``cells`` of shape (n, 4)."""

    cells: Table

    def most(self, member: int | None, *, upwards: bool) -> list[list[int]]:
        """Return the cells of the gladdest (or saddest), up to KEPT; of equal ones the later."""
        cells = self.cells if member is None else self.cells[self.cells[:, 2] == member]
        cells = cells[cells[:, 3] >= FELT] if upwards else cells[cells[:, 3] <= -FELT]
        if len(cells) > KEPT:
            # Of a year's hundred thousand only those as far from neutral as the last that is kept.
            far = np.abs(cells[:, 3])
            cells = cells[far >= np.partition(far, -KEPT)[-KEPT]]
        order = np.lexsort((-cells[:, 1], -cells[:, 0], -np.abs(cells[:, 3])))
        return cells[order[:KEPT]].tolist()


class ExtremesKind(SummaryKind[Extremes]):
    """Packed as the cells, compressed."""

    name: ClassVar[str] = "extremes"
    version: ClassVar[int] = 1
    names_members: ClassVar[bool] = True

    def query(self) -> Select[*tuple[Any, ...]]:
        """Return messages that were felt."""
        columns = message.c
        return select(columns.sent_at, columns.message_key, columns.sender_id, columns.mood).where(
            counted(), or_(columns.mood >= FELT, columns.mood <= -FELT), columns.text != ""
        )

    def summarise(self, rows: Sequence[Row[*tuple[Any, ...]]]) -> Extremes:
        """Return the extremes among the query's rows."""
        return Extremes(furthest(table_of((tuple(row) for row in rows), COLUMNS)))

    def pack(self, value: Extremes, ids: Mapping[str, int] = NO_IDS) -> bytes:
        """Return extremes as bytes."""
        del ids
        return as_bytes(value.cells)

    def merge(self, packed: Sequence[bytes], loose: Sequence[Extremes]) -> Extremes:
        """Return the extremes of several days, those of each day."""
        return Extremes(stacked(packed, (value.cells for value in loose), COLUMNS))


def furthest(cells: Table) -> Table:
    """Return the cells furthest from neutral, KEPT of each member each way."""
    is_glad = cells[:, 3] > 0
    # Whoever it is of, and which way, next to each other: the nearest first, of equals the earlier.
    order = np.lexsort((cells[:, 1], cells[:, 0], np.abs(cells[:, 3]), is_glad, cells[:, 2]))
    cells = cells[order]
    # So many places on, it is somebody else's, or the other way, or nothing.
    later, ways = cells[KEPT:], is_glad[order]
    is_kept = np.ones(len(cells), bool)
    is_kept[: len(later)] = (later[:, 2] != cells[: len(later), 2]) | (
        ways[KEPT:] != ways[: len(later)]
    )
    return cells[is_kept]


EXTREMES = ExtremesKind()

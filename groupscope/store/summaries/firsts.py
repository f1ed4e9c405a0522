"""When each member said their first word of a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Row, Select, func, select

from groupscope.store.packing import Table, as_bytes, stacked, table_of
from groupscope.store.summaries.kind import NO_IDS, SummaryKind, counted
from groupscope.store.tables import message

COLUMNS = 2
"""Member, when."""


@dataclass(frozen=True, slots=True)
class Firsts:
    """Each member's first message of each day, in no order; ``cells`` of shape (n, 2)."""

    cells: Table


class FirstsKind(SummaryKind[Firsts]):
    """Packed as the cells, compressed."""

    name: ClassVar[str] = "firsts"
    version: ClassVar[int] = 1
    names_members: ClassVar[bool] = True

    def query(self) -> Select[*tuple[Any, ...]]:
        """Ask the database for the earliest of each."""
        columns = message.c
        return (
            select(columns.sender_id, func.min(columns.sent_at))
            .where(counted())
            .group_by(columns.sender_id)
        )

    def summarise(self, rows: Sequence[Row[*tuple[Any, ...]]]) -> Firsts:
        """Return the firsts of the query's rows."""
        return Firsts(table_of((tuple(row) for row in rows), COLUMNS))

    def pack(self, value: Firsts, ids: Mapping[str, int] = NO_IDS) -> bytes:
        """Return firsts as bytes."""
        del ids
        return as_bytes(value.cells)

    def merge(self, packed: Sequence[bytes], loose: Sequence[Firsts]) -> Firsts:
        """Return the firsts of several days."""
        return Firsts(stacked(packed, (value.cells for value in loose), COLUMNS))


FIRSTS = FirstsKind()

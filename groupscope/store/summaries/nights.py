"""How long members were up: what each said in which night, and when last.

A night belongs to the day that it follows: its day ends at five in the morning.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from sqlalchemy import BigInteger, Row, Select, case, func, literal_column, select

from groupscope.store.days import local_hour, local_seconds
from groupscope.store.packing import Table, as_bytes, stacked, table_of
from groupscope.store.summaries.kind import NO_IDS, SummaryKind, counted
from groupscope.store.tables import message

COLUMNS = 5
"""Member, day, messages, those after midnight, when the last was said."""
FIVE: Final = 5
MORNING: Final = FIVE * 3600
"""When a day ends, in seconds after midnight."""


@dataclass(frozen=True, slots=True)
class Nights:
    """What members said on days that end at five in the morning.

    ``cells``, of shape (n, 5): member, day, number of messages, how many of them between midnight
    and five, and when the last was said, in seconds of local time. A day that midnight divides may
    stand there twice, with either part.
    """

    cells: Table


class NightsKind(SummaryKind[Nights]):
    """Packed as the cells, compressed."""

    name: ClassVar[str] = "nights"
    version: ClassVar[int] = 1
    names_members: ClassVar[bool] = True

    def query(self) -> Select[*tuple[Any, ...]]:
        """Count in the database."""
        speaker, local = message.c.sender_id, local_seconds()
        shifted = local - literal_column(str(MORNING), BigInteger)
        day = (shifted // literal_column("86400", BigInteger)).label("day_until_five")
        is_late = case((local_hour() < FIVE, 1), else_=0)
        return (
            select(speaker, day, func.count(), func.sum(is_late), func.max(local))
            .where(counted())
            .group_by(speaker, day)
        )

    def summarise(self, rows: Sequence[Row[*tuple[Any, ...]]]) -> Nights:
        """Return the nights of the query's rows."""
        return Nights(table_of(([int(value) for value in row] for row in rows), COLUMNS))

    def pack(self, value: Nights, ids: Mapping[str, int] = NO_IDS) -> bytes:
        """Return nights as bytes."""
        del ids
        return as_bytes(value.cells)

    def merge(self, packed: Sequence[bytes], loose: Sequence[Nights]) -> Nights:
        """Return the nights of several days."""
        return Nights(stacked(packed, (value.cells for value in loose), COLUMNS))


NIGHTS = NightsKind()

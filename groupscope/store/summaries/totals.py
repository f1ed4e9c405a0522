"""How many messages there were in which hour, naming nobody: what a frozen day keeps.

Those of members who take no part are among them: as a number, and nowhere else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Row, Select, func, select

from groupscope.store.days import local_hour
from groupscope.store.summaries.kind import NO_IDS, SummaryKind, heard

HOURS = 24


@dataclass(frozen=True, slots=True)
class Totals:
    """Counted messages by hour of the day, shape (24,)."""

    by_hour: NDArray[np.int64]

    @property
    def messages(self) -> int:
        """How many messages there are."""
        return int(self.by_hour.sum())


class TotalsKind(SummaryKind[Totals]):
    """Packed as 24 unsigned 32-bit integers, little-endian."""

    name: ClassVar[str] = "totals"
    version: ClassVar[int] = 1
    names_members: ClassVar[bool] = False

    def query(self) -> Select[*tuple[Any, ...]]:
        """Count by hour."""
        hour = local_hour().label("hour")
        return select(hour, func.count().label("said")).where(heard()).group_by(hour)

    def summarise(self, rows: Sequence[Row[*tuple[Any, ...]]]) -> Totals:
        """Return the totals of (hour, count) rows."""
        by_hour = np.zeros(HOURS, np.int64)
        for hour, said in rows:
            by_hour[int(hour)] += said
        return Totals(by_hour)

    def pack(self, value: Totals, ids: Mapping[str, int] = NO_IDS) -> bytes:
        """Return totals as bytes."""
        del ids
        return value.by_hour.astype("<u4").tobytes()

    def merge(self, packed: Sequence[bytes], loose: Sequence[Totals]) -> Totals:
        """Return the totals of several days together."""
        days = np.frombuffer(b"".join(packed), "<u4").reshape(-1, HOURS)
        added = days.sum(axis=0, dtype=np.int64)
        return Totals(sum((value.by_hour for value in loose), start=added))


TOTALS = TotalsKind()

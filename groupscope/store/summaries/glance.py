"""What a day comes to at a glance, for looking at many groups at once: messages and their mood."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from sqlalchemy import BigInteger, Row, Select, case, cast, func, select

from groupscope.store.summaries.kind import NO_IDS, SummaryKind, heard
from groupscope.store.tables import message

FIGURES = struct.Struct("<3q")


@dataclass(frozen=True, slots=True)
class Glance:
    """Counted messages, how many of them have a mood, and the sum of those, in thousandths."""

    messages: int = 0
    scored: int = 0
    mood: int = 0

    @property
    def mean(self) -> float:
        """The mean mood, −1 to 1; 0 of nothing."""
        return self.mood / self.scored / 1000 if self.scored else 0.0


class GlanceKind(SummaryKind[Glance]):
    """Packed as three 64-bit integers, little-endian: quick to add up, also of many groups."""

    name: ClassVar[str] = "glance"
    version: ClassVar[int] = 1
    names_members: ClassVar[bool] = False

    def query(self) -> Select[*tuple[Any, ...]]:
        """Add up in the database: messages as totals do, moods of those who take part."""
        mood = cast(case((message.c.is_withheld == 0, message.c.mood)), BigInteger)
        return select(func.count(), func.count(mood), func.sum(mood)).where(heard())

    def summarise(self, rows: Sequence[Row[*tuple[Any, ...]]]) -> Glance:
        """Return the glance of (messages, scored, mood) rows; no mood has no sum."""
        table = np.array([[int(value or 0) for value in row] for row in rows], np.int64)
        return Glance(*table.reshape(-1, 3).sum(axis=0).tolist())

    def pack(self, value: Glance, ids: Mapping[str, int] = NO_IDS) -> bytes:
        """Return a glance as bytes."""
        del ids
        return FIGURES.pack(value.messages, value.scored, value.mood)

    def merge(self, packed: Sequence[bytes], loose: Sequence[Glance]) -> Glance:
        """Return the glance at several days together."""
        days = np.frombuffer(b"".join(packed), "<i8").reshape(-1, 3)
        others = [(value.messages, value.scored, value.mood) for value in loose]
        table = np.concatenate([days, np.array(others, np.int64).reshape(-1, 3)])
        return Glance(*table.sum(axis=0).tolist())


GLANCE = GlanceKind()

"""How the messages of each hour felt, by member and for the group as a whole.

Only scored messages are counted. Moods are integers in thousandths, so that sums are exact.
"""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BigInteger, Row, Select, case, cast, func, select

from groupscope.store.days import local_hour
from groupscope.store.summaries.kind import NO_IDS, SummaryKind, counted
from groupscope.store.tables import message
from groupscope.store.tones import FELT

COLUMNS = 7
"""Member, hour, messages, sum, sum of squares, positive, negative."""
FASTEST = 1
HOURS = 24
LATELY = 64
"""Kinds that are remembered, so that the same question asks for the same one."""


@dataclass(frozen=True, slots=True)
class Moods:
    """Scored messages by member and hour.

    ``cells``, of shape (n, 7): member (0: everybody), hour, number of messages, sum of their moods
    in thousandths, sum of the squares, number of positive ones, number of negative ones.
    """

    cells: NDArray[np.int64]

    @property
    def tally(self) -> "MoodTally":
        """All of it added up."""
        return MoodTally(*(int(number) for number in self.cells[:, 2:].sum(axis=0)))

    def by_hour(self) -> dict[int, "MoodTally"]:
        """Return it added up by hour of the day, for hours that have any."""
        return {
            int(hour): Moods(self.cells[self.cells[:, 1] == hour]).tally
            for hour in np.unique(self.cells[:, 1])
        }


@dataclass(frozen=True, slots=True)
class MoodTally:
    """Scored messages added up; ``total`` and ``squares`` of moods in thousandths."""

    messages: int = 0
    total: int = 0
    squares: int = 0
    positive: int = 0
    negative: int = 0

    def __add__(self, other: "MoodTally") -> "MoodTally":
        return MoodTally(
            self.messages + other.messages,
            self.total + other.total,
            self.squares + other.squares,
            self.positive + other.positive,
            self.negative + other.negative,
        )

    @property
    def neutral(self) -> int:
        """How many were neither positive nor negative."""
        return self.messages - self.positive - self.negative

    @property
    def mean(self) -> float:
        """The mean mood, −1 to 1; 0 of nothing."""
        return self.total / self.messages / 1000 if self.messages else 0.0

    @property
    def variance(self) -> float:
        """The sample variance of the moods; 0 of fewer than two messages."""
        if self.messages < 2:  # noqa: PLR2004 -- a variance needs two
            return 0.0
        spread = self.squares - self.total * self.total / self.messages
        return max(spread, 0.0) / (self.messages - 1) / 1_000_000


class MoodsKind(SummaryKind[Moods]):
    """Packed as the cells, compressed."""

    name: ClassVar[str] = "moods"
    version: ClassVar[int] = 1
    names_members: ClassVar[bool] = False

    def __init__(self, member: int | None = None) -> None:
        self._member = member

    def query(self) -> Select[*tuple[Any, ...]]:
        """Add up in the database."""
        # PostgreSQL squares a SMALLINT in a SMALLINT, where 182² is out of range.
        mood, hour = cast(message.c.mood, BigInteger), local_hour().label("hour")
        speaker = message.c.sender_id
        is_positive = case((mood >= FELT, 1), else_=0)
        is_negative = case((mood <= -FELT, 1), else_=0)
        asked = (
            select(
                speaker,
                hour,
                func.count(),
                func.sum(mood),
                func.sum(mood * mood),
                func.sum(is_positive),
                func.sum(is_negative),
            )
            .where(counted(), message.c.mood.is_not(None))
            .group_by(speaker, hour)
        )
        return asked if self._member is None else asked.where(speaker == self._member)

    def summarise(self, rows: Sequence[Row[*tuple[Any, ...]]]) -> Moods:
        """Return the moods of the query's rows."""
        cells = np.array([[int(value) for value in row] for row in rows], np.int64)
        return _gathered(self._told(cells.reshape(-1, COLUMNS)))

    def pack(self, value: Moods, ids: Mapping[str, int] = NO_IDS) -> bytes:
        """Return moods as bytes."""
        del ids
        return zlib.compress(value.cells.astype("<i8").tobytes(), FASTEST)

    def merge(self, packed: Sequence[bytes], loose: Sequence[Moods]) -> Moods:
        """Add up days, of the member asked for."""
        days = [np.frombuffer(zlib.decompress(blob), "<i8").reshape(-1, COLUMNS) for blob in packed]
        cells = np.concatenate(
            [np.zeros((0, COLUMNS), np.int64), *days, *(value.cells for value in loose)]
        )
        if self._member is not None:
            cells = cells[cells[:, 0] == self._member]
        return _gathered(cells)

    def _told(self, cells: NDArray[np.int64]) -> NDArray[np.int64]:
        """Tell nobody apart."""
        cells = cells.copy()
        cells[:, 0] = 0
        return cells


class MemberMoodsKind(MoodsKind):
    """The same, telling members apart."""

    name: ClassVar[str] = "member_moods"
    names_members: ClassVar[bool] = True

    def _told(self, cells: NDArray[np.int64]) -> NDArray[np.int64]:
        return cells


@lru_cache(LATELY)
def moods_kind(member: int | None = None) -> MoodsKind:
    """Return the kind of summary that answers for a member, or for all together."""
    return MoodsKind() if member is None else MemberMoodsKind(member)


def _gathered(cells: NDArray[np.int64]) -> Moods:
    """Add up equal (member, hour) cells."""
    if not len(cells):
        return Moods(cells)
    # One number for both: rows of a table are sorted ten times as slowly.
    members, position = np.unique(cells[:, 0], return_inverse=True)
    keys, place = np.unique(position * HOURS + cells[:, 1], return_inverse=True)
    added = np.zeros((len(keys), COLUMNS), np.int64)
    added[:, 0], added[:, 1] = members[keys // HOURS], keys % HOURS
    np.add.at(added, (place[:, None], np.arange(2, COLUMNS)), cells[:, 2:])
    return Moods(added)


MOODS = MoodsKind()
MEMBER_MOODS = MemberMoodsKind()

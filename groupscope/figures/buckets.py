"""A period cut into buckets of equal length, by the clock on the wall, with its axis."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

import numpy as np
from numpy.typing import NDArray

from groupscope.figures.hearing import heard, moment_of, wall_of
from groupscope.periods import Period
from groupscope.store.coverage import Coverage, Stretch

TEN_MINUTES, AN_HOUR, A_DAY = 600, 3600, 86_400
A_WEEK = 7 * A_DAY
BY_MINUTES, HOURLY, DAILY = A_DAY, 8 * A_DAY, 120 * A_DAY
"""Up to so many seconds a bucket is ten minutes, an hour, a day; of longer periods a week."""
INTERVALS = (6, 7, 5, 4, 3)
"""Into how many equal parts labels divide an axis, the favourite first."""
FEW_HOURS, FEW_DAYS = 4 * AN_HOUR, 3 * A_DAY
A_YEAR = 366 * A_DAY


@dataclass(frozen=True, slots=True)
class Buckets:
    """Buckets of ``width`` seconds from ``first`` on, ``count`` of them.

    ``first`` and places within are wall times: seconds since 1970-01-01 00:00 of the group's own
    clock. ``axis`` is how many seconds are drawn: it may reach beyond the last bucket, so that its
    labels are round.
    """

    period: Period
    width: int
    first: int
    count: int
    axis: int

    @classmethod
    def of(cls, period: Period, width: int | None = None) -> Self:
        """Cut a period into buckets that suit its length, or are of a given width."""
        start, end = (wall_of(moment, period.zone) for moment in (period.since, period.until))
        width = width or fitting_width(end - start)
        first = start - start % min(width, A_DAY)
        count = max(-(-(end - first) // width), 1)
        return cls(period, width, first, count, _axis(width, count))

    def places(self, walls: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return in which buckets wall times lie."""
        return (walls - self.first) // self.width

    def at(self, number: int) -> float:
        """Return where a bucket begins on the axis, 0 to 1."""
        return number * self.width / self.axis

    def stretch(self, number: int) -> Stretch:
        """Return a bucket's epoch seconds, as far as they are in the period."""
        since, until = (self._edge(edge) for edge in (number, number + 1))
        return Stretch(since, until)

    def label(self, number: int) -> str:
        """Return a bucket's name: 21:10, 19 日 21:10, 11-19 21 点, 11-19, 11-09–11-15."""
        begin = _shown(self.first + number * self.width)
        if self.width < AN_HOUR:
            is_told_twice = self.count * self.width > A_DAY
            return f"{begin.day} 日 {begin:%H:%M}" if is_told_twice else f"{begin:%H:%M}"
        if self.width < A_DAY:
            return f"{begin:%m-%d} {begin.hour} 点"
        day = "%m-%d" if self.axis <= A_YEAR else "%Y-%m-%d"
        if self.width == A_DAY:
            return f"{begin:{day}}"
        last = _shown(min(self.first + (number + 1) * self.width, self._end()) - 1)
        return f"{begin:{day}}–{last:%m-%d}" if last.date() > begin.date() else f"{begin:{day}}"

    def labels(self) -> tuple[str, ...]:
        """Return what stands along the axis, evenly from its beginning to its end."""
        parts = _parts(self.axis // _unit(self.width, self.axis))
        marks = [self._mark(self.axis * part // parts) for part in range(parts)]
        return (*marks, self._mark(self.axis, is_last=True))

    def days(self) -> tuple[str, ...]:
        """Return the days that make up the axis; nothing where it is not of whole ones by hours."""
        is_whole = self.first % A_DAY == self.axis % A_DAY == 0
        if self.width != AN_HOUR or self.axis < FEW_DAYS or not is_whole:
            return ()
        return tuple(self._mark(number * A_DAY) for number in range(self.axis // A_DAY))

    def gaps(self, coverage: Coverage, counts: Sequence[int]) -> tuple[bool, ...]:
        """Return of each bucket whether less than half of it was heard.

        Not so where messages are, though nobody was there at all: those were brought in.
        """
        edges = np.array([self._edge(number) for number in range(self.count + 1)], np.int64)
        there = heard(edges, coverage)
        is_deaf: NDArray[np.bool_] = 2 * there < np.diff(edges)
        is_brought = (there == 0) & (np.array(counts) > 0)
        return tuple((is_deaf & ~is_brought).tolist())

    def _edge(self, number: int) -> int:
        moment = moment_of(self.first + number * self.width, self.period.zone)
        return min(max(moment, self.period.since), self.period.until)

    def _end(self) -> int:
        return wall_of(self.period.until, self.period.zone)

    def _mark(self, into: int, *, is_last: bool = False) -> str:
        """Return the label of a place on the axis."""
        moment = _shown(self.first + into)
        if self.width < AN_HOUR or (self.width < A_DAY and self.axis <= A_DAY):
            is_midnight = is_last and moment.hour == moment.minute == 0
            return "24:00" if is_midnight else f"{moment:%H:%M}"
        if self.width < A_DAY and self.axis < FEW_DAYS:
            return f"{moment.day} 日 {moment.hour} 点"
        if is_last and self.width >= A_DAY:
            moment = _shown(min(self.first + into, self._end()) - 1)
        return f"{moment:%Y-%m}" if self.axis > A_YEAR else f"{moment:%m-%d}"


def fitting_width(length: int) -> int:
    """Return how long a bucket is in a period of so many seconds."""
    if length <= BY_MINUTES:
        return TEN_MINUTES
    if length <= HOURLY:
        return AN_HOUR
    return A_DAY if length <= DAILY else A_WEEK


def _axis(width: int, count: int) -> int:
    """Return the length of an axis: of minutes and hours rounded up, so that labels are round."""
    length = width * count
    if width >= A_DAY:
        return length
    unit = _unit(width, length)
    units = -(-length // unit)
    while units % _parts(units):
        units += 1
    return units * unit


def _unit(width: int, length: int) -> int:
    """Return of what labels stand at whole ones."""
    if width >= A_DAY:
        return width
    if width < AN_HOUR:
        return TEN_MINUTES if length < FEW_HOURS else AN_HOUR
    return A_DAY if length >= FEW_DAYS else 4 * AN_HOUR


def _parts(units: int) -> int:
    """Return into how many parts labels divide so many units: equal ones where that can be."""
    return next((parts for parts in INTERVALS if units % parts == 0), 5)


def _shown(wall: int) -> datetime:
    return datetime.fromtimestamp(wall, UTC)

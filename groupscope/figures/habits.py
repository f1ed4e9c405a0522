"""Habits: in which hours of the week somebody talks, as often as those were heard."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Week = NDArray[np.int64]
"""One figure for each hour of the week, of shape (7, 24); the first row is Monday."""
HOURS, WEEKDAYS = 24, 5
EVENING, MORNING = 22, 6
"""The night is from 22:00 to 06:00."""
MONDAY = 3
"""Day 0, 1 January 1970, was a Thursday."""


@dataclass(frozen=True, slots=True)
class Habits:
    """Messages of each hour of the week, and how often each was heard."""

    said: Week
    heard: Week

    @property
    def total(self) -> int:
        """How many messages there are."""
        return int(self.said.sum())

    @property
    def rates(self) -> NDArray[np.float64]:
        """Messages of each hour of the week, for once that it was heard; NaN where never."""
        return _rate(self.said, self.heard)

    @property
    def means(self) -> tuple[tuple[float | None, ...], ...]:
        """The rates row by row, to the hundredth; None where nobody heard."""
        return tuple(
            tuple(None if np.isnan(rate) else round(rate, 2) for rate in row)
            for row in self.rates.tolist()
        )

    @property
    def busiest(self) -> tuple[int, int]:
        """The weekday and hour with most messages each time; of equal ones the earliest."""
        return divmod(int(np.nanargmax(self.rates)), HOURS)

    @property
    def night(self) -> float:
        """Which share of the messages was sent at night."""
        by_hour = self.said.sum(axis=0)
        return float(by_hour[EVENING:].sum() + by_hour[:MORNING].sum()) / max(self.total, 1)

    @property
    def weekend(self) -> float | None:
        """How much more a day of a weekend has than a weekday, as a share.

        Of the hours that were heard on both; None where there are none, or nothing was said.
        """
        weekdays = _rate(self.said[:WEEKDAYS].sum(axis=0), self.heard[:WEEKDAYS].sum(axis=0))
        weekends = _rate(self.said[WEEKDAYS:].sum(axis=0), self.heard[WEEKDAYS:].sum(axis=0))
        is_known = ~(np.isnan(weekdays) | np.isnan(weekends))
        usual = float(weekdays[is_known].sum())
        return float(weekends[is_known].sum()) / usual - 1 if usual else None

    @property
    def quietest(self) -> tuple[int, int, float]:
        """The hours of the day with the fewest messages: the first, how many, messages each time.

        Of equal ones the longest stretch, which may go over midnight, and of those the earliest.
        """
        by_hour = _rate(self.said.sum(axis=0), self.heard.sum(axis=0))
        least = float(np.nanmin(by_hour))
        is_least = (by_hour == least).tolist()
        first = max(range(HOURS), key=lambda hour: (_length(is_least, hour), -hour))
        return first, _length(is_least, first), least


def by_week(first: int, by_day: NDArray[np.int64]) -> Week:
    """Add up the hours of days, of shape (days, 24), by weekday; the first is day ``first``."""
    week = np.zeros((7, HOURS), np.int64)
    np.add.at(week, (np.arange(len(by_day)) + first + MONDAY) % 7, by_day)
    return week


def _rate(said: NDArray[np.int64], heard: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.divide(said, heard, out=np.full(said.shape, np.nan), where=heard > 0)


def _length(is_least: list[bool], first: int) -> int:
    """Return how many hours, from the first on, are among the least."""
    around = [*is_least[first:], *is_least[:first], False]
    return around.index(False)

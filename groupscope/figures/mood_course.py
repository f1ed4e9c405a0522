"""Moods over time: how they are added up, cut into stretches, and told as points of a line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from groupscope.charts import MoodPoint
from groupscope.language.mood_average import MoodAverage, average
from groupscope.periods import Period
from groupscope.store.summaries.moods import Moods, MoodTally

AN_HOUR, A_DAY = 3600, 86_400
HOURLY, SIX_HOURLY, DAILY = 2 * A_DAY, 8 * A_DAY, 120 * A_DAY
"""Up to so many seconds a bucket is an hour, six hours, a day; of longer periods a week."""


@dataclass(frozen=True, slots=True)
class Feelings:
    """A tally with its mean, interval and shares."""

    tally: MoodTally

    @property
    def average(self) -> MoodAverage:
        """The mean mood with its interval, few messages drawn towards neutral."""
        tally = self.tally
        return average(tally.messages, tally.total / 1000, tally.squares / 1_000_000)

    def share(self, count: int) -> float:
        """Return a count's share of all scored messages."""
        return count / self.tally.messages if self.tally.messages else 0.0


def shown_part(period: Period, by_day: Mapping[int, Moods]) -> Period:
    """Return the part of a period to draw: of 全部 only from the first day with messages on."""
    if period.start.timestamp() > 0 or not by_day:
        return period
    first = datetime.fromtimestamp(min(by_day) * A_DAY, UTC).replace(tzinfo=period.zone)
    return Period(first, period.end, period.label)


def points_of(by_day: Mapping[int, Moods], period: Period) -> tuple[MoodPoint, ...]:
    """Return one point a bucket, also for buckets that nothing was said in."""
    width = bucket_seconds(period)
    start, end = local_seconds(period.start), local_seconds(period.end)
    first = start // AN_HOUR * AN_HOUR  # hours are told as wholes, also the one that it begins in
    axis = local_seconds(axis_end(period)) - start
    tallies = tallies_of(by_day, first, width)
    return tuple(
        point_of(
            tallies.get(place, MoodTally()),
            min(max((first - start + (place + 0.5) * width) / axis, 0.0), 1.0),
            bucket_label(first + place * width, width, has_days=end - start > A_DAY),
        )
        for place in range(-(-max(end - first, 1) // width))
    )


def tallies_of(by_day: Mapping[int, Moods], first: int, width: int) -> dict[int, MoodTally]:
    """Return the moods of each bucket of so many seconds, counted from a wall time on."""
    places = [
        (number * A_DAY + moods.cells[:, 1] * AN_HOUR - first) // width
        for number, moods in by_day.items()
    ]
    if not places:
        return {}
    known, position = np.unique(np.concatenate(places), return_inverse=True)
    cells = np.concatenate([moods.cells[:, 2:] for moods in by_day.values()])
    added = np.zeros((len(known), cells.shape[1]), np.int64)
    np.add.at(added, position, cells)
    told = zip(known.tolist(), added.tolist(), strict=True)
    return {place: MoodTally(*tally) for place, tally in told}


def point_of(tally: MoodTally, at: float, label: str) -> MoodPoint:
    """Return a bucket's point at its place on the axis."""
    told = Feelings(tally).average
    return MoodPoint(at, told.mean, told.low, told.high, tally.messages, label)


def bucket_label(wall: int, width: int, *, has_days: bool) -> str:
    """Name the bucket that begins at a wall time: 20 点, 11-19 12–18 点, 11-19, 11-16 起一周."""
    begin = datetime.fromtimestamp(wall, UTC)
    day = f"{begin:%m-%d} " if has_days else ""
    if width == AN_HOUR:
        return f"{day}{begin.hour} 点"
    if width < A_DAY:
        last = (begin.hour + width // AN_HOUR - 1) % 24 + 1
        return f"{day}{begin.hour}–{last} 点"
    return f"{begin:%m-%d}" if width == A_DAY else f"{begin:%m-%d} 起一周"


def bucket_seconds(period: Period) -> int:
    """Return how long one point's stretch is, by the length of the period."""
    length = period.until - period.since
    if length <= HOURLY:
        return AN_HOUR
    if length <= SIX_HOURLY:
        return 6 * AN_HOUR
    return A_DAY if length <= DAILY else 7 * A_DAY


def local_seconds(moment: datetime) -> int:
    """Return a moment's wall time as seconds since 1970-01-01 00:00 of the same wall."""
    return int(moment.replace(tzinfo=UTC).timestamp())


def axis_end(period: Period) -> datetime:
    """Return where the axis ends: of hours at a multiple of four, so that labels are round."""
    rest = -(period.end - period.start) % timedelta(hours=4)
    return period.end + rest if bucket_seconds(period) == AN_HOUR else period.end


def axis_labels(period: Period) -> tuple[str, ...]:
    """Return five labels from the beginning of a period to the end of its axis."""
    length = axis_end(period) - period.start
    style = "%H:%M" if length <= timedelta(days=2) else "%m-%d"
    return tuple(f"{period.start + length * quarter / 4:{style}}" for quarter in range(5))

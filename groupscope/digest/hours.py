"""The bars of a digest's opening: the messages of each hour, day or week."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from groupscope.figures.buckets import A_DAY, A_WEEK, AN_HOUR
from groupscope.reports.trend import Trend
from groupscope.settings.timings import WEEKDAYS

ONE_DAY: Final = A_DAY + 2 * AN_HOUR
"""Up to so many seconds a period is cut into hours: a day may last longer where clocks change."""
FEW_DAYS: Final = 8
HOURS: Final = 24


@dataclass(frozen=True, slots=True)
class Bars:
    """Messages of equal stretches of time by the group's clock; ``labels`` stand along them.

    ``peak`` says when it was most ("21–22 点"), ``most`` how many messages that were.
    """

    counts: tuple[int, ...]
    labels: tuple[str, ...]
    peak: str
    most: int


def bars_of(trend: Trend) -> Bars:
    """Add up the buckets of a trend; what is still to come of a day, week or month is empty."""
    buckets = trend.buckets
    unit = unit_of(trend)
    first = buckets.first // unit * unit if unit < A_WEEK else buckets.first
    walls = [buckets.first + place * buckets.width for place in range(buckets.count)]
    counts = [0] * max(length_of(trend, unit, first), (walls[-1] - first) // unit + 1)
    for wall, said in zip(walls, trend.course.messages.tolist(), strict=True):
        counts[(wall - first) // unit] += said
    most = max(counts)
    begin = first + counts.index(most) * unit
    return Bars(tuple(counts), labels_of(first, unit, counts), peak_label(begin, unit), most)


def unit_of(trend: Trend) -> int:
    """Return how long a bar is, in seconds: an hour of a day, a day of months, else a week."""
    period = trend.period
    if period.until - period.since <= ONE_DAY:
        return AN_HOUR
    return max(A_DAY, trend.buckets.width)


def length_of(trend: Trend, unit: int, first: int) -> int:
    """Return how many bars a whole day, week or month has; 0 for any other period."""
    step, begin = trend.period.step, datetime.fromtimestamp(first, UTC)
    if unit == AN_HOUR:
        return HOURS if begin.hour == 0 else 0
    if step is None or unit != A_DAY:
        return 0
    if step.months == 1 and begin.day == 1:
        return monthrange(begin.year, begin.month)[1]
    return step.days


def labels_of(first: int, unit: int, counts: Sequence[int]) -> tuple[str, ...]:
    """Return what stands along the bars, evenly from the left edge to the right one."""
    if unit == AN_HOUR:
        begin = first // AN_HOUR % HOURS
        return tuple(f"{begin + len(counts) * part // 4} 点" for part in range(5))
    last = len(counts) - 1
    if unit == A_DAY and len(counts) < FEW_DAYS:
        days = [datetime.fromtimestamp(first + place * A_DAY, UTC) for place in range(last + 1)]
        return tuple(WEEKDAYS[day.weekday()] for day in days)
    ends = (first + last * part // 4 * unit for part in range(5))
    return tuple(f"{datetime.fromtimestamp(end, UTC):%m-%d}" for end in ends)


def peak_label(begin: int, unit: int) -> str:
    """Name a bar: 21–22 点, 周三, 11-18, 11-16 起一周."""
    day = datetime.fromtimestamp(begin, UTC)
    if unit == AN_HOUR:
        return f"{day.hour}–{day.hour + 1} 点"
    dated = f"{day:%m-%d}"
    return f"{dated} {WEEKDAYS[day.weekday()]}" if unit == A_DAY else f"{dated} 起一周"

"""Period: a stretch of time that a question is about."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from math import ceil
from typing import Self

from groupscope.periods.wall import DAY, midnight, months_later, nominal, resolve


@dataclass(frozen=True, slots=True)
class Step:
    """How far back the period before lies, and what it is called in 比…多了 3 条.

    Months and days are steps of the calendar (a day may last 23 or 25 hours), hours are exact.
    """

    months: int = 0
    days: int = 0
    hours: int = 0
    whole: str = ""
    """Its name when the period is over: 昨天."""
    part: str = ""
    """Its name when the period is still going on, and so only a part is compared: 昨天同期."""

    def back(self, moment: datetime, zone: tzinfo) -> datetime:
        """Go this far back from ``moment``."""
        if self.hours:
            earlier = moment.timestamp() - timedelta(hours=self.hours).total_seconds()
            return datetime.fromtimestamp(earlier, zone)
        wall = nominal(moment, zone) - self.days * DAY
        return resolve(months_later(wall, -self.months), zone)


@dataclass(frozen=True, slots=True)
class Period:
    """From ``start`` up to, not including, ``end``: two moments in one zone, and a Chinese name.

    ``step`` leads to the period before; without it there is none (全部).
    Compare ``since`` and ``until``, not ``start`` and ``end``: Python compares datetimes of one
    zone by the wall, which goes wrong in the hour that clocks show twice.
    """

    start: datetime
    end: datetime
    label: str
    step: Step | None = None
    is_unfinished: bool = False
    """Whether ``clamped`` has cut off what was still to come."""

    def __post_init__(self) -> None:
        """Refuse, with ValueError, naive or mixed zones and an end before the start."""
        if self.start.tzinfo is None or self.start.tzinfo is not self.end.tzinfo:
            raise ValueError("a period needs two moments in one time zone")
        if self.end.timestamp() < self.start.timestamp():
            raise ValueError("a period cannot end before it starts")

    @property
    def zone(self) -> tzinfo:
        """The time zone in which its days begin."""
        zone = self.start.tzinfo
        assert zone is not None, "checked when it was made"  # noqa: S101  for the type checker
        return zone

    @property
    def since(self) -> int:
        """Its first epoch second."""
        return ceil(self.start.timestamp())

    @property
    def until(self) -> int:
        """The first epoch second after it."""
        return ceil(self.end.timestamp())

    def __contains__(self, moment: datetime | int) -> bool:
        """Whether a zoned moment, or an epoch second, lies inside."""
        seconds = moment if isinstance(moment, int) else moment.timestamp()
        return self.start.timestamp() <= seconds < self.end.timestamp()

    def clamped(self, now: datetime) -> Self:
        """Keep the part that has happened by ``now``, under the same name; all when it is over."""
        if now.timestamp() >= self.end.timestamp():
            return self
        end = max(now.timestamp(), self.start.timestamp())
        return replace(self, end=datetime.fromtimestamp(end, self.zone), is_unfinished=True)

    def before(self) -> Self | None:
        """Give the period before, as long as this one: 上周 for 本周; None for 全部.

        Of an unfinished one the same elapsed stretch: on a Wednesday at 15:00, 本周 is compared
        with last week from Monday to Wednesday 15:00. What a shorter month does not have is left
        out: on 31 March the whole of February.
        """
        if self.step is None:
            return None
        start, end = self.step.back(self.start, self.zone), self.step.back(self.end, self.zone)
        name = self.step.part if self.is_unfinished else self.step.whole
        earlier = replace(self.step, whole="", part="")
        return replace(self, start=start, end=end, label=name or _dated(start, end), step=earlier)

    def days(self) -> tuple[date, ...]:
        """List the local dates that lie wholly inside, in order.

        A date that a zone has skipped (30 December 2011 in Apia) counts as a day without a second.
        """
        first, last = self.start.date(), self.end.date()
        if resolve(midnight(first), self.zone).timestamp() < self.start.timestamp():
            first += DAY
        return _dates(first, last)

    def dates(self) -> tuple[date, ...]:
        """List every local date of which at least a moment lies inside, in order."""
        last = self.end.date()
        if resolve(midnight(last), self.zone).timestamp() < self.end.timestamp():
            last += DAY
        return _dates(self.start.date(), last)


def _dates(first: date, end: date) -> tuple[date, ...]:
    return tuple(date.fromordinal(day) for day in range(first.toordinal(), end.toordinal()))


def _dated(start: datetime, end: datetime) -> str:
    """Name a stretch by its two moments: 2026-11-01 00:00–2026-11-08 00:00."""
    return f"{start:%Y-%m-%d %H:%M}–{end:%Y-%m-%d %H:%M}"

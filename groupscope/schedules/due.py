"""What is to be posted now, what has to wait, and what it is too late for."""

from calendar import monthrange
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from groupscope.periods.wall import midnight, resolve
from groupscope.settings import Rhythm, Stretch, Timing

AN_HOUR: Final = 3600
CAUGHT_UP: Final[Mapping[Rhythm, int]] = {
    Rhythm.DAILY: 2 * AN_HOUR,
    Rhythm.WEEKLY: 12 * AN_HOUR,
    Rhythm.MONTHLY: 12 * AN_HOUR,
}
"""Up to so many seconds late a digest is posted still."""
ON_TIME: Final = 600
"""Up to so many seconds late it counts as posted at the minute that was asked for."""
JUST_SET: Final = 120
"""Whoever sets a time that has just been means it today as well."""


class Due(NamedTuple):
    """A digest that a group was to get.

    ``wall`` is when, in minutes since 1970-01-01 00:00 of the group's own clock: that names it,
    for a clock that shows an hour twice, or is moved to another zone, does not make two of it.
    ``at`` is the epoch second of it.
    """

    group_id: int
    rhythm: Rhythm
    wall: int
    at: int

    @property
    def name(self) -> "Name":
        """What it is known by, once and for all."""
        return self.group_id, self.rhythm, self.wall


Name = tuple[int, Rhythm, int]


class Verdict(Enum):
    """What becomes of a digest that is due."""

    POST = "post"
    WAIT = "wait"
    """It is quiet hours, or there was a reason not to; as long as it is not too late."""
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a group has set: its zone, its quiet hours, and when digests are posted."""

    group_id: int
    zone: ZoneInfo
    quiet: Stretch
    timings: Mapping[Rhythm, tuple[Timing, ...]]


def decide(plan: Plan, settled: Container[Name], since: int, now: int) -> list[tuple[Due, Verdict]]:
    """Return what of a group was due after ``since`` and is not settled, in order of time.

    Of several that were missed only the last of a rhythm comes; the others are too late.
    """
    found: list[tuple[Due, Verdict]] = []
    for rhythm, timings in plan.timings.items():
        missed = sorted(_missed(plan, rhythm, timings, since, now), key=lambda pair: pair[0].at)
        is_last = True
        for due, timing in reversed(missed):
            if due.name not in settled:
                verdict = _verdict(plan, due, timing, now) if is_last else Verdict.LATE
                found.append((due, verdict))
            is_last = False
    return sorted(found, key=lambda pair: (pair[0].at, pair[0].rhythm))


def _missed(
    plan: Plan, rhythm: Rhythm, timings: tuple[Timing, ...], since: int, now: int
) -> Iterator[tuple[Due, Timing]]:
    """Give each time that has come since, with what set it."""
    for timing in timings:
        for due in occurrences(plan, rhythm, timing, since, now):
            if due.at + JUST_SET > timing.since:
                yield due, timing


def occurrences(
    plan: Plan, rhythm: Rhythm, timing: Timing, since: int, until: int
) -> Iterator[Due]:
    """Give each time after ``since`` up to and with ``until``, in epoch seconds.

    A time that the clock skips comes when it has skipped it, one that it shows twice at the first.
    """
    day = datetime.fromtimestamp(since, plan.zone).date() - timedelta(days=1)
    last = datetime.fromtimestamp(until, plan.zone).date()
    while day <= last:
        if falls_on(rhythm, timing, day):
            wall = midnight(day) + timedelta(minutes=timing.minute)
            at = int(resolve(wall, plan.zone).timestamp())
            if since < at <= until:
                minutes = int(wall.replace(tzinfo=UTC).timestamp()) // 60
                yield Due(plan.group_id, rhythm, minutes, at)
        day += timedelta(days=1)


def falls_on(rhythm: Rhythm, timing: Timing, day: date) -> bool:
    """Tell whether a timing falls on a day; what a month does not have falls on its last."""
    match rhythm:
        case Rhythm.DAILY:
            return True
        case Rhythm.WEEKLY:
            return day.isoweekday() == timing.day
        case Rhythm.MONTHLY:
            return day.day == min(timing.day, monthrange(day.year, day.month)[1])


def next_due(plan: Plan, now: int) -> Due | None:
    """Return what comes next, within a month and a bit; None where nothing is set."""
    until = now + 32 * 24 * AN_HOUR
    coming = (
        due
        for rhythm, timings in plan.timings.items()
        for timing in timings
        for due in occurrences(plan, rhythm, timing, now, until)
    )
    return min(coming, key=lambda due: due.at, default=None)


def _verdict(plan: Plan, due: Due, timing: Timing, now: int) -> Verdict:
    late = now - due.at
    if late > CAUGHT_UP[due.rhythm]:
        return Verdict.LATE
    # On time means: at the minute that was named, whatever the minute is by now.
    moment = due.at if late <= ON_TIME else now
    shown = datetime.fromtimestamp(moment, plan.zone)
    is_quiet = plan.quiet.holds(shown.hour * 60 + shown.minute)
    is_meant = timing.in_quiet and late <= ON_TIME
    return Verdict.WAIT if is_quiet and not is_meant else Verdict.POST

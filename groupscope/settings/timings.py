"""When something is posted by itself: on which days, at which minute."""

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from typing_extensions import override

from groupscope.settings.kinds import A_DAY, Kind, Said, shown_minute

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
LAST_OF_MONTH = 31
"""A day that a month does not have is its last one."""
MOST = 6
"""How often something is posted in one rhythm."""


class Rhythm(StrEnum):
    """How often something comes, and so what it is about."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True, order=True)
class Timing:
    """A time at which something is posted, by the group's own clock.

    ``day`` is 0 for every day, else 1 (Monday) to 7 of the week or 1 to 31 of the month; ``minute``
    counts from midnight. ``since`` is the epoch second at which it was set: what was due before is
    none of its business. ``in_quiet``: it was set for quiet hours knowingly, and keeps to its time.
    """

    day: int
    minute: int
    since: int = 0
    in_quiet: bool = False


@dataclass(frozen=True, slots=True)
class Timings(Kind[tuple[Timing, ...]]):
    """Times of one rhythm, in order; maybe none. A command of its own reads them."""

    rhythm: Rhythm

    @property
    @override
    def takes(self) -> str:
        return f"最多 {MOST} 个时间，或 关"

    @override
    def read(self, said: Said, present: tuple[Timing, ...]) -> tuple[Timing, ...] | None:
        return None

    @override
    def shown(self, value: tuple[Timing, ...]) -> str:
        return "、".join(shown_timing(self.rhythm, timing) for timing in value) or "关"

    @override
    def pack(self, value: tuple[Timing, ...]) -> str:
        return json.dumps([[one.day, one.minute, one.since, one.in_quiet] for one in value])

    @override
    def checked(self, value: Any) -> tuple[Timing, ...]:
        timings = tuple(
            Timing(int(day), int(minute), int(since), bool(in_quiet))
            for day, minute, since, in_quiet in value
        )
        if len(timings) > MOST or not all(is_possible(self.rhythm, one) for one in timings):
            raise ValueError
        return timings


LAST_DAYS = {Rhythm.DAILY: 0, Rhythm.WEEKLY: 7, Rhythm.MONTHLY: LAST_OF_MONTH}


def is_possible(rhythm: Rhythm, timing: Timing) -> bool:
    """Tell whether a timing has a day of its rhythm, and a minute of a day."""
    first = 0 if rhythm is Rhythm.DAILY else 1
    return first <= timing.day <= LAST_DAYS[rhythm] and 0 <= timing.minute < A_DAY


def shown_timing(rhythm: Rhythm, timing: Timing) -> str:
    """Return a timing as people read it: 22:00, 周一 09:00, 1 日 09:00, 月末 09:00."""
    at = shown_minute(timing.minute)
    match rhythm:
        case Rhythm.DAILY:
            return at
        case Rhythm.WEEKLY:
            return f"{WEEKDAYS[timing.day - 1]} {at}"
        case Rhythm.MONTHLY:
            return f"月末 {at}" if timing.day == LAST_OF_MONTH else f"{timing.day} 日 {at}"

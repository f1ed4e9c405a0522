"""From an admin's wish to the times at which digests are posted from then on."""

from collections.abc import Sequence
from typing import Final

from groupscope.schedules.wishes import EXAMPLES, DigestAct, ScheduleError, Wish
from groupscope.settings import Rhythm, Stretch, Timing
from groupscope.settings.timings import MOST

NAMES: Final = {Rhythm.DAILY: "日报", Rhythm.WEEKLY: "周报", Rhythm.MONTHLY: "月报"}


def name_of(rhythm: Rhythm) -> str:
    """Return what the digest of a rhythm is called."""
    return NAMES[rhythm]


class TooManyTimesError(ScheduleError):
    """A group wants more times than there may be."""

    def __init__(self, rhythm: Rhythm) -> None:
        super().__init__(
            f"{name_of(rhythm)}最多 {MOST} 个时间。先去掉几个，或一次写全：{EXAMPLES[rhythm]}"
        )


def timings_after(
    wish: Wish, before: Sequence[Timing], quiet: Stretch, now: int
) -> tuple[Timing, ...]:
    """Return the times of a rhythm after a wish; those that stay keep what is known of them.

    ``quiet`` are the group's quiet hours, ``now`` is the epoch second at which it is wished.
    TooManyTimesError where there would be more than there may be.
    """
    known = {(one.day, one.minute): one for one in before}
    named = {
        (day, minute): known.get((day, minute))
        or Timing(day, minute, now, in_quiet=quiet.holds(minute))
        for day, minute in wish.times
    }
    match wish.act:
        case DigestAct.ADD:
            found = known | named
        case DigestAct.DROP:
            found = {time: one for time, one in known.items() if wish.times and time not in named}
        case _:
            found = named
    if len(found) > MOST:
        raise TooManyTimesError(wish.rhythm)
    return tuple(sorted(found.values()))

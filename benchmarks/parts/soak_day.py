"""What happens on the simulated day, minute by minute: pure, so that it can be counted by hand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
MINUTES = 24 * 60
NOON = 12 * 60
BEGIN = int(datetime(2026, 11, 16, 12, tzinfo=ZONE).timestamp())
"""A Monday's noon: both halves of the 24 hours get as many digests, and a night is between them."""
DIGESTS = ("14:30", "18:30", "22:30", "02:30", "06:30", "10:30")
"""When each group gets a daily digest, as often as one may; those of the morning are about Monday.
"""
APART = 7
"""Minutes between two groups' digests: those due at once are spaced out by the real clock."""
ASKED_EVERY = 10
COMMANDS = ("排行", "词云", "心情", "作息", "走势", "问题", "表情", "复读", "互动", "画像 我")
CUTS = (75, 240, 387, 610, 747, 970, 1_195, 1_330)
"""Minutes at which the connection is lost from one moment to the next; 387 reaches over a digest:
that comes when the account is back."""
CUT = 6
"""Minutes until the account is back."""
RESTARTS = (140, 510, 700, 905, 1_100, 1_380)
"""Minutes at which the implementation is started anew: all its message ids are new."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of ``messages`` in these groups, at one rate from noon to noon."""

    messages: int
    groups: Sequence[int]

    def said_in(self, minute: int) -> int:
        """Return how many messages are said in a minute of the day."""
        return self._until(minute + 1) - self._until(minute)

    def _until(self, minute: int) -> int:
        return self.messages * minute // MINUTES

    def times(self, group_id: int) -> tuple[str, ...]:
        """Return when a group gets its digests, by its clock: 04:07."""
        later = self.groups.index(group_id) * APART
        return tuple(shown(minute_of(time) + later) for time in DIGESTS)

    def due_in(self, minute: int) -> list[int]:
        """Return the groups that get a digest at a minute of the day."""
        return [group for group in self.groups if shown(minute) in self.times(group)]

    def question_of(self, minute: int) -> tuple[int, str] | None:
        """Return in which group what is asked at a minute; None for nothing."""
        number, rest = divmod(minute, ASKED_EVERY)
        if rest or is_away(minute):
            return None
        return self.groups[number % len(self.groups)], f"/{COMMANDS[number % len(COMMANDS)]}"


def is_away(minute: int) -> bool:
    """Tell whether the connection is lost at a minute of the day."""
    return any(cut <= minute < cut + CUT for cut in CUTS)


def moments(minute: int, count: int) -> Iterator[float]:
    """Give the epoch seconds of so many messages, spread over a minute of the day."""
    begin = BEGIN + minute * 60
    return (begin + 60 * number / count for number in range(count))


def minute_of(time: str) -> int:
    """Return the minute of the day, counted from noon, at which a clock shows a time."""
    hour, minute = time.split(":")
    return (int(hour) * 60 + int(minute) - NOON) % MINUTES


def shown(minute: int) -> str:
    """Return what a clock shows at a minute of the day: 00:07 at 727."""
    hour, minute = divmod((minute + NOON) % MINUTES, 60)
    return f"{hour:02}:{minute:02}"

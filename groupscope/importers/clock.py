"""Local time to epoch seconds, quickly: most messages of a file share their hour with others."""

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

NOON = 12
HOURS_REMEMBERED = 4_096


class LocalClock:
    """A clock of one time zone."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._hour = lru_cache(HOURS_REMEMBERED)(self._beginning)

    def at(self, day: tuple[int, int, int], hour: int, minute: int, second: int = 0) -> int | None:
        """Return a moment in epoch seconds; None for one that no clock shows."""
        if minute > 59 or second > 60:  # noqa: PLR2004 -- a minute's seconds, and a leap
            return None
        begins = self._hour(day, hour)
        return None if begins is None else begins + 60 * minute + second

    def _beginning(self, day: tuple[int, int, int], hour: int) -> int | None:
        try:
            return int(datetime(*day, hour, tzinfo=self._zone).timestamp())
        except (ValueError, OverflowError):
            return None


def hour_of(hour: int, half: str | None) -> int:
    """Return the hour of the day; ``half`` is AM or PM, 오전 or 오후, 上午 or 下午."""
    if not half:
        return hour
    is_late = half[0] in "pP下" or half == "오후"
    return hour % NOON + (NOON if is_late else 0)

"""Which day, week or month a digest is about."""

from datetime import datetime, timedelta
from typing import Final

from groupscope.periods import Period, read_period
from groupscope.settings import Rhythm

NAMES: Final = {
    Rhythm.DAILY: ("今天", "昨天", "前天"),
    Rhythm.WEEKLY: ("本周", "上周"),
    Rhythm.MONTHLY: ("本月", "上月"),
}
"""Periods of each rhythm, as seen from now."""


def period_due(rhythm: Rhythm, due: datetime, now: datetime) -> Period:
    """Return the period of a digest that was due at a moment, as one calls it ``now``.

    In the first half of a day (week, month) it is the whole one before, in the second half the
    present one so far: what comes at nine is about yesterday, at ten in the evening about today.
    """
    whole = _holding(rhythm, due, now)
    half = (whole.since + whole.until) / 2
    if due.timestamp() < half:
        whole = _holding(rhythm, whole.start - timedelta(seconds=1), now)
    return whole.clamped(now)


def _holding(rhythm: Rhythm, moment: datetime, now: datetime) -> Period:
    """Return the period of a rhythm that holds a moment, among the latest ones."""
    periods = [period for name in NAMES[rhythm] if (period := read_period(name, now)) is not None]
    return next((period for period in periods if moment in period), periods[-1])

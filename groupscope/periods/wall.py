"""Between the clock on the wall and the moments it shows.

People think in wall time ("the 4th from midnight"), messages are counted in moments. Where clocks
are put forward a wall time is skipped, and in some zones that is midnight itself; where they are
put back it is shown twice. A *wall time* here is a naive datetime.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

MIDNIGHT = time()
DAY = timedelta(days=1)
_MONTHS = 12


def midnight(day: date) -> datetime:
    """Give the wall time at which a date begins by the calendar."""
    return datetime.combine(day, MIDNIGHT)


def resolve(wall: datetime, zone: tzinfo) -> datetime:
    """Find the first moment at which the zone's clock shows ``wall``, or has skipped past it.

    Never goes backwards: of two wall times the later one never resolves to the earlier moment.
    """
    moment = wall.replace(tzinfo=zone, fold=0)
    if wall_of(moment.astimezone(UTC).astimezone(zone)) == wall:
        return moment
    return _end_of_gap(moment, zone)


def _end_of_gap(moment: datetime, zone: tzinfo) -> datetime:
    """Bisect to the second at which the clock was put forward past ``moment``.

    In a gap fold=1 is read with the offset after it, which gives a moment before, and fold=0 with
    the offset before it, which gives a moment after (PEP 495).
    """
    wall = wall_of(moment)
    before = int(moment.replace(fold=1).timestamp())
    after = int(moment.timestamp())
    while after - before > 1:
        middle = (before + after) // 2
        if wall_of(datetime.fromtimestamp(middle, zone)) < wall:
            before = middle
        else:
            after = middle
    return datetime.fromtimestamp(after, zone)


def wall_of(moment: datetime) -> datetime:
    """Read the clock at a zoned moment."""
    return moment.replace(tzinfo=None, fold=0)


def nominal(moment: datetime, zone: tzinfo) -> datetime:
    """Give the wall time that was meant by a moment: midnight for the beginning of a date."""
    wall = wall_of(moment)
    begin = midnight(wall.date())
    return begin if resolve(begin, zone).timestamp() == moment.timestamp() else wall


def months_later(wall: datetime, months: int) -> datetime:
    """Go to the same day and time so many months on, or back when negative.

    Where that month is too short for the day, the end of that month.
    """
    years, month = divmod(wall.month - 1 + months, _MONTHS)
    year, month = wall.year + years, month + 1
    try:
        return wall.replace(year=year, month=month)
    except ValueError:
        return months_later(datetime(year, month, 1), 1)  # noqa: DTZ001  wall times are naive

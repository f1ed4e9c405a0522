"""Dates as people write them: 2026, 2026-11, 2026/11/19, 11月19日, 11月."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from groupscope.periods.errors import NoSuchDateError
from groupscope.periods.span import Span, day_name, of_days, of_months
from groupscope.periods.wall import DAY

_FIRST_YEAR: Final = 1970
_LAST_YEAR: Final = 2099
_LEAP_YEARS_APART: Final = 8
"""The most years from one 29 February to the next (1896 to 1904, 2096 to 2104)."""

_HALF_A_YEAR: Final = timedelta(days=183)


def read_date(text: str, today: date, *, after: date | None = None) -> Span | None:
    """Read the year, month or day that ``text`` writes; None when it is no date.

    A date without a year is the latest one that is not in the future; with ``after``, the start
    of a range that it ends, the one in that year or soon after New Year. Raises NoSuchDateError
    for 2026-13.
    """
    for shape, read in _SHAPES:
        if match := shape.fullmatch(text):
            return read(text, [int(part) for part in match.groups()], today, after)
    return None


def read_day_of(text: str, first: date, today: date) -> Span | None:
    """Read the 19 of 11月1日~19: a day in the month of ``first``."""
    match = re.fullmatch(r"([0-9]{1,2})[日号]?", text)
    return match and _day(text, [first.year, first.month, int(match[1])], today, None)


def _day(text: str, parts: list[int], today: date, _after: date | None) -> Span:
    year, month, day = parts
    return _whole_day(_checked(text, year, month, day), today)


def _day_of_some_year(text: str, parts: list[int], today: date, after: date | None) -> Span:
    return _whole_day(_nearest(text, parts, today, after), today)


def _month(text: str, parts: list[int], _today: date, _after: date | None) -> Span:
    year, month = parts
    return _whole_month(_checked(text, year, month, 1))


def _month_of_some_year(text: str, parts: list[int], today: date, after: date | None) -> Span:
    return _whole_month(_nearest(text, [*parts, 1], today, after and after.replace(day=1)))


def _year(text: str, parts: list[int], _today: date, _after: date | None) -> Span | None:
    """Four digits that are no year we know may be somebody's name, so they are no mistake."""
    if not _FIRST_YEAR <= parts[0] <= _LAST_YEAR and text.isdecimal():
        return None
    first = _checked(text, parts[0], 1, 1)
    return of_months(first, 12, f"{first.year}年", f"{first.year - 1}年")


_SHAPES: Final[tuple[tuple[re.Pattern[str], Callable[..., Span | None]], ...]] = (
    (re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})[日号]?"), _day),
    (re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})月?"), _month),
    (re.compile(r"([0-9]{4})年?"), _year),
    (re.compile(r"([0-9]{1,2})[-/.月]([0-9]{1,2})[日号]?"), _day_of_some_year),
    (re.compile(r"([0-9]{1,2})月份?"), _month_of_some_year),
)


def _checked(text: str, year: int, month: int, day: int) -> date:
    found = _date(year, month, day)
    if found is None:
        raise NoSuchDateError(text)
    return found


def _nearest(text: str, parts: list[int], today: date, after: date | None) -> date:
    """Find the date without a year that is meant, from the years around."""
    month, day = parts
    if after:
        found = _following(month, day, after)
    else:
        years = range(today.year, today.year - _LEAP_YEARS_APART - 1, -1)
        days = (_date(year, month, day) for year in years)
        found = next((day for day in days if day and day <= today), None)
    if found is None:
        raise NoSuchDateError(text)
    return found


def _following(month: int, day: int, after: date) -> date | None:
    """12-25~01-05 runs over New Year; 11-19~11-01 does not: there the ends are the wrong way."""
    same, following = _date(after.year, month, day), _date(after.year + 1, month, day)
    is_passed = same is None or same < after
    return following if is_passed and following and following - after < _HALF_A_YEAR else same


def _date(year: int, month: int, day: int) -> date | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _whole_day(day: date, today: date) -> Span:
    return of_days(day, 1, day_name(day, today), day_name(day - DAY, today))


def _whole_month(first: date) -> Span:
    previous = first - DAY
    return of_months(
        first,
        1,
        f"{first.year}年{first.month}月",
        f"{previous.year}年{previous.month}月",
    )

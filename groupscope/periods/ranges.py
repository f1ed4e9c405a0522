"""Stretches with two ends: 2026-11-01~2026-11-19, 昨天 20:00~22:00, 10月~11月.

An end that is a day, a month or a year belongs to the stretch as a whole; an end that is a time of
day does not.
"""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from groupscope.periods.dates import read_date, read_day_of
from groupscope.periods.errors import BackwardsError, NoEndError, NoSuchTimeError
from groupscope.periods.named import read_named
from groupscope.periods.period import Step
from groupscope.periods.span import Span
from groupscope.periods.wall import DAY, midnight

_TIME: Final = re.compile(
    r"(?P<day>.*?) ?(?P<hour>[0-9]{1,2})"
    r"(?::(?P<minute>[0-9]{2})|点(?:(?P<spoken>[0-9]{1,2})分?|(?P<half>半))?)"
)
_ONE_DAY: Final = Step(days=1)


def read_range(text: str, now: datetime) -> Span | None:
    """Read the span from A to B that ``text`` writes as A~B; None when it is none.

    ``now`` is a wall time. Raises a PeriodError for a B before A, an hour 25, or an A without B.
    """
    left, tilde, right = text.partition("~")
    begin = _begin(left, now)
    if begin is None:
        return None
    if not tilde:
        raise NoEndError(text)  # a day alone is no range, so this is a time
    end = _end(right, begin, now.date())
    return end and _joined(begin, end, text)


def _begin(text: str, now: datetime) -> Span | None:
    """A's span; a time without a day is the latest one that has come."""
    today = now.date()
    if not (match := _TIME.fullmatch(text)):
        return _day(text, today)
    if match["day"]:
        day = _day(match["day"], today)
        return day and _moment(day, match)
    day = _named_day("今天" if midnight(today) + _time(match) <= now else "昨天", today)
    return _moment(day, match)


def _end(text: str, begin: Span, today: date) -> Span | None:
    """B's span; a time without a day is the next one after A."""
    first = begin.start.date()
    if not (match := _TIME.fullmatch(text)):
        return _day(text, today, after=first) or _bare_day(text, begin, today)
    if match["day"]:
        day = _day(match["day"], today, after=first)
        return day and _moment(day, match)
    moment = midnight(first) + _time(match)
    moment = moment if moment > begin.start else moment + DAY
    return Span(moment, moment, _clock(match), _ONE_DAY)


def _day(text: str, today: date, after: date | None = None) -> Span | None:
    return read_named(text, today) or read_date(text, today, after=after)


def _named_day(name: str, today: date) -> Span:
    day = read_named(name, today)
    assert day is not None  # noqa: S101  the two names used here are in the table
    return day


def _bare_day(text: str, begin: Span, today: date) -> Span | None:
    return None if begin.counts_months else read_day_of(text, begin.start.date(), today)


def _moment(day: Span, match: re.Match[str]) -> Span | None:
    if day.step.days != 1:
        return None
    moment = midnight(day.start.date()) + _time(match)
    moment = moment if moment >= day.start else moment + DAY  # 昨晚 01:00 is this morning
    return Span(moment, moment, f"{day.label} {_clock(match)}", _ONE_DAY)


def _hour_and_minute(match: re.Match[str]) -> tuple[int, int]:
    minute = 30 if match["half"] else int(match["minute"] or match["spoken"] or 0)
    return int(match["hour"]), minute


def _time(match: re.Match[str]) -> timedelta:
    """How long after midnight; 24:00 is the end of the day."""
    hour, minute = _hour_and_minute(match)
    time = timedelta(hours=hour, minutes=minute)
    if minute >= 60 or time > DAY:  # noqa: PLR2004  an hour has 60 minutes
        raise NoSuchTimeError(match[0].removeprefix(match["day"]).strip())
    return time


def _clock(match: re.Match[str]) -> str:
    hour, minute = _hour_and_minute(match)
    return f"{hour:02}:{minute:02}"


def _joined(begin: Span, end: Span, text: str) -> Span:
    if end.end <= begin.start:
        raise BackwardsError(text)
    if begin == end:
        return begin
    return Span(begin.start, end.end, f"{begin.label}–{end.label}", _step(begin, end))


def _step(begin: Span, end: Span) -> Step:
    """Back by as many months, or days, as are touched: evenings are compared with evenings."""
    if begin.counts_months and end.counts_months:
        months = (end.end.year - begin.start.year) * 12 + end.end.month - begin.start.month
        return _called(Step(months=months), f"前 {months} 个月")
    days = -((begin.start - end.end) // DAY)
    is_timed = begin.start == begin.end or end.start == end.end
    if is_timed:
        name = "前一天同时段" if days == 1 else f"前 {days} 天同时段"
        return Step(days=days, whole=name, part=name)
    return _called(Step(days=days), f"前 {days} 天")


def _called(step: Step, name: str) -> Step:
    return replace(step, whole=name, part=f"{name}同期")

"""Periods that have a name: 今天, 上周, this month."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

from groupscope.periods.span import Span, of_days, of_months
from groupscope.periods.wall import DAY, midnight

EVERYTHING: Final = frozenset({"全部", "所有", "all"})
"""Names for all that was ever recorded; that is no stretch of the calendar."""

_WEEK: Final = 7
_YEAR: Final = 12
_EVENING: Final = timedelta(hours=18)
_MORNING: Final = timedelta(hours=6)


def _day(ago: int, label: str, earlier: str) -> Callable[[date], Span]:
    return lambda today: of_days(today - ago * DAY, 1, label, earlier)


def _week(ago: int, label: str, earlier: str) -> Callable[[date], Span]:
    """Weeks begin on Monday."""

    def span(today: date) -> Span:
        monday = today - (today.weekday() + _WEEK * ago) * DAY
        return of_days(monday, _WEEK, label, earlier)

    return span


def _month(ago: int, label: str, earlier: str) -> Callable[[date], Span]:
    def span(today: date) -> Span:
        year, month = divmod(today.year * _YEAR + today.month - 1 - ago, _YEAR)
        return of_months(date(year, month + 1, 1), 1, label, earlier)

    return span


def _year(ago: int, label: str, earlier: str) -> Callable[[date], Span]:
    return lambda today: of_months(date(today.year - ago, 1, 1), _YEAR, label, earlier)


def _last_night(today: date) -> Span:
    """昨晚: from yesterday 18:00 to today 06:00."""
    evening = midnight(today) - DAY + _EVENING
    step = of_days(today, 1, "", "前晚").step
    return Span(evening, midnight(today) + _MORNING, "昨晚", step)


_SPANS: Final[Mapping[Callable[[date], Span], str]] = {
    _day(0, "今天", "昨天"): "今天 今日 本日 today",
    _day(1, "昨天", "前天"): "昨天 昨日 yesterday",
    _day(2, "前天", "再前一天"): "前天 前日",
    _last_night: "昨晚 昨夜 lastnight",
    _week(0, "本周", "上周"): "本周 这周 这一周 本星期 这星期 这个星期 week thisweek",
    _week(1, "上周", "前一周"): "上周 上一周 上星期 上个星期 lastweek",
    _month(0, "本月", "上月"): "本月 这月 这个月 month thismonth",
    _month(1, "上月", "前一个月"): "上月 上个月 lastmonth",
    _year(0, "今年", "去年"): "今年 本年 年度 本年度 year thisyear",
    _year(1, "去年", "前年"): "去年 上一年 lastyear",
}
_NAMED: Final = {name: span for span, names in _SPANS.items() for name in names.split()}


def read_named(text: str, today: date) -> Span | None:
    """Give the span that ``text`` names on the day of ``today``, or None."""
    span = _NAMED.get(text.replace(" ", ""))
    return span and span(today)

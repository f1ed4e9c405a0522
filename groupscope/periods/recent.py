"""Periods that reach up to now: 近7天, 最近三个月, 24h.

近7天 is today and the six days before it, as calendar days, and 近3个月 ends today likewise; so
both are the same whatever the hour of asking. Hours are exact: 24h began at this minute yesterday.
"""

import re
from datetime import datetime, timedelta
from typing import Final

from groupscope.periods.errors import TooLongError
from groupscope.periods.period import Period, Step
from groupscope.periods.wall import DAY, midnight, months_later, resolve, wall_of

_NUMBER = r"(?P<number>[0-9]+|[零〇一二两三四五六七八九十百千]+)"
_SHAPES: Final = (
    re.compile(rf"(?:最近|近|过去){_NUMBER}个?(?P<unit>天|日|周|星期|月|小时|年)"),
    # without 近, 3月 and 3日 are dates
    re.compile(rf"{_NUMBER}(?P<unit>天|周|个星期|星期|个月|个小时|小时)"),
    re.compile(r"(?P<number>[0-9]+) ?(?P<unit>[hdwy])"),
)
_HALF_A_YEAR: Final = {f"{prefix}半年": "近6个月" for prefix in ("近", "最近", "过去")}
_UNITS: Final = {
    "h": (1, "小时"),
    "小时": (1, "小时"),
    "d": (1, "天"),
    "天": (1, "天"),
    "日": (1, "天"),
    "w": (7, "天"),
    "周": (7, "天"),
    "星期": (7, "天"),
    "月": (1, "个月"),
    "y": (12, "个月"),
    "年": (12, "个月"),
}
_LONGEST: Final = {"小时": 20 * 366 * 24, "天": 20 * 366, "个月": 20 * 12}
_DIGITS: Final = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
}
_TENS: Final = {"十": 10, "百": 100, "千": 1000}


def read_recent(text: str, now: datetime) -> Period | None:
    """Read what counts back from now; None for anything else, TooLongError beyond 20 years."""
    text = _HALF_A_YEAR.get(text, text)
    match = next(filter(None, (shape.fullmatch(text) for shape in _SHAPES)), None)
    if match is None:
        return None
    times, unit = _UNITS[match["unit"].removeprefix("个")]
    # eight digits are past every limit, and int() would read megabytes
    count = number(match["number"][:8]) * times
    if not 1 <= count <= _LONGEST[unit]:
        raise TooLongError(text[:20])
    return _hours(count, now) if unit == "小时" else _calendar(count, unit, now)


def number(numeral: str) -> int:
    """Read 12, 十二, 二十 or 二〇 (below ten thousand when Chinese)."""
    if numeral.isdecimal():
        return int(numeral)
    total = digit = 0
    for character in numeral:
        if character in _TENS:
            total, digit = total + (digit or 1) * _TENS[character], 0
        else:
            digit = digit * 10 + _DIGITS[character]
    return total + digit


def _hours(count: int, now: datetime) -> Period:
    start = datetime.fromtimestamp(
        now.timestamp() - timedelta(hours=count).total_seconds(), now.tzinfo
    )
    name = f"前 {count} 小时"
    return Period(start, now, f"近{count}小时", Step(hours=count, whole=name, part=name))


def _calendar(count: int, unit: str, now: datetime) -> Period:
    assert now.tzinfo is not None  # noqa: S101  read_period has seen to it
    end = midnight(wall_of(now).date()) + DAY
    name = f"前 {count} {unit}"
    if unit == "天":
        start, step = end - count * DAY, Step(days=count, whole=name, part=name)
    else:
        start, step = months_later(end, -count), Step(months=count, whole=name, part=name)
    start, end = resolve(start, now.tzinfo), resolve(end, now.tzinfo)
    return Period(start, end, f"近{count}{unit}", step)

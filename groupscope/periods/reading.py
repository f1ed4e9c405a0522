"""The one door from words to a period."""

import re
from datetime import UTC, datetime
from typing import Final
from unicodedata import normalize

from groupscope.periods.dates import read_date
from groupscope.periods.errors import FutureError, NoSuchDateError, PeriodError
from groupscope.periods.named import EVERYTHING, read_named
from groupscope.periods.period import Period
from groupscope.periods.ranges import read_range
from groupscope.periods.recent import read_recent
from groupscope.periods.span import Span
from groupscope.periods.wall import resolve, wall_of

_LONGEST_TEXT: Final = 60
_SPACES: Final = re.compile(r"\s+")
_CJK: Final = "一-鿿〇~"
_SPACE_BESIDE_CJK: Final = re.compile(rf"(?<=[{_CJK}]) | (?=[{_CJK}])")
_TILDES: Final = re.compile(r"[〜∼–—―]+|至|到")
_TIME_DASH: Final = re.compile(r"(?<=:[0-9]{2}) ?- ?(?=[0-9])")
_DATE_DASH: Final = re.compile(r"([^-~]*[./月日号天晚周][^-~]*)-([^-~]+)")
_SAMPLE: Final = datetime(2099, 12, 31, tzinfo=UTC)


def read_period(text: str, now: datetime) -> Period | None:
    """Read a period as members write it; ``now`` carries the zone in which days begin.

    Words (今天 昨晚 上周 this week 全部), counts (近7天 最近三个月 24h), dates (2026, 2026-11,
    2026-11-19, 11月19日) and A~B of words and dates, with times of day (昨天 20:00~22:00); width,
    case and spaces do not matter. The whole period is given, also where it has not ended:
    ``clamped`` cuts it. Weeks begin on Monday. 昨晚 is from 18:00 to 06:00.

    None for what is no period. Raises PeriodError for what looks like one but cannot be: a 13th
    month, B before A, a start in the future, more than 20 years.
    """
    if now.tzinfo is None:
        raise ValueError("now needs a time zone")
    now = now.astimezone(UTC).astimezone(now.tzinfo)  # a moment that its clock really shows
    plain = _plain(text)
    if plain is None:
        return None
    if plain in EVERYTHING:
        return Period(datetime.fromtimestamp(0, now.tzinfo), now, "全部")
    return read_recent(plain, now) or _begun(_read_span(plain, wall_of(now)), text, now)


def reads_as_period(text: str) -> bool:
    """Whether ``text`` is written like a period, be there such a date or not."""
    try:
        return read_period(text, _SAMPLE) is not None
    except PeriodError:
        return True


def _read_span(plain: str, now: datetime) -> Span | None:
    today = now.date()
    return read_named(plain, today) or read_date(plain, today) or read_range(plain, now)


def _begun(span: Span | None, text: str, now: datetime) -> Period | None:
    """Put a span into the zone of ``now``, and refuse one that has not begun."""
    if span is None or now.tzinfo is None:
        return None
    start, end = resolve(span.start, now.tzinfo), resolve(span.end, now.tzinfo)
    if start.timestamp() >= end.timestamp():
        raise NoSuchDateError(text)
    if start.timestamp() > now.timestamp():
        raise FutureError(span.label)
    return Period(start, end, span.label, span.step)


def _plain(text: str) -> str | None:
    """One spelling for all widths, cases, tildes and spaces; None for nothing or too much."""
    if not 0 < len(text) <= _LONGEST_TEXT:
        return None
    text = _SPACES.sub(" ", normalize("NFKC", text).casefold()).strip()
    text = _TIME_DASH.sub("~", _TILDES.sub("~", text.replace("至今", "~今天")))
    text = _SPACE_BESIDE_CJK.sub("", text)
    if match := _DATE_DASH.fullmatch(text):
        return f"{match[1]}~{match[2]}"
    return text

"""What somebody wants with digests: to see one, or to have them posted by themselves."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from groupscope.errors import QuestionError
from groupscope.settings import Rhythm, plain, read_minute
from groupscope.settings.kinds import A_DAY
from groupscope.settings.timings import LAST_OF_MONTH, MOST

SHOWN_LETTERS: Final = 20


class DigestAct(Enum):
    """What one may want with digests."""

    SHOW = "show"
    SET = "set"
    """At these times, and no others."""
    ADD = "add"
    DROP = "drop"
    """At these times no longer, or never, where none is named."""
    STATUS = "status"


ACTS: Final = {
    **dict.fromkeys(("on", "开", "开启", "打开", "at", "定时", "时间", "每天"), DigestAct.SET),
    **dict.fromkeys(("加", "添加", "add"), DigestAct.ADD),
    **dict.fromkeys(("off", "关", "关闭", "停"), DigestAct.DROP),
    **dict.fromkeys(("status", "状态"), DigestAct.STATUS),
}
RHYTHMS: Final = {
    **dict.fromkeys(("daily", "日报"), Rhythm.DAILY),
    **dict.fromkeys(("weekly", "每周", "周报"), Rhythm.WEEKLY),
    **dict.fromkeys(("monthly", "每月", "月报"), Rhythm.MONTHLY),
}
ACTIONS: Final = frozenset((*ACTS, *RHYTHMS))
"""First words of /日报 that do more than ask."""
EXAMPLES: Final = {
    Rhythm.DAILY: "/日报 开 22:00",
    Rhythm.WEEKLY: "/周报 开 周一 09:00",
    Rhythm.MONTHLY: "/月报 开 1 09:00",
}
USUAL: Final = {Rhythm.DAILY: (0, 22 * 60), Rhythm.WEEKLY: (1, 9 * 60), Rhythm.MONTHLY: (1, 9 * 60)}
"""Day and minute where none is named."""
WEEKDAYS: Final = {
    **{
        f"{week}{day}": n
        for week in ("周", "星期", "礼拜", "")
        for n, day in enumerate("一二三四五六日", 1)
    },
    **dict.fromkeys(("周天", "星期天", "礼拜天"), 7),
    **{
        name[:length]: n
        for n, name in enumerate(
            ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), 1
        )
        for length in (3, len(name))
    },
    **{str(n): n for n in range(1, 8)},
}
DAYS: Final = {
    Rhythm.DAILY: "",
    Rhythm.WEEKLY: "日子写 周一 到 周日，",
    Rhythm.MONTHLY: f"日子写 1 到 {LAST_OF_MONTH}，或 月末，",
}
"""Which days there are, for those who wrote another one."""
LAST_DAYS: Final = frozenset({"月末", "月底", "最后一天", "last"})
DAY: Final = re.compile(r"(3[01]|[12][0-9]|0?[1-9])[号日]?")
NUMBER: Final = re.compile(r"[0-9]{1,2}([号日]|[:点时][0-9]{0,2}分?)?")
PARTS: Final = {"早上": 0, "上午": 0, "中午": 12, "下午": 12, "傍晚": 12, "晚上": 12}
"""Words before an hour of twelve, and what they add to it."""
NOON: Final = 12 * 60

Time = tuple[int, int]
"""Day (as ``Timing`` has it) and minute."""


class ScheduleError(QuestionError):
    """A digest cannot be posted so."""


class NoTimeError(ScheduleError):
    """What was written is no day and no time."""

    def __init__(self, rhythm: Rhythm, piece: str) -> None:
        super().__init__(
            f"没看懂「{_shown(piece)}」：{DAYS[rhythm]}时间写 0:00 到 24:00。"
            f"例如：{EXAMPLES[rhythm]}"
        )


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants with the digests of a rhythm, and at which times."""

    act: DigestAct
    rhythm: Rhythm
    times: tuple[Time, ...] = ()


def read_wish(called: Rhythm, words: Sequence[str]) -> Wish:
    """Understand the words of /日报, /周报 or /月报 (``called``), without a group among them.

    ScheduleError where times are wanted that are none.
    """
    rhythm, rest = called, list(words)
    if rest and plain(rest[0]) in RHYTHMS:
        rhythm = RHYTHMS[plain(rest.pop(0))]
        if not rest:
            return Wish(DigestAct.SHOW, rhythm)
        if plain(rest[0]) not in ACTS:  # weekly 周一 09:00, or weekly 上周
            is_time = any(names_time(rhythm, word) for word in rest)
            times = read_times(rhythm, rest) if is_time else ()
            return Wish(DigestAct.SET if is_time else DigestAct.SHOW, rhythm, times)
    act = ACTS.get(plain(rest[0])) if rest else None
    if act is None:
        return Wish(DigestAct.SHOW, rhythm)
    if act is DigestAct.STATUS:
        return Wish(act, rhythm)
    times = read_times(rhythm, rest[1:])
    if not times and act is not DigestAct.DROP:
        times = (USUAL[rhythm],)
    return Wish(act, rhythm, times)


def read_times(rhythm: Rhythm, words: Sequence[str]) -> tuple[Time, ...]:
    """Return days and minutes in order; ScheduleError where a word is neither."""
    pieces = [piece for word in words for piece in re.split(r"[,，、;；]", plain(word)) if piece]
    usual_day, usual_minute = USUAL[rhythm]
    times: set[Time] = set()
    days: list[int] = []
    is_open = False  # days were named, and no time yet
    for piece in pieces:
        day = read_day(rhythm, piece, has_day=bool(days))
        if day is not None:
            days = [*days, day] if is_open else [day]
            is_open = True
            continue
        minute = read_time(piece)
        if minute is None:
            raise NoTimeError(rhythm, piece)
        times |= {(day, minute) for day in days or [usual_day]}
        is_open = False
    if is_open:
        times |= {(day, usual_minute) for day in days}
    if len(times) > MOST:
        raise ScheduleError(f"最多 {MOST} 个时间。可以这样写：{EXAMPLES[rhythm]}")
    return tuple(sorted(times))


def names_time(rhythm: Rhythm, word: str) -> bool:
    """Tell whether a word begins as a day or a time does, if only as one that there is not: 32."""
    piece = re.split(r"[,，、;；]", plain(word))[0]
    is_day = read_day(rhythm, piece, has_day=False) is not None
    return is_day or read_time(piece) is not None or NUMBER.fullmatch(piece) is not None


def read_day(rhythm: Rhythm, piece: str, *, has_day: bool) -> int | None:
    """Return the day of the week or month that is written; None for a time.

    A bare number is a day where none was named before, and an hour where one was.
    """
    if rhythm is Rhythm.DAILY or (has_day and piece.isdecimal()):
        return None
    if rhythm is Rhythm.WEEKLY:
        return WEEKDAYS.get(piece)
    if piece in LAST_DAYS:
        return LAST_OF_MONTH
    match = DAY.fullmatch(piece)
    return int(match[1]) if match else None


def read_time(piece: str) -> int | None:
    """Return the minute of the day that is written: 22:00, 9点, 晚上10点半; None for no time."""
    part = next((part for part in PARTS if piece.startswith(part)), "")
    hour = piece.removeprefix(part)
    half = 30 if hour.endswith("点半") else 0
    minute = read_minute(hour.removesuffix("半"))
    if minute is None:
        return None
    later = PARTS.get(part, 0) * 60 if minute < NOON else 0
    return (minute + half + later) % A_DAY


def _shown(word: str) -> str:
    return word if len(word) <= SHOWN_LETTERS else f"{word[:SHOWN_LETTERS]}…"

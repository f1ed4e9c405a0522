"""Commands that keep lessons: opening, closing, adding and dropping one; a plugin does it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from groupscope.commands.command import Command, plain, register
from groupscope.commands.invocation import Invocation
from groupscope.commands.stretch import take_one_period
from groupscope.errors import QuestionError
from groupscope.periods import Period

OPENING: Final = register(
    Command(
        key="open_lesson",
        names=("open_lesson", "开课", "上课"),
        period=None,
        summary="从现在起是一节课（管理员）",
        example="/开课 线性代数",
        takes_member=False,
        icon="🎓",
        place=12,
        details=(
            ("/下课", "管理员：结束，给出这节课的总结"),
            ("忘了下课", "4 小时后自动下课"),
            ("事后补", "/课堂 线性代数 2026-11-19 20:00~22:00"),
        ),
    )
)
CLOSING: Final = register(
    Command(
        key="close_lesson",
        names=("close_lesson", "下课"),
        period=None,
        summary="结束这节课，给出总结（管理员）",
        example="/下课",
        takes_member=False,
        icon="🔔",
    )
)


class LessonAct(Enum):
    """What one may want with lessons."""

    SHOW = "show"
    LIST = "list"
    OPEN = "open"
    CLOSE = "close"
    ADD = "add"
    """Afterwards, by times."""
    DROP = "drop"


WORDS: Final = {
    **dict.fromkeys(("list", "列表", "课表"), LessonAct.LIST),
    **dict.fromkeys(("开课", "上课", "开始", "start", "open"), LessonAct.OPEN),
    **dict.fromkeys(("下课", "结束", "end", "close", "stop"), LessonAct.CLOSE),
    **dict.fromkeys(("删除", "delete", "remove"), LessonAct.DROP),
}
"""First words of /课堂 that do not mean a lesson."""

LONGEST_NAME: Final = 32
LONGEST: Final = timedelta(hours=12)
"""How long a lesson may be that is added afterwards."""


class LessonWordsError(QuestionError):
    """A lesson cannot be named or timed so."""


@dataclass(frozen=True, slots=True)
class LessonWish:
    """What somebody wants with which lesson; ``period`` is that of one to be added."""

    act: LessonAct
    name: str = ""
    period: Period | None = None


def read_lesson(invocation: Invocation, words: Sequence[str], now: datetime) -> LessonWish:
    """Understand what is wanted; ``words`` are those of the invocation without a group.

    LessonWordsError, or a PeriodError, where that cannot be.
    """
    if invocation.command is OPENING:
        return LessonWish(LessonAct.OPEN, lesson_name(words) if words else f"{now:%m-%d} 的课")
    if invocation.command is CLOSING:
        return LessonWish(LessonAct.CLOSE)
    act = WORDS.get(plain(words[0])) if words else None
    if act is LessonAct.OPEN:
        return read_lesson(replace(invocation, command=OPENING), words[1:], now)
    if act is not None:
        return LessonWish(act, " ".join(words[1:]))
    named = list(words)
    period, _ = take_one_period(named, now)
    if period is None:
        return LessonWish(LessonAct.SHOW, " ".join(words))
    if not named:
        raise LessonWordsError("请写上课名，例如：/课堂 线性代数 2026-11-19 20:00~22:00")
    if period.end - period.start > LONGEST:
        raise LessonWordsError(
            f"一节课最长 {LONGEST // timedelta(hours=1)} 小时，请写起止时间，"
            "例如：/课堂 线性代数 2026-11-19 20:00~22:00"
        )
    return LessonWish(LessonAct.ADD, lesson_name(named), period)


def lesson_name(words: Sequence[str]) -> str:
    """Return words as a lesson's name; LessonWordsError where it is too long or a mere number."""
    name = " ".join("".join(filter(str.isprintable, word)) for word in words).strip()
    if name.isdecimal():
        raise LessonWordsError("课名不能只是数字，数字是课的编号。")
    if not 0 < len(name) <= LONGEST_NAME:
        raise LessonWordsError(f"课名最多 {LONGEST_NAME} 个字。")
    return name

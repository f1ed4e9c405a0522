"""What is wanted with a lesson."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from groupscope.commands import Command, Invocation
from groupscope.commands.lessons import (
    CLOSING,
    OPENING,
    LessonAct,
    LessonWish,
    LessonWordsError,
    read_lesson,
)
from groupscope.periods.errors import PeriodError

NOW = datetime(2026, 11, 20, 21, tzinfo=ZoneInfo("Asia/Shanghai"))
LESSON = Command(key="lesson", names=("lesson", "课堂"), period=None, summary="", example="")


def wish(command: Command, words: str) -> LessonWish:
    return read_lesson(Invocation(command), words.split(), NOW)


@pytest.mark.parametrize(
    ("command", "words", "expected"),
    [
        (OPENING, "线性代数", LessonWish(LessonAct.OPEN, "线性代数")),
        (OPENING, "线性 代数 A", LessonWish(LessonAct.OPEN, "线性 代数 A")),
        (OPENING, "", LessonWish(LessonAct.OPEN, "11-20 的课")),
        (LESSON, "开课 线性代数", LessonWish(LessonAct.OPEN, "线性代数")),
        (LESSON, "START Python", LessonWish(LessonAct.OPEN, "Python")),
        (CLOSING, "", LessonWish(LessonAct.CLOSE)),
        (LESSON, "下课", LessonWish(LessonAct.CLOSE)),
        (LESSON, "list", LessonWish(LessonAct.LIST)),
        (LESSON, "删除 3", LessonWish(LessonAct.DROP, "3")),
        (LESSON, "", LessonWish(LessonAct.SHOW)),
        (LESSON, "3", LessonWish(LessonAct.SHOW, "3")),
        (LESSON, "线性 代数", LessonWish(LessonAct.SHOW, "线性 代数")),
    ],
)
def test_words_mean_what_they_say(command, words, expected):
    assert wish(command, words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "线性 代数 2026-11-19 20:00~22:00",
        "2026-11-19 20:00~22:00 线性 代数",
        "线性 昨天 20:00~22:00 代数",
    ],
)
def test_a_name_with_times_is_a_lesson_afterwards(words):
    found = wish(LESSON, words)
    assert (found.act, found.name) == (LessonAct.ADD, "线性 代数")
    assert found.period is not None
    assert f"{found.period.start:%m-%d %H:%M}–{found.period.end:%H:%M}" == "11-19 20:00–22:00"


@pytest.mark.parametrize(
    ("command", "words", "why"),
    [
        (OPENING, "3", "不能只是数字"),
        (OPENING, "很长的课名" * 7, "课名最多 32 个字"),
        (OPENING, "\u200b", "课名最多 32 个字"),
        (LESSON, "昨天 20:00~22:00", "请写上课名"),
        (LESSON, "线代 昨天", "一节课最长 12 小时"),
        (LESSON, "线代 昨天 20:00~今天 09:00", "一节课最长 12 小时"),
    ],
)
def test_what_cannot_be_is_told(command, words, why):
    with pytest.raises(LessonWordsError, match=why):
        wish(command, words)


def test_a_time_that_is_to_come_is_none():
    with pytest.raises(PeriodError):
        wish(LESSON, "线代 2026-11-21 20:00~22:00")

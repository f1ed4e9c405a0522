"""What admins write about digests, and what it means."""

import pytest

from groupscope.schedules import DigestAct, ScheduleError, Wish, read_wish
from groupscope.settings import Rhythm

DAILY, WEEKLY, MONTHLY = Rhythm
NINE, TEN = 9 * 60, 22 * 60


def read(called: Rhythm, words: str) -> Wish:
    return read_wish(called, words.split())


@pytest.mark.parametrize(
    ("words", "times"),
    [
        ("on 22:00", [(0, TEN)]),
        ("开 22:00", [(0, TEN)]),
        ("开", [(0, TEN)]),
        ("at ２２：００", [(0, TEN)]),
        ("开 22点", [(0, TEN)]),
        ("开 晚上10点半", [(0, TEN + 30)]),
        ("开 12:00 22:00", [(0, 720), (0, TEN)]),
        ("开 12:00、22:00", [(0, 720), (0, TEN)]),
        ("每天 24:00", [(0, 0)]),
        ("开 中午12点", [(0, 720)]),
    ],
)
def test_daily_times(words, times):
    assert read(DAILY, words) == Wish(DigestAct.SET, DAILY, tuple(times))


@pytest.mark.parametrize(
    ("words", "times"),
    [
        ("开 周一 09:00", [(1, NINE)]),
        ("开 星期天 22:00", [(7, TEN)]),
        ("on sun 22:00", [(7, TEN)]),
        ("开 周一 周五 22:00", [(1, TEN), (5, TEN)]),
        ("开 周一 9:00 周五 22:00", [(1, NINE), (5, TEN)]),
        ("开 周一", [(1, NINE)]),
        ("开 22:00", [(1, TEN)]),
        ("开", [(1, NINE)]),
    ],
)
def test_weekly_times(words, times):
    assert read(WEEKLY, words) == Wish(DigestAct.SET, WEEKLY, tuple(times))
    assert read(DAILY, f"weekly {words}") == Wish(DigestAct.SET, WEEKLY, tuple(times))


@pytest.mark.parametrize(
    ("words", "times"),
    [
        ("开 1 09:00", [(1, NINE)]),
        ("开 1 9", [(1, NINE)]),
        ("开 15号 22:00", [(15, TEN)]),
        ("开 1号 15号 22:00", [(1, TEN), (15, TEN)]),
        ("开 月末 22:00", [(31, TEN)]),
        ("开 31日", [(31, NINE)]),
    ],
)
def test_monthly_times(words, times):
    assert read(MONTHLY, words) == Wish(DigestAct.SET, MONTHLY, tuple(times))


def test_the_forms_of_the_help():
    assert read(DAILY, "weekly 周一 09:00") == Wish(DigestAct.SET, WEEKLY, ((1, NINE),))
    assert read(DAILY, "monthly 1 09:00") == Wish(DigestAct.SET, MONTHLY, ((1, NINE),))
    assert read(DAILY, "off") == Wish(DigestAct.DROP, DAILY)
    assert read(DAILY, "weekly off") == Wish(DigestAct.DROP, WEEKLY)
    assert read(DAILY, "关 22:00") == Wish(DigestAct.DROP, DAILY, ((0, TEN),))
    assert read(DAILY, "加 12:00") == Wish(DigestAct.ADD, DAILY, ((0, 720),))
    assert read(DAILY, "状态") == Wish(DigestAct.STATUS, DAILY)


@pytest.mark.parametrize("words", ["", "昨天", "全", "上周 全"])
def test_anything_else_asks_for_one(words):
    assert read(DAILY, words) == Wish(DigestAct.SHOW, DAILY)
    assert read(DAILY, "monthly") == Wish(DigestAct.SHOW, MONTHLY)
    assert (
        read(DAILY, "weekly 上周") == read(DAILY, "weekly 本周 全") == Wish(DigestAct.SHOW, WEEKLY)
    )
    assert read(DAILY, "每月 2026-10") == Wish(DigestAct.SHOW, MONTHLY)


@pytest.mark.parametrize("words", ["开 明天", "开 25:00", "开 22:60", "开 周一 22:00", "开 x" * 20])
def test_what_is_no_time_is_refused_with_an_example(words):
    with pytest.raises(ScheduleError, match="时间写 0:00 到 24:00。例如：/日报 开 22:00"):
        read(DAILY, words)


@pytest.mark.parametrize(
    ("rhythm", "words", "allowed"),
    [
        (MONTHLY, "开 32", "「32」：日子写 1 到 31，或 月末，时间写 0:00 到 24:00"),
        (MONTHLY, "开 0号 9:00", "「0号」：日子写 1 到 31"),
        (DAILY, "monthly 32", "「32」：日子写 1 到 31"),
        (DAILY, "monthly 32号 9:00", "「32号」：日子写 1 到 31"),
        (DAILY, "weekly 25:00", "「25:00」：日子写 周一 到 周日"),
        (WEEKLY, "开 周八", "「周八」：日子写 周一 到 周日"),
    ],
)
def test_a_day_that_there_is_not_is_refused_with_those_that_there_are(rhythm, words, allowed):
    with pytest.raises(ScheduleError, match=allowed):
        read(rhythm, words)


def test_seven_times_are_too_many():
    with pytest.raises(ScheduleError, match="最多 6 个时间"):
        read(DAILY, "开 1:00 2:00 3:00 4:00 5:00 6:00 7:00")

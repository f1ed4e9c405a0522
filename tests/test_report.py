"""What stands at the foot of every answer, and how periods and durations are worded."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from groupscope.periods import Period, read_period
from groupscope.report import clipped, coverage_line, duration_label, stretch_label
from groupscope.reports import discover
from groupscope.store.coverage import Coverage, Stretch

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 20, 21, 35, tzinfo=SHANGHAI)


def period(words: str) -> Period:
    return read_period(words, NOW).clamped(NOW)


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("今天", "今天 00:00–21:35"),
        ("昨天", "昨天 00:00–24:00"),
        ("上周", "上周 11-09–11-15"),
        ("本周", "本周 11-16–11-20"),
        ("本月", "本月 11-01–11-20"),
        ("去年", "去年 01-01–12-31"),
        ("全部", "全部"),
    ],
)
def test_a_period_is_told_with_its_bounds(words, label):
    assert stretch_label(period(words)) == label


def test_a_period_over_new_year_is_told_with_years():
    assert "2025-12-01–2026-01-31" in stretch_label(period("2025-12-01~2026-01-31"))


@pytest.mark.parametrize(
    ("seconds", "label"),
    [
        (60, "1 分钟"),
        (3599, "59 分钟"),
        (3600, "1 小时"),
        (3 * 3600 + 300, "3 小时 5 分"),
        (86_399, "23 小时 59 分"),
        (86_400, "1 天"),
        (2 * 86_400 + 4 * 3600 + 59, "2 天 4 小时"),
    ],
)
def test_durations_are_told_as_people_do(seconds, label):
    assert duration_label(seconds) == label


def foot(coverage: Coverage) -> str:
    return coverage_line(period("今天"), coverage)


TODAY = Stretch(period("今天").since, period("今天").until)


def test_the_foot_tells_period_messages_and_that_nothing_is_missing():
    assert foot(Coverage(1234, TODAY)) == "今天 00:00–21:35 · 1,234 条 · 无中断"


def test_the_foot_tells_how_long_nobody_was_there():
    gaps = (Stretch(TODAY.since, TODAY.since + 300), Stretch(TODAY.until - 420, TODAY.until))
    assert foot(Coverage(5, TODAY, gaps)) == "今天 00:00–21:35 · 5 条 · 离线 12 分钟"


def test_the_foot_tells_since_when_there_is_a_record():
    late = Stretch(TODAY.since + 3600, TODAY.until)
    assert foot(Coverage(5, late)) == "今天 00:00–21:35 · 11-20 01:00 起有记录 · 5 条 · 无中断"


def test_the_foot_does_not_claim_what_nobody_knows():
    assert foot(Coverage(5, None)) == "今天 00:00–21:35 · 5 条 · 无在线记录"


def test_a_name_that_is_too_long_is_clipped():
    assert clipped("一二三四五六七八九十一二三") == "一二三四五六七八九十一…"
    assert clipped("甲\n乙") == "甲 乙"


def test_reports_are_found_by_lying_in_their_folder():
    reports = discover()
    assert "rank" in reports
    for key, report in reports.items():
        assert report.command.key == key
        assert report.__doc__


@pytest.mark.parametrize(
    ("name", "length", "shown"),
    [
        ("👨‍👩‍👧‍👦🏳️‍🌈", 9, "👨‍👩‍👧‍👦…"),
        ("👨‍👩‍👧‍👦🏳️‍🌈", 5, "👨‍👩‍👧‍👦…"),
        ("甲👍🏽乙丙丁", 3, "甲…"),
        ("cafe\u0301 noir", 5, "caf…"),
        ("e" + "\u0301" * 50, 5, "e" + "\u0301" * 3 + "…"),
    ],
)
def test_clipping_cuts_no_emoji_and_no_letter_in_two(name, length, shown):
    assert clipped(name, length) == shown

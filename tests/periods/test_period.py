"""Periods in zones: where days begin, and what is compared with what."""

from datetime import UTC, date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from groupscope.periods import Period, PeriodError, read_period

SHANGHAI = ZoneInfo("Asia/Shanghai")
THURSDAY = datetime(2026, 11, 19, 15, 0, tzinfo=SHANGHAI)
HOUR = 3600


def at(zone: str, *wall: int) -> datetime:
    return datetime(*wall, tzinfo=ZoneInfo(zone))


def told(period: Period | None) -> str:
    assert period is not None
    return f"{period.label}: {period.start:%Y-%m-%d %H:%M} to {period.end:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今天", "昨天同期: 2026-11-18 00:00 to 2026-11-18 15:00"),
        ("昨天", "前天: 2026-11-17 00:00 to 2026-11-18 00:00"),
        ("昨晚", "前晚: 2026-11-17 18:00 to 2026-11-18 06:00"),
        ("本周", "上周同期: 2026-11-09 00:00 to 2026-11-12 15:00"),
        ("上周", "前一周: 2026-11-02 00:00 to 2026-11-09 00:00"),
        ("本月", "上月同期: 2026-10-01 00:00 to 2026-10-19 15:00"),
        ("上月", "前一个月: 2026-09-01 00:00 to 2026-10-01 00:00"),
        ("今年", "去年同期: 2025-01-01 00:00 to 2025-11-19 15:00"),
        ("近7天", "前 7 天: 2026-11-06 00:00 to 2026-11-12 15:00"),
        ("近一个月", "前 1 个月: 2026-09-20 00:00 to 2026-10-19 15:00"),
        ("24h", "前 24 小时: 2026-11-17 15:00 to 2026-11-18 15:00"),
        ("2026-03", "2026年2月: 2026-02-01 00:00 to 2026-03-01 00:00"),
        ("2026-01-01", "2025年12月31日: 2025-12-31 00:00 to 2026-01-01 00:00"),
        ("11-01~11-10", "前 10 天: 2026-10-22 00:00 to 2026-11-01 00:00"),
        ("9月~10月", "前 2 个月: 2026-07-01 00:00 to 2026-09-01 00:00"),
        ("昨天 20:00~22:00", "前一天同时段: 2026-11-17 20:00 to 2026-11-17 22:00"),
        ("昨天 22:00~02:00", "前一天同时段: 2026-11-17 22:00 to 2026-11-18 02:00"),
        ("11-16 20:00~11-18 22:00", "前 3 天同时段: 2026-11-13 20:00 to 2026-11-15 22:00"),
    ],
)
def test_a_period_is_compared_with_the_same_stretch_before_it(text, expected):
    assert told(read_period(text, THURSDAY).clamped(THURSDAY).before()) == expected


def test_nothing_lies_before_everything():
    assert read_period("全部", THURSDAY).before() is None


def test_on_the_31st_the_shorter_month_before_is_compared_as_a_whole():
    now = at("Asia/Shanghai", 2026, 3, 31, 15)
    before = read_period("本月", now).clamped(now).before()
    assert told(before) == "上月同期: 2026-02-01 00:00 to 2026-03-01 00:00"


def test_clamping_ends_an_unfinished_period_now_and_leaves_a_finished_one_alone():
    week, yesterday = read_period("本周", THURSDAY), read_period("昨天", THURSDAY)
    cut = week.clamped(THURSDAY)
    assert told(cut) == "本周: 2026-11-16 00:00 to 2026-11-19 15:00"
    assert cut.is_unfinished
    assert cut.clamped(THURSDAY) == cut
    assert yesterday.clamped(THURSDAY) is yesterday


def test_clamped_to_a_moment_before_it_began_a_period_is_empty():
    cut = read_period("今天", THURSDAY).clamped(datetime(2026, 11, 1, tzinfo=UTC))
    assert cut.since == cut.until
    assert cut.dates() == ()


def test_a_second_that_has_begun_counts():
    now = THURSDAY.replace(microsecond=1)
    assert read_period("今天", now).clamped(now).until == int(THURSDAY.timestamp()) + 1


def test_whole_days_and_touched_dates_of_a_period():
    cut = read_period("11-17 20:00~今天", THURSDAY).clamped(THURSDAY)
    assert cut.days() == (date(2026, 11, 18),)
    assert cut.dates() == (date(2026, 11, 17), date(2026, 11, 18), date(2026, 11, 19))
    assert len(read_period("本月", THURSDAY).days()) == 30


def test_a_period_holds_moments_of_any_zone():
    today = read_period("今天", THURSDAY)
    assert datetime(2026, 11, 18, 16, tzinfo=UTC) in today
    assert datetime(2026, 11, 18, 15, 59, 59, tzinfo=UTC) not in today
    assert datetime(2026, 11, 19, 16, tzinfo=UTC) not in today


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("America/New_York", "2026-03-08", 23),
        ("America/New_York", "2026-11-01", 25),
        ("America/New_York", "2026-11-02", 24),
        ("Australia/Lord_Howe", "2026-04-05", 24.5),
        ("America/Sao_Paulo", "2018-11-04", 23),
        ("America/Sao_Paulo", "2018-02-17", 25),
        ("Asia/Beirut", "2025-03-30", 23),
        ("America/Havana", "2025-03-09", 23),
        ("America/Havana", "2025-11-02", 25),
        ("Asia/Kolkata", "2026-03-08", 24),
    ],
)
def test_a_day_lasts_as_long_as_the_clocks_say(zone, day, hours):
    period = read_period(day, at(zone, 2026, 12, 1))
    assert period.until - period.since == hours * HOUR
    assert [str(inside) for inside in period.days()] == [day]


@pytest.mark.parametrize(
    "zone", ["America/New_York", "America/Sao_Paulo", "Asia/Beirut", "America/Havana"]
)
def test_days_follow_each_other_without_gap_or_overlap_over_a_whole_year(zone):
    year = read_period("2018", at(zone, 2019, 12, 1))
    days = [read_period(str(day), at(zone, 2019, 12, 1)) for day in year.days()]
    assert len(days) == 365
    assert days[0].since == year.since
    assert days[-1].until == year.until
    assert all(a.until == b.since for a, b in pairwise(days))
    assert all(b.before().since == a.since for a, b in pairwise(days))


def test_where_midnight_is_skipped_the_day_before_still_begins_at_its_midnight():
    period = read_period("2018-11-04", at("America/Sao_Paulo", 2018, 11, 20))
    assert told(period) == "11月4日: 2018-11-04 01:00 to 2018-11-05 00:00"
    assert told(period.before()) == "11月3日: 2018-11-03 00:00 to 2018-11-04 01:00"


def test_a_date_that_the_zone_skipped_is_a_mistake():
    with pytest.raises(PeriodError, match="日历上找不到"):
        read_period("2011-12-30", at("Pacific/Apia", 2026, 1, 1))


def test_hours_are_exact_over_a_change_of_clocks():
    period = read_period("24h", at("America/New_York", 2026, 3, 8, 12))
    assert period.until - period.since == 24 * HOUR
    assert period.start.hour == 11


def test_a_stretch_within_the_skipped_hour_did_not_happen():
    now = at("America/New_York", 2026, 3, 9, 12)
    with pytest.raises(PeriodError):
        read_period("2026-03-08 02:10~02:50", now)
    around = read_period("2026-03-08 01:30~03:30", now)
    assert around.until - around.since == HOUR


def test_now_in_the_hour_that_clocks_show_twice():
    first = at("America/New_York", 2026, 11, 1, 1, 30)
    again = first.replace(fold=1)
    today = read_period("今天", again)
    assert today.clamped(again).until - today.clamped(first).until == HOUR
    assert again in today
    assert first in today.clamped(again)
    assert again not in today.clamped(first)


def test_a_period_is_zoned_and_runs_forwards():
    with pytest.raises(ValueError, match="time zone"):
        Period(datetime(2026, 1, 1), datetime(2026, 1, 2), "x")  # noqa: DTZ001  the mistake
    with pytest.raises(ValueError, match="time zone"):
        Period(THURSDAY, THURSDAY.astimezone(UTC), "x")
    with pytest.raises(ValueError, match="end before"):
        Period(THURSDAY, THURSDAY.replace(hour=14), "x")

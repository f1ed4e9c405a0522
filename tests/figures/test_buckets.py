"""A period in buckets: how long each is, what stands below, and which nobody heard."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from groupscope.figures.buckets import A_DAY, A_WEEK, AN_HOUR, TEN_MINUTES, Buckets
from groupscope.figures.changes import change_label, direction
from groupscope.figures.peaks import peaks_of
from groupscope.periods import read_period
from groupscope.store.coverage import Coverage, Stretch
from tests.store.kit import SHANGHAI, at, period

NOW = datetime.fromtimestamp(at("2026-11-20 21:35"), SHANGHAI)


def cut(words: str, now: datetime = NOW) -> Buckets:
    return Buckets.of(read_period(words, now).clamped(now))


@pytest.mark.parametrize(
    ("words", "width", "count"),
    [
        ("今天", TEN_MINUTES, 130),  # 21:30 is the last that has begun
        ("昨天", TEN_MINUTES, 144),
        ("24h", TEN_MINUTES, 145),  # from within 21:30 to within 21:30
        ("昨天~今天", AN_HOUR, 46),
        ("近7天", AN_HOUR, 6 * 24 + 22),
        ("近30天", A_DAY, 30),
        ("2026-07-24~2026-11-19", A_DAY, 119),
        ("今年", A_WEEK, 47),  # 324 days
    ],
)
def test_the_longer_a_period_the_longer_its_buckets(words, width, count):
    buckets = cut(words)
    assert (buckets.width, buckets.count) == (width, count)
    assert [round(buckets.at(number) * buckets.axis) for number in (0, 1)] == [0, width]
    assert buckets.at(count) <= 1


@pytest.mark.parametrize(
    ("words", "number", "label"),
    [
        ("今天", 127, "21:10"),
        ("24h", 0, "19 日 21:30"),  # and the last one is 20 日 21:30
        ("昨晚", 0, "18:00"),
        ("近7天", 24 * 5 + 21, "11-19 21 点"),
        ("近30天", 28, "11-19"),
        ("今年", 46, "11-19–11-20"),
        ("今年", 45, "11-12–11-18"),
        ("2024~2026", 0, "2024-01-01–01-07"),
    ],
)
def test_a_bucket_has_a_name(words, number, label):
    assert cut(words).label(number) == label


@pytest.mark.parametrize(
    ("words", "labels"),
    [
        ("今天", "00:00 04:00 08:00 12:00 16:00 20:00 24:00"),
        ("近7天", "11-14 11-15 11-16 11-17 11-18 11-19 11-20 11-21"),
        ("近30天", "10-22 10-27 11-01 11-06 11-11 11-16 11-20"),
        ("10月", "10-01 10-07 10-13 10-19 10-25 10-31"),
        ("昨天 20:00~21:00", "20:00 20:10 20:20 20:30 20:40 20:50 21:00"),
        ("2024~2025", "2024-01 2024-04 2024-07 2024-11 2025-02 2025-06 2025-09 2025-12"),
        ("24h", "21:30 02:30 07:30 12:30 17:30 22:30"),
    ],
)
def test_an_axis_has_round_labels(words, labels):
    assert " ".join(cut(words).labels()) == labels


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("近7天", "11-14 11-15 11-16 11-17 11-18 11-19 11-20"),
        ("本周", "11-16 11-17 11-18 11-19 11-20"),
        ("昨天~今天", ""),  # two days have room for their hours
        ("近30天", ""),
        ("今天", ""),
    ],
)
def test_an_axis_of_days_by_the_hour_names_the_days(words, days):
    assert " ".join(cut(words).days()) == days


def test_hours_of_two_days_tell_the_day_too():
    assert cut("昨天~今天").labels()[:3] == ("19 日 0 点", "19 日 8 点", "19 日 16 点")


def test_an_axis_never_ends_before_its_buckets():
    for hours in range(1, 400):
        buckets = cut(f"{hours}h")
        assert 1 <= buckets.count * buckets.width / buckets.axis * 2 <= 2, hours
        assert len(buckets.labels()) <= 8


def test_a_bucket_is_cut_where_the_period_is():
    buckets = cut("24h")
    assert buckets.stretch(0) == Stretch(at("2026-11-19 21:35"), at("2026-11-19 21:40"))
    assert buckets.stretch(144) == Stretch(at("2026-11-20 21:30"), at("2026-11-20 21:35"))


def test_days_on_which_clocks_change_are_one_bucket_each():
    zone = ZoneInfo("Europe/Berlin")
    since, until = at("2026-10-20 00:00", zone), at("2026-10-31 00:00", zone)
    buckets = Buckets.of(period(since, until, zone=zone))
    assert (buckets.width, buckets.count) == (A_DAY, 11)
    assert buckets.stretch(5).seconds == 25 * AN_HOUR
    assert buckets.stretch(10).until == until


def test_what_less_than_half_was_heard_of_is_a_gap():
    heard = Stretch(at("2026-11-10 00:00"), at("2026-11-20 21:35"))
    away = Stretch(at("2026-11-13 11:59"), at("2026-11-15 12:01"))
    buckets = cut("2026-11-09~2026-11-19")
    messages = [0, 5, 5, 5, 0, 0, 5, 5, 5, 5, 5]
    gaps = buckets.gaps(Coverage(40, heard, (away,)), messages)
    assert [buckets.label(n) for n, is_gap in enumerate(gaps) if is_gap] == [
        "11-09",
        "11-13",
        "11-14",
        "11-15",
    ]
    brought_in = [5, *messages[1:]]
    assert not buckets.gaps(Coverage(45, heard, (away,)), brought_in)[0]
    assert not any(buckets.gaps(Coverage(45, None), brought_in))


@pytest.mark.parametrize(
    ("counts", "peaks"),
    [
        ([], ()),
        ([0, 0], ()),
        ([0, 3, 3, 0], (1,)),
        ([0, 9, 0, 0, 6, 0, 0, 8], (1, 4, 7)),
        ([0, 9, 0, 0, 4, 0, 0, 8], (1, 7)),  # 4 is less than half of 9
        ([8, 9, 0, 0, 0, 0, 0], (1,)),  # 8 belongs to the same peak
        ([0, 9, 8, 7, 6, 0, 0], (1,)),  # a slope is no peak
        ([5, 5, 5, 6, 5, 5, 5], (3,)),  # nothing else stands out
        ([9, 0, 9, 0, 9, 0, 9, 0, 9], (0, 2, 4)),
    ],
)
def test_peaks_stand_out_and_apart(counts, peaks):
    assert peaks_of(counts) == peaks


@pytest.mark.parametrize(
    ("now", "before", "label", "way"),
    [
        (118, 100, "比上周多 18%", "up"),
        (82, 100, "比上周少 18%", "down"),
        (0, 100, "比上周少 100%", "down"),
        (100, 100, "与上周持平", None),
        (1004, 1000, "与上周持平", None),
        (999, 100, "比上周多 899%", "up"),
        (1200, 100, "是上周的 12 倍", "up"),
        (5, 0, "上周为 0", "up"),
        (0, 0, "与上周持平", None),
    ],
)
def test_a_change_is_told_in_words(now, before, label, way):
    assert change_label(now, before, "上周") == label
    assert direction(now, before) == way

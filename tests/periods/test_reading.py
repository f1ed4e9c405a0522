"""How members write periods. It is Thursday, 19 November 2026, 15:00 in Shanghai."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groupscope.periods import Period, PeriodError, read_period, reads_as_period

SHANGHAI = ZoneInfo("Asia/Shanghai")
UNHURRIED = settings(deadline=None)  # a busy machine is no failure
NOW = datetime(2026, 11, 19, 15, 0, tzinfo=SHANGHAI)


def told(period: Period | None) -> str:
    """A period as `label: start to end`, for comparison with what is counted by hand."""
    assert period is not None
    return f"{period.label}: {period.start:%Y-%m-%d %H:%M} to {period.end:%Y-%m-%d %H:%M}"


WORDS = {
    "今天 今日 本日 today ＴＯＤＡＹ": "今天: 2026-11-19 00:00 to 2026-11-20 00:00",
    "昨天 昨日 yesterday": "昨天: 2026-11-18 00:00 to 2026-11-19 00:00",
    "昨晚": "昨晚: 2026-11-18 18:00 to 2026-11-19 06:00",
    "前天": "前天: 2026-11-17 00:00 to 2026-11-18 00:00",
    "本周 这周 week Week": "本周: 2026-11-16 00:00 to 2026-11-23 00:00",
    "上周 上星期 lastweek": "上周: 2026-11-09 00:00 to 2026-11-16 00:00",
    "本月 这个月 month": "本月: 2026-11-01 00:00 to 2026-12-01 00:00",
    "上月 上个月": "上月: 2026-10-01 00:00 to 2026-11-01 00:00",
    "今年 本年 年度 year": "今年: 2026-01-01 00:00 to 2027-01-01 00:00",
    "去年": "去年: 2025-01-01 00:00 to 2026-01-01 00:00",
    "全部 all": "全部: 1970-01-01 08:00 to 2026-11-19 15:00",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [(word, expected) for words, expected in WORDS.items() for word in words.split()],
)
def test_words_name_stretches_of_the_calendar(text, expected):
    assert told(read_period(text, NOW)) == expected


RECENT = {
    "近7天 最近7天 过去7天 近七天 近一周 7天 7d 7D 1w ７ｄ": (
        "近7天: 2026-11-13 00:00 to 2026-11-20 00:00"
    ),
    "近1天 1d": "近1天: 2026-11-19 00:00 to 2026-11-20 00:00",
    "近30天 近三十天 30d": "近30天: 2026-10-21 00:00 to 2026-11-20 00:00",
    "近两周 两个星期": "近14天: 2026-11-06 00:00 to 2026-11-20 00:00",
    "近三个月 近3月 3个月": "近3个月: 2026-08-20 00:00 to 2026-11-20 00:00",
    "近半年": "近6个月: 2026-05-20 00:00 to 2026-11-20 00:00",
    "近一年 1y": "近12个月: 2025-11-20 00:00 to 2026-11-20 00:00",
    "24h 近24小时 近二十四小时 24个小时": "近24小时: 2026-11-18 15:00 to 2026-11-19 15:00",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [(word, expected) for words, expected in RECENT.items() for word in words.split()],
)
def test_counts_reach_back_from_today_or_exactly_from_now_in_hours(text, expected):
    assert told(read_period(text, NOW)) == expected


DATES = {
    "2026 2026年": "2026年: 2026-01-01 00:00 to 2027-01-01 00:00",
    "2026-11 2026/11 2026.11 2026年11月 11月 11月份": (
        "2026年11月: 2026-11-01 00:00 to 2026-12-01 00:00"
    ),
    "12月 2025-12": "2025年12月: 2025-12-01 00:00 to 2026-01-01 00:00",
    "2026-11-19 2026/11/19 2026.11.19 2026年11月19日 11月19日 11月19号 11-19 11/19": (
        "11月19日: 2026-11-19 00:00 to 2026-11-20 00:00"
    ),
    "2026-1-2 01-02 1月2日": "1月2日: 2026-01-02 00:00 to 2026-01-03 00:00",
    "11-20 11月20日": "2025年11月20日: 2025-11-20 00:00 to 2025-11-21 00:00",
    "２０２５－１１－１９": "2025年11月19日: 2025-11-19 00:00 to 2025-11-20 00:00",
    "02-29": "2024年2月29日: 2024-02-29 00:00 to 2024-03-01 00:00",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [(word, expected) for words, expected in DATES.items() for word in words.split()],
)
def test_a_date_without_a_year_is_the_latest_that_is_not_in_the_future(text, expected):
    assert told(read_period(text, NOW)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-01~2026-11-19", "11月1日–11月19日: 2026-11-01 00:00 to 2026-11-20 00:00"),
        ("11-01～11-19", "11月1日–11月19日: 2026-11-01 00:00 to 2026-11-20 00:00"),
        ("11月1日至19日", "11月1日–11月19日: 2026-11-01 00:00 to 2026-11-20 00:00"),
        ("11月1日-11月19日", "11月1日–11月19日: 2026-11-01 00:00 to 2026-11-20 00:00"),
        ("11/1-11/19", "11月1日–11月19日: 2026-11-01 00:00 to 2026-11-20 00:00"),
        ("11-01 到 11-25", "11月1日–11月25日: 2026-11-01 00:00 to 2026-11-26 00:00"),
        ("12-25~01-05", "2025年12月25日–1月5日: 2025-12-25 00:00 to 2026-01-06 00:00"),
        ("2025-06-01~07-01", "2025年6月1日–2025年7月1日: 2025-06-01 00:00 to 2025-07-02 00:00"),
        ("11-01至今", "11月1日–今天: 2026-11-01 00:00 to 2026-11-20 00:00"),
        ("上周~昨天", "上周–昨天: 2026-11-09 00:00 to 2026-11-19 00:00"),
        ("10月~11月", "2026年10月–2026年11月: 2026-10-01 00:00 to 2026-12-01 00:00"),
        ("2024~2025", "2024年–2025年: 2024-01-01 00:00 to 2026-01-01 00:00"),
        ("昨天~昨天", "昨天: 2026-11-18 00:00 to 2026-11-19 00:00"),
    ],
)
def test_both_ends_of_a_range_belong_to_it_as_a_whole(text, expected):
    assert told(read_period(text, NOW)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-18 20:00~22:00", "11月18日 20:00–22:00: 2026-11-18 20:00 to 2026-11-18 22:00"),
        ("2026-11-18 20:00-22:00", "11月18日 20:00–22:00: 2026-11-18 20:00 to 2026-11-18 22:00"),
        ("昨天 20:00 ~ 22:00", "昨天 20:00–22:00: 2026-11-18 20:00 to 2026-11-18 22:00"),
        ("昨天20点半到22点", "昨天 20:30–22:00: 2026-11-18 20:30 to 2026-11-18 22:00"),
        ("昨天 22:00~02:00", "昨天 22:00–02:00: 2026-11-18 22:00 to 2026-11-19 02:00"),
        ("昨天 22:00~24:00", "昨天 22:00–24:00: 2026-11-18 22:00 to 2026-11-19 00:00"),
        ("昨天 22:00~今天 1:30", "昨天 22:00–今天 01:30: 2026-11-18 22:00 to 2026-11-19 01:30"),
        ("昨晚 23:00~01:00", "昨晚 23:00–01:00: 2026-11-18 23:00 to 2026-11-19 01:00"),
        ("昨晚 01:00~02:00", "昨晚 01:00–02:00: 2026-11-19 01:00 to 2026-11-19 02:00"),
        ("11-17 20:00~昨天", "11月17日 20:00–昨天: 2026-11-17 20:00 to 2026-11-19 00:00"),
        ("9:00~12:00", "今天 09:00–12:00: 2026-11-19 09:00 to 2026-11-19 12:00"),
        ("20:00~22:00", "昨天 20:00–22:00: 2026-11-18 20:00 to 2026-11-18 22:00"),
    ],
)
def test_times_of_day_cut_a_day_and_may_cross_midnight(text, expected):
    assert told(read_period(text, NOW)) == expected


@pytest.mark.parametrize(
    "text",
    [
        " ",
        "~",
        "-",
        "甲",
        "明天",
        "7",
        "12345",
        "1234567",
        "0000",
        "1234",
        "week7",
        "7dd",
        "昨天昨天",
        "2026-11~12",
        "上周 20:00~22:00",
        "1-2-3-4",
        "本周五",
        "09~10月",
    ],
)
def test_what_is_no_period_may_be_a_name(text):
    assert read_period(text, NOW) is None
    assert not reads_as_period(text)


@pytest.mark.parametrize("text", ["", "今天" * 50_000, "9" * 100_000])
def test_nothing_and_far_too_much_are_no_period(text):
    assert read_period(text, NOW) is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2026-13", "日历上找不到「2026-13」"),
        ("02-30", "日历上找不到「02-30」"),
        ("2023-02-29", "日历上找不到"),
        ("0000-01-01", "日历上找不到"),
        ("9999-12-31", "日历上找不到"),
        ("13月", "日历上找不到"),
        ("11-19~11-01", "结束比开始还早"),
        ("今天~昨天", "结束比开始还早"),
        ("今天 12:00~昨天 13:00", "结束比开始还早"),
        ("昨天 25:00~26:00", "没有「25:00」这个时刻"),
        ("昨天 20:60~22:00", "没有「20:60」这个时刻"),
        ("昨天 24:01~24:02", "没有「24:01」这个时刻"),
        ("11-19 20:00", "还缺一个结束时间"),
        ("2027", "2027年还没到呢"),
        ("2026-12", "2026年12月还没到呢"),
        ("今天 20:00~22:00", "还没到呢"),
        ("9999999d", "20 年"),
        ("9" * 50 + "d", "20 年"),
        ("近九千年", "20 年"),
        ("0d", "20 年"),
        ("近零天", "20 年"),
    ],
)
def test_a_mistake_is_answered_with_one_sentence(text, sentence):
    with pytest.raises(PeriodError, match=sentence):
        read_period(text, NOW)
    assert reads_as_period(text) or sentence == "还没到呢"


def test_an_evening_and_a_morning_are_told_apart_by_when_one_asks():
    at_night = NOW.replace(hour=2)
    assert told(read_period("昨晚", at_night).clamped(at_night)) == (
        "昨晚: 2026-11-18 18:00 to 2026-11-19 02:00"
    )


def test_weeks_begin_on_monday_also_when_asked_on_sunday():
    sunday = datetime(2026, 11, 22, 23, 59, tzinfo=SHANGHAI)
    assert told(read_period("本周", sunday)) == "本周: 2026-11-16 00:00 to 2026-11-23 00:00"


def test_a_naive_now_is_a_mistake_of_the_program():
    with pytest.raises(ValueError, match="time zone"):
        read_period("今天", NOW.replace(tzinfo=None))


ZONES = st.sampled_from(
    [
        "Asia/Shanghai",
        "America/New_York",
        "Asia/Kathmandu",
        "Asia/Beirut",
        "Pacific/Apia",
        "America/Sao_Paulo",
        "Australia/Lord_Howe",
        "Pacific/Chatham",
        "UTC",
    ]
).map(ZoneInfo)
MOMENTS = st.builds(
    lambda moment, zone: moment.astimezone(zone),
    st.integers(946_900_800, 3_786_912_000).map(lambda s: datetime.fromtimestamp(s, UTC)),
    ZONES,
)
DAYS = st.sampled_from(["今天", "昨天", "上周", "本月", "11-19", "2-29", "2019", "2018-11", "3月"])
TIMES = st.builds("{}:{:02}".format, st.integers(0, 25), st.integers(0, 60))
PERIODS = st.one_of(
    DAYS,
    st.builds("{}{}".format, st.integers(0, 9000), st.sampled_from("dhwy")),
    st.builds("近{}个月".format, st.integers(0, 300)),
    st.builds("{}-{}-{}".format, st.integers(1960, 2100), st.integers(0, 13), st.integers(0, 32)),
    st.builds("{}~{}".format, DAYS, DAYS),
    st.builds("{} {}~{}".format, DAYS, TIMES, TIMES),
    st.builds("{}~{}".format, TIMES, TIMES),
    st.sampled_from(["昨晚", "全部", "去年", "近一周"]),
)
TEXTS = st.one_of(st.text(), st.text("0123456789-~:./年月日天周近最半dhwy 今昨前上本"), PERIODS)


def read_or_none(text: str, now: datetime) -> Period | None:
    try:
        return read_period(text, now)
    except PeriodError:
        return None


@UNHURRIED
@given(TEXTS, MOMENTS)
def test_any_text_is_a_period_or_nothing_or_a_sentence(text, now):
    period = read_or_none(text, now)
    if period is not None:
        assert period.since < period.until
        assert period.since <= now.timestamp()
        assert period.label


@UNHURRIED
@given(PERIODS, MOMENTS)
def test_the_period_before_ends_where_this_one_begins(text, now):
    period = read_or_none(text, now)
    whole = period and period.before()
    part = period and period.clamped(now).before()
    if period and whole and part:
        assert whole.since <= whole.until <= period.since
        assert part.since == whole.since
        assert part.until <= whole.until
        assert whole.label
        assert part.label
        assert whole.before() is not None


@UNHURRIED
@given(PERIODS, MOMENTS)
def test_a_label_can_be_typed_to_ask_again(text, now):
    period = read_or_none(text, now)
    if period:
        assert read_period(period.label, now) == period


@UNHURRIED
@given(PERIODS, MOMENTS, st.integers(-3, 3))
def test_half_open_periods_hold_their_first_second_and_not_their_last(text, now, off):
    period = read_or_none(text, now)
    if period:
        assert (period.since + off in period) == (off >= 0) or period.until - period.since <= off
        assert (period.until + off in period) == (off < 0) or period.until - period.since < -off


@UNHURRIED
@given(PERIODS, MOMENTS)
def test_whole_days_lie_inside_and_touched_dates_cover(text, now):
    period = read_or_none(text, now)
    if period and period.label != "全部":
        part = period.clamped(now)
        assert set(part.days()) <= set(part.dates())
        assert len(part.dates()) - len(part.days()) <= 2
        assert part.end - part.start <= len(part.dates()) * timedelta(days=1)

"""趋势: what stands in which bucket, which peaks there are and what made them."""

import pytest
from sqlalchemy import insert

from groupscope.model import Member
from groupscope.report import HEADLINE_LENGTH, NothingSaidError, SaidNothingError
from groupscope.reports.trend import Trend
from groupscope.store import presence
from groupscope.store.erasing import freeze_before
from groupscope.store.names import Seen
from groupscope.store.tables import filled
from tests.reports.kit import EVENING, FRIDAY, FRUITS, LONG_PERIODS, THURSDAY, Group
from tests.store.kit import BING, GROUP, JIA, NAPCAT, YI, at, recalled, said

AN_HOUR = 3600
NINE = FRIDAY + 9 * AN_HOUR


def bars(trend: Trend) -> dict[str, tuple[int, int]]:
    """(messages, speakers) of the buckets that have any, by name."""
    line = trend.card().marks[1]
    return {bar.label: (bar.count, bar.speakers) for bar in line.bars if bar.count}


def hatched(trend: Trend) -> list[str]:
    return [bar.label for bar in trend.card().marks[1].bars if bar.is_gap]


async def heard_since(group: Group, since: int) -> None:
    """Let somebody tell of all that was said from then on until Thursday."""
    row = {"group_id": GROUP, "since_at": since, "until_at": THURSDAY, "source": "backfill"}
    async with group.writer.transaction() as connection:
        await connection.execute(insert(filled), row)


async def test_a_day_is_counted_by_ten_minutes(group):
    await group.says(JIA, "早", since=NINE, times=3)
    await group.says(YI, "早", since=NINE + 599)
    await group.says(YI, "晚", since=NINE + 600, times=2)
    trend = await group.ask(Trend)
    assert bars(trend) == {"09:00": (4, 2), "09:10": (2, 1)}
    assert len(trend.card().marks[1].bars) == 21 * 6
    assert (trend.course.total, trend.course.everybody) == (6, 2)


async def test_a_week_is_counted_by_the_hour_and_a_month_by_the_day(group):
    await group.says(JIA, "早", since=NINE, times=3)
    await group.says(YI, "早", since=NINE + AN_HOUR - 1)
    await group.says(YI, "零点前", since=FRIDAY - 1)
    await group.says(JIA, "零点", since=FRIDAY)
    assert bars(await group.ask(Trend, "近7天")) == {
        "11-19 23 点": (1, 1),
        "11-20 0 点": (1, 1),
        "11-20 9 点": (4, 2),
    }
    assert bars(await group.ask(Trend, "近30天")) == {"11-19": (1, 1), "11-20": (5, 2)}


async def test_a_speaker_counts_once_a_week(group):
    for day in range(7, 0, -1):
        await group.says(JIA, "早", since=FRIDAY - day * 86_400)
    await group.says(YI, "早", since=THURSDAY)
    trend = await group.ask(Trend, "2026-01-02~2026-11-19")
    assert bars(trend) == {"11-13–11-19": (8, 2)}
    assert trend.course.everybody == 2


async def test_a_period_is_cut_by_the_second(group):
    for second in (-1, 0, 2 * AN_HOUR - 1, 2 * AN_HOUR):
        await group.says(JIA, "哈", since=THURSDAY + 20 * AN_HOUR + second)
    trend = await group.ask(Trend, "昨天 20:00~22:00")
    assert bars(trend) == {"20:00": (1, 1), "21:50": (1, 1)}
    assert trend.card().marks[1].labels == (
        "20:00",
        "20:20",
        "20:40",
        "21:00",
        "21:20",
        "21:40",
        "22:00",
    )


async def test_everything_begins_with_the_first_day(group):
    await group.says(JIA, "早", since=THURSDAY + 60)
    trend = await group.ask(Trend, "全部")
    assert bars(trend) == {"11-19 0 点": (1, 1)}
    assert trend.earlier is None


async def test_it_is_compared_with_the_same_stretch_before(group):
    await group.says(JIA, "昨", since=THURSDAY + 9 * AN_HOUR, times=4)
    await group.says(YI, "昨晚", since=THURSDAY + 22 * AN_HOUR, times=50)  # later than it is now
    await group.says(JIA, "今", since=NINE, times=3)
    await group.says(YI, "今", since=NINE + 60, times=3)
    trend = await group.ask(Trend)
    line = trend.card().marks[1]
    assert (line.before, sum(line.earlier), line.earlier[54]) == ("昨天同期", 4, 4)
    assert len(line.earlier) == len(line.bars)
    assert trend.headline() == "今天 6 条，比昨天同期多 50%；09:00 最多，6 条"
    assert "2 人发言，比昨天同期多 100%" in trend.text()
    messages, speakers, busiest = trend.card().marks[0].tiles
    assert (messages.value, messages.note, messages.direction) == ("6", "比昨天同期多 50%", "up")
    assert (speakers.value, speakers.note, speakers.direction) == ("2", "比昨天同期多 100%", "up")
    assert (busiest.value, busiest.note) == ("09:00", "6 条")


async def test_what_was_hardly_heard_is_no_comparison(group):
    """Recorded since Thursday; the week before was not."""
    await group.says(JIA, "今", since=NINE)
    trend = await group.ask(Trend, "本周")
    assert trend.earlier is None
    assert trend.card().marks[0].tiles[0].note == "平均每天 1 条"  # of two that were heard
    await heard_since(group, at("2026-11-01 00:00"))
    assert (
        await group.ask(Trend, "本周")
    ).headline() == "本周 1 条，上周同期为 0；11-20 9 点 最多，1 条"


async def test_february_is_laid_beside_march_day_by_day(group):
    await heard_since(group, at("2026-01-01 00:00"))
    await group.says(JIA, "二月", since=at("2026-02-28 12:00"), times=2)
    await group.says(JIA, "三月", since=at("2026-03-31 12:00"))
    line = (await group.ask(Trend, "2026-03")).card().marks[1]
    assert line.earlier == (*[0] * 27, 2, 0, 0, 0)
    assert line.before == "2026年2月"


async def test_where_nobody_heard_it_is_hatched(group):
    await group.says(JIA, "今", since=NINE)
    gaps = hatched(await group.ask(Trend, "近7天"))
    assert (gaps[0], gaps[-1], len(gaps)) == ("11-14 0 点", "11-18 23 点", 5 * 24)


async def test_an_outage_is_hatched_and_what_was_brought_in_is_not(group):
    async with group.writer.transaction() as connection:
        await presence.still_there(connection, NAPCAT, THURSDAY, NINE, "disconnect")
        await presence.connected(connection, NAPCAT, NINE + 5 * AN_HOUR)
        await presence.still_there(connection, NAPCAT, NINE + 5 * AN_HOUR, EVENING)
    await group.says(JIA, "补录的", since=NINE + AN_HOUR)
    gaps = hatched(await group.ask(Trend, "本周"))
    assert gaps[-4:] == ["11-20 9 点", "11-20 11 点", "11-20 12 点", "11-20 13 点"]


async def test_peaks_carry_the_word_that_made_them(group):
    await group.says(JIA, "番茄", since=NINE, times=30)
    await group.says(JIA, "音乐", since=FRIDAY + 20 * AN_HOUR, times=20)
    for hour in range(11, 16):
        await group.says(YI, " ".join(FRUITS), since=FRIDAY + hour * AN_HOUR, times=5)
    trend = await group.ask(Trend)
    assert [(top.name, top.messages, top.word) for top in trend.tops] == [
        ("09:00", 30, "番茄"),
        ("20:00", 20, "音乐"),
    ]
    assert [peak.label for peak in trend.card().marks[1].peaks] == ["09:00 · 番茄", "20:00 · 音乐"]
    assert trend.headline() == "今天 75 条，昨天同期为 0；09:00 最多，30 条（番茄）"
    assert "▲ 20:00 20 条：音乐" in trend.text()


@pytest.mark.parametrize("words", ["近7天", "近30天", "全部"])
async def test_a_peak_of_sealed_days_has_the_same_word(group, words):
    await group.says(YI, "火锅 奶茶", since=THURSDAY - 86_400, times=60)
    await group.says(JIA, "番茄 火锅", since=THURSDAY, times=90)
    before = await group.ask(Trend, words)
    assert "番茄" in [top.word for top in before.tops]
    await group.seal()
    after = await group.ask(Trend, words)
    assert (after.tops, after.text()) == (before.tops, before.text())
    assert bars(after) == bars(before)


async def test_a_peak_without_a_word_tells_its_figure(group):
    await group.says(JIA, "火锅", since=NINE, times=5)
    [peak] = (await group.ask(Trend)).card().marks[1].peaks
    assert peak.label == "09:00 · 5 条"


async def test_a_members_trend_is_their_own(group):
    await group.says(JIA, "番茄", since=NINE, times=3)
    await group.says(YI, "火锅", since=NINE, times=9)
    trend = await group.ask(Trend, "今天", JIA)
    assert bars(trend) == {"09:00": (3, 0)}
    assert trend.headline() == "甲 今天 3 条，昨天同期为 0；09:00 最多，3 条"
    assert trend.card().title == "甲的趋势"
    assert len(trend.card().marks[0].tiles) == 2


async def test_a_member_who_said_nothing_is_told_so(group):
    await group.says(YI, "火锅", times=9)
    with pytest.raises(
        SaidNothingError, match=r"^甲 今天没有发言（全群 9 条）。可以看长一点：/趋势 近7天$"
    ):
        await group.ask(Trend, "今天", JIA)


async def test_what_does_not_count_makes_no_trend(group):
    await group.tell(
        said(JIA, "留下", NINE, id=1),
        said(JIA, "撤回", NINE + 1, id=2),
        said(JIA, "/rank", NINE + 2, is_command=True),
        said(YI, "我是机器人", NINE + 3, is_bot=True),
        said(NAPCAT, "今天 3 条", NINE + 4, is_own=True),
        recalled(2, NINE + 60),
    )
    assert bars(await group.ask(Trend)) == {"09:00": (1, 1)}
    assert bars(await group.ask(Trend, "近7天")) == {"11-20 9 点": (1, 1)}


async def test_nothing_said_is_told_with_the_reason(group):
    with pytest.raises(NothingSaidError, match="^今天还没有人说话。$"):
        await group.ask(Trend)


async def test_days_without_names_keep_their_messages(group):
    day = at("2026-11-10 00:00")
    await group.says(JIA, "旧", since=day + 9 * AN_HOUR, times=3)
    await group.says(YI, "旧", since=day + 10 * AN_HOUR, times=4)
    number = (day + 8 * AN_HOUR) // 86_400
    await freeze_before(group.writer, group.store.sealer, GROUP, number + 1)
    assert bars(await group.ask(Trend, "2026-11-10")) == {
        "11-10 9 点": (3, 0),
        "11-10 10 点": (4, 0),
    }
    month = await group.ask(Trend, "近30天")
    assert bars(month) == {"11-10": (7, 0)}
    assert "0 人发言" in month.text()


@pytest.mark.parametrize("words", LONG_PERIODS)
@pytest.mark.parametrize("member", [None, JIA])
async def test_the_one_line_fits(group, words, member):
    name = "🌸" + "很长的名字" * 30
    group.writer.put_seen(Seen(GROUP, FRIDAY, Member(JIA, nickname=name)))
    await group.says(BING, "火锅 奶茶", since=THURSDAY + 21 * AN_HOUR, times=200)
    await group.says(JIA, "番茄牛腩真好吃啊", since=FRIDAY + 20 * AN_HOUR, times=40)
    trend = await group.ask(Trend, words, member)
    assert len(trend.headline()) <= HEADLINE_LENGTH
    assert "40" in trend.headline()


async def test_the_foot_tells_period_messages_and_time_offline(group):
    await group.says(JIA, "早", since=NINE)
    trend = await group.ask(Trend)
    assert trend.card().foot == "今天 00:00–21:00 · 1 条 · 无中断"
    assert trend.text().endswith(trend.card().foot)

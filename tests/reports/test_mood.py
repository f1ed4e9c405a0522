"""心情: how the group, or a member, has felt over time; never a verdict on one line."""

from datetime import datetime, timedelta

import pytest

from groupscope.access import Asker, NotAllowedError, Role
from groupscope.answers import understand
from groupscope.app import App
from groupscope.commands import Invocation
from groupscope.config import Config
from groupscope.figures.mood_course import A_DAY, AN_HOUR, bucket_seconds, points_of
from groupscope.model import Member
from groupscope.periods import Period
from groupscope.report import HEADLINE_LENGTH, NothingSaidError
from groupscope.reports.mood import Mood, Telling, TooFewMoodsError
from groupscope.store.erasing import freeze_before
from groupscope.store.names import Seen
from tests.reports.kit import EVENING, FRIDAY, LONG_PERIODS, THURSDAY, WEDNESDAY
from tests.store.kit import BING, GROUP, JIA, SHANGHAI, YI, at, recalled, said


def lines(by: int, since: int, *moods: int | None) -> list[tuple]:
    """One line a second with these moods, in thousandths."""
    return [(by, since + second, mood) for second, mood in enumerate(moods)]


async def test_mean_interval_and_shares_are_counted(group):
    """Ten of +1, five of −1, five of 0: sum 5, with twenty neutral ones 5/40 = 0.125."""
    await group.felt(*lines(JIA, FRIDAY, *[1000] * 10, *[-1000] * 5, *[0] * 5, None, None))
    mood = await group.ask(Mood)
    average = mood.feelings.average
    assert (average.n, average.mean) == (20, pytest.approx(0.125))
    assert -0.2 < average.low < 0 < average.high < 0.4
    assert average.high - average.mean == pytest.approx(average.mean - average.low)
    assert mood.headline() == "今天心情 +12，积极 50%、消极 25%"
    assert "依据 20 条消息，95% 区间 " in mood.text()
    assert mood.text().endswith("今天 00:00–21:00 · 22 条 · 无中断")
    line, _ = mood.card().marks
    assert (line.positive, line.neutral, line.negative) == (0.5, 0.25, 0.25)
    assert (line.hint, line.baseline) == ("平均 +12 · 依据 20 条", None)


async def test_below_twenty_scored_messages_nothing_is_said(group):
    await group.felt(*lines(JIA, FRIDAY, *[900] * 19, *[None] * 9))
    with pytest.raises(TooFewMoodsError, match=r"^今天只有 19 条能看出心情的消息，不到 20 条"):
        await group.ask(Mood)
    await group.felt(*lines(YI, FRIDAY + 60, 900))
    assert (await group.ask(Mood)).feelings.tally.messages == 20


async def test_about_a_member_too(group):
    await group.felt(*lines(JIA, FRIDAY, *[900] * 20))
    await group.felt(*lines(YI, FRIDAY + 60, *[-900] * 19))
    with pytest.raises(TooFewMoodsError, match=r"^乙 今天只有 19 条"):
        await group.ask(Mood, "今天", YI)
    his = await group.ask(Mood, "今天", JIA)
    assert his.headline() == "甲 今天心情 +45，积极 100%、消极 0%"
    assert his.card().title == "甲的心情"
    assert {quote.name for quote in his.quotes} == {"甲"}


async def test_where_nothing_was_said_that_is_told(group):
    with pytest.raises(NothingSaidError, match="^今天还没有人说话。$"):
        await group.ask(Mood)


async def test_the_usual_is_the_groups_own_of_the_ninety_days_before(group):
    """Usually +0.5. Today twenty of +1: half of a difference of 0.5, for twenty stand by twenty."""
    await group.felt(*lines(YI, at("2026-07-01 00:00"), *[-1000] * 50))
    await group.felt(*lines(YI, THURSDAY, *[500] * 60))
    await group.felt(*lines(JIA, FRIDAY, *[1000] * 20))
    mood = await group.ask(Mood)
    assert mood.usual == pytest.approx(0.5)
    assert mood.headline() == "今天心情 +50，积极 100%、消极 0%，比平时高 25"
    assert mood.card().marks[0].baseline == mood.usual


@pytest.mark.parametrize("count", [20, 60, 400])
async def test_the_same_mood_is_as_usual_however_few_lines_tell_it(group, count):
    await group.felt(*lines(YI, THURSDAY, *[600] * 400))
    await group.felt(*lines(JIA, FRIDAY, *[600] * count))
    assert (await group.ask(Mood)).headline().endswith("，和平时差不多")


async def test_lower_than_usual_is_told(group):
    await group.felt(*lines(YI, THURSDAY, *[600] * 30))
    await group.felt(*lines(JIA, FRIDAY, *[-600] * 20))
    assert (await group.ask(Mood)).headline() == ("今天心情 −30，积极 0%、消极 100%，比平时低 60")


async def test_too_little_said_before_is_no_usual(group):
    await group.felt(*lines(YI, THURSDAY, *[600] * 19))
    await group.felt(*lines(JIA, FRIDAY, *[-600] * 20))
    mood = await group.ask(Mood)
    assert mood.usual is None
    assert "平时" not in mood.text()


async def test_a_members_usual_is_their_own(group):
    await group.felt(*lines(YI, THURSDAY, *[-900] * 50))
    await group.felt(*lines(JIA, THURSDAY + 3600, *[900] * 50))
    await group.felt(*lines(JIA, FRIDAY, *[900] * 20))
    assert (await group.ask(Mood, "今天", JIA)).usual == pytest.approx(0.9)


async def test_what_moved_the_mood_most_is_quoted_two_each_way(group):
    moods = {
        "太好了": 900, "还行": 300, "棒": 950, "嗯": 0, "糟": -800, "哎": -300, "惨": -999,
    }  # fmt: skip
    await group.felt(*lines(YI, FRIDAY + 60, *[10] * 20))
    await group.tell(*(said(JIA, text, FRIDAY + n) for n, text in enumerate(moods)))
    await group.felt_about(moods)
    mood = await group.ask(Mood)
    midnight = moment("2026-11-20 00:00")
    assert mood.quotes == (
        Telling(JIA, "甲", midnight + timedelta(seconds=2), "棒", 0.95),
        Telling(JIA, "甲", midnight, "太好了", 0.9),
        Telling(JIA, "甲", midnight + timedelta(seconds=6), "惨", -0.999),
        Telling(JIA, "甲", midnight + timedelta(seconds=4), "糟", -0.8),
    )
    assert [line for line in mood.text().splitlines() if "甲：" in line] == [
        "😊 甲：棒（+95）",
        "😊 甲：太好了（+90）",
        "😢 甲：惨（−100）",
        "😢 甲：糟（−80）",
    ]


async def test_the_card_shows_what_moved_the_mood_on_the_scale_of_the_words(group):
    """Ten of +1 and twenty of 0: the mean is 10/50 = +20, in words as on the card."""
    await group.felt(*lines(YI, FRIDAY + 60, *[0] * 20))
    await group.tell(*(said(JIA, f"太好了{n}", FRIDAY + 20 * AN_HOUR) for n in range(10)))
    await group.felt_about({f"太好了{n}": 1000 for n in range(10)})
    mood = await group.ask(Mood)
    line, shown = mood.card().marks
    assert mood.headline().startswith("今天心情 +20，")
    assert line.hint == "平均 +20 · 依据 30 条"
    assert [(row.member_id, row.name, row.when, row.note) for row in shown.rows] == [
        (JIA, "甲", "11-20 20:00", "😊 +100"),
        (JIA, "甲", "11-20 20:00", "😊 +100"),
    ]
    assert mood.card().member_ids == (JIA,)


async def test_without_telling_messages_there_are_no_bubbles(group):
    await group.felt(*lines(YI, FRIDAY, *[0] * 20))
    assert len((await group.ask(Mood)).card().marks) == 1


@pytest.mark.parametrize("settings", [{"recalled": "drop"}, {"recalled": "keep"}])
async def test_recalled_messages_are_never_quoted(group):
    await group.felt(*lines(YI, FRIDAY + 60, *[10] * 20))
    await group.tell(
        said(JIA, "收回的话", FRIDAY, id=701),
        said(JIA, "匿名的话", FRIDAY + 1, is_anonymous=True),
        said(JIA, "机器人的话", FRIDAY + 2, is_bot=True),
        said(BING, "别的话", FRIDAY + 3, id=702),
    )
    await group.felt_about(
        {"收回的话": -1000, "匿名的话": -990, "机器人的话": -980, "别的话": -500}
    )
    await group.tell(recalled(701, FRIDAY + 100))
    quotes = (await group.ask(Mood)).quotes
    assert [quote.text for quote in quotes if quote.mood < 0] == ["别的话"]


async def test_a_long_quote_is_cut_and_stays_on_its_line(group):
    long = "惨\n" + "很长" * 50
    await group.felt(*lines(YI, FRIDAY + 60, *[0] * 20))
    await group.tell(said(JIA, long))
    await group.felt_about({long: -900})
    mood = await group.ask(Mood)
    [quote] = mood.quotes
    assert len(quote.text) == 102
    assert "\n" not in quote.text
    [line] = [line for line in mood.text().splitlines() if line.startswith("😢")]
    assert line == f"😢 甲：{quote.text[:59]}…（−90）"


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("days", "bucket"),
    [
        (1 / 24, AN_HOUR),
        (2, AN_HOUR),
        (3, 6 * AN_HOUR),
        (8, 6 * AN_HOUR),
        (9, A_DAY),
        (120, A_DAY),
        (121, 7 * A_DAY),
        (730, 7 * A_DAY),
    ],
)
def test_buckets_are_as_long_as_the_period_asks_for(days, bucket):
    start = moment("2026-01-05 00:00")
    period = Period(start, start + timedelta(days=days), "")
    assert bucket_seconds(period) == bucket
    points = points_of({}, period)
    assert len(points) == -(-(period.until - period.since) // bucket)
    places = [point.at for point in points]
    assert places == sorted(set(places))
    assert 0 <= places[0] <= places[-1] <= 1


@pytest.mark.parametrize(
    ("days", "labels"),
    [
        (1, ("0 点", "23 点")),
        (2, ("01-05 0 点", "01-06 23 点")),
        (7, ("01-05 0–6 点", "01-11 18–24 点")),
        (30, ("01-05", "02-03")),
        (140, ("01-05 起一周", "05-18 起一周")),
    ],
)
def test_points_are_called_by_their_time(days, labels):
    start = moment("2026-01-05 00:00")
    points = points_of({}, Period(start, start + timedelta(days=days), ""))
    assert (points[0].label, points[-1].label) == labels


async def test_each_message_is_in_the_bucket_of_its_hour(group):
    await group.felt(
        *lines(JIA, FRIDAY, *[900] * 7),
        *lines(JIA, FRIDAY + 5 * AN_HOUR + 3599, 900),
        *lines(JIA, FRIDAY + 20 * AN_HOUR, *[-900] * 12),
    )
    counts = [point.count for point in (await group.ask(Mood)).points]
    assert counts == [7, 0, 0, 0, 0, 1, *[0] * 14, 12]


@pytest.mark.parametrize(
    "words",
    [
        "2026-11-19 20:30~2026-11-20 20:30",
        "近24小时",
        "近7天",
        "近100天",
        "近365天",
        "全部",
        "本周",
    ],
)
async def test_no_message_is_missing_from_the_line(group, words):
    await group.felt(
        *lines(JIA, WEDNESDAY + 12 * AN_HOUR, *[300] * 5),
        *lines(YI, THURSDAY + 20 * AN_HOUR + 1795, *[500] * 10),
        *lines(JIA, THURSDAY + 21 * AN_HOUR, *[500] * 10),
        *lines(YI, FRIDAY + 20 * AN_HOUR + 1790, *[-500] * 20),
    )
    mood = await group.ask(Mood, words)
    assert sum(point.count for point in mood.points) == mood.feelings.tally.messages
    assert all(0 <= point.at <= 1 for point in mood.points)
    assert len(mood.labels) == 5


async def test_of_everything_only_the_part_with_messages_is_drawn(group):
    await group.felt(*lines(JIA, WEDNESDAY + 12 * AN_HOUR, *[300] * 20))
    mood = await group.ask(Mood, "全部")
    assert len(mood.points) == 4 * 3  # six-hourly from Wednesday to 21:00 on Friday
    assert mood.labels[0] == "11-18"
    assert mood.usual is None


async def test_few_lines_in_a_bucket_are_drawn_towards_neutral(group):
    await group.felt(*lines(JIA, FRIDAY, *[1000] * 20), *lines(JIA, FRIDAY + AN_HOUR, 1000))
    first, second, third, *_ = (await group.ask(Mood)).points
    assert (first.mean, second.mean) == (pytest.approx(0.5), pytest.approx(1 / 21))
    assert second.low < 0 < second.high
    assert (third.count, third.mean) == (0, 0.0)


async def test_a_frozen_day_has_its_mood_but_no_quotes(group):
    await group.felt(*lines(JIA, THURSDAY, *[900] * 20))
    day = (FRIDAY + 8 * 3600) // 86_400
    await freeze_before(group.writer, group.store.sealer, GROUP, day)
    mood = await group.ask(Mood, "昨天")
    assert (mood.feelings.tally.positive, mood.quotes) == (20, ())
    assert mood.points[0].count == 20
    with pytest.raises(TooFewMoodsError, match="^甲 昨天只有 0 条"):
        await group.ask(Mood, "昨天", JIA)


@pytest.mark.parametrize("words", LONG_PERIODS)
@pytest.mark.parametrize("member", [None, JIA])
async def test_the_one_line_fits(group, words, member):
    group.writer.put_seen(Seen(GROUP, FRIDAY, Member(JIA, nickname="很长的名字" * 30)))
    await group.felt(*lines(JIA, FRIDAY, *[-1000] * 40), *lines(JIA, WEDNESDAY, *[1000] * 40))
    line = (await group.ask(Mood, words, member)).headline()
    assert len(line) <= HEADLINE_LENGTH
    assert "心情 " in line


@pytest.fixture
async def app(tmp_path):
    config = Config(database_url=f"sqlite+aiosqlite:///{tmp_path}/app.db", data_dir=tmp_path)
    async with App(config, clock=lambda: EVENING) as app:
        yield app


async def test_of_others_only_admins_may_ask(app):
    def asked(*mentions: int) -> Invocation:
        return Invocation(Mood.command, mentions=mentions)

    member, admin = Asker(YI, Role.MEMBER, GROUP), Asker(YI, Role.ADMIN, GROUP)
    own = await understand(app, asked(YI), member)
    assert own.scope.member_id == YI
    assert (await understand(app, asked(), member)).scope.member_id is None
    assert (await understand(app, asked(JIA), admin)).scope.member_id == JIA
    with pytest.raises(NotAllowedError, match="只有群主和管理员可以查看别人的心情"):
        await understand(app, asked(JIA), member)

"""日报: the reports of a period together, and the sentences that rules make of them."""

from dataclasses import replace
from datetime import datetime

import pytest

from groupscope.access import Act
from groupscope.charts import Board, HotWords, Issue, Pair, Quotes, Tiles, WordCloud, draw
from groupscope.digest import DIGESTS, Digest, MonthlyDigest, WeeklyDigest, blocks_in
from groupscope.digest.hours import bars_of
from groupscope.digest.sentences import change_of, messages_change, speakers_change
from groupscope.digest.usual import Usual, usual_of
from groupscope.model import Notice, NoticeKind
from groupscope.periods import read_period
from groupscope.report import HEADLINE_LENGTH, NothingSaidError
from groupscope.reports.mood import Mood, score_label
from groupscope.reports.newcomers import Newcomers
from groupscope.reports.questions import Unanswered
from groupscope.reports.quotes import GreatMoments
from groupscope.reports.rank import Rank
from groupscope.reports.trend import Trend
from groupscope.reports.wordcloud import Cloud
from groupscope.reports.words import HotTalk
from groupscope.scope import Scope
from groupscope.settings import BLOCKS, COMMANDS_OFF, DIGEST_BLOCKS, QUESTION_BOARD, USUAL, Rhythm
from tests.reports.kit import EVENING, FRIDAY, FRUITS, THURSDAY, Group
from tests.store.kit import BING, GROUP, JIA, NAPCAT, SHANGHAI, YI, reacted, said

NINE, TEN, DING = FRIDAY + 9 * 3600, FRIDAY + 10 * 3600, 30004
A_DAY = 86_400


@pytest.fixture
async def friday(group: Group) -> Group:
    """Sixty-one messages: 甲 30 (at nine), 乙 20 and 丙 11 (at ten); a question; a loved one."""
    await group.says(JIA, *(f"今天吃{fruit}" for fruit in FRUITS[:15]), since=NINE, times=2)
    await group.says(YI, *FRUITS, since=TEN)
    await group.says(BING, *FRUITS[:9], since=TEN + 60)
    await group.tell(
        said(BING, "有人会修电脑吗？", TEN + 100, number=900, id=900),
        said(BING, "今天也要加油", TEN + 120, number=901, id=901),
        reacted(JIA, "76", 901, TEN + 130),
        reacted(YI, "76", 901, TEN + 131),
        Notice(
            self_id=NAPCAT,
            group_id=GROUP,
            kind=NoticeKind.JOIN,
            happened_at=TEN,
            user_id=DING,
        ),
    )
    return group


async def digest(group: Group, words: str = "今天", *options: str) -> Digest:
    return await group.ask(Digest, words, None, *options)


def mark(card, kind):
    """The only mark of a kind, also within a pair."""
    (found,) = marks(card, kind)
    return found


def marks(card, kind) -> list:
    each = [(one.left, one.right) if isinstance(one, Pair) else (one,) for one in card.marks]
    return [one for several in each for one in several if isinstance(one, kind)]


# Its figures are theirs


async def test_each_figure_is_that_of_its_report(friday):
    card = (await digest(friday)).card()
    opening, tiles = card.opening, mark(card, Tiles).tiles
    assert isinstance(opening, Issue)
    trend, rank = await friday.ask(Trend), await friday.ask(Rank)
    assert opening.total == trend.course.total == rank.total == 61
    assert sum(opening.hours) == 61
    assert opening.hours[9:11] == (30, 31)
    assert tiles[0].value == str(rank.speakers) == str(trend.course.everybody) == "3"
    mood = await friday.ask(Mood)
    assert tiles[1].value == score_label(mood.feelings.average.mean)
    newcomers = await friday.ask(Newcomers)
    assert tiles[2].value == str(len(newcomers.comings.arrivals)) == "1"
    board = mark(card, Board)
    assert board.hint == "前 3 名占 100%"
    assert [(row.place, row.name, row.value) for row in board.rows] == [
        (row.place, row.name, f"{row.count}") for row in rank.rows
    ]
    quotes = await friday.ask(GreatMoments)
    quoted, asked = marks(card, Quotes)
    assert [row.text for row in quoted.rows] == [one.row.text for one in quotes.loved]
    theirs = quotes.card().marks[0]
    assert [row.cheers for row in quoted.rows] == [row.cheers for row in theirs.rows]
    unanswered = await friday.ask(Unanswered)
    assert asked.title == f"🙋 {unanswered.open_count} 问没人答" == "🙋 1 问没人答"
    assert [row.text for row in asked.rows] == [one.text for one in unanswered.asked]
    cloud = await friday.ask(Cloud)
    drawn = mark(card, WordCloud)
    assert [(word.text, word.weight) for word in drawn.words] == list(cloud.words)[:40]
    assert card.foot == trend.card().foot


async def test_the_whole_has_the_words_too_and_their_figures(friday):
    whole = await digest(friday, "今天", "全")
    words = await friday.ask(HotTalk)
    assert mark(whole.card(), HotWords).rows == words.rows[:5]
    assert whole.blocks == BLOCKS.keys()


async def test_the_change_is_that_of_the_trend(friday):
    await friday.says(JIA, "早", since=THURSDAY, times=50)
    card, trend = (await digest(friday)).card(), await friday.ask(Trend)
    assert card.opening.change == "比昨天同期多 22%"
    assert card.opening.direction == "up"
    assert trend.card().marks[0].tiles[0].note == card.opening.change


async def test_the_words_say_the_same(friday):
    told = (await digest(friday)).text().splitlines()
    assert told[0].startswith("今天日报 · ")
    assert told[1].startswith("今天 61 条")
    assert "🕘 10–11 点最热闹，31 条" in told
    assert "👥 3 人发言" in told
    assert "🏆 说得最多：甲 30、乙 20、丙 11" in told
    assert "🌟 丙：今天也要加油（2 人接）" in told
    assert "❓ 1 个问题还没人答" in told
    assert "· 丙：有人会修电脑吗？" in told
    assert told[-1].startswith("今天 00:00–21:00 · 61 条")


# Blocks


async def test_only_the_chosen_blocks_are_there(friday):
    few = await digest(friday, "今天", "rank")
    kinds = [type(one).__name__ for one in few.card().marks]
    assert kinds == ["Tiles", "Board"]
    assert len(mark(few.card(), Tiles).tiles) == 1
    assert "💗" not in few.text()
    bare = await digest(friday, "今天", "none")
    assert [type(one).__name__ for one in bare.card().marks] == ["Tiles"]


async def change(group: Group, setting, value) -> None:
    async with group.writer.transaction() as connection:
        await group.store.settings.change(connection, GROUP, setting, value, JIA, 1)


async def test_admins_choose_the_blocks_and_what_is_off_is_in_none(group):
    settings = group.store.settings
    assert set(blocks_in(settings, GROUP, ())) == USUAL
    assert set(blocks_in(settings, GROUP, ("全",))) == BLOCKS.keys()
    await change(group, DIGEST_BLOCKS, frozenset({"rank", "mood", "unanswered"}))
    assert blocks_in(settings, GROUP, ()) == ("mood", "rank", "unanswered")
    await change(group, COMMANDS_OFF, frozenset({"mood"}))
    await change(group, QUESTION_BOARD, value=False)
    assert blocks_in(settings, GROUP, ()) == ("rank",)
    assert {"mood", "unanswered"}.isdisjoint(blocks_in(settings, GROUP, ("全",)))
    await change(group, DIGEST_BLOCKS, frozenset())
    assert blocks_in(settings, GROUP, ()) == ("none",)


# Bars


@pytest.mark.parametrize(
    ("words", "count", "first", "last"),
    [
        ("今天", 24, "0 点", "24 点"),
        ("昨天", 24, "0 点", "24 点"),
        ("本周", 7, "周一", "周日"),
        ("上周", 7, "周一", "周日"),
        ("本月", 30, "11-01", "11-30"),
        ("2026-10", 31, "10-01", "10-31"),
        ("近7天", 7, "周六", "周五"),
        ("近30天", 30, "10-22", "11-20"),
        ("今天 8:00~12:00", 4, "8 点", "12 点"),
    ],
)
async def test_bars_are_hours_of_a_day_and_days_of_anything_longer(
    friday, words, count, first, last
):
    for day in (1, 7, 14, 25, 45):
        await friday.says(YI, "早", since=NINE - day * A_DAY)
    bars = bars_of((await digest(friday, words)).parts.trend)
    trend = await friday.ask(Trend, words)
    assert len(bars.counts) == count
    assert (bars.labels[0], bars.labels[-1]) == (first, last)
    assert sum(bars.counts) == trend.course.total


async def test_bars_of_a_year_are_weeks(friday):
    await friday.says(YI, "早", since=NINE - 200 * A_DAY)
    bars = bars_of((await digest(friday, "近300天")).parts.trend)
    assert sum(bars.counts) == 62
    assert bars.peak == "11-15 起一周"


# Rules


async def test_the_sentence_names_the_word_of_the_day(friday):
    for day in range(1, 10):
        await friday.says(JIA, "早", "吃了吗", "上班", since=NINE - day * A_DAY, times=10)
    await friday.says(YI, "电影", since=NINE + 3000, times=12)
    told = (await digest(friday)).card().opening.sentence
    assert told == "都在聊「电影」：12 条，平时 0 条"


async def test_else_what_was_loved_by_three_else_the_peak(friday):
    assert (await digest(friday)).card().opening.sentence == "10–11 点最热闹，31 条"
    await friday.tell(reacted(DING, "76", 901, TEN + 140))
    assert (await digest(friday)).card().opening.sentence == "丙 的一句话有 3 人接"


async def test_a_headline_fits_beside_a_picture(friday):
    assert len((await digest(friday)).headline()) <= HEADLINE_LENGTH


FORTNIGHT = Usual("最近两周的任何一天", "两周里", (100, 90, 110, 95, 105), (10, 9, 11, 10, 10))


@pytest.mark.parametrize(
    ("total", "word"),
    [(143, "最热闹"), (129, None), (111, None), (100, None), (89, None), (76, "最安静")],
)
def test_a_record_is_notable_where_it_is_far_from_the_usual(total, word):
    told = messages_change(total, FORTNIGHT)
    assert (told and told.word) == word


def test_where_little_is_said_nothing_is_called_quiet():
    quiet = replace(FORTNIGHT, messages=(10, 12, 20, 15, 11))
    assert messages_change(1, quiet) is None


def test_more_speakers_than_ever_are_notable():
    told = speakers_change(14, FORTNIGHT)
    assert told is not None
    assert (told.sentence, told.figure, told.usual) == (
        "说话的人比最近两周的任何一天都多",
        "14 人",
        "平时 10 人",
    )
    assert speakers_change(12, FORTNIGHT) is None


async def test_an_ordinary_day_is_called_so(friday):
    parts = (await digest(friday)).parts
    usual = replace(FORTNIGHT, messages=(61, 60, 62, 59, 70), speakers=(3, 3, 4, 3, 3))
    told = change_of(parts, usual)
    assert told is not None
    assert (told.word, told.figure, told.usual) == ("平平常常", "61 条", "平时 61 条")
    assert change_of(parts, None) is None


async def test_moods_come_before_speakers(friday):
    await friday.felt_about(dict.fromkeys((f"今天吃{fruit}" for fruit in FRUITS[:15]), 900))
    moved = await digest(friday)
    mood = moved.parts.mood
    assert mood is not None
    parts = replace(moved.parts, mood=replace(mood, usual=-0.2))
    usual = replace(FORTNIGHT, messages=(61, 60, 62, 59, 70), speakers=(1, 1, 1, 1, 1))
    assert change_of(parts, usual).sentence == "心情比平时好"
    assert change_of(replace(parts, mood=replace(mood, usual=mood.usual)), usual).word == "人最多"


async def test_usual_are_the_same_hours_of_the_days_before_that_were_heard(group):
    now = datetime.fromtimestamp(EVENING, SHANGHAI)
    scope = Scope(GROUP, read_period("今天", now).clamped(now))
    async with group.store.snapshot() as db:
        assert await usual_of(db, scope) is None  # heard since Thursday only
    from groupscope.store import presence

    async with group.writer.transaction() as connection:
        await presence.connected(connection, NAPCAT, FRIDAY - 20 * A_DAY)
        await presence.watches(connection, NAPCAT, [], FRIDAY - 20 * A_DAY)
        await presence.fill(connection, GROUP, FRIDAY - 8 * A_DAY, EVENING, "history")
    for day in range(1, 8):
        await group.says(JIA, "早", since=NINE - day * A_DAY, times=day)
        await group.says(YI, "晚安", since=FRIDAY - day * A_DAY + 22 * 3600)  # after this hour
    async with group.store.snapshot() as db:
        usual = await usual_of(db, scope)
    assert usual is not None
    assert usual.messages == (1, 2, 3, 4, 5, 6, 7, 0)
    assert set(usual.speakers) == {1, 0}


# What cannot be


async def test_nothing_said_is_no_digest(group):
    with pytest.raises(NothingSaidError):
        await digest(group)


async def test_few_messages_make_a_small_one(group):
    await group.says(JIA, "早", since=NINE)
    small = await digest(group)
    assert small.headline() == "今天 1 条，昨天同期为 0；9–10 点最热闹，1 条"
    assert draw(small.card()).startswith(b"\x89PNG")


async def test_it_is_drawn_in_both_themes(friday):
    for theme in ("light", "dark"):
        assert draw((await digest(friday, "今天", "全")).card(), theme=theme)


def test_every_rhythm_has_its_digest():
    assert {
        Rhythm.DAILY: Digest,
        Rhythm.WEEKLY: WeeklyDigest,
        Rhythm.MONTHLY: MonthlyDigest,
    } == DIGESTS
    assert {report.act for report in DIGESTS.values()} == {Act.ASK}


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("昨天", "日报"),
        ("上周", "周报"),
        ("2026-10", "月报"),
        ("今年", "年报"),
        ("近7天", "总结"),
        ("今天 8:00~12:00", "总结"),
    ],
)
async def test_it_is_called_by_what_it_is_about(friday, words, name):
    for day in (1, 7, 45):
        await friday.says(YI, "早", since=NINE - day * A_DAY)
    assert (await digest(friday, words)).card().opening.badge == name

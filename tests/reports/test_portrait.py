"""画像: a member, as their own messages show them."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import update

from groupscope.access import Act, Asker, Role
from groupscope.answers import understand
from groupscope.app import App
from groupscope.charts import Board, Clock, Pair, Pills, Quotes, Tiles, WordCloud
from groupscope.commands import Invocation, Question
from groupscope.config import Config
from groupscope.language.phrases import Catchphrase
from groupscope.model import Member
from groupscope.periods import read_period
from groupscope.report import HEADLINE_LENGTH, NothingSaidError, SaidNothingError
from groupscope.reports.portrait import OPEN, Portrait, WhoseError
from groupscope.scope import Scope
from groupscope.store import presence
from groupscope.store.names import Seen
from groupscope.store.tables import member as members
from tests.reports.kit import EVENING, FRIDAY, FRUITS, LONG_PERIODS, THURSDAY, WEDNESDAY
from tests.store.kit import BING, GROUP, JIA, SHANGHAI, YI, at, reacted, recalled, said

AN_HOUR = 3600


async def seen(
    group, words: str = "近7天", who: int = JIA, sees: frozenset[Act] = OPEN
) -> Portrait:
    """A portrait, as somebody gets it who may see all of it, or but some."""
    now = datetime.fromtimestamp(EVENING, SHANGHAI)
    scope = Scope(GROUP, read_period(words, now).clamped(now), who)
    async with group.store.snapshot() as db:
        return await Portrait.ask(db, Question(scope, (), sees))


async def work(function, *arguments, **more):
    return function(*arguments, **more)


@pytest.fixture
async def talk(group):
    """甲 says 5 of 9 lines on three days, 乙 3, 丙 1; 甲 and 乙 reply to each other."""
    await group.tell(
        said(JIA, "早", WEDNESDAY + 9 * AN_HOUR),
        said(JIA, "今天吃火锅", THURSDAY + 22 * AN_HOUR, id=1),
        said(YI, "好", THURSDAY + 22 * AN_HOUR + 5, id=2, reply_to=1),
        said(JIA, "晚上见", THURSDAY + 22 * AN_HOUR + 9, id=3, reply_to=2),
        said(YI, "好", THURSDAY + 22 * AN_HOUR + 10),
        said(YI, "@甲 到了", THURSDAY + 22 * AN_HOUR + 11, mentions=(JIA,)),
        said(BING, "吃什么", THURSDAY + 23 * AN_HOUR),
        said(JIA, "睡了", FRIDAY - 1),
        said(JIA, "醒了", FRIDAY),
        reacted(BING, "76", 1, THURSDAY + 22 * AN_HOUR + 60),
    )
    return group


async def test_messages_place_days_and_hours_are_counted(talk):
    one = (await seen(talk)).presence
    assert (one.said, one.total, one.place, one.speakers) == (5, 9, 1, 3)
    assert one.active == 3
    assert {hour: count for hour, count in enumerate(one.hours) if count} == {
        0: 1,
        9: 1,
        22: 2,
        23: 1,
    }
    assert one.busiest == 22
    assert (await seen(talk)).headline() == "甲 近7天 5 条，第 1 名（共 3 人），3 天冒泡"


async def test_the_period_cuts_at_midnight(talk):
    today = (await seen(talk, "今天")).presence
    assert (today.said, today.active, today.hours[0]) == (1, 1, 1)
    thursday = (await seen(talk, "昨天")).presence
    assert (thursday.said, thursday.total, thursday.active) == (3, 7, 1)


async def test_members_with_as_many_stand_in_the_order_of_their_numbers(group):
    await group.tell(said(YI, "一", FRIDAY), said(JIA, "二", FRIDAY + 1), said(BING, "三", FRIDAY))
    places = [(await seen(group, "今天", who)).presence.place for who in (JIA, YI, BING)]
    assert places == [1, 2, 3]


async def test_days_in_a_row_go_on_until_today_is_over(talk):
    one = await seen(talk)
    assert (one.presence.best.days, one.presence.current.days) == (3, 3)
    assert one.card().marks[0].tiles[2].note == "现在还连着"
    yi = (await seen(talk, who=YI)).presence  # spoke yesterday, and not yet today
    assert (yi.best.days, yi.current.days) == (1, 1)
    await talk.tell(said(BING, "早就", WEDNESDAY))
    over = await seen(talk, "2026-11-16~2026-11-19", BING)
    assert (over.presence.best.days, over.presence.current.days) == (2, 2)


async def test_days_without_a_record_count_neither_way(talk):
    """Watched since Thursday; on Wednesday a message tells that somebody was there."""
    assert (await seen(talk)).presence.heard == 3
    assert "3 天里有 3 天冒泡" in (await seen(talk)).text()


async def test_companions_are_counted_both_ways(talk):
    """甲 replied once; 乙 replied once and mentioned once."""
    company = (await seen(talk)).company
    assert [tuple(pair) for pair in company.companions] == [(JIA, YI, 1, 2)]
    assert (company.turned, company.was_turned_to) == (1, 2)
    pair = (await seen(talk)).card().marks[1]
    assert isinstance(pair, Pair)
    assert isinstance(pair.left, Clock)
    assert isinstance(pair.right, Board)
    assert [(row.name, row.value, row.note) for row in pair.right.rows] == [
        ("乙", "3 次", "1 去 2 回")
    ]
    assert "来往最多的是 乙（1 去 2 回）" in (await seen(talk)).text()


async def test_the_best_loved_message_is_quoted_as_it_stands(talk):
    one = await seen(talk)
    [loved] = one.loved
    assert (loved.row.text, loved.people) == ("今天吃火锅", 2)
    [quotes] = [mark for mark in one.card().marks if isinstance(mark, Quotes)]
    assert quotes.rows[0].when == "11-19 22:00"
    await talk.tell(recalled(1, FRIDAY + 9))
    assert all("火锅" not in one.row.text for one in (await seen(talk)).loved)


async def test_what_does_not_count_is_not_portrayed(talk):
    await talk.tell(
        said(JIA, "/rank", FRIDAY + 1, is_command=True),
        said(JIA, "匿名", FRIDAY + 2, is_anonymous=True),
        said(JIA, "收回", FRIDAY + 3, id=9),
        recalled(9, FRIDAY + 60),
    )
    assert (await seen(talk)).presence.said == 5


async def test_it_is_the_same_when_the_days_are_sealed(talk):
    before = await seen(talk)
    await talk.seal()
    after = await seen(talk)
    assert after.text() == before.text()
    assert after.card() == before.card()


async def test_words_are_their_own_against_the_others(group):
    await group.says(JIA, *(f"又去吃{fruit}" for fruit in FRUITS), since=THURSDAY)
    await group.says(JIA, "番茄牛腩真不错", since=FRIDAY, times=15)
    await group.says(YI, *FRUITS, since=FRIDAY + 60, times=15)
    one = await seen(group)
    assert one.special[0].own == 15
    assert one.special[0].everybody == 15
    assert one.special[0].text in "番茄牛腩真不错"
    [cloud] = [mark for mark in one.card().marks if isinstance(mark, WordCloud)]
    assert cloud.words[0].weight == 15
    assert "说得比别人多（15 条）" in one.text()


async def test_catchphrases_come_with_refining(group):
    plain = ["今天吃什么", "好的", "明天开会", "在路上", "我觉得可以", "周末爬山"]
    await group.says(YI, *plain, since=THURSDAY, times=20)
    await group.says(JIA, *plain, "又是早八", "又是早八", since=FRIDAY, times=6)
    one = await seen(group)
    assert one.phrases == ()
    told = await one.refined(work)
    assert told.phrases == (Catchphrase("又是早八", 12),)
    assert "口头禅：又是早八 ×12" in told.text().splitlines()
    pills = [mark for mark in told.card().marks if isinstance(mark, Pills)]
    assert [(pill.text, pill.note) for pill in pills[-1].pills] == [("又是早八", "×12")]


async def test_what_was_said_after_the_period_is_not_looked_at(talk):
    yesterday = await seen(talk, "昨天")
    assert set(yesterday.sample.own) == {"今天吃火锅", "晚上见", "睡了"}
    assert set(yesterday.sample.others) == {"好", "@甲 到了", "吃什么"}


async def test_the_mood_is_told_from_twenty_scored_messages_on(group):
    """Twenty of +1 beside twenty neutral ones are +50; sixty of +0.5 before are the usual."""
    await group.felt(*((JIA, FRIDAY + n, 1000) for n in range(19)))
    assert (await seen(group, "今天")).mood is None
    await group.felt(*((JIA, FRIDAY + 60 + n, 1000) for n in range(1)))
    one = await seen(group, "今天")
    assert (one.mood.label, one.mood.scored, one.mood.note) == ("+50", 20, "依据 20 条")
    await group.felt(*((YI, THURSDAY + n, -900) for n in range(60)))
    assert (await seen(group, "今天")).mood.change is None  # of their own there is no usual
    await group.felt(*((JIA, THURSDAY + 3600 + n, 500) for n in range(60)))
    one = await seen(group, "今天")
    assert one.mood.note == "比平时高 25"
    assert one.card().marks[0].tiles[3].value == "+50"


async def test_clock_and_mood_of_others_need_the_right(talk):
    await talk.felt(*((JIA, FRIDAY + 60 + n, 900) for n in range(60)))
    kept = await seen(talk, sees=frozenset())
    assert kept.mood is None
    assert len(kept.card().marks[0].tiles) == 3
    assert not any(isinstance(mark, Pair | Clock) for mark in kept.card().marks)
    assert isinstance(kept.card().marks[1], Board)
    assert "点说话" not in kept.text()
    assert "心情 " not in kept.text()
    assert "别人的作息和心情只有本人和管理员能看" in kept.text()
    assert kept.card().foot.endswith("别人的作息和心情只有本人和管理员能看")
    clock = await seen(talk, sees=frozenset({Act.SEE_CLOCK_OF_OTHERS}))
    assert clock.mood is None
    assert isinstance(clock.card().marks[1], Pair)
    whole = await seen(talk)
    assert whole.mood is not None
    assert "别人的" not in whole.card().foot


async def test_what_the_member_list_tells_stands_below_the_name(talk):
    joined = at("2026-11-10 12:00")
    talk.writer.put_seen(
        Seen(GROUP, FRIDAY, Member(JIA, nickname="甲", role="owner", joined_at=joined))
    )
    await talk.writer.flush()
    one = await seen(talk)
    assert one.facts == ("入群 10 天", "群主")
    opening = one.card().opening
    assert opening.facts == "入群 10 天 · 群主 · 5 条消息"
    assert (opening.badge, opening.share) == ("本群第 1 · 近7天", 5 / 9)
    async with talk.writer.transaction() as connection:
        await connection.execute(
            update(members).where(members.c.user_id == JIA).values(left_at=EVENING)
        )
    assert (await seen(talk)).facts == ("已退群",)


async def test_titles_stand_on_the_card_and_their_reasons_in_the_words(group):
    await group.tell(*(said(JIA, f"第{n}句", FRIDAY + 2 * AN_HOUR + n) for n in range(60)))
    one = await seen(group, "今天")
    assert "🦉 夜猫子" in one.card().opening.titles
    assert "🦉 夜猫子（0–5 点占 100%）" in one.text().splitlines()
    kept = await seen(group, "今天", sees=frozenset())
    assert "🦉 夜猫子" not in kept.card().opening.titles


async def test_who_said_nothing_and_whoever_nobody_named_is_told(talk):
    with pytest.raises(SaidNothingError, match=r"^丙 今天没有发言（全群 1 条）。"):
        await seen(talk, "今天", BING)
    with pytest.raises(NothingSaidError):
        await seen(talk, "2026-11-01", JIA)
    with pytest.raises(WhoseError, match="要看谁的画像"):
        await talk.ask(Portrait, "今天")


async def test_one_message_is_a_portrait(group):
    await group.tell(said(JIA, "早", FRIDAY))
    one = await seen(group, "今天")
    assert one.headline() == "甲 今天 1 条，第 1 名（共 1 人），1 天冒泡"
    assert one.card().opening.titles == ()
    assert isinstance(one.card().marks[0], Tiles)


@pytest.mark.parametrize("words", LONG_PERIODS)
async def test_the_one_line_fits(talk, words):
    talk.writer.put_seen(Seen(GROUP, FRIDAY, Member(JIA, nickname="很长的名字" * 30)))
    await talk.writer.flush()
    one = await seen(talk, words)
    assert len(one.headline()) <= HEADLINE_LENGTH
    assert len(replace(one, words=()).headline()) <= HEADLINE_LENGTH


@pytest.fixture
async def app(tmp_path):
    config = Config(database_url=f"sqlite+aiosqlite:///{tmp_path}/app.db", data_dir=tmp_path)
    async with App(config, clock=lambda: EVENING) as app:
        yield app


async def test_asked_of_nobody_it_is_the_askers_own(app):
    own = await understand(app, Invocation(Portrait.command), Asker(JIA, Role.MEMBER, GROUP))
    assert (own.scope.member_id, own.sees) == (JIA, OPEN)


async def test_who_may_see_what_of_others_is_a_matter_of_rights(app):
    async with app.store.writer.transaction() as connection:
        await presence.watches(connection, 1, [GROUP], EVENING)
    about_yi = Invocation(Portrait.command, mentions=(YI,))
    for role, sees in ((Role.MEMBER, frozenset()), (Role.ADMIN, OPEN)):
        question = await understand(app, about_yi, Asker(JIA, role, GROUP))
        assert (question.scope.member_id, question.sees) == (YI, sees)
    opened = Asker(JIA, Role.MEMBER, GROUP, opened=frozenset({Act.SEE_CLOCK_OF_OTHERS}))
    assert (await understand(app, about_yi, opened)).sees == {Act.SEE_CLOCK_OF_OTHERS}

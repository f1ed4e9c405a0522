"""新人: who came, spoke, was answered, stayed; counted by hand."""

import pytest

from groupscope.model import Member, Notice, NoticeKind
from groupscope.report import HEADLINE_LENGTH, NothingSaidError
from groupscope.reports.newcomers import Newcomers, NobodyCameError
from groupscope.store import presence
from groupscope.store.names import Seen
from tests.reports.kit import EVENING, FRIDAY, LONG_PERIODS, THURSDAY, Group
from tests.store.kit import BING, GROUP, JIA, NAPCAT, YI, at, said

NOON = FRIDAY + 12 * 3600
DING, WU = 30004, 30005
A_DAY = 86_400
OCTOBER = at("2026-10-01 00:00")


@pytest.fixture
async def long_group(group):
    """The same group, watched since October."""
    async with group.writer.transaction() as connection:
        await presence.fill(connection, GROUP, OCTOBER, THURSDAY, "backfill")
    return group


def notice(kind: NoticeKind, who: int, when: int) -> Notice:
    return Notice(self_id=NAPCAT, group_id=GROUP, kind=kind, happened_at=when, user_id=who)


def joins(who: int, when: int) -> Notice:
    return notice(NoticeKind.JOIN, who, when)


def leaves(who: int, when: int) -> Notice:
    return notice(NoticeKind.LEAVE, who, when)


async def board(group: Group, title: str, *args) -> list[tuple[str, str, str]]:
    marks = (await group.ask(Newcomers, *args)).card().marks
    [found] = [mark for mark in marks if getattr(mark, "title", "") == title] or [None]
    return [(row.name, row.value, row.note) for row in found.rows] if found else []


async def steps(group: Group, *args) -> list[tuple[str, int, float, str]]:
    rows = (await group.ask(Newcomers, *args)).card().marks[0].rows
    return [(row.label, row.count, round(row.share, 2), row.note) for row in rows]


async def stays(group: Group, *args) -> list[tuple[str, str, str]]:
    tiles = (await group.ask(Newcomers, *args)).card().marks[1].tiles
    return [(tile.label, tile.value, tile.note) for tile in tiles]


async def test_a_newcomer_joins_speaks_and_is_answered(group):
    await group.tell(
        joins(JIA, NOON),
        said(JIA, "大家好", NOON + 180, id=1),
        said(YI, "欢迎", NOON + 190, id=2, reply_to=1),
        joins(BING, NOON + 600),
    )
    assert await board(group, "🌱 新来的") == [
        ("丙", "还没说话", "11-20 12:10 入群"),
        ("甲", "3 分钟开口", "11-20 12:00 入群 · 10 秒后 乙 接话"),
    ]
    report = await group.ask(Newcomers)
    assert report.headline() == "今天 2 人入群，1 人说了话"
    assert await steps(group) == [
        ("入群", 2, 1.0, ""),
        ("开口", 1, 0.5, ""),
        ("有人接话", 1, 0.5, "开口后 24 小时内"),
    ]
    assert await stays(group) == [
        ("7 天后还在", "—", "都还不到 7 天"),
        ("30 天后还在", "—", "都还不到 30 天"),
    ]


async def test_a_mention_answers_too_but_not_one_before_the_first_word(group):
    await group.tell(
        joins(JIA, NOON),
        said(YI, "欢迎 @甲", NOON + 5, id=1, mentions=(JIA,)),
        said(JIA, "大家好", NOON + 60, id=2),
        said(YI, "嗯", NOON + 61, id=3),
    )
    assert await board(group, "🌱 新来的") == [
        ("甲", "1 分钟开口", "11-20 12:00 入群 · 还没人接话")
    ]
    await group.tell(said(BING, "@甲 哪里人", NOON + 120, id=4, mentions=(JIA,)))
    assert await board(group, "🌱 新来的") == [
        ("甲", "1 分钟开口", "11-20 12:00 入群 · 1 分钟后 丙 接话")
    ]


async def test_an_answer_after_a_day_is_none(long_group):
    day = at("2026-11-17 12:00")
    await long_group.tell(
        joins(JIA, day),
        said(JIA, "大家好", day + 60, id=1),
        said(YI, "欢迎", day + 60 + A_DAY + 1, id=2, reply_to=1),
    )
    assert await board(long_group, "🌱 新来的", "本周") == [
        ("甲", "1 分钟开口", "11-17 12:00 入群 · 没人接话")
    ]


async def test_who_stays_is_asked_of_those_who_came_long_enough_ago(long_group):
    early, middle = at("2026-10-20 09:00"), at("2026-11-12 09:00")
    await long_group.tell(
        joins(JIA, early),
        said(JIA, "早", early + 5, id=1),
        joins(YI, early),
        leaves(YI, early + 7 * A_DAY + 10),
        joins(BING, middle),
        joins(DING, middle),
        leaves(DING, middle + A_DAY),
        joins(WU, NOON),
    )
    assert await steps(long_group, "2026-10-01~2026-11-20") == [
        ("入群", 5, 1.0, ""),
        ("开口", 1, 0.2, ""),
        ("有人接话", 0, 0.0, "开口后 24 小时内"),
    ]
    assert await stays(long_group, "2026-10-01~2026-11-20") == [
        ("7 天后还在", "75%", "满 7 天的 4 人里 3 人"),
        ("30 天后还在", "50%", "满 30 天的 2 人里 1 人"),
    ]
    assert await stays(long_group, "2026-11-12") == [
        ("7 天后还在", "50%", "满 7 天的 2 人里 1 人"),
        ("30 天后还在", "—", "都还不到 30 天"),
    ]
    lines = (await long_group.ask(Newcomers, "2026-11-12")).text().splitlines()
    assert [line for line in lines if "后还在" in line] == [
        "7 天后还在 50%（满 7 天的 2 人里 1 人）"
    ]


async def test_who_left_is_told_with_how_long_they_were_there(group):
    old = Member(YI, nickname="乙", joined_at=at("2026-11-01 12:00"))
    group.writer.put_seen(Seen(GROUP, FRIDAY, old))
    await group.tell(
        leaves(YI, NOON), notice(NoticeKind.KICK, BING, NOON + 60), joins(DING, NOON + 61)
    )
    await group.tell(leaves(DING, NOON + 90))
    assert await board(group, "👋 离开的") == [
        ("…0004", "待了不到 1 天", "11-20 12:01 退群"),
        ("丙", "", "11-20 12:01 被移出"),
        ("乙", "待了 19 天", "11-20 12:00 退群"),
    ]
    assert await board(group, "🌱 新来的") == [
        ("…0004", "没说话就走了", "11-20 12:01 入群 · 11-20 12:01 离开")
    ]


async def test_who_comes_back_is_new_again_and_has_not_left(group):
    await group.tell(
        said(JIA, "再见", NOON - 100, id=1),
        leaves(JIA, NOON),
        joins(JIA, NOON + 600),
        said(JIA, "我又来了", NOON + 700, id=2),
        joins(YI, NOON + 10),
        leaves(YI, NOON + 20),
        joins(YI, NOON + 30),
    )
    assert await board(group, "👋 离开的") == []
    assert await board(group, "🌱 新来的") == [
        ("甲", "1 分钟开口", "11-20 12:10 入群 · 还没人接话"),
        ("乙", "还没说话", "11-20 12:00 入群"),
    ]


async def test_who_left_twice_left_the_first_time(group):
    await group.tell(
        joins(JIA, THURSDAY + 3600),
        leaves(JIA, THURSDAY + 7200),
        joins(JIA, FRIDAY + 3600),
        leaves(JIA, FRIDAY + 7200),
    )
    expected = [("甲", "没说话就走了", "11-19 01:00 入群 · 11-19 02:00 离开")]
    assert await board(group, "🌱 新来的", "昨天") == expected


async def test_who_came_or_left_unnoticed_is_known_from_the_member_list(group):
    group.writer.put_seen(Seen(GROUP, FRIDAY, Member(JIA, nickname="甲", joined_at=NOON)))
    group.writer.put_seen(Seen(GROUP, FRIDAY, Member(BING, nickname="丙", joined_at=OCTOBER)))
    await group.writer.flush()
    async with group.writer.transaction() as connection:
        await presence.note_departure(connection, GROUP, YI, NOON + 5)
    assert await board(group, "🌱 新来的") == [("甲", "还没说话", "11-20 12:00 入群")]
    assert await board(group, "👋 离开的") == [("乙", "", "11-20 12:00 退群")]


async def test_who_was_there_before_the_record_is_not_new(group):
    """甲 came on Wednesday, and the record begins on Thursday."""
    wednesday = Member(JIA, nickname="甲", joined_at=THURSDAY - 60)
    group.writer.put_seen(Seen(GROUP, FRIDAY, wednesday))
    await group.tell(said(JIA, "早", NOON, id=1))
    with pytest.raises(NobodyCameError, match="^本周没有人入群，也没有人离开。"):
        await group.ask(Newcomers, "本周")


async def test_robots_neither_come_nor_go(group):
    robot = Member(DING, nickname="小助手", is_robot=True)
    group.writer.put_seen(Seen(GROUP, FRIDAY, robot))
    await group.tell(joins(DING, NOON), joins(2854196310, NOON), leaves(2854196310, NOON + 9))
    with pytest.raises(NobodyCameError):
        await group.ask(Newcomers)


async def test_the_period_is_cut_but_what_follows_it_is_known(group):
    await group.tell(
        joins(JIA, FRIDAY - 1),
        said(JIA, "早", FRIDAY + 3600, id=1),
        joins(YI, FRIDAY),
    )
    assert await board(group, "🌱 新来的", "昨天") == [
        ("甲", "1 小时开口", "11-19 23:59 入群 · 还没人接话")
    ]
    await group.seal()
    assert [name for name, *_ in await board(group, "🌱 新来的", "今天")] == ["乙"]


async def test_a_first_word_that_was_a_command_or_recalled_is_none(group):
    await group.tell(joins(JIA, NOON), said(JIA, "/rank", NOON + 5, id=1, is_command=True))
    assert await board(group, "🌱 新来的") == [("甲", "还没说话", "11-20 12:00 入群")]


async def test_a_time_that_nobody_heard_is_told_as_such(group):
    with pytest.raises(NothingSaidError, match="那时我还不在群里"):
        await group.ask(Newcomers, "2026-11-01")


@pytest.mark.parametrize("words", LONG_PERIODS)
async def test_the_one_line_fits(group, words):
    group.writer.put_seen(Seen(GROUP, FRIDAY, Member(JIA, nickname="很长的名字" * 30)))
    await group.tell(joins(JIA, NOON), leaves(YI, NOON))
    headline = (await group.ask(Newcomers, words)).headline()
    assert len(headline) <= HEADLINE_LENGTH
    assert "1 人入群，0 人说了话，1 人离开" in headline


async def test_the_words_tell_everything(group):
    await group.tell(joins(JIA, NOON), leaves(YI, EVENING - 60))
    assert (await group.ask(Newcomers)).text().splitlines() == [
        "今天新人 · 群 20001",
        "今天 1 人入群，0 人说了话，1 人离开",
        "开口 0 人（0%）",
        "有人接话 0 人（0%，开口后 24 小时内）",
        "🌱 甲：11-20 12:00 入群，还没说话",
        "👋 乙：11-20 20:59 退群",
        "今天 00:00–21:00 · 0 条 · 无中断",
    ]

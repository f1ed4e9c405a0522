"""龙王: who talked most on each day, how long, and who took over from whom."""

import pytest
from sqlalchemy import delete, insert

from groupscope.model import Member
from groupscope.report import HEADLINE_LENGTH, NothingSaidError
from groupscope.reports.dragon import Dragons
from groupscope.store.erasing import freeze_before
from groupscope.store.names import Seen
from groupscope.store.tables import filled, watch
from tests.reports.kit import FRIDAY, LONG_PERIODS, Group
from tests.store.kit import BING, GROUP, JIA, NAPCAT, YI, recalled, said

A_DAY = 86_400


async def day(group: Group, ago: int, **said_by: int) -> None:
    """``day(group, 1, JIA=3)``: that many messages of each at noon, so many days ago."""
    who = {"JIA": JIA, "YI": YI, "BING": BING}
    for name, times in said_by.items():
        await group.says(who[name], "嗨", since=FRIDAY - ago * A_DAY + 12 * 3600, times=times)


async def heard(group: Group, *days_ago: int) -> None:
    """Let these days be heard, and no others."""
    rows = [
        {
            "group_id": GROUP,
            "since_at": FRIDAY - ago * A_DAY,
            "until_at": FRIDAY - ago * A_DAY + A_DAY,
            "source": "backfill",
        }
        for ago in days_ago
    ]
    async with group.writer.transaction() as connection:
        await connection.execute(delete(watch))
        await connection.execute(insert(filled), rows)


def scroll(dragons: Dragons) -> list[tuple]:
    [reigns] = [mark for mark in dragons.card().marks if "龙王谱" in getattr(mark, "title", "")]
    return [(row.name, row.days, row.when, row.value, row.note) for row in reigns.rows]


async def week(group: Group) -> None:
    """Friday 13th to Thursday: 甲 甲 乙 乙 乙 甲 丙; today 乙 leads."""
    await heard(group, *range(40))
    await day(group, 7, JIA=3, YI=1)
    await day(group, 6, JIA=5, YI=4)
    await day(group, 5, JIA=1, YI=2)
    await day(group, 4, YI=6)
    await day(group, 3, YI=4, BING=3)
    await day(group, 2, JIA=2, YI=1)
    await day(group, 1, BING=9, JIA=3, YI=1)
    await day(group, 0, YI=7, BING=1)


async def test_reigns_are_written_down_newest_first(group):
    await week(group)
    dragons = await group.ask(Dragons, "近30天")
    assert scroll(dragons) == [
        ("丙", 1, "昨天", "9 条", "从 甲 手中夺下"),
        ("甲", 1, "11-18", "2 条", "从 乙 手中夺下"),
        ("乙", 3, "11-15 – 11-17", "最多 6 条", "从 甲 手中夺下"),
        ("甲", 2, "11-13 – 11-14", "最多 5 条", ""),
    ]
    assert dragons.headline() == "昨天的龙王是 丙，9 条，从 甲 手中夺下，近30天 乙 当得最多，3 天"


async def test_the_most_days_stand_on_a_board_and_today_is_provisional(group):
    await week(group)
    dragons = await group.ask(Dragons, "近30天")
    board = dragons.card().marks[-1]
    assert [(row.place, row.name, row.value, row.note) for row in board.rows] == [
        (1, "乙", "3 天", "最长连任 3 天"),
        (2, "甲", "3 天", "最长连任 2 天"),
        (3, "丙", "1 天", "最长连任 1 天"),
    ]
    today, people, changes = dragons.card().marks[0].tiles
    assert (today.label, today.value, today.note) == ("今天暂时领先", "7 条", "乙")
    assert (people.value, people.note) == ("3 人", "7 天里")
    assert changes.value == "3 次"
    assert "今天暂时是 乙 领先，7 条" in dragons.text()


async def test_yesterdays_dragon_has_a_podium_and_the_reign_that_began_before(group):
    await heard(group, *range(40))
    await day(group, 3, YI=2)
    await day(group, 2, JIA=2)
    await day(group, 1, JIA=9, BING=4, YI=1)
    dragons = await group.ask(Dragons, "昨天")
    assert dragons.headline() == "昨天的龙王是 甲，9 条，连任 2 天"
    podium = dragons.card().marks[0]
    assert podium.title == "🏆 昨天前三"
    assert [(row.name, row.value) for row in podium.rows] == [
        ("甲", "9 条"),
        ("丙", "4 条"),
        ("乙", "1 条"),
    ]
    assert scroll(dragons) == [("甲", 2, "11-18 – 昨天", "最多 9 条", "从 乙 手中夺下")]


async def test_today_is_only_for_the_time_being(group):
    await week(group)
    dragons = await group.ask(Dragons, "今天")
    assert dragons.headline() == "今天暂时是 乙 领先，7 条"
    podium = dragons.card().marks[0]
    assert [(podium.title, row.name) for row in podium.rows] == [
        ("⏳ 今天暂时前三", "乙"),
        ("⏳ 今天暂时前三", "丙"),
    ]
    assert scroll(dragons)[0][:3] == ("丙", 1, "昨天")


async def test_of_equal_ones_the_smaller_number_leads(group):
    await heard(group, *range(5))
    await day(group, 1, YI=4, JIA=4, BING=3)
    assert (await group.ask(Dragons, "昨天")).headline() == "昨天的龙王是 甲，4 条"


async def test_midnight_divides_the_days(group):
    await heard(group, *range(5))
    await group.says(JIA, "零点前", since=FRIDAY - A_DAY - 1)
    await group.says(YI, "零点", since=FRIDAY - A_DAY)
    assert [row[:3] for row in scroll(await group.ask(Dragons, "近7天"))] == [
        ("乙", 1, "昨天"),
        ("甲", 1, "11-18"),
    ]


async def test_part_of_a_day_asks_for_the_whole_day(group):
    await heard(group, *range(5))
    await group.says(JIA, "早", since=FRIDAY - A_DAY + 3600, times=5)
    await group.says(YI, "晚", since=FRIDAY - A_DAY + 21 * 3600, times=3)
    dragons = await group.ask(Dragons, "昨天 20:00~22:00")
    assert dragons.headline() == "昨天的龙王是 甲，5 条"


async def test_a_silent_day_ends_a_reign_and_an_unheard_one_does_not(group):
    await heard(group, 0, 1, 2, 3, 5, 6)
    await day(group, 6, JIA=1)
    await day(group, 5, JIA=1)
    await day(group, 3, JIA=1)
    await day(group, 1, JIA=1)
    assert [row[1:3] for row in scroll(await group.ask(Dragons, "近7天"))] == [
        (1, "昨天"),
        (3, "11-14 – 11-17"),
    ]


async def test_a_member_is_told_how_often_they_led(group):
    await week(group)
    assert (await group.ask(Dragons, "近30天", JIA)).headline() == (
        "甲 近30天当了 3 天龙王（第 2 名），最长连任 2 天"
    )
    await group.says(40_001, "嗨")
    never = await group.ask(Dragons, "近30天", 40_001)
    assert never.headline() == "…0001 近30天没当过龙王，当得最多的是 乙，3 天"
    marked = (await group.ask(Dragons, "近30天", BING)).card().marks[-1]
    assert [row.is_marked for row in marked.rows] == [False, False, True]


async def test_what_does_not_count_makes_no_dragon(group):
    noon = FRIDAY - A_DAY + 12 * 3600
    await day(group, 1, JIA=1)
    await group.tell(
        *(said(YI, f"/rank {n}", noon + n, is_command=True) for n in range(3)),
        *(said(BING, f"机器人 {n}", noon + n, is_bot=True) for n in range(3)),
        *(said(NAPCAT, f"我 {n}", noon + n, is_own=True) for n in range(3)),
        said(YI, "撤回一", noon + 8, id=8),
        said(YI, "撤回二", noon + 9, id=9),
        recalled(8, noon + 60),
        recalled(9, noon + 60),
    )
    assert (await group.ask(Dragons, "昨天")).headline() == "昨天的龙王是 甲，1 条"


async def test_sealed_days_say_the_same(group):
    await week(group)
    asked = ["近30天", "昨天", "今天", "全部"]
    before = [(await group.ask(Dragons, words)).text() for words in asked]
    await group.seal()
    assert [(await group.ask(Dragons, words)).text() for words in asked] == before


async def test_days_without_names_have_no_dragon(group):
    await week(group)
    number = (FRIDAY + 8 * 3600) // A_DAY
    await freeze_before(group.writer, group.store.sealer, GROUP, number - 1)
    dragons = await group.ask(Dragons, "近30天")
    assert [row[:3] for row in scroll(dragons)] == [("丙", 1, "昨天")]
    with pytest.raises(NothingSaidError, match=r"11月15日有 3 条消息，.*没有留下是谁说的"):
        await group.ask(Dragons, "2026-11-15")


async def test_nothing_said_is_told_with_the_reason(group):
    with pytest.raises(NothingSaidError, match="^昨天还没有人说话。$"):
        await group.ask(Dragons, "昨天")


@pytest.mark.parametrize("words", LONG_PERIODS)
@pytest.mark.parametrize("member", [None, JIA, YI])
async def test_the_one_line_fits(group, words, member):
    name = "🌸" + "很长的名字" * 30
    for who in (JIA, YI):
        group.writer.put_seen(Seen(GROUP, FRIDAY, Member(who, nickname=name)))
    await week(group)
    assert len((await group.ask(Dragons, words, member)).headline()) <= HEADLINE_LENGTH


async def test_the_foot_tells_period_messages_and_time_offline(group):
    await day(group, 0, JIA=1)
    dragons = await group.ask(Dragons, "今天")
    assert dragons.card().foot == "今天 00:00–21:00 · 1 条 · 无中断"
    assert dragons.text().endswith(dragons.card().foot)

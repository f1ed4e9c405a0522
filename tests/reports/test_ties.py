"""互动: replies and mentions between members, counted by hand."""

import pytest

from groupscope.charts import Tile
from groupscope.model import Member, Message
from groupscope.report import HEADLINE_LENGTH, NothingSaidError
from groupscope.reports.ties import Interplay, NobodyTurnedError
from groupscope.store import presence
from groupscope.store.names import Seen
from tests.reports.kit import FRIDAY, LONG_PERIODS, THURSDAY, Group
from tests.store.kit import BING, GROUP, JIA, NAPCAT, YI, said

NOON = FRIDAY + 12 * 3600
OWN_ROBOT = 30009


def line(number: int, by: int, *mentions: int, to: int | None = None, **more) -> Message:
    """The n-th message of the day; ``to`` is the one that it replies to."""
    return said(
        by,
        f"第 {number} 句",
        more.pop("day", NOON) + number,
        id=number,
        number=number,
        mentions=mentions,
        reply_to=to,
        **more,
    )


async def pairs(group: Group, *args, **more) -> list[tuple[str, str, int, int]]:
    """(left, right, there, back) as the card shows them."""
    ties = (await group.ask(Interplay, *args, **more)).card().marks[1]
    return [(row.left, row.right, row.there, row.back) for row in ties.rows]


async def test_pairs_are_counted_both_ways_the_strongest_first(group):
    await group.tell(
        line(1, JIA),
        line(2, YI, to=1),
        line(3, JIA, YI),
        line(4, YI, JIA),
        line(5, BING, JIA),
        line(6, BING, YI),
    )
    assert await pairs(group) == [("乙", "甲", 2, 1), ("丙", "甲", 1, 0), ("丙", "乙", 1, 0)]
    report = await group.ask(Interplay)
    assert report.headline() == "今天互动 5 次，乙 和 甲 互动最多（3 次）"
    assert report.card().marks[0].tiles == (
        Tile("💬", "互动", "5", "回复和 @"),
        Tile("👥", "参与的人", "3"),
    )


async def test_among_equal_sums_the_more_mutual_pair_comes_first(group):
    await group.tell(
        line(1, JIA, YI),
        line(2, JIA, YI),
        line(3, YI, BING),
        line(4, BING, YI),
    )
    assert await pairs(group) == [("乙", "丙", 1, 1), ("甲", "乙", 2, 0)]


async def test_a_replys_own_mention_counts_once_a_further_one_counts_too(group):
    await group.tell(line(1, JIA), line(2, YI, JIA, to=1), line(3, YI, JIA, BING, to=1))
    assert await pairs(group) == [("乙", "甲", 2, 0), ("乙", "丙", 1, 0)]


async def test_talking_side_by_side_is_no_tie(group):
    await group.tell(line(1, JIA), line(2, YI), line(3, JIA), line(4, YI, YI), line(5, YI, 0))
    with pytest.raises(NobodyTurnedError, match="^今天没有人互相回复或 @ 过。"):
        await group.ask(Interplay)


async def test_robots_and_commands_are_left_out(group):
    robot = Member(OWN_ROBOT, nickname="小助手", is_robot=True)
    group.writer.put_seen(Seen(GROUP, FRIDAY, robot))
    async with group.writer.transaction() as connection:
        await presence.describe_account(connection, NAPCAT, "群镜", None, None)
    await group.tell(
        line(1, JIA, OWN_ROBOT),
        line(2, JIA, NAPCAT),
        line(3, JIA, 2854196310),
        line(4, JIA, YI, is_command=True),
        line(5, OWN_ROBOT, JIA, is_bot=True),
        line(6, JIA, BING),
    )
    assert await pairs(group) == [("甲", "丙", 1, 0)]


async def test_a_member_stands_on_the_left_with_both_ways(group):
    await group.tell(
        line(1, JIA, YI),
        line(2, YI, JIA),
        line(3, YI, JIA),
        line(4, BING, JIA),
        line(5, BING, YI),
    )
    assert await pairs(group, "今天", JIA) == [("甲", "乙", 1, 2), ("甲", "丙", 0, 1)]
    report = await group.ask(Interplay, "今天", JIA)
    assert report.headline() == "甲 今天和 乙 互动最多：1 去 2 回"
    tiles, _, boards = report.card().marks
    given, received = boards.left, boards.right
    assert [tile.value for tile in tiles.tiles] == ["1", "3", "2"]
    assert [(row.name, row.value) for row in given.rows] == [("乙", "1 次")]
    assert [(row.name, row.value) for row in received.rows] == [("乙", "2 次"), ("丙", "1 次")]


async def test_a_member_whom_nobody_turns_to_is_told_so(group):
    await group.tell(line(1, JIA, YI), line(2, BING))
    with pytest.raises(NobodyTurnedError, match="^丙 今天没有和谁互相回复或 @ 过。"):
        await group.ask(Interplay, "今天", BING)


async def test_the_period_is_cut_and_yesterday_is_the_same_when_sealed(group):
    await group.tell(
        line(1, JIA, YI, day=THURSDAY),
        line(2, JIA, YI, day=THURSDAY + 86_390),
        line(3, YI, BING),
    )
    assert await pairs(group, "昨天") == [("甲", "乙", 2, 0)]
    assert await pairs(group, "今天") == [("乙", "丙", 1, 0)]
    assert await pairs(group, "本周") == [("甲", "乙", 2, 0), ("乙", "丙", 1, 0)]
    await group.seal()
    assert await pairs(group, "本周") == [("甲", "乙", 2, 0), ("乙", "丙", 1, 0)]


async def test_an_empty_group_is_told_as_such(group):
    with pytest.raises(NothingSaidError):
        await group.ask(Interplay)


async def test_the_boards_tell_who_gives_and_who_receives(group):
    await group.tell(line(1, JIA, YI, BING), line(2, BING, YI))
    assert (await group.ask(Interplay)).text().splitlines() == [
        "今天互动 · 群 20001",
        "今天互动 3 次，甲 和 乙 互动最多（1 次）",
        "1. 甲 → 乙 1 次，← 0 次",
        "2. 甲 → 丙 1 次，← 0 次",
        "3. 丙 → 乙 1 次，← 0 次",
        "📥 被找得最多：乙 2、丙 1",
        "📤 找别人最多：甲 2、丙 1",
        "今天 00:00–21:00 · 2 条 · 无中断",
    ]


@pytest.mark.parametrize("words", LONG_PERIODS)
@pytest.mark.parametrize("member", [None, JIA])
async def test_the_one_line_fits(group, words, member):
    for number in (JIA, YI):
        name = Member(number, nickname="🌸" + "很长的名字" * 30)
        group.writer.put_seen(Seen(GROUP, FRIDAY, name))
    await group.tell(*(line(number, JIA, YI) for number in range(1, 31)))
    headline = (await group.ask(Interplay, words, member)).headline()
    assert len(headline) <= HEADLINE_LENGTH
    assert "30" in headline

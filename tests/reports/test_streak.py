"""连续冒泡: days in a row, what breaks them and what does not."""

import pytest
from sqlalchemy import delete, insert

from groupscope.model import Member
from groupscope.report import HEADLINE_LENGTH, NothingSaidError
from groupscope.reports.streak import SaidNothingError, StreakBoard
from groupscope.store.erasing import freeze_before
from groupscope.store.names import Seen
from groupscope.store.tables import filled, watch
from tests.reports.kit import FRIDAY, LONG_PERIODS, Group
from tests.store.kit import BING, GROUP, JIA, NAPCAT, YI, recalled, said

A_DAY = 86_400


async def speaks(group: Group, who: int, *days_ago: int) -> None:
    """Let a member say something at noon on these days."""
    for days in days_ago:
        await group.says(who, "嗨", since=FRIDAY - days * A_DAY + 12 * 3600)


async def heard(group: Group, *days_ago: int) -> None:
    """Let these days be heard from their beginning to their end, and no others."""
    rows = [
        {
            "group_id": GROUP,
            "since_at": FRIDAY - days * A_DAY,
            "until_at": FRIDAY - days * A_DAY + A_DAY,
            "source": "backfill",
        }
        for days in days_ago
    ]
    async with group.writer.transaction() as connection:
        await connection.execute(delete(watch))
        await connection.execute(insert(filled), rows)


def going(board: StreakBoard) -> list[tuple]:
    return [(one.name, one.run.days, one.best.days) for one in board.going]


async def test_days_in_a_row_are_counted_up_to_today(group):
    await heard(group, *range(10))
    await speaks(group, JIA, 0, 1, 2)
    await speaks(group, YI, 0, 1, 5, 6, 7, 8)
    board = await group.ask(StreakBoard, "全部")
    assert going(board) == [("甲", 3, 3), ("乙", 2, 4)]
    assert [(one.name, one.run.days) for one in board.best] == [("乙", 4), ("甲", 3)]
    assert board.headline() == "甲 已连续冒泡 3 天，最长 乙 4 天（11-12–11-15）"
    assert "2. 乙 2 天（11-19 起 · 最长 4 天）" in board.text()
    assert "1. 乙 4 天（11-12–11-15）" in board.text()


async def test_who_has_not_spoken_today_still_goes_on(group):
    """It is nine in the evening."""
    await heard(group, *range(10))
    await speaks(group, JIA, 1, 2, 3)
    await speaks(group, YI, 2, 3, 4, 5)
    board = await group.ask(StreakBoard, "全部")
    assert going(board) == [("甲", 3, 3)]
    assert board.card().marks[1].rows[0].note == "11-17 起 · 今天还没说话"
    assert board.headline() == "甲 已连续冒泡 3 天，最长 乙 4 天（11-15–11-18）"


async def test_of_a_period_that_is_over_the_last_day_counts(group):
    await heard(group, *range(20))
    await speaks(group, JIA, 6, 7)  # Saturday; 上周 ends with Sunday
    await speaks(group, YI, 5, 6, 7)
    board = await group.ask(StreakBoard, "上周")
    assert going(board) == [("乙", 3, 3)]
    assert board.card().marks[1].rows[0].note == "11-13 起"


async def test_midnight_divides_the_days(group):
    await heard(group, *range(10))
    await group.says(JIA, "零点前", since=FRIDAY - 1)
    await group.says(JIA, "零点", since=FRIDAY)
    assert going(await group.ask(StreakBoard, "全部")) == [("甲", 2, 2)]


async def test_a_day_that_nobody_heard_breaks_nothing(group):
    await heard(group, 0, 1, 4, 5, 6)
    await speaks(group, JIA, 0, 1, 4, 5)
    await speaks(group, YI, 0, 1, 4, 6)
    board = await group.ask(StreakBoard, "全部")
    assert going(board) == [("甲", 4, 4), ("乙", 3, 3)]
    assert "有 2 天我整天不在，不算断。" in board.text()
    tile = board.card().marks[0].tiles[-1]
    assert (tile.value, tile.note) == ("2 天", "不算断")


async def test_a_silent_day_that_was_heard_breaks(group):
    await heard(group, 0, 1, 2)
    await speaks(group, JIA, 0, 2)
    board = await group.ask(StreakBoard, "全部")
    assert going(board) == [("甲", 1, 1)]
    assert "整天不在" not in board.text()


async def test_two_equal_ones_stand_in_the_order_of_their_numbers(group):
    await heard(group, *range(5))
    await speaks(group, YI, 0, 1)
    await speaks(group, JIA, 0, 1)
    await speaks(group, BING, 0, 1)
    board = await group.ask(StreakBoard, "全部")
    assert [(one.place, one.member_id) for one in board.going] == [(1, JIA), (2, YI), (3, BING)]
    assert board.headline() == "甲 已连续冒泡 2 天，正是最长纪录"


async def test_a_member_is_told_their_own(group):
    await heard(group, *range(12))
    await speaks(group, JIA, 0, 4, 5, 6)
    await speaks(group, YI, 0, 1, 2, 3)
    board = await group.ask(StreakBoard, "全部", JIA)
    assert board.headline() == "甲 已连续冒泡 1 天，最长 3 天（11-14–11-16）"
    assert [row.is_marked for row in board.card().marks[1].rows] == [False, True]
    other = await group.ask(StreakBoard, "全部", YI)
    assert other.headline() == "乙 已连续冒泡 4 天，正是自己最长的一次"


async def test_a_member_who_stopped_and_one_who_never_spoke_are_told_so(group):
    await heard(group, *range(12))
    await speaks(group, JIA, 4, 5)
    board = await group.ask(StreakBoard, "全部", JIA)
    assert board.headline() == "甲 现在没有连着，最长 2 天（11-15–11-16）"
    nobody = await group.ask(StreakBoard, "全部")
    assert nobody.headline() == "现在没有人连着冒泡，最长 甲 2 天（11-15–11-16）"
    assert [mark.title for mark in nobody.card().marks[1:]] == ["🏆 最长纪录"]
    with pytest.raises(SaidNothingError, match="^丙 没有发言，也就没有连续的天数。$"):
        await group.ask(StreakBoard, "全部", BING)


async def test_a_member_beyond_the_board_is_added_to_it(group):
    await heard(group, *range(5))
    for number in range(9):
        await speaks(group, 40_000 + number, 0, 1)
    await speaks(group, YI, 0)
    board = await group.ask(StreakBoard, "全部", YI)
    assert [one.place for one in board.going] == [1, 2, 3, 4, 5, 10]
    assert board.in_a_row == 9


async def test_what_does_not_count_keeps_nothing_going(group):
    await heard(group, *range(5))
    noon = FRIDAY + 12 * 3600
    await speaks(group, JIA, 1)
    await speaks(group, YI, 1)
    await group.tell(
        said(JIA, "/rank", noon, is_command=True),
        said(YI, "撤回", noon + 1, id=7),
        said(NAPCAT, "今天 3 条", noon + 2, is_own=True),
        recalled(7, noon + 9),
    )
    assert going(await group.ask(StreakBoard, "全部")) == [("甲", 1, 1), ("乙", 1, 1)]


async def test_sealed_days_say_the_same(group):
    await heard(group, *range(10))
    await speaks(group, JIA, 0, 1, 2, 5)
    before = (await group.ask(StreakBoard, "全部")).text()
    await group.seal()
    assert (await group.ask(StreakBoard, "全部")).text() == before


async def test_days_without_names_are_nobodys(group):
    await heard(group, *range(10))
    await speaks(group, JIA, 0, 1, 2, 3)
    number = (FRIDAY + 8 * 3600) // A_DAY
    await freeze_before(group.writer, group.store.sealer, GROUP, number - 1)
    assert going(await group.ask(StreakBoard, "全部")) == [("甲", 2, 2)]


async def test_one_message_is_a_run_of_one_day(group):
    await group.says(JIA, "嗨")
    board = await group.ask(StreakBoard)
    assert board.headline() == "甲 已连续冒泡 1 天，正是最长纪录"
    assert board.text().endswith("今天 00:00–21:00 · 1 条 · 无中断")


async def test_nothing_said_is_told_with_the_reason(group):
    with pytest.raises(NothingSaidError, match="还没有人说话。$"):
        await group.ask(StreakBoard, "全部")


@pytest.mark.parametrize("words", LONG_PERIODS)
@pytest.mark.parametrize("member", [None, JIA])
async def test_the_one_line_fits(group, words, member):
    name = "🌸" + "很长的名字" * 30
    for who in (JIA, YI):
        group.writer.put_seen(Seen(GROUP, FRIDAY, Member(who, nickname=name)))
    await group.says(JIA, "番茄", since=FRIDAY)
    await speaks(group, YI, 1, 2, 3)
    assert len((await group.ask(StreakBoard, words, member)).headline()) <= HEADLINE_LENGTH


async def test_before_the_record_nobody_was_away(group):
    """It began three days ago; the year has 321 days before that. On Wednesday nobody was there."""
    await heard(group, 3, 1, 0)
    await speaks(group, JIA, 3, 1, 0)
    board = await group.ask(StreakBoard, "今年")
    assert board.days.unheard == 1
    assert going(board) == [("甲", 3, 3)]

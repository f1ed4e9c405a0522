"""作息: the hours of the week, what was never heard of them, and what they say."""

import pytest
from sqlalchemy import insert

from groupscope.access import Act
from groupscope.model import Member
from groupscope.report import HEADLINE_LENGTH, NothingSaidError, SaidNothingError
from groupscope.reports.hours import Hours
from groupscope.store.erasing import freeze_before
from groupscope.store.names import Seen
from groupscope.store.tables import filled
from tests.reports.kit import FRIDAY, LONG_PERIODS, THURSDAY, Group
from tests.store.kit import BING, GROUP, JIA, NAPCAT, YI, at, recalled, said

AN_HOUR, A_DAY = 3600, 86_400
MONDAY = at("2026-11-09 00:00")
"""The Monday of last week."""


async def heard(group: Group, since: int, until: int = THURSDAY) -> None:
    """Let somebody tell of all that was said then."""
    row = {"group_id": GROUP, "since_at": since, "until_at": until, "source": "backfill"}
    async with group.writer.transaction() as connection:
        await connection.execute(insert(filled), row)


def cells(hours: Hours) -> dict[tuple[int, int], float]:
    """What is drawn of each (weekday, hour) that has any: messages each time it was heard."""
    rows = hours.card().marks[0].rows
    return {
        (weekday, hour): cell
        for weekday, row in enumerate(rows)
        for hour, cell in enumerate(row)
        if cell
    }


def hatched(hours: Hours) -> set[tuple[int, int]]:
    rows = hours.card().marks[0].rows
    return {
        (day, hour) for day, row in enumerate(rows) for hour, cell in enumerate(row) if cell is None
    }


async def test_a_week_is_its_messages_and_the_busiest_hour_has_the_ring(group):
    await heard(group, MONDAY)
    await group.says(JIA, "早", since=MONDAY + 9 * AN_HOUR, times=3)
    await group.says(YI, "早", since=MONDAY + 10 * AN_HOUR - 1, times=2)  # the second at ten
    await group.says(YI, "周日", since=MONDAY + 7 * A_DAY - 1)
    await group.says(YI, "下一周", since=MONDAY + 7 * A_DAY)
    hours = await group.ask(Hours, "上周")
    assert cells(hours) == {(0, 9): 4, (0, 10): 1, (6, 23): 1}
    week = hours.card().marks[0]
    assert (week.ring, week.hint) == ((0, 9), "最热 周一 9 点 · 平均 4 条")
    assert hatched(hours) == set()


async def test_an_hour_counts_by_how_often_it_was_heard(group):
    """Two Fridays with 4 and 2 messages at nine, one Thursday with 4."""
    await heard(group, FRIDAY - 7 * A_DAY, FRIDAY - 6 * A_DAY)
    await group.says(JIA, "早", since=FRIDAY - 7 * A_DAY + 9 * AN_HOUR, times=4)
    await group.says(JIA, "早", since=FRIDAY + 9 * AN_HOUR, times=2)
    await group.says(JIA, "早", since=THURSDAY + 9 * AN_HOUR, times=4)
    hours = await group.ask(Hours, "近30天")
    assert cells(hours) == {(4, 9): 3, (3, 9): 4}
    assert hours.habits.busiest == (3, 9)


async def test_what_was_never_heard_is_hatched(group):
    """Recorded since Thursday; it is nine in the evening of Friday."""
    await group.says(JIA, "早", since=FRIDAY + 9 * AN_HOUR)
    gaps = hatched(await group.ask(Hours, "近7天"))
    assert gaps == {(day, hour) for day in (0, 1, 2, 5, 6) for hour in range(24)} | {
        (4, hour) for hour in (21, 22, 23)
    }


async def test_what_was_brought_in_is_heard(group):
    await group.says(JIA, "导入的", since=MONDAY + 9 * AN_HOUR)
    hours = await group.ask(Hours, "上周")
    assert cells(hours) == {(0, 9): 1}
    assert hatched(hours) == set()
    later = await group.ask(Hours, "近30天")
    assert (0, 9) not in hatched(later)
    assert (0, 10) in hatched(later)


async def busy_week(group: Group) -> None:
    """10 at nine each weekday, 20 on Saturday at noon, 10 on Sunday at 23, 20 at 5 on Monday."""
    await heard(group, MONDAY)
    for day in range(5):
        await group.says(JIA, "早", since=MONDAY + day * A_DAY + 9 * AN_HOUR, times=10)
    await group.says(JIA, "午", since=MONDAY + 5 * A_DAY + 12 * AN_HOUR, times=20)
    await group.says(JIA, "晚", since=MONDAY + 6 * A_DAY + 23 * AN_HOUR, times=10)
    await group.says(JIA, "困", since=MONDAY + 6 * AN_HOUR - 20, times=20)


async def test_rules_sum_it_up(group):
    """Night: 30 of 100. Weekdays: 70 in five days, 14 each; weekends: 30 in two, 15 each."""
    await busy_week(group)
    hours = await group.ask(Hours, "上周")
    assert hours.headline() == "上周 周一 5 点最热闹，22–6 点占 30%，周末和工作日差不多"
    night, weekend, quiet = hours.card().marks[1].tiles
    assert (night.value, night.note) == ("30%", "白天更热闹")
    assert (weekend.value, weekend.note) == ("+7%", "和工作日差不多")
    assert (quiet.value, quiet.note) == ("13–23 点", "平均 0 条")
    assert "周一 30 条 · 周二 10 条" in hours.text()
    await group.says(YI, "夜", since=MONDAY + 7 * A_DAY - 120, times=100)
    hours = await group.ask(Hours, "上周")
    assert hours.headline() == "上周 周日 23 点最热闹，22–6 点占 65%，周末比工作日多 364%"
    assert hours.card().marks[1].tiles[0].note == "夜里更热闹"


async def test_the_quietest_hours_may_go_over_midnight(group):
    await heard(group, MONDAY)
    for hour in range(3, 22):
        await group.says(JIA, "嗯", since=MONDAY + hour * AN_HOUR, times=2)
    quiet = (await group.ask(Hours, "上周")).card().marks[1].tiles[-1]
    assert quiet.value == "22–3 点"


async def test_weekends_that_nobody_heard_are_not_compared(group):
    await group.says(JIA, "早", since=FRIDAY, times=30)
    hours = await group.ask(Hours, "近7天")
    assert hours.headline() == "近7天 周五 0 点最热闹，22–6 点占 100%"
    assert len(hours.card().marks[1].tiles) == 2


async def test_of_few_messages_no_habits_are_told(group):
    await group.says(JIA, "早", since=FRIDAY + 9 * AN_HOUR, times=29)
    hours = await group.ask(Hours)
    assert hours.headline() == "今天只有 29 条，看不出作息；周五 9 点最多"
    assert len(hours.card().marks) == 1
    await group.says(JIA, "早", since=FRIDAY + 10 * AN_HOUR)
    assert "占" in (await group.ask(Hours)).headline()


async def test_a_members_hours_are_their_own(group):
    await group.says(JIA, "早", since=FRIDAY + 9 * AN_HOUR, times=2)
    await group.says(YI, "晚", since=FRIDAY + 20 * AN_HOUR, times=9)
    hours = await group.ask(Hours, "今天", JIA)
    assert cells(hours) == {(4, 9): 2}
    assert hours.headline() == "甲 今天只有 2 条，看不出作息；周五 9 点最多"
    assert hours.card().title == "甲的作息"
    with pytest.raises(
        SaidNothingError, match=r"^丙 今天没有发言（全群 11 条）。可以看长一点：/作息 近7天$"
    ):
        await group.ask(Hours, "今天", BING)


def test_others_hours_are_for_those_who_may():
    assert Hours.about_others is Act.SEE_CLOCK_OF_OTHERS


async def test_sealed_and_open_days_say_the_same(group):
    await busy_week(group)
    asked = [("上周", None), ("近30天", None), ("全部", None), ("近30天", JIA)]
    before = [(await group.ask(Hours, words, who)).text() for words, who in asked]
    await group.seal()
    assert [(await group.ask(Hours, words, who)).text() for words, who in asked] == before


async def test_days_without_names_keep_the_groups_hours(group):
    await busy_week(group)
    before = cells(await group.ask(Hours, "上周"))
    number = (MONDAY + 8 * AN_HOUR) // A_DAY
    await freeze_before(group.writer, group.store.sealer, GROUP, number + 7)
    assert cells(await group.ask(Hours, "上周")) == before
    with pytest.raises(SaidNothingError):
        await group.ask(Hours, "上周", JIA)


async def test_what_does_not_count_has_no_hours(group):
    nine = FRIDAY + 9 * AN_HOUR
    await group.tell(
        said(JIA, "留下", nine, id=1),
        said(JIA, "撤回", nine + AN_HOUR, id=2),
        said(JIA, "/rank", nine + 2 * AN_HOUR, is_command=True),
        said(YI, "我是机器人", nine + 3 * AN_HOUR, is_bot=True),
        said(NAPCAT, "今天 3 条", nine + 4 * AN_HOUR, is_own=True),
        recalled(2, nine + 2 * AN_HOUR),
    )
    assert cells(await group.ask(Hours)) == {(4, 9): 1}


async def test_nothing_said_is_told_with_the_reason(group):
    with pytest.raises(NothingSaidError, match="^近30天还没有人说话。$"):
        await group.ask(Hours, "近30天")


@pytest.mark.parametrize("words", LONG_PERIODS)
@pytest.mark.parametrize("member", [None, JIA])
@pytest.mark.parametrize("times", [5, 50])
async def test_the_one_line_fits(group, words, member, times):
    name = "🌸" + "很长的名字" * 30
    group.writer.put_seen(Seen(GROUP, FRIDAY, Member(JIA, nickname=name)))
    await group.says(JIA, "番茄", since=FRIDAY, times=times)
    line = (await group.ask(Hours, words, member)).headline()
    assert len(line) <= HEADLINE_LENGTH


async def test_the_foot_tells_period_messages_and_time_offline(group):
    await group.says(JIA, "早", since=FRIDAY + 9 * AN_HOUR)
    hours = await group.ask(Hours)
    assert hours.card().foot == "今天 00:00–21:00 · 1 条 · 无中断"
    assert hours.text().endswith(hours.card().foot)

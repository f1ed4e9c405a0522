"""群榜: all groups against each other."""

from datetime import datetime

import pytest
from sqlalchemy import update

from groupscope.access import EVERY_GROUP, Act, Asker, NotAllowedError, Role
from groupscope.answers import understand
from groupscope.app import App
from groupscope.charts import Board, Pair, Scatter
from groupscope.commands import Invocation
from groupscope.config import Config
from groupscope.model import Group as ToldGroup
from groupscope.model import Member
from groupscope.report import HEADLINE_LENGTH
from groupscope.reports.groups import GroupBoard, NoGroupTalkedError
from groupscope.store import presence
from groupscope.store.groups import Recording
from groupscope.store.names import Seen
from groupscope.store.tables import chat_group
from tests.reports.kit import EVENING, FRIDAY, LONG_PERIODS, THURSDAY, WEDNESDAY
from tests.store.kit import BING, GROUP, JIA, NAPCAT, OTHER_GROUP, SHANGHAI, YI, recalled, said

THIRD = 20003


@pytest.fixture
async def three(group):
    """Three groups: 3 messages of 30 members, 5 of 2, none of an unknown number."""
    told = [
        ToldGroup(GROUP, "番茄俱乐部", 30),
        ToldGroup(OTHER_GROUP, "二人转", 2),
        ToldGroup(THIRD, "没人说话", None),
    ]
    async with group.writer.transaction() as connection:
        await group.store.groups.refresh(connection, told, WEDNESDAY)
        await presence.watches(connection, NAPCAT, [GROUP, OTHER_GROUP, THIRD], THURSDAY)
    await group.tell(
        *(said(JIA, "早", THURSDAY + n) for n in range(2)),
        said(YI, "晚", FRIDAY),
        *(said(BING, "在", FRIDAY + n, group=OTHER_GROUP) for n in range(5)),
    )
    return group


async def test_all_groups_are_counted_most_messages_first(three):
    found = await three.ask(GroupBoard, "近7天")
    told = [(row.name, row.members, row.messages) for row in found.rows]
    assert told == [("二人转", 2, 5), ("番茄俱乐部", 30, 3), ("没人说话", None, 0)]
    assert found.headline() == "近7天 3 个群 8 条，二人转 5 条最多"


async def test_the_days_before_and_after_do_not_count(three):
    await three.tell(
        said(JIA, "前天", WEDNESDAY), said(JIA, "早一秒", FRIDAY - 1, group=OTHER_GROUP)
    )
    today = await three.ask(GroupBoard, "今天")
    assert [row.messages for row in today.rows] == [5, 1, 0]
    thursday = await three.ask(GroupBoard, "昨天")
    assert [(row.name, row.messages) for row in thursday.rows[:2]] == [
        ("番茄俱乐部", 2),
        ("二人转", 1),
    ]


async def test_each_group_has_days_of_its_own(three):
    """Shanghai's Friday begins at 06:00 of Honolulu's Thursday, amid a sealed day of that group."""
    async with three.writer.transaction() as connection:
        there = update(chat_group).where(chat_group.c.group_id == THIRD)
        await connection.execute(there.values(time_zone="Pacific/Honolulu"))
        await three.store.groups.load(connection)
    await three.tell(
        *(said(JIA, "aloha", FRIDAY + n, group=THIRD) for n in (-1, 0, 1)),
        said(JIA, "aloha", WEDNESDAY - 2 * 86_400, group=THIRD),
    )
    before = [(await three.ask(GroupBoard, words)).rows for words in ("昨天", "今天", "本周")]
    assert [{row.name: row.messages for row in rows}["没人说话"] for rows in before] == [1, 2, 4]
    await three.seal()
    assert [
        (await three.ask(GroupBoard, words)).rows for words in ("昨天", "今天", "本周")
    ] == before


async def test_what_comes_late_for_a_sealed_day_counts_at_once(three):
    await three.seal()
    await three.tell(said(YI, "迟到的", THURSDAY + 99, group=OTHER_GROUP))
    rows = (await three.ask(GroupBoard, "昨天")).rows
    assert [(row.name, row.messages) for row in rows[:2]] == [("番茄俱乐部", 2), ("二人转", 1)]


async def test_what_does_not_count_elsewhere_does_not_count_here(three):
    await three.tell(
        said(JIA, "/rank", FRIDAY + 9, is_command=True),
        said(JIA, "播报", FRIDAY + 10, is_bot=True),
        said(JIA, "收回", FRIDAY + 11, id=9),
        recalled(9, FRIDAY + 60),
    )
    rows = (await three.ask(GroupBoard, "近7天")).rows
    assert [row.messages for row in rows] == [5, 3, 0]


async def test_activity_is_per_member_and_day_that_was_heard(three):
    """Heard from Thursday 00:00 to Friday 21:00 are 1.875 days: 5/2/1.875 and 3/30/1.875."""
    lines = (await three.ask(GroupBoard, "近7天")).text().splitlines()
    assert lines[2:5] == [
        "1. 二人转 5 条，2 人，人均每天 1.33 条",
        "2. 番茄俱乐部 3 条，30 人，人均每天 0.05 条",
        "3. 没人说话 0 条，成员数未知",
    ]
    assert lines[5] == "近7天 11-14–11-20 · 8 条 · 3 个群只有一部分时间有记录 · 无中断"


async def test_where_nobody_has_told_how_many_there_are_the_known_ones_count(three):
    for number in (JIA, YI, BING):
        three.writer.put_seen(Seen(THIRD, FRIDAY, Member(number, nickname="某人")))
    await three.tell(said(JIA, "来了", FRIDAY, group=THIRD))
    rows = (await three.ask(GroupBoard, "今天")).rows
    assert {row.name: row.members for row in rows}["没人说话"] == 3


async def test_the_card_has_boards_and_members_against_messages(three):
    tiles, most, scatter, pair = (await three.ask(GroupBoard, "近7天")).card().marks
    assert [tile.value for tile in tiles.tiles] == ["3", "32", "8"]
    assert isinstance(most, Board)
    assert [(row.name, row.value, row.share) for row in most.rows] == [
        ("二人转", "5 条", 1.0),
        ("番茄俱乐部", "3 条", 0.6),
        ("没人说话", "0 条", 0.0),
    ]
    assert isinstance(scatter, Scatter)
    assert [(dot.name, dot.x, dot.y, dot.mood) for dot in scatter.dots] == [
        ("二人转", 2, 5, None),
        ("番茄俱乐部", 30, 3, None),
    ]
    assert isinstance(pair, Pair)
    assert [row.value for row in pair.left.rows] == ["30 人", "2 人"]
    assert [row.value for row in pair.right.rows] == ["1.33 条", "0.05 条"]
    assert all(row.member_id is None for row in most.rows)


async def test_a_mood_is_told_from_twenty_scored_messages_on(three):
    await three.felt(*((JIA, FRIDAY + 100 + n, 500) for n in range(19)))
    rows = {row.name: row.mood for row in (await three.ask(GroupBoard, "今天")).rows}
    assert rows["番茄俱乐部"] is None or rows["番茄俱乐部"] != 0.5
    await three.felt(*((YI, FRIDAY + 200 + n, -500) for n in range(40)))
    [row] = [row for row in (await three.ask(GroupBoard, "今天")).rows if row.group_id == GROUP]
    assert row.mood is not None
    assert row.mood < 0


async def test_time_offline_is_told_of_the_group_that_missed_most(three):
    async with three.writer.transaction() as connection:
        await presence.watch_ends(connection, OTHER_GROUP, FRIDAY + 20 * 3600)
    foot = (await three.ask(GroupBoard, "今天")).text().splitlines()[-1]
    assert foot == "今天 00:00–21:00 · 6 条 · 离线最多 1 小时（二人转）"


async def test_groups_that_are_not_recorded_are_left_out(three):
    async with three.writer.transaction() as connection:
        await three.store.groups.switch(connection, OTHER_GROUP, Recording.OFF, EVENING)
    assert [row.name for row in (await three.ask(GroupBoard, "近7天")).rows] == [
        "番茄俱乐部",
        "没人说话",
    ]


async def test_where_no_group_talks_that_is_said(three):
    with pytest.raises(NoGroupTalkedError, match="^前天，在记录的 3 个群里都没有人说话。$"):
        await three.ask(GroupBoard, "前天")


@pytest.mark.parametrize("words", LONG_PERIODS)
async def test_the_one_line_fits(three, words):
    long = ToldGroup(GROUP, "很长的群名" * 30, 30)
    async with three.writer.transaction() as connection:
        await three.store.groups.refresh(connection, [long], FRIDAY)
    assert len((await three.ask(GroupBoard, words)).headline()) <= HEADLINE_LENGTH


@pytest.fixture
async def app(tmp_path):
    config = Config(database_url=f"sqlite+aiosqlite:///{tmp_path}/app.db", data_dir=tmp_path)
    async with App(config, clock=lambda: EVENING) as app:
        yield app


@pytest.mark.parametrize("group_id", [GROUP, None])
async def test_only_superusers_may_ask_and_need_not_say_which_group(app, group_id):
    asked = Invocation(GroupBoard.command)
    question = await understand(app, asked, Asker(1, Role.SUPERUSER, group_id))
    assert question.scope.group_id == EVERY_GROUP
    assert question.scope.period.end == datetime.fromtimestamp(EVENING, SHANGHAI)
    for role in (Role.MEMBER, Role.ADMIN):
        with pytest.raises(NotAllowedError, match="^只有机器人的主人可以查看别的群。$"):
            await understand(app, asked, Asker(1, role, group_id))
    assert GroupBoard.act is Act.LOOK_INTO_OTHER_GROUPS

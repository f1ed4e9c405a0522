"""发言排行: places, shares, changes, all counted by hand."""

from datetime import datetime

import pytest

from groupscope.config import Config
from groupscope.model import Member
from groupscope.periods import read_period
from groupscope.report import HEADLINE_LENGTH, NothingSaidError
from groupscope.reports.rank import Rank
from groupscope.scope import Scope
from groupscope.store import Store, presence
from groupscope.store.erasing import freeze_before
from groupscope.store.migrate import migrate
from groupscope.store.names import Seen
from tests.store.kit import BING, GROUP, JIA, NAPCAT, SHANGHAI, YI, Chat, Clock, at, said

FRIDAY, THURSDAY = at("2026-11-20 00:00"), at("2026-11-19 00:00")
EVENING = at("2026-11-20 21:00")


class Group(Chat):
    """A group that talks and asks."""

    async def talks(self, day: int, **said_by: int) -> None:
        """``talks(FRIDAY, JIA=3)``: that many lines of each, one a second."""
        who = {"JIA": JIA, "YI": YI, "BING": BING}
        for name, count in said_by.items():
            for second in range(count):
                self.writer.record(said(who[name], f"{name} {second}", day + second))
        await self.writer.flush()

    async def rank(self, words: str = "今天", member: int | None = None) -> Rank:
        now = datetime.fromtimestamp(EVENING, SHANGHAI)
        period = read_period(words, now).clamped(now)
        async with self.store.snapshot() as db:
            return await Rank.load(db, Scope(GROUP, period, member))


@pytest.fixture
async def group(tmp_path):
    config = Config(database_url=f"sqlite+aiosqlite:///{tmp_path}/x.db")
    store = Store(config, clock=Clock(EVENING))
    await migrate(store.engine, tmp_path)
    await store.open()
    for number, name in ((JIA, "甲"), (YI, "乙"), (BING, "丙")):
        store.writer.put_seen(Seen(GROUP, FRIDAY, Member(number, nickname=name)))
    async with store.writer.transaction() as connection:
        await presence.connected(connection, NAPCAT, THURSDAY)
        await presence.watches(connection, NAPCAT, [GROUP], THURSDAY)
        await presence.still_there(connection, NAPCAT, THURSDAY, EVENING)
    yield Group(store)
    await store.close()


async def test_the_most_talkative_stands_first(group):
    await group.talks(FRIDAY, JIA=10, YI=30, BING=20)
    rank = await group.rank()
    assert [(row.place, row.name, row.count) for row in rank.rows] == [
        (1, "乙", 30),
        (2, "丙", 20),
        (3, "甲", 10),
    ]
    assert [row.share for row in rank.rows] == [0.5, pytest.approx(1 / 3), pytest.approx(1 / 6)]
    assert (rank.total, rank.speakers) == (60, 3)
    assert rank.headline() == "今天 60 条，乙 30 条领先"


async def test_places_are_compared_with_yesterdays_same_stretch(group):
    await group.talks(THURSDAY, JIA=5, YI=3)
    await group.talks(THURSDAY + 22 * 3600, BING=50)  # after 21:00, so not in the comparison
    await group.talks(FRIDAY, JIA=1, YI=9, BING=4)
    rank = await group.rank()
    assert [(row.name, row.moved, row.is_new) for row in rank.rows] == [
        ("乙", 1, False),
        ("丙", None, True),
        ("甲", -2, False),
    ]
    words = rank.text()
    assert "1. 乙 9 条（64.3%，比昨天同期 ↑ 1 名）" in words
    assert "2. 丙 4 条（28.6%，新上榜）" in words
    assert "3. 甲 1 条（7.1%，比昨天同期 ↓ 2 名）" in words


async def test_without_anything_before_nothing_is_compared(group):
    await group.talks(FRIDAY, JIA=2)
    rank = await group.rank()
    assert "1. 甲 2 条（100.0%）" in rank.text()
    assert rank.card().marks[0].before is None


async def test_equal_counts_stand_in_the_order_of_their_numbers(group):
    await group.talks(FRIDAY, BING=4, YI=4, JIA=4)
    assert [row.member_id for row in (await group.rank()).rows] == [JIA, YI, BING]


async def test_a_member_is_shown_their_own_place(group):
    await group.talks(FRIDAY, JIA=1, YI=9)
    rank = await group.rank(member=JIA)
    assert rank.headline() == "甲 今天 1 条，第 2 名（共 2 人发言）"
    assert [row.is_marked for row in rank.rows] == [False, True]


async def test_a_member_beyond_the_tenth_place_is_added_to_the_board(group):
    for number in range(12):
        for second in range(20 - number):
            group.writer.record(said(40_000 + number, f"{number}.{second}", FRIDAY + second))
    await group.talks(FRIDAY, JIA=1)
    rank = await group.rank(member=JIA)
    assert [row.place for row in rank.rows] == [*range(1, 11), 13]
    assert rank.headline() == "甲 今天 1 条，第 13 名（共 13 人发言）"


async def test_a_member_who_said_nothing_is_told_so_and_not_drawn(group):
    await group.talks(FRIDAY, YI=9)
    rank = await group.rank(member=JIA)
    assert rank.headline() == "甲 今天没有发言（全群 9 条）"
    assert [row.name for row in rank.card().marks[0].rows] == ["乙"]


async def test_with_little_to_show_a_longer_period_is_suggested(group):
    await group.talks(FRIDAY, JIA=29)
    assert (await group.rank()).headline() == "今天 29 条，甲 29 条领先 · 更多：/排行 本周"
    assert "更多" not in (await group.rank("本周")).headline()
    await group.talks(FRIDAY + 100, JIA=1)
    assert (await group.rank()).headline() == "今天 30 条，甲 30 条领先"


async def test_commands_and_bots_do_not_count(group):
    await group.talks(FRIDAY, JIA=3)
    await group.tell(
        said(JIA, "/rank", FRIDAY + 50, is_command=True),
        said(YI, "我是机器人", FRIDAY + 51, is_bot=True),
        said(NAPCAT, "今天 3 条", FRIDAY + 52, is_own=True),
    )
    assert [(row.name, row.count) for row in (await group.rank()).rows] == [("甲", 3)]


async def test_nothing_said_is_told_with_the_reason(group):
    with pytest.raises(NothingSaidError, match="^今天还没有人说话。$"):
        await group.rank()
    with pytest.raises(NothingSaidError, match="^11月1日没有记录：那时我还不在群里。$"):
        await group.rank("2026-11-01")


async def test_whoever_was_offline_says_so(group):
    async with group.writer.transaction() as connection:
        await presence.still_there(connection, NAPCAT, THURSDAY, THURSDAY + 60, "disconnect")
    with pytest.raises(NothingSaidError, match="^今天没有记录：那段时间我一直离线。$"):
        await group.rank()


async def test_days_that_are_kept_without_names_are_told_as_such(group):
    await group.talks(at("2026-11-10 12:00"), JIA=3, YI=4)
    number = (at("2026-11-11 00:00") + 8 * 3600) // 86_400
    await freeze_before(group.writer, group.store.sealer, GROUP, number)
    with pytest.raises(NothingSaidError, match=r"11月10日有 7 条消息，.*没有留下是谁说的"):
        await group.rank("2026-11-10")


@pytest.mark.parametrize(
    "words",
    ["今天", "上周~今天", "2026-11-19 20:00~2026-11-20 20:30", "近720天", "2026-11-01~2026-11-20"],
)
@pytest.mark.parametrize("member", [None, JIA, YI])
async def test_the_one_line_fits(group, words, member):
    name = "🌸" + "很长的名字" * 30
    group.writer.put_seen(Seen(GROUP, FRIDAY, Member(JIA, nickname=name)))
    await group.talks(FRIDAY, JIA=40)
    line = (await group.rank(words, member)).headline()
    assert len(line) <= HEADLINE_LENGTH
    assert "40" in line


async def test_the_foot_tells_period_messages_and_time_offline(group):
    await group.talks(FRIDAY, JIA=3)
    rank = await group.rank()
    assert rank.card().foot == "今天 00:00–21:00 · 3 条 · 无中断"
    assert rank.text().endswith(rank.card().foot)

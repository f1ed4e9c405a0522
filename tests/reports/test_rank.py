"""/rank, from what was said to what is answered."""

from dataclasses import dataclass
from datetime import datetime

import pytest

from groupscope.config import Config
from groupscope.model import Member
from groupscope.periods import read_period
from groupscope.report import NothingSaidError
from groupscope.reports.rank import Rank
from groupscope.scope import Scope
from groupscope.store import Store, presence
from groupscope.store import writer as writing
from groupscope.store.migrate import migrate
from tests.store.kit import GROUP, NAPCAT, SHANGHAI, Clock, at, said

MEMBERS = {"甲": 30001, "乙": 30002, "丙": 30003, "丁": 30004}


@dataclass
class Talk:
    """A group's talk, and /rank over it; it is Friday, 2026-11-20, 21:00."""

    store: Store

    async def say(self, who: str, when: str, times: int = 1, **more) -> None:
        """Somebody says so many things, a minute apart."""
        number = MEMBERS.setdefault(who, 30000 + len(MEMBERS) + 1)
        for minute in range(times):
            moment = at(when) + 60 * minute
            sender = Member(number, nickname=who)
            self.store.writer.record(said(number, f"{who} {minute}", moment, sender=sender, **more))
        await self.store.writer.flush()

    async def rank(self, period: str = "今天", of: str | None = None) -> Rank:
        now = int(self.store.clock())
        read = read_period(period, moment(now))
        scope = Scope(GROUP, read.clamped(moment(now)), MEMBERS[of] if of else None)
        async with self.store.snapshot() as db:
            return await Rank.load(db, scope)


def moment(now: int):

    return datetime.fromtimestamp(now, SHANGHAI)


@pytest.fixture
async def talk(tmp_path, monkeypatch):
    """A group that the bot has heard since Wednesday noon, but for two hours on Friday morning."""
    monkeypatch.setattr(writing, "BATCH_SECONDS", 0)
    store = Store(Config(database_url=f"sqlite+aiosqlite:///{tmp_path}/x.db"), clock=Clock())
    await migrate(store.engine, tmp_path)
    await store.open()
    heard = [("2026-11-18 12:00", "2026-11-20 08:00"), ("2026-11-20 10:00", "2026-11-20 21:00")]
    async with store.writer.transaction() as connection:
        await presence.watch_begins(connection, GROUP, at(heard[0][0]), NAPCAT)
        for since, until in heard:
            await presence.connected(connection, NAPCAT, at(since))
            await presence.still_there(connection, NAPCAT, at(since), at(until))
    yield Talk(store)
    await store.close()


def board(rank: Rank) -> list[tuple[int, str, int]]:
    return [(row.place, row.name, row.count) for row in rank.rows]


async def test_who_said_most_comes_first_and_equals_in_the_order_of_their_numbers(talk):
    await talk.say("丙", "2026-11-20 12:00", 2)
    await talk.say("乙", "2026-11-20 12:10", 5)
    await talk.say("甲", "2026-11-20 12:20", 2)
    rank = await talk.rank()
    assert board(rank) == [(1, "乙", 5), (2, "甲", 2), (3, "丙", 2)]
    assert [round(row.share, 3) for row in rank.rows] == [0.556, 0.222, 0.222]
    assert (rank.total, rank.speakers) == (9, 3)


async def test_commands_bots_our_own_posts_and_anonymous_members_do_not_count(talk):
    await talk.say("甲", "2026-11-20 12:00")
    for flag in ("is_command", "is_bot", "is_own", "is_anonymous"):
        await talk.say("乙", "2026-11-20 13:00", 3, **{flag: True})
    assert board(await talk.rank()) == [(1, "甲", 1)]


async def test_an_unfinished_day_is_compared_with_the_same_stretch_of_the_day_before(talk):
    await talk.say("甲", "2026-11-19 20:00", 3)
    await talk.say("乙", "2026-11-19 19:00", 1)
    await talk.say("乙", "2026-11-19 21:30", 9)  # later than it is now, so not compared
    await talk.say("乙", "2026-11-20 12:00", 4)
    await talk.say("甲", "2026-11-20 12:10", 2)
    await talk.say("丙", "2026-11-20 12:20", 1)
    rank = await talk.rank()
    assert [(row.name, row.moved, row.is_new) for row in rank.rows] == [
        ("乙", 1, False),
        ("甲", -1, False),
        ("丙", None, True),
    ]
    assert "1. 乙 4 条（57.1%，比昨天同期 ↑ 1 名）" in rank.text()
    assert "3. 丙 1 条（14.3%，新上榜）" in rank.text()


async def test_midnight_parts_the_days(talk):
    await talk.say("甲", "2026-11-19 23:59")
    await talk.say("乙", "2026-11-20 00:00")
    assert board(await talk.rank("今天")) == [(1, "乙", 1)]
    assert board(await talk.rank("昨天")) == [(1, "甲", 1)]


async def test_ten_are_shown_and_below_them_the_one_who_was_asked_about(talk):
    for place in range(1, 13):
        await talk.say(f"第{place}", "2026-11-20 12:00", 20 - place)
    assert len((await talk.rank()).rows) == 10
    rank = await talk.rank(of="第12")
    assert board(rank)[9:] == [(10, "第10", 10), (12, "第12", 8)]
    assert [row.is_marked for row in rank.rows] == [False] * 10 + [True]
    assert rank.headline() == "第12 今天 8 条，第 12 名（共 12 人发言）"


async def test_who_said_nothing_is_told_so_and_stands_on_no_board(talk):
    await talk.say("丁", "2026-11-18 13:00")
    await talk.say("甲", "2026-11-20 12:00", 2)
    rank = await talk.rank(of="丁")
    assert rank.headline() == "丁 今天没有发言（全群 2 条）"
    assert [row.name for mark in rank.card().marks for row in mark.rows] == ["甲"]


async def test_the_line_names_the_leader_and_suggests_more_when_there_is_little(talk):
    await talk.say("甲", "2026-11-20 12:00", 29)
    assert (await talk.rank()).headline() == "今天 29 条，甲 29 条领先 · 更多：/排行 本周"
    await talk.say("乙", "2026-11-20 13:00")
    assert (await talk.rank()).headline() == "今天 30 条，甲 29 条领先"


async def test_line_words_and_picture_say_the_same_and_what_they_rest_on(talk):
    await talk.say("甲", "2026-11-20 12:00", 40)
    await talk.say("乙", "2026-11-20 14:00", 20)
    rank = await talk.rank()
    card = rank.card()
    assert "60 条" in rank.headline()
    assert card.subtitle.endswith("今天 · 60 条")
    assert [row.count for row in card.marks[0].rows] == [40, 20]
    assert card.foot == "今天 00:00–21:00 · 60 条 · 离线 2 小时"
    assert rank.text().endswith(card.foot)


async def test_a_week_says_since_when_there_is_a_record(talk):
    await talk.say("甲", "2026-11-18 13:00")
    foot = (await talk.rank("本周")).card().foot
    assert foot == "本周 11-16–11-20 · 11-18 12:00 起有记录 · 1 条 · 离线 2 小时"


async def test_nothing_said_is_an_answer_too_and_says_why(talk):
    for period, sentence in (
        ("今天", "今天还没有人说话。"),
        ("上周", "上周没有记录：那时我还不在群里。"),
        ("2026-11-20 08:10~09:50", "没有记录：那段时间我一直离线。"),
    ):
        with pytest.raises(NothingSaidError, match=sentence):
            await talk.rank(period)


async def test_a_sealed_day_answers_like_an_open_one(talk):
    await talk.say("甲", "2026-11-19 12:00", 3)
    await talk.say("乙", "2026-11-19 13:00", 5)
    open_day = await talk.rank("昨天")
    assert await talk.store.sealer.seal_all(int(talk.store.clock())) == 1
    assert await talk.rank("昨天") == open_day
    await talk.say("甲", "2026-11-19 14:00", 4)  # late, and counted all the same
    assert board(await talk.rank("昨天")) == [(1, "甲", 7), (2, "乙", 5)]

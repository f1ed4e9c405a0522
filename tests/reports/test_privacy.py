"""Every report answers as if those who take no part, or were erased, had never been there."""

from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from random import Random

import pytest

from groupscope.access import Act
from groupscope.commands import Question
from groupscope.config import Config
from groupscope.digest import discover
from groupscope.errors import QuestionError
from groupscope.model import Member, Message, Notice, NoticeKind, Reaction
from groupscope.report import REPORTS
from groupscope.scope import Scope
from groupscope.store import Store, presence
from groupscope.store import writer as writing_module
from groupscope.store.lessons import add_lesson
from groupscope.store.migrate import migrate
from groupscope.store.names import Seen
from tests.databases import BACKENDS, fresh_database
from tests.store.kit import BING, GROUP, JIA, NAPCAT, YI, Chat, Clock, at, period, reacted, said

BEGIN, NOW = at("2026-11-02 09:00"), at("2026-11-20 21:00")
DING = 1_234_567_890
"""丁, of whom nothing may be told."""
NAMES = {JIA: "甲", YI: "乙", BING: "丙", DING: "独角鲸"}
LINES = (
    *("火锅太棒了", "奶茶 难过", "几点开会？", "番茄牛腩 [doge] 😂", "哈哈哈哈", "加一"),
    *("今天的作业怎么写", "https://www.bilibili.com/video/x", "晚安", "早", "讨厌，烦死了"),
)
OWN_LINES = (*LINES, "灯塔水母真好看", "灯塔水母真好看", "有人要灯塔水母吗？")
A_DAY = 86_400


def told_to(is_there: bool) -> list[Message | Reaction | Notice | Seen]:
    """Three weeks of talk; without 丁, nobody turns to them either, and their posts are unknown."""
    dice = Random(1)
    told: list[Message | Reaction | Notice | Seen] = []
    senders: dict[int, int] = {}
    for number in range(1, 301):
        by = dice.choice((JIA, JIA, YI, YI, BING, DING, DING, DING))
        when = BEGIN + number * 5_250 + dice.randrange(600)
        text = dice.choice(OWN_LINES if by == DING else LINES)
        mentions = (dice.choice((JIA, YI, DING)),) if dice.random() < 0.2 else ()
        reply_to = number - dice.randrange(1, 4) if dice.random() < 0.3 and number > 5 else None
        fan = dice.choice((JIA, YI, BING, DING)) if dice.random() < 0.3 else None
        senders[number] = by
        if by != DING or is_there:
            media = ("face:178",) if number % 7 == 0 else ("image:AB",) if number % 11 == 0 else ()
            kept = mentions if is_there else tuple(one for one in mentions if one != DING)
            more = {"mentions": kept, "reply_to": reply_to, "media": media}
            links = ("bilibili.com",) if "bilibili" in text else ()
            told.append(said(by, text, when, id=number, number=number, links=links, **more))
        if fan is not None and (is_there or fan != DING):
            told.append(reacted(fan, "76", number, when + 30))
    for who, days in ((BING, 2), (DING, 3), (DING, 9)):
        if is_there or who != DING:
            kind = NoticeKind.LEAVE if days > 8 else NoticeKind.JOIN
            told.append(
                Notice(
                    self_id=NAPCAT,
                    group_id=GROUP,
                    kind=kind,
                    happened_at=BEGIN + days * A_DAY,
                    user_id=who,
                )
            )
    return told


class World(Chat):
    """A group with its own store."""

    async def live(self, *, is_there: bool) -> None:
        for who, name in NAMES.items():
            if is_there or who != DING:
                shown = Member(who, nickname=name, joined_at=BEGIN - A_DAY)
                self.writer.put_seen(Seen(GROUP, BEGIN, shown))
        await self.writer.flush()
        told = told_to(is_there)
        await self.tell(*(one for one in told if isinstance(one, Message)))
        await self.tell(*(one for one in told if not isinstance(one, Message)))
        async with self.writer.transaction() as connection:
            await presence.connected(connection, NAPCAT, BEGIN)
            await presence.watches(connection, NAPCAT, [GROUP], BEGIN)
            await presence.still_there(connection, NAPCAT, BEGIN, NOW)
            since = BEGIN + 5 * A_DAY
            await add_lesson(connection, GROUP, "线性代数", (since, since + 4 * A_DAY), JIA)
        await self.seal()

    async def opts_out(self) -> None:
        async with self.writer.transaction() as connection:
            now = int(self.store.clock())
            await self.store.opt_outs.choose(connection, GROUP, DING, now, is_out=True)
        await self.store.withholding.catch_up()

    async def answers(self, *labels: str) -> dict[tuple[str, int | None, str], str]:
        """What every report says of the group, and of 乙, in these periods."""
        questions = [
            (key, member, label)
            for key, report in REPORTS.items()
            for member in (None, YI)
            if (member is None or report.command.takes_member)
            and not (member is None and report.is_about_somebody)
            for label in labels
        ]
        return {one: await self.answer(*one) for one in questions}

    async def answer(self, key: str, member: int | None, label: str) -> str:
        report = REPORTS[key]
        since = {"近3天": NOW - 3 * A_DAY, "全部": BEGIN - A_DAY}[label]
        group_id = 0 if report.is_across_groups else GROUP
        scope = Scope(group_id, period(since, NOW), member)
        words = ("火锅",) if report.command.takes_words else ()
        question = Question(scope, sees=frozenset(Act), words=words)
        try:
            async with self.store.snapshot() as db:
                found = await report.ask(db, question)
        except QuestionError as error:
            return str(error)
        return "\n".join((found.headline(), found.text(), repr(found.card())))


@asynccontextmanager
async def opened(backend: str, folder: Path):
    folder.mkdir()
    async with fresh_database(backend, folder) as url:
        store = Store(Config(database_url=url), clock=Clock(NOW))
        await migrate(store.engine, folder)
        await store.open()
        yield World(store)
        await store.close()


@pytest.fixture(params=BACKENDS)
async def worlds(request, tmp_path, monkeypatch):
    """``a, b = await worlds()``: two groups of whom nothing was told yet."""
    monkeypatch.setattr(writing_module, "BATCH_SECONDS", 0)
    discover()
    async with AsyncExitStack() as stack:
        yield [
            await stack.enter_async_context(opened(request.param, tmp_path / name))
            for name in ("one", "other")
        ]


def differing(these: dict, those: dict) -> dict:
    assert these.keys() <= those.keys()
    return {key: (these[key], those[key]) for key in these if these[key] != those[key]}


def telling_of(answers: dict, *what: str) -> list:
    return [key for key, answer in answers.items() if any(one in answer for one in what)]


async def test_who_opts_out_afterwards_might_have_done_so_from_the_beginning(worlds):
    """Then nothing but numbers was ever stored of them."""
    late, early = worlds
    await late.live(is_there=True)
    assert "独角鲸" in await late.answer("rank", None, "全部")
    await early.opts_out()
    await early.live(is_there=True)
    await late.opts_out()
    expected = await early.answers("近3天", "全部")
    assert len(expected) > 60
    assert telling_of(expected, "独角鲸", str(DING), "灯塔", "水母") == []
    assert differing(await late.answers("近3天"), expected) == {}
    await late.seal()
    assert differing(await late.answers("近3天", "全部"), expected) == {}


async def test_who_is_forgotten_might_never_have_been_there(worlds):
    with_them, without = worlds
    await with_them.live(is_there=True)
    await without.live(is_there=False)
    expected = await without.answers("近3天", "全部")
    assert telling_of(expected, "独角鲸", str(DING), "灯塔", "水母") == []
    await with_them.store.forgetting.forget_member(DING, GROUP, NOW)
    assert differing(await with_them.answers("近3天"), expected) == {}
    await with_them.seal()
    assert differing(await with_them.answers("近3天", "全部"), expected) == {}

"""Every report in a group where nobody, one, or everybody talks: it answers, or says why not."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

import pytest
from sqlalchemy import insert

from groupscope.commands import Question
from groupscope.config import Config
from groupscope.demo import ACCOUNT, Plan, Roster, events
from groupscope.demo.filling import AT_ONCE
from groupscope.demo.plan import FIRST_MEMBER
from groupscope.digest import discover
from groupscope.errors import QuestionError
from groupscope.model import Member, Message, Notice, Reaction, Recall
from groupscope.periods import read_period
from groupscope.report import HEADLINE_LENGTH, REPORTS, Report
from groupscope.scope import Scope
from groupscope.store import Store, presence
from groupscope.store import writer as writing_module
from groupscope.store.batch import RosterSeen
from groupscope.store.migrate import migrate
from groupscope.store.names import Seen
from groupscope.store.tables import lesson
from tests.charts.test_hostile import stays_on_the_page
from tests.reports.kit import EVENING, FRIDAY, THURSDAY, Group
from tests.store.kit import GROUP, JIA, NAPCAT, SHANGHAI, Clock, said

A_DAY = 86_400
A_YEAR_AGO = EVENING - 365 * A_DAY
AWAY = (EVENING - 150 * A_DAY, EVENING - 120 * A_DAY)
LINES = ("今天吃什么？", "番茄牛腩真好吃", "哈哈哈", "又要加班，烦死了", "看 https://example.com/x")


async def nothing(group: Group) -> None:
    """Three members, and nobody has ever said anything."""


async def one_message(group: Group) -> None:
    await group.says(JIA, "大家早上好")


async def one_member(group: Group) -> None:
    """Somebody who talks to themselves."""
    only = Seen(GROUP, FRIDAY, Member(JIA, nickname="甲"))
    group.writer.put_seen(RosterSeen(GROUP, FRIDAY, (only,)))
    await group.says(JIA, *LINES, times=20)


async def a_crowd(group: Group) -> None:
    """Three thousand members, each of whom says something today."""
    people = [Member(50_000 + number, nickname=f"群友{number}") for number in range(3_000)]
    seen = tuple(Seen(GROUP, FRIDAY, one) for one in people)
    group.writer.put_seen(RosterSeen(GROUP, FRIDAY, seen))
    for place, one in enumerate(people):
        line = LINES[place % len(LINES)] + "！" * (place % 7)
        group.writer.record(said(one.user_id, line, FRIDAY + 20 * place, id=place + 1))
        if place % AT_ONCE == 0:
            await group.writer.flush()
    await group.writer.flush()


async def a_year(group: Group) -> None:
    """A year with all that happens in one; for a month of it nobody was there to hear."""
    plan = Plan(EVENING, SHANGHAI, days=365, members=25, messages=2_500, group_id=GROUP)
    for event in events(plan):
        match event:
            case Roster():
                seen = tuple(Seen(GROUP, event.at, member) for member in event.members)
                group.writer.put_seen(RosterSeen(GROUP, event.at, seen))
            case Message() if not AWAY[0] <= event.sent_at < AWAY[1]:
                group.writer.record(event)
            case Recall() | Reaction() | Notice():
                group.writer.put(event)
            case _:
                pass
    async with group.writer.transaction() as connection:
        await presence.connected(connection, ACCOUNT, A_YEAR_AGO)
        await presence.watch_begins(connection, GROUP, A_YEAR_AGO, ACCOUNT)
        await presence.still_there(connection, ACCOUNT, A_YEAR_AGO, AWAY[0], "disconnect")
        await presence.connected(connection, ACCOUNT, AWAY[1])
        await presence.still_there(connection, ACCOUNT, AWAY[1], EVENING)


@dataclass(frozen=True)
class Sized:
    """A group of some size: which, and the member who is asked about."""

    group: Group
    size: str

    @property
    def member(self) -> int:
        return {"a year": FIRST_MEMBER + 1, "3,000 members": 50_000}.get(self.size, JIA)


WORLDS: dict[str, Callable[[Group], Awaitable[None]]] = {
    "nothing": nothing,
    "one message": one_message,
    "one member": one_member,
    "3,000 members": a_crowd,
    "a year": a_year,
}
WANTING = {"quiet", "who"}
"""Reports that may refuse even a year: nobody is silent, nobody has turned to somebody."""
QUESTIONS = [
    (key, words, is_own)
    for key, report in discover().items()
    for words in ([report.command.period or "全部", "近365天"])
    for is_own in (False, True)
    if (report.command.takes_member if is_own else not report.is_about_somebody)
]


@pytest.fixture(scope="module", params=WORLDS)
async def sized(request, tmp_path_factory):
    """A group of some size, sealed as far as its days are over."""
    folder = tmp_path_factory.mktemp("sizes")
    config = Config(_env_file=None, database_url=f"sqlite+aiosqlite:///{folder}/x.db")
    store = Store(config, clock=Clock(EVENING))
    await migrate(store.engine, folder)
    await store.open()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing_module, "BATCH_SECONDS", 0)
        async with store.writer.transaction() as connection:
            if request.param != "a year":
                since = EVENING - 3 * A_DAY
                await presence.connected(connection, NAPCAT, since)
                await presence.watches(connection, NAPCAT, [GROUP], since)
                await presence.still_there(connection, NAPCAT, since, EVENING)
            row = {"group_id": GROUP, "number": 1, "name": "课", "opened_by": JIA}
            stretch = {"since_at": THURSDAY, "until_at": EVENING, "closed_by": JIA}
            await connection.execute(insert(lesson), row | stretch)
        group = Group(store)
        await WORLDS[request.param](group)
        await store.writer.flush()
        await store.sealer.seal_all(EVENING)
        yield Sized(group, request.param)
        await store.close()


@pytest.mark.parametrize(("key", "words", "is_own"), QUESTIONS)
async def test_it_answers_or_says_in_a_sentence_why_not(sized, key, words, is_own):
    now = datetime.fromtimestamp(EVENING, SHANGHAI)
    period = read_period(words, now).clamped(now)
    group_id = 0 if REPORTS[key].is_across_groups else GROUP
    scope = Scope(group_id, period, sized.member if is_own else None)
    question = Question(scope, words=("哈哈",) if REPORTS[key].command.takes_words else ())
    answer, refusal = await asked(sized.group, key, question)
    if answer is None:
        assert len(refusal) > 5
        assert (sized.size, words) != ("a year", "近365天") or key in WANTING, refusal
        return
    assert 0 < len(answer.headline()) <= HEADLINE_LENGTH
    assert answer.text().strip()
    assert stays_on_the_page(answer.card())


async def asked(group: Group, key: str, question: Question) -> tuple[Report | None, str]:
    """The answer, or the sentence that stands in its place."""
    try:
        async with group.store.snapshot() as db:
            return await REPORTS[key].ask(db, question), ""
    except QuestionError as refusal:
        return None, str(refusal)

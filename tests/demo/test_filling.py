"""The group gets into a store like any other, by the writer."""

from collections import Counter

import pytest
from sqlalchemy import func, select

from groupscope.config import Config
from groupscope.demo import GROUP, events
from groupscope.demo.filling import empty, fill, groups_in
from groupscope.demo.plan import occasions, offline
from groupscope.language.reading import VERSION
from groupscope.model import Message, Reaction, Recall
from groupscope.scope import Scope
from groupscope.store import Store
from groupscope.store.migrate import migrate
from groupscope.store.summaries import SPEAKERS
from groupscope.store.tables import day, member, message, reaction
from tests.databases import BACKENDS, fresh_database
from tests.demo.conftest import EVENING, plan
from tests.store.kit import Clock, period

PLAN = plan(messages=3000)


@pytest.fixture(scope="module")
async def store(tmp_path_factory):
    """A store with the group of a month."""
    folder = tmp_path_factory.mktemp("demo")
    config = Config(_env_file=None, database_url=f"sqlite+aiosqlite:///{folder}/x.db")
    store = Store(config, clock=Clock(EVENING))
    await migrate(store.engine, folder)
    await empty(store, GROUP)
    await store.open()
    written: list[int] = []
    await fill(store, PLAN, written.append)
    assert sum(written) == PLAN.messages
    yield store
    await store.close()


@pytest.fixture
async def connection(store):
    async with store.engine.connect() as connection:
        yield connection


async def test_every_message_is_there_and_understood(store, connection):
    rows = (await connection.execute(select(message))).all()
    assert len(rows) == PLAN.messages
    assert store.writer.health.put_aside == store.writer.health.lost == 0
    assert {row.language_version for row in rows} == {VERSION}
    assert sum(row.mood is not None for row in rows) > len(rows) / 2
    assert sum(row.is_question for row in rows) > len(rows) / 50


async def test_replies_and_reactions_know_their_message(connection):
    told = list(events(PLAN))
    replies = sum(one.reply_to is not None for one in told if isinstance(one, Message))
    tied = await connection.scalar(select(func.count(message.c.reply_to_key)))
    assert tied == replies > 0
    put = sum(isinstance(one, Reaction) for one in told)
    assert await connection.scalar(select(func.count(reaction.c.message_key))) == put > 0


async def test_recalled_messages_say_nothing_any_more(connection):
    recalls = sum(isinstance(one, Recall) for one in events(PLAN))
    gone = select(message.c.text).where(message.c.recalled_at.is_not(None))
    texts = (await connection.scalars(gone)).all()
    assert len(texts) == recalls > 0
    assert set(texts) == {""}


async def test_closed_days_are_sealed_and_the_last_is_open(connection):
    days = (await connection.execute(select(day.c.built == day.c.changed))).scalars().all()
    assert Counter(days) == {True: len(days) - 1, False: 1}


async def test_the_gap_is_told(store):
    async with store.snapshot() as db:
        coverage = await db.coverage(Scope(GROUP, period(PLAN.since, EVENING)))
        board = await db.summary(SPEAKERS, Scope(GROUP, period(PLAN.since, EVENING)))
    gaps = sorted(offline(PLAN), key=lambda gap: gap.since)
    assert [(gap.since, gap.until) for gap in coverage.gaps] == [
        (gap.since, gap.until) for gap in gaps
    ]
    assert coverage.messages == board.total > 0.95 * PLAN.messages


async def test_who_left_has_left(connection):
    rows = (await connection.execute(select(member))).all()
    left = [row for row in rows if row.left_at is not None]
    assert 0 < len(left) < len(rows) / 4


async def test_lessons_are_bursts(connection):
    lesson = next(one.when for one in occasions(PLAN) if one.topic == "lesson")
    since, until = lesson.since, lesson.until
    count = select(func.count()).where(message.c.sent_at >= since, message.c.sent_at < until)
    assert await connection.scalar(count) > 3 * PLAN.messages / PLAN.days * 1.5 / 24


@pytest.mark.parametrize("backend", BACKENDS)
async def test_on_every_database_making_it_again_leaves_it_once(tmp_path, backend):
    async with fresh_database(backend, tmp_path) as url:
        config = Config(_env_file=None, database_url=url)
        for count in (200, 150):
            store = Store(config, clock=Clock(EVENING))
            await migrate(store.engine, tmp_path)
            await empty(store, GROUP)
            await store.open()
            await fill(store, plan(days=3, messages=count), lambda _: None)
            assert store.writer.health.put_aside == 0
            assert await groups_in(store) == {GROUP}
            async with store.engine.connect() as connection:
                there = await connection.scalar(select(func.count()).select_from(message))
            await store.close()
            assert there == count

"""The App: one order to start, one to stop, and nothing lost between."""

import asyncio
import os
import sqlite3
from contextlib import closing

import psutil
import pytest
from sqlalchemy import select

from groupscope.app import App
from groupscope.config import Config
from groupscope.errors import StartError
from groupscope.settings import ZONE
from groupscope.store.lease import OwnedError
from groupscope.store.soundness import DamagedError
from groupscope.store.tables import message
from tests.store.kit import GROUP, JIA, NOON, SHANGHAI, Clock, at, said


@pytest.fixture
def config(tmp_path):
    return Config(
        database_url=f"sqlite+aiosqlite:///{tmp_path}/x.db",
        data_dir=str(tmp_path),
        avatars=False,
    )


def texts(tmp_path) -> list[str]:
    with closing(sqlite3.connect(tmp_path / "x.db")) as connection:
        return [text for (text,) in connection.execute("SELECT text FROM message")]


async def test_what_was_put_is_written_when_the_app_stops(config, tmp_path):
    async with App(config) as app:
        for number in range(300):
            app.store.writer.record(said(JIA, "早", NOON + number, number=number + 1))
    assert texts(tmp_path) == ["早"] * 300


async def test_two_apps_do_not_share_a_sqlite_database(config):
    async with App(config):
        with pytest.raises(OwnedError):
            await App(config).__aenter__()
    async with App(config):
        pass


def test_a_refused_start_leaves_the_database_free(config, tmp_path):
    (tmp_path / "x.db").write_text("这不是数据库" * 1000)
    for _ in range(2):
        app = App(config)
        with pytest.raises(DamagedError):
            app.prepare()


async def test_closed_days_are_sealed_in_the_background(config, tmp_path):
    clock = Clock(at("2026-11-20 21:00"))
    async with App(config, clock=clock) as app:
        app.store.writer.record(said(JIA, "昨天", at("2026-11-19 12:00")))
        await app.store.writer.flush()
    async with App(config, clock=clock):
        async with asyncio.timeout(60):
            while not sealed(tmp_path):
                await asyncio.sleep(0.02)


def sealed(tmp_path) -> int:
    with closing(sqlite3.connect(tmp_path / "x.db")) as connection:
        (count,) = connection.execute("SELECT count(*) FROM day WHERE built = changed").fetchone()
        return count


async def test_loud_days_are_given_to_a_process_that_draws_nothing_and_ends_with_the_app(config):
    async with App(config) as app:
        await app.worker.warm()
        there = await app.store.sealer.elsewhere(os.getpid)
        assert there not in (os.getpid(), app.worker.pid)
        assert psutil.pid_exists(there)
    assert not psutil.pid_exists(there)


async def test_now_is_told_in_the_groups_zone(config):
    app = App(config, clock=Clock(NOON))
    assert app.now_in(GROUP).tzinfo == SHANGHAI
    assert f"{app.now_in(GROUP):%H:%M}" == "12:00"


async def test_recalled_questions_are_remembered_within_bounds(config):
    app = App(config)
    for message_id in range(1_500):
        app.withdraw(GROUP, message_id)
    assert len(app.withdrawn) == 1_000
    assert (GROUP, 1_499) in app.withdrawn
    assert (GROUP, 0) not in app.withdrawn


def test_switching_off_what_is_no_command_is_refused(tmp_path):
    with pytest.raises(StartError, match="^配置项 GROUPSCOPE_COMMANDS_OFF 里的“跳舞”不是命令"):
        App(Config(data_dir=tmp_path, commands_off=frozenset({"心情", "跳舞"})))


async def test_what_touches_the_past_is_not_waited_for(config):
    """The background work comes round once a minute, and at once when something was set."""
    async with App(config) as app:
        app.store.writer.record(said(JIA, "早", NOON, number=1))
        await app.store.writer.flush()
        await asyncio.sleep(0.1)
        async with app.store.writer.transaction() as connection:
            at_once = int(app.clock() * 1000)
            await app.store.settings.change(connection, GROUP, ZONE, "Asia/Tokyo", JIA, at_once)
        app.hurry()
        async with asyncio.timeout(10), app.store.engine.connect() as connection:
            offset = select(message.c.utc_offset)
            while await connection.scalar(offset) != 540:
                await connection.rollback()
                await asyncio.sleep(0.02)

"""Backups and moves: whole, consistent, compared, into any database and out of it."""

import asyncio
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import make_url, update

from groupscope.config import Config
from groupscope.store import Store, backup
from groupscope.store.backup import (
    BackupError,
    DifferentError,
    NotEmptyError,
    back_up,
    move,
    restore,
)
from groupscope.store.counting import counts_in
from groupscope.store.tables import message, quarantine
from tests.store.kit import GROUP, JIA, NOON, OTHER_GROUP, YI, Chat, reacted, said


@pytest.fixture
async def talk(chat):
    """Something in most tables, with keys of both signs and any character."""
    await chat.tell(
        said(JIA, "番茄🍅 'x' \\", NOON, id=1),
        said(YI, "几点开会？", NOON + 1, id=2, number=7, reply_to=1),
        said(YI, "x" * 70_000, NOON + 2, group=OTHER_GROUP),
        reacted(JIA, "76", 1, NOON + 5),
    )
    await chat.seal()
    await chat.store.indexing.catch_up(int(chat.store.clock()) + 86_400)
    return chat


@pytest.fixture
def url(furnished_url):
    return make_url(furnished_url)


def at(path):
    return make_url(f"sqlite+aiosqlite:///{path}")


async def counts(store):
    async with store.engine.connect() as connection:
        return await counts_in(connection)


async def test_a_backup_holds_everything_and_is_one_file(talk, url, tmp_path):
    told = await back_up(url, tmp_path / "b" / "x.backup")
    assert told == await counts(talk.store)
    assert told["message", GROUP].rows == 2
    assert [one.name for one in (tmp_path / "b").iterdir() if one.is_file()] == ["x.backup"]
    with closing(sqlite3.connect(tmp_path / "b" / "x.backup")) as connection:
        texts = connection.execute("SELECT text FROM message ORDER BY sent_at").fetchall()
        assert texts[0] == ("番茄🍅 'x' \\",)
        assert len(texts[2][0]) == 70_000
    with pytest.raises(NotEmptyError, match="已经有数据了"):
        await back_up(url, tmp_path / "b" / "x.backup")


async def test_a_backup_is_restored_into_a_new_database(talk, url, tmp_path):
    told = await back_up(url, tmp_path / "x.backup")
    bytes_before = (tmp_path / "x.backup").read_bytes()
    assert await restore(tmp_path / "x.backup", at(tmp_path / "new.db")) == told
    assert (tmp_path / "x.backup").read_bytes() == bytes_before
    store = Store(Config(database_url=f"sqlite+aiosqlite:///{tmp_path}/new.db"))
    await store.open()
    again = Chat(store)
    assert (await again.texts())[:2] == ["番茄🍅 'x' \\", "几点开会？"]
    await again.tell(said(JIA, "后来", NOON + 50))
    assert len(await again.rows()) == 4
    await store.close()
    with pytest.raises(NotEmptyError):
        await restore(tmp_path / "x.backup", at(tmp_path / "new.db"))


async def test_what_is_in_one_database_moves_into_another(talk, url, tmp_path, database_url):
    """From SQLite into each of the three, and back."""
    for number in range(2_500):
        talk.writer.record(said(YI, f"第 {number} 句", NOON + 10 + number // 3))
    await talk.writer.flush()
    await move(url, at(tmp_path / "between.db"))
    told = await move(at(tmp_path / "between.db"), make_url(database_url))
    assert told == await counts(talk.store)
    store = Store(Config(database_url=database_url))
    await store.open()
    moved = Chat(store)
    assert [tuple(row) for row in await moved.rows()] == [tuple(row) for row in await talk.rows()]
    async with store.writer.transaction() as connection:
        row = {"put_aside_at": 1, "what": "message", "reason": "x"}
        await connection.execute(quarantine.insert(), row)
    await store.close()


async def test_a_difference_is_told(talk, url, tmp_path, monkeypatch):
    copied = backup._copy

    async def spoiled(reading, engine, table, told):
        await copied(reading, engine, table, told)
        if table is message:
            async with backup.writing(engine) as connection:
                await connection.execute(update(message).values(sender_id=message.c.sender_id + 1))

    monkeypatch.setattr(backup, "_copy", spoiled)
    with pytest.raises(DifferentError, match=f"message（群 {GROUP}）"):
        await move(url, at(tmp_path / "x.db"))


async def test_a_backup_is_of_one_moment_while_the_bot_records(chat, url, tmp_path):
    """甲 speaks on while it is made; each message takes both groups' counts along."""
    stop = asyncio.Event()

    async def speak():
        number = 0
        while not stop.is_set():
            number += 1
            chat.writer.record(said(JIA, f"第 {number} 句", NOON + number))
            chat.writer.record(said(YI, f"第 {number} 句", NOON + number, group=OTHER_GROUP))
            if number % 50 == 0:
                await chat.writer.flush()

    speaking = asyncio.create_task(speak())
    await asyncio.sleep(0.3)
    told = await back_up(url, tmp_path / "x.backup")
    stop.set()
    await speaking
    rows = {group: told["message", group].rows for group in (GROUP, OTHER_GROUP)}
    assert rows[GROUP] == rows[OTHER_GROUP] > 0
    assert len(await chat.rows()) >= 2 * rows[GROUP]


async def test_what_is_no_backup_is_refused(tmp_path):
    (tmp_path / "x").write_text("番茄" * 1000)
    for file in (tmp_path / "x", tmp_path / "nowhere"):
        with pytest.raises(BackupError, match="不是一份完好的备份"):
            await restore(file, at(tmp_path / "new.db"))
    with pytest.raises(BackupError, match="没有找到数据库"):
        await back_up(at(tmp_path / "nowhere.db"), tmp_path / "b")

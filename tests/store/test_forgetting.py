"""Whoever is forgotten is gone from every table and every file, and stays so."""

import re
import shutil
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select

from groupscope.config import Config
from groupscope.model import Member, Segment
from groupscope.store import Store
from groupscope.store.engine import writing
from groupscope.store.migrate import migrate
from groupscope.store.names import Seen
from groupscope.store.tables import (
    bigram,
    chat_group,
    filled,
    imported,
    metadata,
    tombstone,
    watch,
    word,
)
from groupscope.store.tombstones import EVERY_GROUP
from tests.store.kit import (
    BING,
    GROUP,
    JIA,
    NAPCAT,
    NOON,
    OTHER_GROUP,
    YI,
    Chat,
    Clock,
    at,
    history,
    reacted,
    said,
)

MONDAY, TUESDAY, NIGHT = (at(f"2026-11-{when}") for when in ("16 12:00", "17 12:00", "20 23:00"))
NAME, SECRET = "番茄牛腩饭", "独角鲸密码"
WU = 1_234_567_890
"""A number as people have them: it is found in a file."""


async def talk(chat: Chat, who: int = JIA) -> None:
    """甲 says a secret in two groups; 乙 replies, mentions them and is answered by the bot."""
    at_them = (
        Segment("at", {"qq": str(who), "name": f"@{NAME}"}),
        Segment("text", {"text": " 早"}),
    )
    chat.writer.put_seen(Seen(GROUP, MONDAY, Member(who, nickname=NAME, card=f"{NAME}卡")))
    post = said(NAPCAT, f"1. {NAME}（{who}）说：{SECRET}", MONDAY + 30, id=4, is_own=True)
    await chat.tell(
        said(who, f"{SECRET} 火锅", MONDAY, id=1),
        said(YI, "火锅", MONDAY + 10, id=2, reply_to=1),
        said(YI, "早", MONDAY + 20, id=3, mentions=(who, BING), segments=at_them),
        post,
        said(who, f"{SECRET} 奶茶", TUESDAY, id=5),
        said(who, SECRET, TUESDAY, id=6, group=OTHER_GROUP),
        said(YI, "别的群", TUESDAY + 1, id=7, group=OTHER_GROUP),
        said(who, f"今天也是{SECRET}", NOON, id=8),
        reacted(who, "76", 2, MONDAY + 40),
    )
    chat.store.clock.now = NIGHT
    await chat.seal()


async def told_of(chat: Chat, *what: object) -> set[str]:
    """The tables in which something stands, as text or within what is packed."""
    found = set()
    for table in metadata.sorted_tables:
        for row in await chat.rows(table):
            if any(re.search(rf"(?<!\d){one}(?!\d)", str(tuple(row))) for one in what):
                found.add(table.name)
    return found


async def test_nothing_is_left_of_whoever_is_forgotten_in_a_group(chat):
    await talk(chat)
    assert await told_of(chat, JIA, NAME, SECRET) >= {"message", "member", "name_history"}
    assert await chat.store.forgetting.forget_member(JIA, GROUP, NIGHT + 1) == 3
    rows = [row for row in await chat.rows() if row.group_id == GROUP]
    assert [(row.sender_id, row.text) for row in rows] == [(YI, "火锅"), (YI, "早"), (NAPCAT, "")]
    assert rows[1].mentions == f"[{BING}]"
    assert [row.group_id for row in await chat.rows() if row.sender_id == JIA] == [OTHER_GROUP]
    assert await chat.counts(MONDAY, NIGHT) == {YI: 2}
    assert await chat.words(MONDAY, NIGHT) == {"火锅": 1}


async def test_words_go_that_nobody_else_has_said(chat):
    await talk(chat)
    before = {row.word for row in await chat.rows(word)}
    await chat.store.forgetting.forget_member(JIA, EVERY_GROUP, NIGHT + 1)
    await chat.seal()
    after = {row.word for row in await chat.rows(word)}
    assert "火锅" in before & after
    assert "奶茶" in before - after
    assert await told_of(chat, JIA, NAME, SECRET) == set()
    await chat.tell(said(YI, "奶茶", TUESDAY + 60, id=20))
    await chat.seal()
    assert (await chat.words(MONDAY, NIGHT))["奶茶"] == 1


async def test_it_does_not_come_back(chat):
    await talk(chat)
    await chat.store.forgetting.forget_member(JIA, EVERY_GROUP, NIGHT + 1)
    await chat.fetch(history(JIA, SECRET, MONDAY, id=1))
    await chat.tell(said(JIA, SECRET, TUESDAY, id=5), said(JIA, "新的话", NIGHT + 5, id=9))
    assert [row.text for row in await chat.rows() if row.sender_id == JIA] == ["新的话"]


async def test_a_group_can_be_erased_whole(chat):
    await talk(chat)
    here, span = {"group_id": GROUP}, {"since_at": MONDAY, "until_at": TUESDAY}
    async with chat.writer.transaction() as connection:
        await connection.execute(
            watch.insert(),
            [
                {"group_id": GROUP, "self_id": 1, "since_at": MONDAY, "until_at": TUESDAY},
                {"group_id": GROUP, "self_id": 1, "since_at": TUESDAY, "until_at": None},
            ],
        )
        await connection.execute(filled.insert().values(**here, **span, source="import"))
        await connection.execute(bigram.insert().values(**here, bucket=1, span=1, days=b"1"))
        counted = ("entries", "stored", "already", "refused", "notices", "reactions")
        file = {"began_at": 1, "digest": "1", "file": "甲.json", "format": "json", "state": "done"}
        brought = imported.insert().values(**here, **file, **dict.fromkeys(counted, 1))
        await connection.execute(brought)
    assert await chat.store.forgetting.forget_group(GROUP, NIGHT + 1) == 6
    assert {row.group_id for row in await chat.rows()} == {OTHER_GROUP}
    assert [row.since_at for row in await chat.rows(watch)] == [NIGHT + 1]
    await chat.fetch(history(YI, "火锅", MONDAY + 10, id=2))
    await chat.tell(said(YI, "从头来", NIGHT + 60, id=30))
    assert [row.text for row in await chat.rows() if row.group_id == GROUP] == ["从头来"]
    told = {
        table.name
        for table in metadata.sorted_tables
        if "group_id" in table.c
        for row in await chat.rows(table)
        if row.group_id == GROUP
    }
    assert told <= {"message", "tombstone", "watch", "day", chat_group.name}
    assert await chat.counts(NIGHT, NIGHT + 600) == {YI: 1}


# What lies on the disk


def files_with(folder: Path, *what: bytes) -> set[str]:
    """The files of a folder that hold something."""
    return {
        path.name
        for path in folder.rglob("*")
        if path.is_file()
        for one in what
        if one in path.read_bytes()
    }


@pytest.fixture
async def on_disk(tmp_path):
    """A store in a folder of its own, with the file that outlives a restore."""
    stores: list[Store] = []

    async def opened() -> Chat:
        config = Config(database_url=f"sqlite+aiosqlite:///{tmp_path}/data/x.db")
        store = Store(config, clock=Clock(NIGHT), erased=tmp_path / "data" / "erased.json")
        await migrate(store.engine, tmp_path)
        await store.open()
        stores.append(store)
        return Chat(store)

    yield opened
    for store in stores:
        await store.close()


async def test_no_file_holds_it_any_more(on_disk, tmp_path):
    """Neither the database nor its write-ahead log: with the bot running."""
    chat = await on_disk()
    await talk(chat, WU)
    traces = (NAME.encode(), SECRET.encode(), str(WU).encode(), WU.to_bytes(4, "big"))
    for one in traces:  # the last is how SQLite keeps a number
        assert files_with(tmp_path / "data", one) >= {"x.db-wal"}
    await chat.store.forgetting.forget_member(WU, EVERY_GROUP, NIGHT + 1)
    assert files_with(tmp_path / "data", *traces) == set()


async def test_what_a_restored_backup_brings_back_is_erased_again(on_disk, tmp_path):
    chat = await on_disk()
    await talk(chat)
    await chat.store.close()
    database, backup = tmp_path / "data" / "x.db", tmp_path / "backup.db"
    shutil.copy(database, backup)
    chat = await on_disk()
    await chat.store.forgetting.forget_member(JIA, GROUP, NIGHT + 1)
    await chat.store.close()
    shutil.copy(backup, database)
    chat = await on_disk()
    assert SECRET in "".join(await chat.texts())
    assert await chat.store.forgetting.catch_up() == 3
    assert [row.group_id for row in await chat.rows() if row.sender_id == JIA] == [OTHER_GROUP]
    assert await chat.store.forgetting.catch_up() == 0
    assert len(await chat.rows(tombstone)) == 1


async def test_a_database_made_anew_learns_the_salt_of_the_old_one(on_disk, tmp_path):
    """As where messages are imported into an empty database."""
    chat = await on_disk()
    await chat.store.forgetting.forget_member(JIA, EVERY_GROUP, NIGHT + 1)
    await chat.store.close()
    (tmp_path / "data" / "x.db").unlink()
    chat = await on_disk()
    await chat.tell(said(JIA, SECRET, MONDAY, id=1), said(YI, "早", MONDAY, id=2))
    assert await chat.texts() == ["早"]


async def test_a_file_that_is_none_hurts_nobody(on_disk, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "erased.json").write_text("[]")
    chat = await on_disk()
    async with writing(chat.store.engine) as connection:
        await connection.execute(delete(tombstone))
        assert await connection.scalar(select(func.count()).select_from(tombstone)) == 0

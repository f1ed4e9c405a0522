"""The writer: in order, nothing lost, and one bad item never blocks the rest."""

import asyncio
import sys
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event, make_url, text

from groupscope.model import Member
from groupscope.store.names import Seen
from groupscope.store.tables import chat_group, member, name_history, quarantine
from groupscope.store.writer import MOST_AT_ONCE
from tests.databases import plain_engine
from tests.store.kit import GROUP, JIA, LAGRANGE, NOON, YI, Chat, at, poked, recalled, said

ROOT = Path(__file__).resolve().parents[2]
TOO_LARGE = 2**63
"""No database has an integer column for it."""


async def test_what_is_put_is_stored_in_order(chat):
    lines = [f"第 {number} 句" for number in range(2_500)]
    for number, line in enumerate(lines):
        chat.writer.record(said(JIA, line, NOON + number, number=number + 1))
    assert chat.writer.waiting == len(lines) > 2 * MOST_AT_ONCE
    assert await chat.texts() == lines
    assert chat.writer.waiting == 0


async def test_stopping_writes_what_still_waits(chat):
    for number in range(1_500):
        chat.writer.record(said(JIA, "早", NOON + number, number=number + 1))
    await chat.writer.stop()
    assert len(await chat.rows()) == 1_500


async def test_flush_waits_for_what_was_put_and_not_for_what_comes_after(chat):
    """Somebody fetching history must get their turn while a busy group talks on."""
    still_talking = True

    async def talk_on() -> None:
        number = 0
        while still_talking:
            number += 1
            chat.writer.record(said(YI, "哈", NOON + number, number=number))
            await asyncio.sleep(0)

    talking = asyncio.create_task(talk_on())
    try:
        chat.writer.record(said(JIA, "早", at("2026-11-19 12:00"), number=1_000_000))
        async with asyncio.timeout(30):
            await chat.writer.flush()
    finally:
        still_talking = False
        await talking


async def test_a_message_that_the_database_refuses_is_put_aside_alone(chat):
    await chat.tell(
        *(said(JIA, "早", NOON + number, number=number + 1, id=number) for number in range(10)),
        said(JIA, "不能说的秘密", NOON + 50, number=50, id=77, reply_to=TOO_LARGE),
        *(said(YI, "晚", NOON + 99 + number, number=number + 100) for number in range(10)),
    )
    assert await chat.texts() == ["早"] * 10 + ["晚"] * 10
    [row] = await chat.rows(quarantine)
    assert (row.what, row.group_id, row.message_id) == ("Message", GROUP, 77)
    assert "秘密" not in row.reason
    assert chat.writer.health.put_aside == 1
    assert chat.writer.health.refused_since is None


async def test_every_bad_message_of_a_batch_is_put_aside(chat):
    bad = {3, 4, 11, 19}
    await chat.tell(
        *(
            said(JIA, f"{n}", NOON + n, number=n + 1, reply_to=TOO_LARGE if n in bad else None)
            for n in range(20)
        )
    )
    assert await chat.texts() == [f"{n}" for n in range(20) if n not in bad]
    assert len(await chat.rows(quarantine)) == len(bad)


async def test_a_zero_byte_harms_nobody_else(chat, backend):
    await chat.tell(
        said(JIA, "早", number=1), said(JIA, "a\0b", number=2), said(YI, "晚", number=3)
    )
    texts = await chat.texts()
    assert [texts[0], texts[-1]] == ["早", "晚"]
    assert len(texts) == (2 if backend == "postgresql" else 3)


async def test_a_name_that_is_too_long_for_a_server_costs_no_message(chat, backend):
    """The door cuts these; should one come past it, what was said is stored all the same."""
    chat.writer.put_seen(Seen(GROUP, NOON, Member(JIA, nickname="甲", card="长" * 300)))
    await chat.tell(said(JIA, "早"))
    assert await chat.texts() == ["早"]
    put_aside = [row.what for row in await chat.rows(quarantine)]
    assert put_aside == ([] if backend == "sqlite" else ["Seen"])
    assert len(await chat.rows(member)) == 1 - len(put_aside)


async def test_what_comes_beyond_the_bound_is_counted(chat, monkeypatch):
    monkeypatch.setattr(chat.writer, "_limit", 5)
    for number in range(8):
        chat.writer.record(said(JIA, f"{number}", NOON + number, number=number + 1))
    assert chat.writer.health.lost == 3
    assert await chat.texts() == ["0", "1", "2", "3", "4"]


async def test_what_found_no_room_is_stored_when_it_is_told_again(chat, monkeypatch):
    """By history, or by another account, with or without its number."""
    with monkeypatch.context() as full:
        full.setattr(chat.writer, "_limit", 1)
        for number in range(4):
            told = said(JIA, f"{number}", NOON + number, number=number + 1, id=number + 1)
            chat.writer.record(told)
    assert chat.writer.health.lost == 3
    assert await chat.texts() == ["0"]
    assert await chat.tell(said(JIA, "1", NOON + 1, id=71, told_by=LAGRANGE)) == [True]
    assert await chat.tell(said(JIA, "2", NOON + 2, number=3, id=3)) == [True]
    page = [said(JIA, f"{n}", NOON + n, number=n + 1, id=n + 1) for n in range(4)]
    assert await chat.fetch(*page) == 1
    assert await chat.texts() == ["0", "1", "2", "3"]


@pytest.fixture
def refusals(store) -> list[bool]:
    """What a watcher is told: True when the database begins to refuse, False when it is over."""
    told: list[bool] = []
    store.writer.watch(lambda health: told.append(health.refused_since is not None))
    return told


async def until(condition, seconds: float = 60) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


async def test_a_server_that_drops_our_connections_loses_nothing(chat, backend, refusals):
    if backend == "sqlite":
        pytest.skip("SQLite has no server")
    await chat.tell(said(JIA, "之前", number=1))
    await drop_connections(chat, backend)
    await chat.tell(said(JIA, "之后", NOON + 1, number=2))
    assert await chat.texts() == ["之前", "之后"]
    assert not await chat.rows(quarantine)


async def test_a_connection_that_breaks_in_the_middle_of_a_batch_loses_nothing(chat, backend):
    if backend == "sqlite":
        pytest.skip("SQLite has no server")
    broken: list[bool] = []

    @event.listens_for(chat.store.engine.sync_engine, "before_cursor_execute")
    def break_once(connection, _cursor, statement: str, *_rest) -> None:
        if "INSERT INTO message" in statement and not broken:
            broken.append(True)
            killing = KILL_MYSELF[backend]
            connection.exec_driver_sql(killing)

    await chat.tell(
        said(JIA, "一", number=1, id=1), said(JIA, "二", NOON + 1, number=2), recalled(1)
    )
    assert broken
    assert await chat.texts() == ["", "二"]
    assert not await chat.rows(quarantine)


KILL_MYSELF = {
    "postgresql": "SELECT pg_terminate_backend(pg_backend_pid())",
    "mariadb": "KILL CONNECTION_ID()",
}


async def drop_connections(chat: Chat, backend: str) -> None:
    """Do to all our connections what a server's restart does."""
    async with chat.store.engine.connect() as connection:
        if backend == "postgresql":
            others = "datname = current_database() AND pid <> pg_backend_pid()"
            await connection.execute(
                text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")  # noqa: S608 -- a constant
            )
            return
        mine = "db = DATABASE() AND id <> CONNECTION_ID()"
        ids = await connection.scalars(
            text(f"SELECT id FROM information_schema.processlist WHERE {mine}")  # noqa: S608 -- a constant
        )
        for number in ids.all():
            await connection.execute(text(f"KILL {number}"))


@asynccontextmanager
async def lock_of_another(url: str, backend: str):
    """Hold, as another program might, what our writer needs."""
    engine = plain_engine(make_url(url))
    async with engine.connect() as connection:
        for statement in LOCK[backend]:
            await connection.execute(text(statement))
        yield
        await connection.execute(text(UNLOCK[backend]))
    await engine.dispose()


LOCK = {
    "sqlite": ["BEGIN IMMEDIATE"],
    "postgresql": ["BEGIN", "LOCK TABLE message IN ACCESS EXCLUSIVE MODE"],
    "mariadb": ["LOCK TABLES message WRITE"],
}
UNLOCK = {"sqlite": "COMMIT", "postgresql": "COMMIT", "mariadb": "UNLOCK TABLES"}
IMPATIENT = {
    "sqlite": "PRAGMA busy_timeout=200",
    "postgresql": "SET lock_timeout = '200ms'",
    "mariadb": "SET SESSION lock_wait_timeout = 1",
}


@pytest.fixture
async def locked(store, backend, furnished_url):
    """A lock to enter, and a store that soon gives up waiting for it."""

    @event.listens_for(store.engine.sync_engine, "connect")
    def give_up_soon(connection, _record) -> None:
        cursor = connection.cursor()
        cursor.execute(IMPATIENT[backend])
        cursor.close()

    await store.engine.dispose()
    return lock_of_another(furnished_url, backend)


async def test_a_lock_that_others_hold_is_waited_for(chat, backend, refusals, locked):
    async with locked:
        chat.writer.record(said(JIA, "等着", number=1, id=1))
        chat.writer.put(recalled(2, told_by=9))
        await until(lambda: refusals == [True])
        assert chat.writer.waiting
        assert chat.writer.health.refusal
    await until(lambda: refusals == [True, False])
    assert await chat.texts() == ["等着"]
    assert not await chat.rows(quarantine)
    assert chat.writer.health.lost == 0


async def test_a_writer_that_stops_before_a_refusing_database_has_really_stopped(
    chat, refusals, locked
):
    """Its connection must be free before the engine lets go of it."""
    async with locked:
        chat.writer.record(said(JIA, "丢了", number=1))
        await until(lambda: refusals == [True])
        await chat.writer.stop(patience=0.1)
        assert chat.writer._task.done()
        assert chat.writer.waiting == 1


FULL_DISK = """
import asyncio, resource, signal, sys
from groupscope.config import Config
from groupscope.model import Message
from groupscope.store import Store
from groupscope.store.migrate import migrate
from groupscope.store.tables import message
from pathlib import Path
from sqlalchemy import func, select

folder = Path(sys.argv[1])

async def main():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a write fails then, as on a full disk
    store = Store(Config(database_url=f"sqlite+aiosqlite:///{folder}/x.db"))
    await migrate(store.engine, folder)
    await store.open()
    told = []
    store.writer.watch(lambda health: told.append(health.refused_since is not None))
    size = max(file.stat().st_size for file in folder.glob("x.db*"))
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 50_000, resource.RLIM_INFINITY))
    for number in range(2_000):
        store.writer.record(
            Message(
                self_id=1, group_id=2, sender_id=3, sent_at=number, sequence=number + 1,
                text="满" * 100,
            )
        )
    while not told:
        await asyncio.sleep(0.01)
    assert store.writer.waiting, "nothing waits"
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    await store.writer.flush()
    async with store.engine.connect() as connection:
        count = await connection.scalar(select(func.count()).select_from(message))
    assert told == [True, False], told
    print(count, store.writer.health.put_aside, store.writer.health.lost)
    await store.close()

asyncio.run(main())
"""


async def test_a_groups_name_survives_a_batch_that_failed(chat):
    """What memory has noted of a transaction that was rolled back is not taken for written."""
    chat.writer.record(said(JIA, "早", group_name="番茄俱乐部"))
    bad = replace(poked(JIA, YI), message_id=TOO_LARGE)
    await chat.tell(bad)
    assert [row.name for row in await chat.rows(chat_group)] == ["番茄俱乐部"]
    assert [row.name for row in await chat.rows(name_history)] == ["番茄俱乐部"]
    assert chat.writer.health.put_aside == 1


async def test_on_a_full_disk_messages_wait(tmp_path):
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", FULL_DISK, str(tmp_path), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(120):
        told, _ = await process.communicate()
    assert told.split() == [b"2000", b"0", b"0"]


async def test_a_message_that_cannot_be_read_is_stored_all_the_same(chat, monkeypatch):
    """Whatever the language's models stumble over, the writer writes on."""
    read = chat.store.vocabularies.read

    def stumble(message) -> object:
        if message.text == "绊脚石":
            raise IndexError(message.text)
        return read(message)

    monkeypatch.setattr(chat.store.vocabularies, "read", stumble)
    async with asyncio.timeout(30):
        await chat.tell(said(JIA, "绊脚石"), said(YI, "火锅", NOON + 1))
    assert [(row.text, row.words) for row in await chat.rows()] == [
        ("绊脚石", None),
        ("火锅", '["火锅"]'),
    ]
    assert chat.writer.health.not_understood == 1


async def test_whoever_watches_is_told_when_the_writer_has_ended_by_an_error(
    chat, monkeypatch, refusals
):
    async def fail(*_all: object) -> None:
        raise AssertionError("a mistake of ours")

    monkeypatch.setattr(chat.writer, "_commit", fail)
    chat.writer.record(said(JIA, "早"))
    await until(lambda: refusals == [True])
    assert "AssertionError" in chat.writer.health.refusal

"""Bringing a database up to date: alone, with a copy first, or refused with a sentence."""

import asyncio
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, make_url, text

from groupscope.config import Config
from groupscope.errors import StartError
from groupscope.store import migrate as migrating
from groupscope.store.engine import NoWalError, open_engine, writing
from groupscope.store.lease import Lease, OwnedError
from groupscope.store.migrate import (
    BeingMigratedError,
    ClosedDatabaseError,
    NewerDatabaseError,
    current_revision,
    migrate,
    resolved,
    revisions,
)
from groupscope.store.tables import metadata

ROOT = Path(__file__).resolve().parents[2]
STARTS = [None, *revisions()]


@pytest.fixture
async def engine(database_url):
    engine = open_engine(make_url(database_url))
    yield engine
    await engine.dispose()


@pytest.mark.parametrize("start", STARTS)
async def test_every_earlier_state_comes_to_the_present_one(engine, tmp_path, start):
    if start is not None:
        await migrate(engine, tmp_path, start)
    await migrate(engine, tmp_path)
    async with engine.connect() as connection:
        assert await connection.run_sync(current_revision) == revisions()[-1]
        assert await connection.run_sync(tables_of) >= set(metadata.tables)
        assert await connection.run_sync(differences) == []


def tables_of(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


def differences(connection: Connection) -> list:
    return compare_metadata(MigrationContext.configure(connection), metadata)


async def test_nothing_is_done_to_a_database_that_is_up_to_date(engine, tmp_path):
    assert await migrate(engine, tmp_path) is None
    assert await migrate(engine, tmp_path) is None
    assert list(tmp_path.glob("before-migration*")) == []


async def test_a_newer_database_is_refused(engine, tmp_path):
    await migrate(engine, tmp_path)
    async with writing(engine) as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabaseError, match=r"9999.*git pull"):
        await migrate(engine, tmp_path)


@pytest.fixture
async def old_file(tmp_path):
    """A SQLite database of the first revision, with something in it."""
    engine = open_engine(url_of(tmp_path / "x.db"))
    await migrate(engine, tmp_path, revisions()[0])
    async with writing(engine) as connection:
        await connection.execute(text("INSERT INTO keyed_value VALUES ('早', '好')"))
    await engine.dispose()
    return tmp_path / "x.db"


def url_of(file: Path):
    return make_url(f"sqlite+aiosqlite:///{file}")


async def test_a_copy_is_made_before_anything_changes(old_file, tmp_path):
    engine = open_engine(url_of(old_file))
    copy = await migrate(engine, tmp_path / "backups")
    await engine.dispose()
    assert copy is not None
    assert copy.parent == tmp_path / "backups"
    assert revisions()[0] in copy.name
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT value FROM keyed_value").fetchall() == [("好",)]
        assert connection.execute("SELECT * FROM alembic_version").fetchall() == [(revisions()[0],)]


def test_head_is_the_newest_revision():
    assert resolved("head") == revisions()[-1]
    assert resolved("0001") == "0001"


MIGRATE = """
import asyncio, sys
from pathlib import Path
from sqlalchemy import make_url
from groupscope.store.engine import open_engine
from groupscope.store.migrate import migrate
async def main():
    engine = open_engine(make_url(sys.argv[1]))
    await migrate(engine, Path(sys.argv[2]))
    await engine.dispose()
asyncio.run(main())
"""


async def test_processes_that_start_together_migrate_once(database_url, tmp_path):
    together = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", MIGRATE, database_url, str(tmp_path), cwd=ROOT
        )
        for _ in range(2)
    ]
    async with asyncio.timeout(120):
        assert [await process.wait() for process in together] == [0, 0]


async def test_a_process_that_never_ends_migrating_is_not_waited_for_without_end(
    database_url, tmp_path, monkeypatch
):
    monkeypatch.setattr(migrating, "PATIENCE", 1)
    one, another = open_engine(make_url(database_url)), open_engine(make_url(database_url))
    try:
        async with migrating._alone(one):
            with pytest.raises(BeingMigratedError, match="等了 1 秒"):
                await migrate(another, tmp_path)
        await migrate(another, tmp_path)
    finally:
        await one.dispose()
        await another.dispose()


async def test_a_file_that_is_no_database_is_refused(tmp_path):
    (tmp_path / "x.db").write_text("这不是数据库" * 1000)
    engine = open_engine(url_of(tmp_path / "x.db"))
    with pytest.raises(ClosedDatabaseError, match=r"GROUPSCOPE_DATABASE_URL.*not a database"):
        await migrate(engine, tmp_path)
    await engine.dispose()


async def test_a_folder_is_no_database(tmp_path):
    engine = open_engine(url_of(tmp_path))
    with pytest.raises(ClosedDatabaseError, match="打不开数据库"):
        await migrate(engine, tmp_path)
    await engine.dispose()


def test_a_place_that_cannot_be_is_refused(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StartError, match="打不开数据库"):
        open_engine(url_of(tmp_path / "file" / "x.db"))
    with pytest.raises(StartError, match="打不开数据库"):
        Lease(tmp_path / "file" / "x.db").take()


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+asyncpg://nobody:secret@127.0.0.1:1/x",
        "mysql+asyncmy://nobody:secret@127.0.0.1:1/x",
    ],
)
async def test_a_server_that_is_not_there_is_told_without_the_password(url, tmp_path):
    engine = open_engine(make_url(url))
    with pytest.raises(ClosedDatabaseError, match="打不开数据库") as refused:
        await migrate(engine, tmp_path)
    assert "secret" not in str(refused.value)
    await engine.dispose()


async def test_a_database_that_does_not_exist_is_told(database_url, backend, tmp_path):
    if backend == "sqlite":
        pytest.skip("SQLite makes its own")
    engine = open_engine(make_url(database_url).set(database="nowhere_to_be_found"))
    with pytest.raises(ClosedDatabaseError, match="打不开数据库"):
        await migrate(engine, tmp_path)
    await engine.dispose()


async def test_where_there_is_no_write_ahead_log_the_start_is_refused(tmp_path):
    """In memory SQLite answers "memory", on a network share "delete"."""
    engine = open_engine(make_url("sqlite+aiosqlite:///:memory:"))
    with pytest.raises(NoWalError, match=r"WAL.*memory.*GROUPSCOPE_DATABASE_URL"):
        await migrate(engine, tmp_path)
    await engine.dispose()


def test_memory_is_no_file_in_the_projects_folder():
    for url in ("sqlite+aiosqlite:///:memory:", "sqlite+aiosqlite://"):
        assert Config(database_url=url).database.database in (None, ":memory:")


HOLD = """
import sys, time
from pathlib import Path
from groupscope.store.lease import Lease
lease = Lease(Path(sys.argv[1]))
lease.take()
print("held", flush=True)
time.sleep(600)
"""


async def test_a_second_process_on_a_database_is_refused_until_the_first_is_gone(tmp_path):
    file = tmp_path / "x.db"
    owner = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOLD, str(file), cwd=ROOT, stdout=subprocess.PIPE
    )
    assert owner.stdout is not None
    async with asyncio.timeout(60):
        await owner.stdout.readline()
    mine = Lease(file)
    with pytest.raises(OwnedError, match=r"x\.db 正被另一个 groupscope 进程使用"):
        mine.take()
    owner.kill()
    await owner.wait()
    mine.take()
    mine.release()

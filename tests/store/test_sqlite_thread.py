"""SQLite is asked once a statement, and answers as it does through aiosqlite's own cursors."""

import asyncio
from contextlib import AsyncExitStack, suppress

import pytest
from sqlalchemy import URL, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import create_async_engine

from groupscope.store.engine import open_engine, writing
from groupscope.store.sqlite_thread import Connection

WORDS = "CREATE TABLE word (number INTEGER PRIMARY KEY, word TEXT UNIQUE)"
INSERT = text("INSERT INTO word (word) VALUES (:word)")


@pytest.fixture
async def engine(tmp_path):
    opened = open_engine(URL.create("sqlite+aiosqlite", database=str(tmp_path / "words.db")))
    async with writing(opened) as connection:
        await connection.exec_driver_sql(WORDS)
    yield opened
    await opened.dispose()


async def test_a_statement_is_one_errand(tmp_path):
    errands: list[str] = []

    class Counted(Connection):
        async def _execute(self, fn, *args, **kwargs):
            errands.append(fn.__name__)
            return await super()._execute(fn, *args, **kwargs)

    engine = create_async_engine(
        f"sqlite+aiosqlite:///{tmp_path}/words.db", connect_args={"async_creator_fn": Counted}
    )
    async with engine.connect() as connection:
        await connection.exec_driver_sql(WORDS)
        errands.clear()
        await connection.execute(INSERT, [{"word": "火锅"}, {"word": "奶茶"}])
        rows = (await connection.execute(text("SELECT word FROM word ORDER BY number"))).all()
        assert [row.word for row in rows] == ["火锅", "奶茶"]
        assert len(errands) == 2
    await engine.dispose()


async def test_what_a_statement_came_to_is_told(engine):
    async with writing(engine) as connection:
        first = await connection.execute(INSERT, {"word": "火锅"})
        await connection.execute(INSERT, [{"word": "奶茶"}, {"word": "咖啡"}])
        gone = await connection.execute(text("DELETE FROM word WHERE number > 1"))
        none = await connection.execute(text("SELECT word FROM word WHERE number > 1"))
        assert (first.lastrowid, gone.rowcount) == (1, 2)
        assert (list(none.keys()), none.all()) == (["word"], [])


async def test_rows_that_were_fetched_are_let_go_of(tmp_path):
    async with Connection(str(tmp_path / "numbers.db")) as connection:
        cursor = await connection.cursor().execute("SELECT 1 UNION SELECT 2")
        assert await cursor.fetchall() == [(1,), (2,)]
        assert await cursor.fetchall() == ()


async def test_a_refused_statement_leaves_the_connection_as_it_was(engine):
    async with engine.connect() as connection:
        await connection.execute(INSERT, {"word": "火锅"})
        with pytest.raises(IntegrityError):
            await connection.execute(INSERT, {"word": "火锅"})
        assert await connection.scalar(text("SELECT count(*) FROM word")) == 1


@pytest.mark.parametrize("patience", [0, 0.001, 0.01])
async def test_a_writer_that_is_cut_off_keeps_no_lock(engine, patience):
    async def write() -> None:
        async with writing(engine) as connection:
            for number in range(10_000):
                await connection.execute(INSERT, {"word": str(number)})

    for _ in range(5):
        task = asyncio.create_task(write())
        await asyncio.sleep(patience)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    async with asyncio.timeout(2), writing(engine) as connection:
        await connection.execute(INSERT, {"word": "火锅"})
        assert await connection.scalar(text("SELECT count(*) FROM word")) == 1


async def test_the_connection_used_last_is_taken_first_so_that_one_cache_fills(engine):
    async with AsyncExitStack() as busy:
        for _ in range(3):
            await busy.enter_async_context(engine.connect())
    used = set()
    for _ in range(6):
        async with engine.connect() as connection:
            used.add(id((await connection.get_raw_connection()).driver_connection))
    assert len(used) == 1

"""Opening the database: one engine, told how to behave on each of the three systems."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.sql.dml import Insert
from sqlalchemy.sql.schema import Table

from groupscope.errors import StartError
from groupscope.store import sqlite_thread
from groupscope.store.refusals import ClosedDatabaseError

WRITES = "groupscope_writes"
BUSY_MILLISECONDS = 5_000
SECONDS_TO_CONNECT = 10
IN_MEMORY = (None, "", ":memory:")
"""How SQLite is told to keep a database in no file."""


class NoWalError(StartError):
    """The database lies where SQLite's write-ahead log does not work."""

    def __init__(self, path: str, mode: str) -> None:
        super().__init__(
            f"数据库 {path} 所在的磁盘不支持 WAL（SQLite 回答 {mode}），多半是网络共享盘。"
            "请把 GROUPSCOPE_DATABASE_URL 指到本机磁盘，或改用 PostgreSQL / MariaDB。"
        )


def open_engine(url: URL, *, is_read_only: bool = False) -> AsyncEngine:
    """Open an engine; nothing is connected yet. StartError where the driver is not installed.

    ``is_read_only`` keeps SQLite from writing anything; the file must be there.

    ``hide_parameters`` keeps what people said out of error messages, hence out of logs.
    """
    backend = url.get_backend_name()
    try:
        engine = create_async_engine(url, hide_parameters=True, **_options(url))
    except ModuleNotFoundError as error:
        extra = "postgresql" if backend == "postgresql" else "mysql"
        raise StartError(
            f"缺少 {error.name}：这种数据库要先运行 uv sync --extra {extra}。"
        ) from error
    if backend == "sqlite":
        prepare = _prepare_reading if is_read_only else _prepare_sqlite
        prepare(engine.sync_engine, url.database or ":memory:")
    return engine


def open_sqlite(file: Path) -> Engine:
    """Open an engine on a SQLite database for work that waits for nothing else."""
    seconds = BUSY_MILLISECONDS / 1000
    url = URL.create("sqlite", database=str(file))
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": seconds})
    _prepare_sqlite(engine, str(file))
    return engine


def _options(url: URL) -> dict[str, Any]:
    backend = url.get_backend_name()
    if backend == "sqlite":
        seconds = BUSY_MILLISECONDS / 1000
        connecting = {"timeout": seconds, "async_creator_fn": sqlite_thread.Connection}
        if url.database in IN_MEMORY:
            return {"connect_args": connecting}
        # The connection used last is taken first: each of the others would fill its own page cache.
        return {"connect_args": connecting, "pool_use_lifo": True}
    # Both drivers take a time-out for the connection; a dead server must not hold the start.
    seconds = "timeout" if backend == "postgresql" else "connect_timeout"
    return {
        "pool_pre_ping": True,
        # In MariaDB's REPEATABLE READ a writer would not see what another process has just written,
        # such as the number of a new word, though it may not write it again. Snapshots say theirs.
        "isolation_level": "READ COMMITTED",
        "connect_args": {seconds: SECONDS_TO_CONNECT},
    }


def _prepare_sqlite(engine: Engine, path: str) -> None:
    """Set the pragmas of every connection, and let us say BEGIN ourselves.

    synchronous=FULL: of 300 simulated power cuts it lost nothing, NORMAL lost commits in 191; with
    batches it costs little. secure_delete: what is erased is overwritten.
    """
    if path not in IN_MEMORY:
        make_room(Path(path))

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: object) -> None:  # noqa: ANN401 -- a DBAPI connection has no type
        connection.isolation_level = None  # the driver's own BEGIN comes too late for snapshots
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        mode = cursor.fetchone()[0]
        if mode != "wal":
            raise NoWalError(path, mode)
        for pragma in (
            "synchronous=FULL",
            f"busy_timeout={BUSY_MILLISECONDS}",
            "secure_delete=ON",
            "temp_store=MEMORY",
            "cache_size=-8192",  # KiB, of each connection: 16 MiB answered no sooner
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def say_begin(connection: Connection) -> None:
        # A writer takes the lock at once: upgrading later would fail when somebody else wrote.
        writes = connection.get_execution_options().get(WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prepare_reading(engine: Engine, _path: str) -> None:
    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: object) -> None:  # noqa: ANN401 -- as above
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
        cursor.execute("PRAGMA query_only=ON")
        cursor.close()


def make_room(file: Path) -> None:
    """Make the folder that a database lies in; ClosedDatabaseError where that cannot be."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ClosedDatabaseError(error) from error


@asynccontextmanager
async def writing(engine: AsyncEngine) -> AsyncGenerator[AsyncConnection]:
    """Open a transaction that writes; it commits at the end, or rolls back when something fails."""
    async with engine.connect() as connection:
        # asyncio shields nothing by itself: a cancelled batch is rolled back by the context below.
        await connection.execution_options(**{WRITES: True})
        async with connection.begin():
            yield connection


@cache
def insert_new(table: Table, backend: str) -> Insert:
    """Return an INSERT that leaves alone rows whose key is there already.

    Never MariaDB's INSERT IGNORE: it cuts texts that are too long, in silence.
    """
    if backend == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    if backend == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing()
    first = next(iter(table.primary_key.columns))
    return mysql.insert(table).on_duplicate_key_update({first.name: table.c[first.name]})


def insert_or_update(table: Table, backend: str, changes: dict[str, Any] | list[str]) -> Insert:
    """Return an INSERT that updates the row whose key is there already.

    ``changes`` maps columns to expressions, or lists columns that take the new row's values.
    """
    if backend in ("postgresql", "sqlite"):
        statement = (postgresql if backend == "postgresql" else sqlite).insert(table)
        return statement.on_conflict_do_update(
            index_elements=list(table.primary_key.columns),
            set_=_changes(changes, lambda: statement.excluded),
        )
    statement = mysql.insert(table)
    return statement.on_duplicate_key_update(_changes(changes, lambda: statement.inserted))


def _changes(changes: dict[str, Any] | list[str], new: Callable[[], Any]) -> dict[str, Any]:
    """Take each value from the new row, which is made at need: it costs more than the rest."""
    if isinstance(changes, dict):
        return changes
    row = new()
    return {name: row[name] for name in changes}


def sqlite_file(url: URL) -> Path | None:
    """Return where the SQLite database lies; None for a server or a database in memory."""
    if url.get_backend_name() != "sqlite" or url.database in IN_MEMORY:
        return None
    return Path(str(url.database))

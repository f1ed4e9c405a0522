"""Where a history is asked for again, and where not, page by page: a fake account, a real store."""

from types import SimpleNamespace

import pytest
from nonebot.adapters.onebot.v11.exception import NetworkError
from sqlalchemy import select

from groupscope.config import Config
from groupscope.playground import LLBOT, World
from groupscope.playground.account import Account
from groupscope.playground.actions import answer
from groupscope.store import Store
from groupscope.store.migrate import migrate
from groupscope.store.tables import message

US, GROUP = 10000, 20001
NOW = 1_795_000_000
DAY, HOUR = 24, 3600


class Bot:
    """An account whose calls fail where they are to."""

    self_id = str(US)

    def __init__(self, account: Account) -> None:
        self._account = account
        self.pages = 0
        self.failing: set[int] = set()

    async def call_api(self, action: str, **params):
        assert action == "get_group_msg_history"
        self.pages += 1
        if self.pages in self.failing:
            raise NetworkError("timeout")
        return await answer(self._account, action, params)


class Fetcher:
    """Fetches what a room has said, by a clock of its own."""

    def __init__(self, store: Store, backfill, fetching, bot: Bot, room) -> None:
        self.store, self.bot, self.room = store, bot, room
        self.now = NOW
        self._fetching = fetching
        app = SimpleNamespace(
            clock=lambda: self.now, store=store, config=SimpleNamespace(backfill_pause=0)
        )
        around = SimpleNamespace(
            now=lambda: self.now,
            starts=frozenset("/"),
            is_ours=lambda who: who == US,
            is_bot=lambda _group, _who: False,
        )
        self._backfill = backfill(app, bot, around, fetching)

    def said(self, count: int, *, ago: int, every: int = 1) -> None:
        begin = self.now - ago
        for number in range(count):
            self.room.remember("甲", f"{begin} {number}", when=begin + number * every)

    async def pages_for(self, hours: int = DAY, *, is_asked_for: bool = False) -> int:
        """Fetch; return how many pages were asked for."""
        before = self.bot.pages
        await self._backfill.fill_groups([GROUP], hours, is_asked_for=is_asked_for)
        return self.bot.pages - before

    async def stored(self) -> int:
        async with self.store.engine.connect() as connection:
            return len((await connection.execute(select(message.c.sent_at))).all())


@pytest.fixture
async def fetcher(tmp_path, loaded):
    from plugins.recorder.backfill import Backfill, Fetching  # once NoneBot has loaded it

    store = Store(Config(database_url=f"sqlite+aiosqlite:///{tmp_path}/x.db"))
    await migrate(store.engine, tmp_path)
    await store.open()
    world = World(lambda: NOW)
    room = world.open(GROUP, "样例群")
    room.seat(US, "群镜")
    room.seat(3000000001, "甲")
    bot = Bot(Account(world, US, LLBOT))
    yield Fetcher(store, Backfill, Fetching(), bot, room)
    await store.close()


async def test_a_history_that_begins_late_is_believed_for_an_hour(fetcher):
    fetcher.said(600, ago=6_000, every=10)
    assert await fetcher.pages_for() == 5
    fetcher.now += 60
    assert await fetcher.pages_for() == 1, "what was said since then, and no more"
    fetcher.now += HOUR - 61
    assert await fetcher.pages_for() == 1
    fetcher.now += 1
    assert await fetcher.pages_for() == 5, "it may have grown"


async def test_a_page_that_does_not_come_is_no_beginning(fetcher):
    fetcher.said(1_000, ago=20 * HOUR, every=72)
    fetcher.bot.failing = {3, 4, 5}
    assert await fetcher.pages_for() == 5
    assert await fetcher.stored() < 500
    fetcher.now += 60
    assert await fetcher.pages_for() > 5
    assert await fetcher.stored() == 1_000


async def test_an_admins_short_fetch_hides_no_older_gap(fetcher):
    fetcher.said(1_000, ago=20 * HOUR, every=72)
    assert await fetcher.pages_for(1, is_asked_for=True) == 1
    fetcher.now += 60
    await fetcher.pages_for()
    assert await fetcher.stored() == 1_000


async def test_an_admin_may_ask_again_at_once(fetcher):
    fetcher.said(600, ago=6_000, every=10)
    assert await fetcher.pages_for() == 5
    fetcher.now += 60
    assert await fetcher.pages_for(is_asked_for=True) == 5


async def test_an_account_that_logs_in_again_may_know_more(fetcher):
    fetcher.said(600, ago=6_000, every=10)
    assert await fetcher.pages_for() == 5
    fetcher._fetching.forget(US + 1)
    fetcher.now += 60
    assert await fetcher.pages_for() == 1
    fetcher._fetching.forget(US)
    fetcher.now += 60
    assert await fetcher.pages_for() == 5

"""The bot for all tests: as a process with a room around it, and its plugins within NoneBot."""

import itertools

import pytest
from hypothesis import settings
from nonebug import NONEBOT_INIT_KWARGS, NONEBOT_START_LIFESPAN

from tests.bots import Bot, Chat

GROUPS = itertools.count(20001)

# How long an example takes depends on who else uses the machine; what is too slow, benchmarks tell.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[NONEBOT_START_LIFESPAN] = False
    config.stash[NONEBOT_INIT_KWARGS] = {
        "driver": "~fastapi",
        "log_level": "WARNING",
        "superusers": {"30009"},
        "onebot_access_token": None,
    }


@pytest.fixture(scope="session")
def new_bot(tmp_path_factory: pytest.TempPathFactory):
    """Make a bot that is not started yet: ``new_bot(GROUPSCOPE_DISPATCH="all")``."""
    bots = []

    def made(**settings) -> Bot:
        bots.append(Bot(tmp_path_factory.mktemp("bot"), **settings))
        return bots[-1]

    yield made
    for bot in bots:
        bot.abandon()


@pytest.fixture(scope="module")
async def bot(request: pytest.FixtureRequest, new_bot):
    """A running bot, one for a module; the module's ``SETTINGS`` are its configuration."""
    bot = new_bot(**getattr(request.module, "SETTINGS", {}))
    await bot.start()
    yield bot
    await bot.stop()


@pytest.fixture
async def chat(bot):
    """A room of its own for each test, in which nobody has connected an account yet."""
    chat = Chat(bot, next(GROUPS))
    yield chat
    await chat.close()


@pytest.fixture
async def peer(chat):
    """The bot's account in the room, on NapCat."""
    return await chat.connect()


@pytest.fixture
def room(chat):
    return chat.room


@pytest.fixture
def say(chat, peer):
    """``await say("甲", "早")``."""
    return chat.say


@pytest.fixture
def ask(chat, peer):
    """``answer = await ask("甲", "/rank")``."""
    return chat.ask


@pytest.fixture
def stored(chat):
    """``rows = await stored()``: the room's messages in the database."""
    return chat.stored

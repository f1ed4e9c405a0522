"""The plugins as modules: loaded through NoneBot once, with an App of their own."""

import asyncio

import nonebot
import pytest

from groupscope.app import App, install
from groupscope.config import Config


@pytest.fixture(scope="session")
async def loaded(tmp_path_factory: pytest.TempPathFactory, nonebug_init: None):
    """Our plugins, loaded by NoneBot; gives the App that they use, which is running."""
    folder = tmp_path_factory.mktemp("loaded")
    config = Config(
        _env_file=None,
        database_url=f"sqlite+aiosqlite:///{folder}/bot.db",
        data_dir=folder,
        avatars=False,
        SUPERUSERS=frozenset({"30009"}),
    )
    app = App(config)
    await asyncio.to_thread(app.prepare)
    install(app)
    nonebot.load_from_toml("pyproject.toml")
    await app.start()
    yield app
    await app.stop()


@pytest.fixture(scope="session")
def recorder(loaded):
    """The recorder, to be handed frames."""
    from plugins.recorder import recorder

    return recorder


@pytest.fixture(scope="session")
def around(recorder):
    return recorder.around

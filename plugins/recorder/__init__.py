"""Records every group message at the door, and looks after accounts, groups and history."""

import nonebot
from loguru import logger
from nonebot.adapters.onebot.v11 import Adapter, Bot
from nonebot.plugin import PluginMetadata

from plugins.recorder.accounts import Accounts
from plugins.recorder.dispatch import Dispatch
from plugins.recorder.door import Door
from plugins.recorder.guest import app_of
from plugins.recorder.recorder import Recorder
from plugins.recorder.switching import install as install_switching

__plugin_meta__ = PluginMetadata(
    name="群聊记录",
    description="记录每一条群消息",
    usage="自动运行",
    type="application",
    supported_adapters={"~onebot.v11"},
)

driver = nonebot.get_driver()
app = app_of(driver)
recorder = Recorder(app)
accounts = Accounts(app, recorder)

Door.recorder = recorder
Door.dispatch = Dispatch(app.config.dispatch)
if Adapter.get_name() in nonebot.get_adapters():
    from plugins.recorder import fallback

    logger.warning(
        "The stock OneBot adapter is registered already: messages are recorded by a hook, and lost "
        "where another plugin's hook ignores or breaks an event. Register plugins.recorder first."
    )
    fallback.install(recorder)
else:
    driver.register_adapter(Door)

install_switching(app, accounts)
driver.on_startup(accounts.start)
driver.on_shutdown(accounts.stop)


@driver.on_bot_connect
async def connected(bot: Bot) -> None:
    """Look after an account that has come online."""
    accounts.arrive(bot)


@driver.on_bot_disconnect
async def disconnected(bot: Bot) -> None:
    """Note that an account is gone."""
    await accounts.disconnect(bot)

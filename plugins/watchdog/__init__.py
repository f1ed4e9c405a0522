"""Tells the owner of trouble, once when it begins and once when it is over; serves monitoring."""

import nonebot
from nonebot.plugin import PluginMetadata

from groupscope.app import current
from plugins.watchdog.serving import serve
from plugins.watchdog.telling import tell_owners

__plugin_meta__ = PluginMetadata(
    name="看门狗",
    description="掉线、写不进、磁盘满、画图出错、日报错过时告诉主人，恢复时再说一次",
    usage="自动运行",
    type="application",
    supported_adapters={"~onebot.v11"},
)

driver = nonebot.get_driver()


@driver.on_startup
async def begin() -> None:
    """Have the owners told in private, and serve what is to be served."""
    current().watch.tell_by(tell_owners)
    serve(driver, current())

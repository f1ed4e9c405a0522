"""``/日报``, ``/周报``, ``/月报``: digests on demand, and by themselves when they are due."""

import nonebot
from nonebot import require
from nonebot.plugin import PluginMetadata

from plugins.digest import asking as asking
from plugins.digest.clockwork import Clockwork
from plugins.digest.posting import poster

require("nonebot_plugin_apscheduler")
from nonebot_plugin_apscheduler import scheduler  # noqa: E402 -- a plugin is required first

__plugin_meta__ = PluginMetadata(
    name="日报",
    description="日报、周报、月报：随时看，或定时发到群里",
    usage="/日报，/日报 开 22:00，/周报 开 周一 09:00",
    type="application",
    supported_adapters={"~onebot.v11"},
)

driver = nonebot.get_driver()
minutes = Clockwork(scheduler, poster.look)

driver.on_startup(minutes.start)
driver.on_shutdown(minutes.stop)
driver.on_shutdown(poster.stop)
driver.on_bot_connect(poster.arrived)

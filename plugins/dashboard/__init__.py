"""The dashboard in a browser: mounted beside OneBot, entered by ``/看板`` and ``/登录``."""

import nonebot
from nonebot.plugin import PluginMetadata

from plugins.dashboard import entering as entering
from plugins.dashboard.mounting import install

__plugin_meta__ = PluginMetadata(
    name="网页看板",
    description="在浏览器里看群聊，实时更新",
    usage="/看板，/登录 码",
    type="application",
    supported_adapters={"~onebot.v11"},
)

install(nonebot.get_driver())

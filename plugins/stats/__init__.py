"""Answers every report in the chat, but those that have a plugin of their own."""

from nonebot.plugin import PluginMetadata

from plugins._asking import answer_reports_of
from plugins.stats import lessons as lessons
from plugins.stats import marking as marking
from plugins.stats import searching as searching
from plugins.stats import wording as wording

__plugin_meta__ = PluginMetadata(
    name="群聊统计",
    description="排行等统计，用文字和图片回答",
    usage="/排行 [时间] [@某人]",
    type="application",
    supported_adapters={"~onebot.v11"},
)

answer_reports_of("stats")

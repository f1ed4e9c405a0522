"""Answers ``/词云``: period, member, any emoji as the shape, 开心 or 难过."""

from nonebot.plugin import PluginMetadata

from plugins._asking import answer_reports_of

__plugin_meta__ = PluginMetadata(
    name="词云",
    description="群里在聊什么词，画成词云",
    usage="/词云 [时间] [@某人] [🐱] [开心|难过]",
    type="application",
    supported_adapters={"~onebot.v11"},
)

answer_reports_of("wordcloud")

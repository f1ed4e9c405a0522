"""Answers every report in the chat: words → Scope → Report → reply."""

from nonebot.adapters.onebot.v11 import Bot
from nonebot.plugin import PluginMetadata

from groupscope.answers import answer, understand
from groupscope.app import current
from groupscope.errors import QuestionError
from groupscope.pacing import Verdict
from groupscope.reports import discover
from plugins._chat import CommandEvent, caught_up, on_command, react, reply

__plugin_meta__ = PluginMetadata(
    name="群聊统计",
    description="排行等统计，用文字和图片回答",
    usage="/排行 [时间] [@某人]",
    type="application",
    supported_adapters={"~onebot.v11"},
)

REPORTS = {key for key, report in discover().items() if report.plugin == "stats"}

reports = on_command(lambda invocation: invocation.command.key in REPORTS)


@reports.handle()
async def answer_report(bot: Bot, event: CommandEvent) -> None:
    """Answer a report, or say in a sentence why not."""
    app = current()
    await caught_up(app.store.writer)
    try:
        question = await understand(app, event.invocation, event.asker)
    except QuestionError as error:
        await reply(bot, event, str(error))
        return
    key = event.invocation.command.key
    asked = (key, question.scope.group_id, event.invocation, question.options)
    place = event.group_id or -event.user_id
    verdict, given = app.pacing.judge(place, event.user_id, asked)
    match verdict:
        case Verdict.ANSWER:
            try:
                found = await answer(app, key, question)
            except QuestionError as error:
                app.pacing.forget(place, asked)
                await reply(bot, event, str(error))
                return
            given.answer_id = await reply(bot, event, found.text, found.picture)
        case Verdict.POINT:
            await reply(bot, event, "一分钟内刚答过，见引用的这条。", quoting=given.answer_id)
        case Verdict.REACT:
            await react(bot, event)
        case Verdict.SILENCE:
            pass

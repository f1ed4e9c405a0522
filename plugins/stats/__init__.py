"""Answers every report in the chat: words → Scope → Report → reply."""

from collections.abc import Awaitable, Callable, Hashable
from functools import partial

from nonebot.adapters.onebot.v11 import Bot
from nonebot.plugin import PluginMetadata

from groupscope.answers import answer, understand
from groupscope.app import current
from groupscope.commands import Question
from groupscope.errors import QuestionError
from groupscope.pacing import Verdict
from groupscope.reports import discover
from plugins._chat import CommandEvent, answers, caught_up, react, reply

__plugin_meta__ = PluginMetadata(
    name="群聊统计",
    description="排行等统计，用文字和图片回答",
    usage="/排行 [时间] [@某人]",
    type="application",
    supported_adapters={"~onebot.v11"},
)

REPORTS = {key for key, report in discover().items() if report.plugin == "stats"}


@answers(lambda invocation: invocation.command.key in REPORTS)
async def answer_report(bot: Bot, event: CommandEvent) -> None:
    """Answer a report, or say in a sentence why not; the same thing twice only points back."""
    app = current()
    await caught_up(app.store.writer)
    try:
        question = await understand(app, event.invocation, event.asker)
    except QuestionError as error:
        await paced(bot, event, str(error), partial(reply, bot, event, str(error)))
    else:
        await paced(bot, event, _asked(event, question), partial(give, bot, event, question))


async def paced(
    bot: Bot, event: CommandEvent, asked: Hashable, give_it: Callable[[], Awaitable[int | None]]
) -> None:
    """Answer, point at the answer given before, react, or keep silent: as pacing says."""
    place = event.group_id or -event.user_id
    verdict, given = current().pacing.judge(place, event.user_id, asked)
    match verdict:
        case Verdict.ANSWER:
            given.answer_id = await give_it()
        case Verdict.POINT:
            await reply(bot, event, "一分钟内刚答过，见引用的这条。", quoting=given.answer_id)
        case Verdict.REACT:
            await react(bot, event)
        case Verdict.SILENCE:
            pass


async def give(bot: Bot, event: CommandEvent, question: Question) -> int | None:
    """Give the answer; return its message id."""
    try:
        found = await answer(current(), event.invocation.command.key, question)
    except QuestionError as error:
        return await reply(bot, event, str(error))
    return await reply(bot, event, found.text, found.picture)


def _asked(event: CommandEvent, question: Question) -> Hashable:
    """Return what makes two questions the same: not how they are worded."""
    scope = question.scope
    key = event.invocation.command.key
    return key, scope.group_id, scope.member_id, scope.period.label, question.options

"""Questions of members, answered by reports: words → Scope → Report → reply."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from functools import partial

from nonebot.adapters.onebot.v11 import Bot
from nonebot.log import logger
from sqlalchemy.exc import SQLAlchemyError

from groupscope.answers import answer, understand
from groupscope.app import current
from groupscope.commands import Invocation, Question
from groupscope.errors import QuestionError
from groupscope.pacing import Verdict
from groupscope.report import Report
from groupscope.reports import discover
from groupscope.store.refusals import reason_of
from plugins._chat import CommandEvent, answers, caught_up, react, reply

REMEMBERED = 1_000
_shown: OrderedDict[tuple[int, str], Report] = OrderedDict()


def answer_reports_of(plugin: str) -> None:
    """Answer every report that says it belongs to a plugin."""
    keys = {key for key, report in discover().items() if report.plugin == plugin}

    def is_question(invocation: Invocation) -> bool:
        return invocation.command.key in keys and invocation.action is None

    answers(is_question)(answer_report)


def last_shown(group_id: int, listing: str) -> Report | None:
    """Return the numbered list that a group was shown last, if it was lately."""
    return _shown.get((group_id, listing))


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
            if given.answer_id is None:
                current().pacing.forget(place, asked)  # it may be asked again at once
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
    except (SQLAlchemyError, OSError) as error:
        logger.error("An answer failed: {}", reason_of(error))
        return await reply(bot, event, "数据库暂时读不出来，请稍后再试。")
    if found.report.listing and event.group_id == question.scope.group_id:
        _remember(question.scope.group_id, found.report.listing, found.report)
    return await reply(bot, event, found.text, found.picture)


def _remember(group_id: int, listing: str, report: Report) -> None:
    _shown[group_id, listing] = report
    _shown.move_to_end((group_id, listing))
    if len(_shown) > REMEMBERED:
        _shown.popitem(last=False)


def _asked(event: CommandEvent, question: Question) -> Hashable:
    """Return what makes two questions the same: not how they are worded."""
    scope = question.scope
    key = event.invocation.command.key
    return key, scope.group_id, scope.member_id, scope.period.label, question.options

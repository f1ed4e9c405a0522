"""Questions of members, answered by reports: words → Scope → Report → reply."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from functools import partial

from nonebot.adapters.onebot.v11 import Bot
from nonebot.log import logger
from sqlalchemy.exc import SQLAlchemyError

from groupscope.answers import answer, answer_kept, understand
from groupscope.app import current
from groupscope.commands import Invocation, Question
from groupscope.errors import QuestionError
from groupscope.pacing import Verdict
from groupscope.report import REPORTS, Answer, Report
from groupscope.reports import discover
from groupscope.store.lookups import LookedUp
from groupscope.store.refusals import reason_of
from plugins._chat import CommandEvent, answers, caught_up, react, reply, whisper

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
        asked = _asked(event, question, event.invocation.command.key)
        note_lookup(event, question)
        await paced(bot, event, asked, partial(give, bot, event, question))


def note_lookup(event: CommandEvent, question: Question) -> None:
    """Count that a member was asked about by somebody else; not by whom."""
    scope = question.scope
    if scope.member_id not in (None, event.user_id):
        key = event.invocation.command.key
        current().store.writer.put_seen(LookedUp(scope.group_id, scope.member_id, event.time, key))


async def paced(
    bot: Bot, event: CommandEvent, asked: Hashable, give_it: Callable[[], Awaitable[int | None]]
) -> None:
    """Answer, point at the answer given before, react, or keep silent: as pacing says."""
    app = current()
    place = event.group_id or -event.user_id
    is_on = app.is_paced(event.group_id)
    verdict, given = app.pacing.judge(place, event.user_id, asked, is_on=is_on)
    match verdict:
        case Verdict.ANSWER:
            given.answer_id = await give_it()
            if given.answer_id is None:
                app.pacing.forget(place, event.user_id, asked)  # it may be asked again at once
        case Verdict.POINT:
            await reply(bot, event, "一分钟内刚答过，见引用的这条。", quoting=given.answer_id)
        case Verdict.REACT:
            await react(bot, event)
        case Verdict.COOL_DOWN:
            if not await react(bot, event):
                await reply(bot, event, "问得有点快，歇一分钟再问我。")
        case Verdict.SILENCE:
            pass


async def give(
    bot: Bot, event: CommandEvent, question: Question, key: str | None = None
) -> int | None:
    """Give the answer of a report (the one that was called, if no other); return its message id."""
    try:
        found = await found_for(event, key or event.invocation.command.key, question)
    except QuestionError as error:
        return await reply(bot, event, str(error))
    except (SQLAlchemyError, OSError) as error:
        logger.error("An answer failed: {}", reason_of(error))
        return await reply(bot, event, "数据库暂时读不出来，请稍后再试。")
    if found.report.listing and event.group_id == question.scope.group_id:
        _remember(question.scope.group_id, found.report.listing, found.report)
    if found.report.is_private and event.group_id is not None:
        return await give_in_private(bot, event, found)
    return await reply(bot, event, found.text, found.picture)


async def found_for(event: CommandEvent, key: str, question: Question) -> Answer:
    """Return the answer to a question; where askers are slowed down, the last minute's may do."""
    app = current()
    if not app.is_paced(event.group_id):
        return await answer(app, key, question)
    return await answer_kept(app, key, question, _asked(event, question, key))


async def give_in_private(bot: Bot, event: CommandEvent, found: Answer) -> int | None:
    """Give an answer to its asker alone, and tell the group no more than whether that worked."""
    if await whisper(bot, event, found.text, found.picture) is None:
        words = "没法私聊你，所以没有发出来。加我为好友后再问一次，就发到私聊里。"
        await reply(bot, event, words)
        return None
    return await reply(bot, event, "涉及群友，已经私聊发给你。")


def forget_shown() -> None:
    """Forget what was shown: it may tell of somebody who is to be told of no more."""
    _shown.clear()


def _remember(group_id: int, listing: str, report: Report) -> None:
    _shown[group_id, listing] = report
    _shown.move_to_end((group_id, listing))
    if len(_shown) > REMEMBERED:
        _shown.popitem(last=False)


def _asked(event: CommandEvent, question: Question, key: str) -> Hashable:
    """Return what makes two questions the same: not how they are worded."""
    scope = question.scope
    asker = event.user_id if REPORTS[key].is_private else None
    told = (question.options, question.words, question.page, question.sees, asker)
    period = (scope.period.label, scope.period.start.date())
    return key, scope.group_id, scope.member_id, *period, *told

"""``/搜``, ``/搜 更多``, ``/搜 原文 2``: what was said, what before that, and where it stands."""

from collections import OrderedDict
from dataclasses import replace
from functools import partial

from nonebot.adapters.onebot.v11 import Bot

from groupscope.answers import understand
from groupscope.app import App, current
from groupscope.commands import Question
from groupscope.errors import QuestionError
from groupscope.figures.finding import excerpt, moment_label
from groupscope.report import clipped
from groupscope.reports.search import A_PAGE, MORE, ORIGINAL, Search
from groupscope.store.around import around
from groupscope.store.search import search
from plugins._asking import give, paced
from plugins._chat import CommandEvent, answers, caught_up, reply

KEY = "search"
REMEMBERED = 1_000
_sought: OrderedDict[tuple[int, int], Question] = OrderedDict()
"""What everybody has looked for last, by where they did, and by who they are."""


class SearchError(QuestionError):
    """There is no list to go on with, or no such place on it."""


@answers(lambda invocation: invocation.command.key == KEY)
async def answer_search(bot: Bot, event: CommandEvent) -> None:
    """Answer a search, go on with the last one, or lead to one of its messages."""
    app = current()
    await caught_up(app.store.writer)
    words = event.invocation.words
    try:
        if event.invocation.action in ORIGINAL and len(words) > 1 and words[1].isdecimal():
            await lead(app, bot, event, int(words[1]))
            return
        question = await asked(app, event)
    except QuestionError as error:
        await paced(bot, event, str(error), partial(reply, bot, event, str(error)))
        return
    scope = question.scope
    same = (KEY, scope.group_id, scope.member_id, scope.period.label, question.words, question.page)
    await paced(bot, event, same, partial(give, bot, event, question, KEY))
    remember(event, question)


async def asked(app: App, event: CommandEvent) -> Question:
    """Return what is looked for: anew, or the next page of what was looked for last."""
    if event.invocation.action in MORE and len(event.invocation.words) == 1:
        before = last_sought(event)
        return replace(before, page=before.page + 1)
    return await understand(app, event.invocation, event.asker)


async def lead(app: App, bot: Bot, event: CommandEvent, number: int) -> None:
    """Quote a message that was found, so that a tap leads to it, with what was said around it."""
    question = last_sought(event)
    async with app.store.snapshot() as db:
        rows = await search(db, question.scope, question.words, max(number, question.page * A_PAGE))
        if not 1 <= number <= len(rows):
            raise SearchError(f"编号要在 1 到 {len(rows)} 之间，例如：/搜 原文 1")
        row = rows[number - 1]
        near = await around(db, row)
        names = await db.names(row.group_id, {one.sender_id for one in near})
    zone, year = question.scope.period.zone, app.now_in(row.group_id).year
    lines = [
        f"{'▶ ' if one[:3] == row[:3] else ''}{clipped(names[one.sender_id])}"
        f"（{moment_label(one.sent_at, zone, year)}）：{excerpt(one, '')}"
        for one in near
    ]
    is_here = event.group_id == row.group_id and int(bot.self_id) == row.self_id
    await reply(bot, event, "\n".join(lines), quoting=row.message_id if is_here else None)


def last_sought(event: CommandEvent) -> Question:
    """Return what somebody has looked for last, if they still may; SearchError where nothing."""
    question = _sought.get((event.group_id or 0, event.user_id))
    if question is None:
        raise SearchError("还没有搜过。先搜一次，例如：/搜 番茄牛腩")
    event.asker.must_see(question.scope.group_id)
    if question.scope.member_id != event.user_id:
        event.asker.must(Search.about_others)
    return question


def remember(event: CommandEvent, question: Question) -> None:
    """Remember what somebody has looked for."""
    key = (event.group_id or 0, event.user_id)
    _sought[key] = question
    _sought.move_to_end(key)
    if len(_sought) > REMEMBERED:
        _sought.popitem(last=False)

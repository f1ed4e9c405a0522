"""``/日报`` and the like, asked for; and admins saying when they are to come by themselves."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from nonebot.adapters.onebot.v11 import Bot

from groupscope.access import Act
from groupscope.answers import NotRecordedError, WhichGroupError, understand
from groupscope.app import App, current
from groupscope.commands import Invocation, meant_group
from groupscope.commands.question import take_one_period
from groupscope.digest import DIGESTS, blocks_in
from groupscope.errors import QuestionError
from groupscope.schedules import DigestAct, Wish, period_due, read_wish
from groupscope.settings import POSTED, Rhythm
from plugins._asking import give, paced
from plugins._chat import CommandEvent, answers, caught_up, reply
from plugins.digest.keeping import kept_as_wished, status_of
from plugins.digest.posting import poster

RHYTHMS = {report.command.key: rhythm for rhythm, report in DIGESTS.items()}
"""The rhythm of each command."""


def is_digest(invocation: Invocation) -> bool:
    """Tell whether a command is about digests."""
    return invocation.command.key in RHYTHMS


@answers(is_digest)
async def answer_digest(bot: Bot, event: CommandEvent) -> None:
    """Show a digest, or do what an admin wishes; else say in a sentence why not."""
    app = current()
    await caught_up(app.store.writer)
    named, words = meant_group(event.invocation.words)
    try:
        wish = read_wish(RHYTHMS[event.invocation.command.key], words)
        if wish.act is DigestAct.SHOW:
            await show(app, bot, event, wish.rhythm, words[1:] if is_named(words, wish) else words)
            return
        group_id = named or event.group_id
        if group_id is None:
            raise WhichGroupError(event.invocation)
        said = await granted(app, event, group_id, wish)
    except QuestionError as error:
        said = str(error)
    await reply(bot, event, said)


def is_named(words: Sequence[str], wish: Wish) -> bool:
    """Tell whether the first word only says which digest is meant: /日报 weekly."""
    return bool(words) and words[0].lower() in (wish.rhythm, "日报", "周报", "月报", "每周", "每月")


async def show(
    app: App, bot: Bot, event: CommandEvent, rhythm: Rhythm, words: Sequence[str]
) -> None:
    """Answer with a digest; without a period it is that of the moment."""
    report = DIGESTS[rhythm]
    named, _ = meant_group(event.invocation.words)
    group_id = named or event.group_id
    if group_id is not None:
        now = app.now_in(group_id)
        period, _ = take_one_period(list(words), now)
        usual = () if period else (period_due(rhythm, now, now).label,)
        words = (*words, *usual, "in", str(group_id))
    called = replace(event.invocation, command=report.command, words=tuple(words))
    question = await understand(app, called, event.asker)
    group_id = question.scope.group_id
    question = replace(question, options=blocks_in(app.store.settings, group_id, question.options))
    asked = (report.command.key, question.scope.period.label, group_id, question.options)
    await paced(bot, event, asked, partial(give, bot, event, question, report.command.key))


async def granted(app: App, event: CommandEvent, group_id: int, wish: Wish) -> str:
    """Do what is wished about times, and return what to say."""
    is_question = wish.act is DigestAct.STATUS
    event.asker.must_manage(group_id, Act.SEE_SETTINGS if is_question else POSTED[wish.rhythm].act)
    if not app.store.groups.is_recorded(group_id):
        raise NotRecordedError
    if is_question:
        return await status_of(app, group_id)
    said = await kept_as_wished(app, group_id, wish, event.user_id)
    poster.look()
    return said

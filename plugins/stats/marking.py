"""``/问题 done 2``: the asker or an admin marks a question as settled."""

from nonebot.adapters.onebot.v11 import Bot

from groupscope.access import Act
from groupscope.app import App, current
from groupscope.commands import Invocation
from groupscope.errors import QuestionError
from groupscope.reports.questions import Questions
from groupscope.store.asked import Asked
from groupscope.store.marks import mark_done
from plugins._asking import last_shown
from plugins._chat import CommandEvent, answers, reply

KEY = "questions"


class MarkError(QuestionError):
    """A question cannot be marked as asked."""


def is_marking(invocation: Invocation) -> bool:
    """Tell whether a command marks a question."""
    return invocation.command.key == KEY and invocation.action is not None


@answers(is_marking)
async def mark(bot: Bot, event: CommandEvent) -> None:
    """Mark a question, or say in a sentence why not."""
    try:
        words = await marked(current(), event)
    except QuestionError as error:
        words = str(error)
    await reply(bot, event, words)


async def marked(app: App, event: CommandEvent) -> str:
    """Mark the question that a number means; return what to say."""
    if event.group_id is None:
        raise MarkError("请在群里标记问题。")
    asked = meant(event.group_id, event.invocation)
    if asked.asker_id != event.user_id:
        event.asker.must(Act.MARK_QUESTION)
    at = int(app.clock())
    async with app.store.writer.transaction() as connection:
        await mark_done(connection, event.group_id, asked.place, event.user_id, at)
    return "已标记为解决。"


def meant(group_id: int, invocation: Invocation) -> Asked:
    """Return the question that a number means: in the list that the group was shown last."""
    shown = last_shown(group_id, KEY)
    if not isinstance(shown, Questions):
        raise MarkError("请先发「/问题」看编号，再发「/问题 done 编号」。")
    number = invocation.words[1].lstrip("#") if len(invocation.words) > 1 else ""
    if not number.isdecimal() or not 1 <= int(number) <= len(shown.asked):
        raise MarkError(f"编号要在 1 到 {len(shown.asked)} 之间，例如：/问题 done 1")
    return shown.asked[int(number) - 1]

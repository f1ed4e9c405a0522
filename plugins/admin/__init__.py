"""Help, state, and taking back what the bot has said."""

from collections.abc import Sequence
from functools import partial

from nonebot.adapters.onebot.v11 import Bot
from nonebot.plugin import PluginMetadata

from groupscope.access import Act
from groupscope.app import current
from groupscope.commands import Invocation
from groupscope.commands.standing import GROUPSCOPE, HELP, RETRACT
from groupscope.errors import QuestionError
from plugins._asking import paced
from plugins._chat import CommandEvent, answers, caught_up, reply, retract
from plugins.admin.help import help_about, overview
from plugins.admin.state import state_of

__plugin_meta__ = PluginMetadata(
    name="群镜管理",
    description="帮助、状态、撤回回答",
    usage="/群镜 状态，/帮助",
    type="application",
    supported_adapters={"~onebot.v11"},
)

STATE = frozenset({"状态", "status"})
HELPING = frozenset({"帮助", "help"})
SWITCHES = frozenset({"开启", "关闭", "开", "关", "启用", "停用", "on", "off", "补录", "backfill"})
"""Words of /群镜 that the recorder answers itself."""


def is_ours(invocation: Invocation) -> bool:
    """Tell whether a command is answered here."""
    if invocation.command is GROUPSCOPE:
        return not invocation.words or invocation.words[0].lower() not in SWITCHES
    return invocation.command in (HELP, RETRACT)


@answers(is_ours)
async def answer_admin(bot: Bot, event: CommandEvent) -> None:
    """Answer, or say in a sentence why not."""
    try:
        words = await words_for(bot, event)
    except QuestionError as error:
        words = str(error)
    if words:
        asked = (event.invocation.command.key, event.invocation.words)
        await paced(bot, event, asked, partial(reply, bot, event, words))


async def words_for(bot: Bot, event: CommandEvent) -> str:
    """Return what to reply; empty for nothing."""
    invocation = event.invocation
    if invocation.command is RETRACT:
        event.asker.must(Act.RETRACT_ANSWER)
        return await retract(bot, invocation.reply_to)
    if invocation.command is HELP:
        return helped(event, invocation.words)
    word = invocation.words[0].lower() if invocation.words else "帮助"
    if word in STATE:
        event.asker.must(Act.SEE_STATE)
        await caught_up(current().store.writer)
        return await state_of(current(), event.group_id)
    if word in HELPING:
        return helped(event, invocation.words[1:])
    return f"不认识「{word}」。可以发：/群镜 开启、关闭、状态、补录、帮助。"


def helped(event: CommandEvent, words: Sequence[str]) -> str:
    """Return the help: about a command that is named, or about all."""
    event.asker.must(Act.READ_HELP)
    return help_about(words[0]) if words else overview()

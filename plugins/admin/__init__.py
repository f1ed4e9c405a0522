"""Help, state, settings, and taking back what the bot has said."""

from functools import partial

from nonebot.adapters.onebot.v11 import Bot
from nonebot.plugin import PluginMetadata

from groupscope.access import EVERY_GROUP, Act
from groupscope.app import current
from groupscope.commands import Invocation, meant_group
from groupscope.commands.standing import ERASES, GROUPSCOPE, HELP, RETRACT, SET_UP
from groupscope.errors import QuestionError
from groupscope.help import Help, help_for
from groupscope.report import clipped
from plugins._asking import paced
from plugins._chat import CommandEvent, answers, caught_up, reply, retract, whisper
from plugins.admin import exporting as exporting
from plugins.admin import settings as settings
from plugins.admin.helping import give_help
from plugins.admin.state import state_of, whole_state

__plugin_meta__ = PluginMetadata(
    name="群镜管理",
    description="帮助、状态、设置、撤回回答",
    usage="/群镜 状态，/设置，/帮助",
    type="application",
    supported_adapters={"~onebot.v11"},
)

STATE = frozenset({"状态", "status"})
HELPING = frozenset({"帮助", "help"})
SWITCHES = frozenset({"开启", "关闭", "开", "关", "启用", "停用", "on", "off", "补录", "backfill"})
"""Words of /群镜 that the recorder answers itself."""


def is_ours(invocation: Invocation) -> bool:
    """Tell whether a command is answered here; settings have a file of their own."""
    if invocation.command is GROUPSCOPE:
        words = meant_group(invocation.words)[1]
        return not words or words[0].lower() not in SWITCHES | SET_UP | ERASES
    if invocation.command is HELP:
        return current().config.help_command == "on"
    return invocation.command is RETRACT


@answers(is_ours)
async def answer_admin(bot: Bot, event: CommandEvent) -> None:
    """Answer, or say in a sentence why not."""
    try:
        found = await answer_for(bot, event)
    except QuestionError as error:
        found = str(error)
    if found:
        asked = (event.invocation.command.key, event.invocation.words)
        give = give_help if isinstance(found, Help) else reply
        await paced(bot, event, asked, partial(give, bot, event, found))


async def give_state(bot: Bot, event: CommandEvent, group_id: int | None) -> str:
    """Return a group's state; a superuser gets the whole bot's in private."""
    app = current()
    event.asker.must(Act.SEE_STATE)
    event.asker.must_see(group_id or EVERY_GROUP)
    await caught_up(app.store.writer)
    if group_id is None:
        return await whole_state(app)
    told = await state_of(app, group_id)
    if event.group_id is not None and event.user_id in app.config.owners:
        sent = await whisper(bot, event, await whole_state(app))
        told += "\n" + (
            "机器人的状态私聊发给你了。" if sent else "私聊我发 /群镜 状态 看整个机器人。"
        )
    return told


async def answer_for(bot: Bot, event: CommandEvent) -> str | Help:
    """Return what to reply; empty for nothing."""
    invocation = event.invocation
    if invocation.command is RETRACT:
        event.asker.must(Act.RETRACT_ANSWER)
        return await retract(bot, event.group_id, invocation.reply_to)
    event.asker.must(Act.READ_HELP)
    if invocation.command is HELP:
        return help_for(invocation.words)
    named, words = meant_group(invocation.words)
    word = words[0].lower() if words else "帮助"
    if word in STATE:
        return await give_state(bot, event, named or event.group_id)
    if word in HELPING:
        return help_for(words[1:])
    return f"不认识「{clipped(word)}」。可以发：/群镜 开启、关闭、状态、设置、补录、帮助。"

"""``/群镜 开启|关闭|补录``: an admin decides whether the group is recorded."""

from nonebot.adapters.onebot.v11 import Bot

from groupscope.access import Act
from groupscope.app import App
from groupscope.commands import Invocation
from groupscope.commands.standing import GROUPSCOPE
from groupscope.errors import QuestionError
from groupscope.store.groups import Recording
from plugins._chat import CommandEvent, answers, reply
from plugins.recorder.accounts import Accounts
from plugins.recorder.introduction import introduce

ON = frozenset({"开启", "on", "开", "启用"})
OFF = frozenset({"关闭", "off", "关", "停用"})
BACKFILL = frozenset({"补录", "backfill"})
MOST_HOURS = 720


class SwitchError(QuestionError):
    """Recording cannot be switched as asked."""


def install(app: App, accounts: Accounts) -> None:
    """Answer the words that switch recording."""

    @answers(is_switch)
    async def answer(bot: Bot, event: CommandEvent) -> None:
        if event.group_id is None:
            await reply(bot, event, "请在群里发送。")
            return
        try:
            await carry_out(app, accounts, bot, event, event.group_id)
        except QuestionError as error:
            await reply(bot, event, str(error))


def is_switch(invocation: Invocation) -> bool:
    """Tell whether a command switches recording."""
    return invocation.command is GROUPSCOPE and first_word(invocation) in ON | OFF | BACKFILL


def first_word(invocation: Invocation) -> str:
    """Return a command's first word, in lower case; empty where there is none."""
    return invocation.words[0].lower() if invocation.words else ""


async def carry_out(
    app: App, accounts: Accounts, bot: Bot, event: CommandEvent, group_id: int
) -> None:
    """Do what an admin says; QuestionError where they may not, or it cannot be."""
    word = first_word(event.invocation)
    event.asker.must(Act.BACKFILL if word in BACKFILL else Act.SWITCH_RECORDING)
    if word in BACKFILL:
        await backfill(app, accounts, bot, event, group_id)
    elif word in OFF:
        await accounts.switch(group_id, Recording.OFF, event.time)
        await reply(bot, event, "已停止记录。以前记下的还在；发「/群镜 开启」恢复记录。")
    else:
        if app.store.groups.is_denied(group_id):
            raise SwitchError("机器人的主人没有允许记录本群。")
        await accounts.switch(group_id, Recording.ON, event.time)
        if not await introduce(app, bot, group_id):
            await reply(bot, event, "已开启记录。发「/群镜 关闭」随时停止。")


async def backfill(
    app: App, accounts: Accounts, bot: Bot, event: CommandEvent, group_id: int
) -> None:
    """Fetch the group's history of the last hours (24, or as said) where it has gaps."""
    if not app.store.groups.is_recorded(group_id):
        raise SwitchError("本群没有开启记录，不能补录。")
    words = event.invocation.words[1:]
    hours = int(words[0]) if words and words[0].isdecimal() else app.config.backfill_hours or 24
    await reply(bot, event, "开始补录，会慢慢来。")
    found = await accounts.backfill(bot, group_id, min(hours, MOST_HOURS))
    await reply(bot, event, f"补录完成，新增 {found:,} 条。")

"""``/群镜 开启|关闭|补录``, ``/设置 记录 开``: an admin decides whether a group is recorded."""

from dataclasses import dataclass

from nonebot.adapters.onebot.v11 import Bot

from groupscope.access import Act
from groupscope.app import App
from groupscope.commands import Invocation, meant_group
from groupscope.commands.standing import GROUPSCOPE, recording_wanted, setting_words
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


@dataclass(frozen=True, slots=True)
class Order:
    """What an admin says about recording: the word for it, the words behind it, and of which group.

    Without a group it is the one where it is said.
    """

    word: str
    more: tuple[str, ...]
    group_id: int | None


def install(app: App, accounts: Accounts) -> None:
    """Answer the words that switch recording."""

    @answers(is_switch)
    async def answer(bot: Bot, event: CommandEvent) -> None:
        try:
            await carry_out(app, accounts, bot, event)
        except QuestionError as error:
            await reply(bot, event, str(error))


def is_switch(invocation: Invocation) -> bool:
    """Tell whether a command switches recording."""
    return order_of(invocation) is not None


def order_of(invocation: Invocation) -> Order | None:
    """Return what a command says about recording; None for any other one."""
    group_id, words = meant_group(invocation.words)
    is_on = recording_wanted(setting_words(invocation))
    if is_on is not None:
        return Order("on" if is_on else "off", (), group_id)
    word = words[0].lower() if words and invocation.command is GROUPSCOPE else ""
    return Order(word, words[1:], group_id) if word in ON | OFF | BACKFILL else None


async def carry_out(app: App, accounts: Accounts, bot: Bot, event: CommandEvent) -> None:
    """Do what an admin says; QuestionError where they may not, or it cannot be."""
    order = order_of(event.invocation)
    group_id = (order and order.group_id) or event.group_id
    if order is None or group_id is None:
        raise SwitchError("私聊里请写明群号，例如：/群镜 开启 in 123456")
    event.asker.must_manage(
        group_id, Act.BACKFILL if order.word in BACKFILL else Act.SWITCH_RECORDING
    )
    if group_id != event.group_id and not app.store.groups.knows(group_id):
        raise SwitchError(f"我不在群 {group_id} 里，也没有见过它。")
    if order.word in BACKFILL:
        await backfill(app, accounts, bot, event, order)
    elif order.word in OFF:
        await accounts.switch(group_id, Recording.OFF, event.time, event.user_id)
        await reply(bot, event, "已停止记录。以前记下的还在；发「/群镜 开启」恢复记录。")
    else:
        await switch_on(app, accounts, bot, event, group_id)


async def switch_on(
    app: App, accounts: Accounts, bot: Bot, event: CommandEvent, group_id: int
) -> None:
    """Begin to record a group, and let the bot introduce itself there."""
    if app.store.groups.is_denied(group_id):
        raise SwitchError("机器人的主人没有允许记录本群。")
    await accounts.switch(group_id, Recording.ON, event.time, event.user_id)
    is_introduced = await introduce(app, bot, group_id)
    if not is_introduced or group_id != event.group_id:
        await reply(bot, event, "已开启记录。发「/群镜 关闭」随时停止。")


async def backfill(
    app: App, accounts: Accounts, bot: Bot, event: CommandEvent, order: Order
) -> None:
    """Fetch a group's history of the last hours (24, or as said) where it has gaps."""
    group_id = order.group_id or event.group_id or 0
    if not app.store.groups.is_recorded(group_id):
        raise SwitchError("本群没有开启记录，不能补录。")
    said = order.more[0] if order.more else ""
    hours = int(said) if said.isdecimal() else app.config.backfill_hours or 24
    await reply(bot, event, "开始补录，会慢慢来。")
    found = await accounts.backfill(bot, group_id, min(hours, MOST_HOURS))
    await reply(bot, event, f"补录完成，新增 {found:,} 条。")

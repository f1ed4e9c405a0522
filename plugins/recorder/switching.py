"""``/群镜 开启|关闭|补录``, ``/设置 记录 开``: an admin decides whether a group is recorded."""

import re
from dataclasses import dataclass
from functools import partial

from nonebot.adapters.onebot.v11 import Bot

from groupscope.access import Act, role_of
from groupscope.app import App
from groupscope.commands import Invocation, meant_group
from groupscope.commands.standing import GROUPSCOPE, recording_wanted, setting_words
from groupscope.errors import QuestionError
from groupscope.store.groups import Recording
from plugins._chat import CommandEvent, answers, reply
from plugins.recorder.accounts import Accounts
from plugins.recorder.calls import ask
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
    """Answer the words that switch recording, and let it be switched from elsewhere."""
    app.switch = partial(switch_from_elsewhere, app, accounts)

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


async def switch_from_elsewhere(
    app: App, accounts: Accounts, group_id: int, said: Recording, by: int
) -> None:
    """Switch recording as somebody says who is not in the chat; SwitchError where it cannot be.

    Nobody hears of roles in a group that is not recorded: QQ is asked who they are there now.
    """
    there = (one.bot for one in accounts.connected.values() if group_id in one.groups)
    bot = next(there, None)
    if said is Recording.ON:
        if app.store.groups.is_denied(group_id):
            raise SwitchError("机器人的主人没有允许记录本群。")
        if by not in app.config.owners and not (bot and await is_admin(bot, group_id, by)):
            raise SwitchError("现在问不到你是不是那个群的管理员，请在群里发：/群镜 开启。")
    await accounts.switch(group_id, said, int(app.clock()), by)
    if said is Recording.ON and bot:
        await introduce(app, bot, group_id)


async def is_admin(bot: Bot, group_id: int, user_id: int) -> bool:
    """Tell whether somebody is an admin of a group, as QQ says now."""
    told = await ask(
        bot, "get_group_member_info", group_id=group_id, user_id=user_id, no_cache=True
    )
    role = told.get("role") if isinstance(told, dict) else None
    return role_of(user_id, role, frozenset()) >= Act.SWITCH_RECORDING.least


def hours_meant(words: tuple[str, ...]) -> int | None:
    """Return how many hours back is said: 48, 48 小时; None where nothing is. SwitchError."""
    said = "".join(words).lower().removesuffix("小时").removesuffix("h")
    if not words:
        return None
    if not re.fullmatch(r"[0-9]{1,3}", said) or not 1 <= int(said) <= MOST_HOURS:
        raise SwitchError(f"补录写最近多少小时，1 到 {MOST_HOURS}，例如：/群镜 补录 48")
    return int(said)


async def backfill(
    app: App, accounts: Accounts, bot: Bot, event: CommandEvent, order: Order
) -> None:
    """Fetch a group's history of the last hours (24, or as said) where it has gaps."""
    group_id = order.group_id or event.group_id or 0
    if not app.store.groups.is_recorded(group_id):
        raise SwitchError("本群没有开启记录，不能补录。")
    hours = hours_meant(order.more) or app.config.backfill_hours or 24
    await reply(bot, event, "开始补录，会慢慢来。")
    found = await accounts.backfill(bot, group_id, hours)
    await reply(bot, event, f"补录完成，新增 {found:,} 条。")

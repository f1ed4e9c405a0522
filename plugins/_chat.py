"""What our plugins share of the chat side: the event of a called command, and how to reply.

NoneBot's loader passes over files that begin with an underscore.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from nonebot import on
from nonebot.adapters.onebot.v11 import Bot, Event, Message, MessageSegment
from nonebot.adapters.onebot.v11.exception import (
    NoLogException,
)
from nonebot.log import logger
from pydantic import ConfigDict
from typing_extensions import override

from groupscope.access import Asker
from groupscope.app import current
from groupscope.commands import Invocation
from groupscope.store.writer import Writer
from plugins._failures import FAILURES
from plugins._forward import MOST_REPLIED, forward, shortened

SEEN_EMOJI = "76"
"""QQ's thumbs up."""
SECONDS_TO_CATCH_UP = 0.5


class CommandEvent(Event):
    """A command of ours was called; made at the door, once, whatever else goes on.

    It is no message event, so that ordinary messages pass our matchers by a comparison of types,
    and NoneBot does not fetch the quoted message first.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    post_type: str = "groupscope"
    user_id: int
    group_id: int | None
    message_id: int
    asker: Asker
    invocation: Invocation

    @override
    def get_event_name(self) -> str:
        return f"groupscope.{self.invocation.command.key}"

    @override
    def get_event_description(self) -> str:
        return f"/{self.invocation.command.key}"

    @override
    def get_log_string(self) -> str:
        raise NoLogException

    @override
    def get_user_id(self) -> str:
        return str(self.user_id)

    @override
    def get_session_id(self) -> str:
        return f"group_{self.group_id}_{self.user_id}" if self.group_id else str(self.user_id)


Handle = Callable[[Bot, CommandEvent], Awaitable[None]]
Wanted = Callable[[Invocation], bool]
_answering: list[tuple[Wanted, Handle]] = []

# One matcher for all our plugins: each costs every message of a bot that serves others, too.
commands = on("groupscope", priority=1, block=True)


def answers(wanted: Wanted) -> Callable[[Handle], Handle]:
    """Make a function answer those commands that are wanted."""

    def claim(handle: Handle) -> Handle:
        _answering.append((wanted, handle))
        return handle

    return claim


_whispered: OrderedDict[tuple[int, int, int], None] = OrderedDict()


def _is_repeated(event: CommandEvent) -> bool:
    """Tell whether a private command was heard before; groups have their own memory for it."""
    key = (event.self_id, event.user_id, event.message_id)
    is_repeated = bool(event.message_id) and key in _whispered
    _whispered[key] = None
    if len(_whispered) > ANSWERS_REMEMBERED:
        _whispered.popitem(last=False)
    return is_repeated


@commands.handle()
async def answer_command(bot: Bot, event: CommandEvent) -> None:
    """Let the plugin answer whose command it is; a private frame that comes twice, once."""
    if event.group_id is None and _is_repeated(event):
        return
    for wanted, handle in _answering:
        if wanted(event.invocation):
            await handle(bot, event)
            if event.invocation.action is not None and event.group_id is not None:
                current().kept.forget(event.group_id)  # something was changed, not asked
            return


async def caught_up(writer: Writer) -> None:
    """Wait until what was said before the question is written: batches take a tenth of a second.

    A database that is slower than that is not waited for.
    """
    goal = writer.health.recorded + writer.waiting
    with suppress(TimeoutError):
        async with asyncio.timeout(SECONDS_TO_CATCH_UP):
            while writer.health.recorded < goal:  # noqa: ASYNC110 -- flush() waits for a lull, which a flood has not
                await asyncio.sleep(0.01)


async def reply(
    bot: Bot,
    event: CommandEvent,
    text: str,
    picture: bytes | None = None,
    *,
    quoting: int | None = None,
) -> int | None:
    """Quote the question (or another message) and answer it; return the answer's message id.

    Nothing is sent a second time: after a time-out the message may have arrived all the same. A
    question that was recalled meanwhile is not answered.
    """
    is_its_turn = await _turn(bot, event.group_id, event.user_id)
    if not is_its_turn or (event.group_id, event.message_id) in current().withdrawn:
        return None
    if len(text) > MOST_REPLIED:
        sent = await forward(bot, event.group_id, event.user_id, text)
        if sent is not None:
            return _remembered(sent, event.group_id)
        text = shortened(text)
    message = MessageSegment.reply(quoting or event.message_id) + (
        MessageSegment.image(picture) + MessageSegment.text(text)
        if picture
        else MessageSegment.text(text)
    )
    return await _send(bot, event.group_id, event.user_id, message)


async def whisper(
    bot: Bot, event: CommandEvent, text: str, picture: bytes | None = None
) -> int | None:
    """Tell the asker alone; return the message's id, None where the bot may not write to them.

    The group goes with it, for those who are no friends of the bot's account (临时会话).
    """
    if not await _turn(bot, None, event.user_id):
        return None
    if len(text) > MOST_REPLIED:
        sent = await forward(bot, None, event.user_id, text)
        if sent is not None:
            return _remembered(sent, None)
        text = shortened(text)
    words = MessageSegment.text(text)
    message = MessageSegment.image(picture) + words if picture else words
    try:
        sent = await bot.call_api(
            "send_private_msg", user_id=event.user_id, message=message, group_id=event.group_id
        )
    except FAILURES as error:
        logger.info("Writing to a member in private failed: {}", type(error).__name__)
        return None
    return _remembered(sent, None)


async def send(bot: Bot, group_id: int | None, user_id: int, message: Any) -> int | None:  # noqa: ANN401 -- str or Message, as the adapter takes them
    """Send to a group, or in private where there is none; None when it did not go through."""
    if not await _turn(bot, group_id, user_id):
        return None
    return await _send(bot, group_id, user_id, message)


async def post(bot: Bot, group_id: int, text: str, picture: bytes | None) -> int | None:
    """Post to a group unasked; return the message's id, None where the answer does not tell it.

    Raises one of ``FAILURES`` where it did not go through, or nobody knows whether it did.
    """
    while not await _turn(bot, group_id, 0):
        pass  # members come first; a post can wait
    if len(text) > MOST_REPLIED and not picture:
        sent = await forward(bot, group_id, 0, text)
        if sent is not None:
            return _remembered(sent, group_id)
        text = shortened(text)
    message = Message(MessageSegment.text(text))
    if picture:
        message = MessageSegment.image(picture) + message
    return _remembered(await bot.send_group_msg(group_id=group_id, message=message), group_id)


async def _turn(bot: Bot, group_id: int | None, user_id: int) -> bool:
    """Wait for the turn of a message; False where it would come too late to be of any use.

    A group may let its members ask without end; how fast the account speaks is its owner's matter.
    """
    app = current()
    if app.config.pacing == "off" and not app.is_paced(group_id):
        return True
    is_its_turn = await app.spacing.turn(int(bot.self_id), group_id or -user_id)
    if not is_its_turn:
        logger.warning("Too much to send to {}: a message is dropped", group_id or "a member")
    return is_its_turn


async def _send(bot: Bot, group_id: int | None, user_id: int, message: Any) -> int | None:  # noqa: ANN401 -- str or Message, as the adapter takes them
    try:
        if group_id is not None:
            sent = await bot.send_group_msg(group_id=group_id, message=message)
        else:
            sent = await bot.send_private_msg(user_id=user_id, message=message)
    except FAILURES as error:
        logger.warning("Sending to {} failed: {}", group_id or "a member", type(error).__name__)
        return None
    return _remembered(sent, group_id)


async def react(bot: Bot, event: CommandEvent) -> bool:
    """Put a thumb on the question, in the first dialect that works; return whether one did."""
    if event.group_id is None:
        return False
    for action, words in (
        ("set_msg_emoji_like", {"emoji_id": SEEN_EMOJI, "set": True}),
        ("set_group_reaction", {"group_id": event.group_id, "code": SEEN_EMOJI, "is_add": True}),
    ):
        try:
            await bot.call_api(action, message_id=event.message_id, **words)
        except FAILURES:
            continue
        return True
    return False


_answers: OrderedDict[tuple[int | None, int], None] = OrderedDict()
"""Group (None: in private) and id of what the bot has said lately."""
ANSWERS_REMEMBERED = 1_000


async def retract(bot: Bot, group_id: int | None, message_id: int | None) -> str:
    """Take back an answer of ours in a group; return what to say, empty where it is gone."""
    if message_id is None or (group_id, message_id) not in _answers:
        return "请引用我的一条回答，再发「/撤回」。"
    try:
        await bot.delete_msg(message_id=message_id)
    except FAILURES:
        return "撤不回来了：可能已经超过两分钟。"
    if group_id is not None:
        current().withdraw(group_id, message_id)
    return ""


def _remembered(sent: Any, group_id: int | None) -> int | None:  # noqa: ANN401 -- whatever the implementation answered
    """Return the id of what was sent, and remember it as an answer of ours."""
    message_id = _message_id(sent)
    if message_id is not None:
        _answers[group_id, message_id] = None
        if len(_answers) > ANSWERS_REMEMBERED:
            _answers.popitem(last=False)
    return message_id


def _message_id(sent: Any) -> int | None:  # noqa: ANN401 -- whatever the implementation answered
    found = sent.get("message_id") if isinstance(sent, dict) else None
    return int(found) if isinstance(found, int | str) and str(found).lstrip("-").isdigit() else None

"""Answers too long for a reply go as a forward message (合并转发)."""

from collections.abc import Iterator
from typing import Any

from nonebot.adapters.onebot.v11 import Bot
from nonebot.adapters.onebot.v11.exception import ActionFailed, ApiNotAvailable
from nonebot.log import logger

from plugins._failures import FAILURES

MOST_REPLIED = 500
"""Characters; longer text in a reply fills a phone's screen and looks like spam to QQ."""
MOST_A_NODE = 1_500
"""Characters; NapCat refuses much larger nodes."""


async def forward(bot: Bot, group_id: int | None, user_id: int, text: str) -> Any | None:  # noqa: ANN401 -- whatever the implementation answered
    """Send text as a forward message; None where that surely did not go through.

    After a time-out it may have arrived all the same: then an empty answer, and nothing more.
    """
    nodes = [_node(bot, piece) for piece in pieces(text)]
    try:
        if group_id is not None:
            return await bot.call_api("send_group_forward_msg", group_id=group_id, messages=nodes)
        return await bot.call_api("send_private_forward_msg", user_id=user_id, messages=nodes)
    except FAILURES as error:
        logger.info("A forward message did not go through: {}", type(error).__name__)
        return None if is_refusal(error) else {}


def is_refusal(error: Exception) -> bool:
    """Tell whether a message was surely not sent: NapCat reports time-outs as failures, too."""
    if isinstance(error, ActionFailed):
        told = f"{error.info.get('message')} {error.info.get('wording')}".lower()
        return "timeout" not in told
    return isinstance(error, ApiNotAvailable)


def pieces(text: str, most: int = MOST_A_NODE) -> Iterator[str]:
    """Cut text at the ends of lines into pieces of at most so many characters."""
    piece = ""
    for line in text.splitlines():
        for part in (line[start : start + most] for start in range(0, max(len(line), 1), most)):
            if piece and len(piece) + 1 + len(part) > most:
                yield piece
                piece = part
            else:
                piece = f"{piece}\n{part}" if piece else part
    if piece:
        yield piece


def shortened(text: str, most: int = MOST_REPLIED) -> str:
    """Return text that fits into a reply, cut at the end of a line."""
    return text if len(text) <= most else next(pieces(text, most - 2)) + "\n…"


def _node(bot: Bot, text: str) -> dict[str, Any]:
    """Return a node in the form that every implementation takes: ids as strings, both names."""
    content = [{"type": "text", "data": {"text": text}}]
    about = {"user_id": bot.self_id, "uin": bot.self_id, "nickname": "群镜", "name": "群镜"}
    return {"type": "node", "data": {**about, "content": content}}

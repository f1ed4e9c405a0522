"""Asking an implementation for something, and what its refusals mean."""

from collections.abc import Mapping
from typing import Any

from nonebot.adapters.onebot.v11 import Bot
from nonebot.adapters.onebot.v11.exception import ActionFailed
from nonebot.log import logger

from groupscope.model import Group
from plugins._failures import FAILURES
from plugins.recorder.frames import read_group
from plugins.recorder.values import positive

UNKNOWN_ACTION = (404, 1404)


async def ask(bot: Bot, action: str, **words: object) -> Any:  # noqa: ANN401 -- JSON of any shape
    """Return an action's answer; None where it failed, which is logged without its words."""
    try:
        return await bot.call_api(action, **words)
    except FAILURES as error:
        logger.info("Account {}: {} failed ({})", bot.self_id, action, type(error).__name__)
        return None


async def ask_for_list(bot: Bot, action: str, **words: object) -> list[Mapping[str, Any]]:
    """Return the objects of an answer that is a list; empty where it is none."""
    answer = await ask(bot, action, **words)
    rows = answer if isinstance(answer, list) else []
    return [row for row in rows if isinstance(row, Mapping)]


def is_unknown_action(error: Exception) -> bool:
    """Tell whether an implementation does not know an action at all."""
    return isinstance(error, ActionFailed) and error.info.get("retcode") in UNKNOWN_ACTION


async def group_list(bot: Bot) -> dict[int, Group]:
    """Return an account's groups by their numbers; none where it does not tell."""
    rows = await ask_for_list(bot, "get_group_list", no_cache=True)
    return {
        group_id: read_group(row, group_id)
        for row in rows
        if (group_id := positive(row.get("group_id")))
    }

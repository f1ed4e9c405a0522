"""Which account of ours can speak in a group: one that is in it, connected, and not muted."""

import asyncio
from collections.abc import Iterable
from typing import Any

import nonebot
from loguru import logger
from nonebot.adapters import Bot as AnyBot
from nonebot.adapters.onebot.v11 import Bot

from groupscope.app import App
from groupscope.schedules import CAUGHT_UP, Due
from groupscope.settings import POSTED
from groupscope.store.schedules import (
    State,
    accounts_in,
    is_muted,
    latest_runs,
    note_unclaimed,
    watched_groups,
)
from plugins._chat import send
from plugins._failures import FAILURES
from plugins.digest.keeping import name_of, when

A_FEW = 2


class Speaking:
    """Knows the accounts that are there, and tells the owner of groups that silence them."""

    def __init__(self) -> None:
        self._since: dict[str, float] = {}

    def arrived(self, bot: AnyBot) -> None:
        """Note that an account is there from now on."""
        self._since[bot.self_id] = asyncio.get_running_loop().time()

    def is_settled(self, bot: Bot, seconds: float) -> bool:
        """Tell whether an account has been there for so long."""
        now = asyncio.get_running_loop().time()
        return now - self._since.get(bot.self_id, now) >= seconds

    async def bots_in(self, app: App, due: Due, now: int) -> list[Bot]:
        """Return the accounts that can post a digest; none where it has to wait."""
        async with app.store.snapshot() as db:
            here = await accounts_in(db.connection, due.group_id)
            accounts = [one for one in here if app.vitals.is_online(one)]
            silenced = [
                one for one in accounts if await is_muted(db.connection, due.group_id, one, now)
            ]
        found = nonebot.get_bots()
        connected = [bot for one in accounts if isinstance(bot := found.get(str(one)), Bot)]
        free = [
            bot
            for bot in connected
            if int(bot.self_id) not in silenced and not await is_silenced(bot, due.group_id, now)
        ]
        if connected and not free:
            await self._note_muted(app, due, connected[0], now)
        return free

    async def _note_muted(self, app: App, due: Due, bot: Bot, now: int) -> None:
        """Note that nobody may speak in a group; tell the owner at the first time."""
        async with app.store.writer.transaction() as connection:
            before = await latest_runs(connection, due.group_id, A_FEW)
            is_news = await note_unclaimed(connection, due, State.MUTED, now)
        earlier = next((run for run in before if run.wall != due.wall), None)
        if not is_news or (earlier and earlier.state is State.MUTED):
            return
        logger.warning("Group {}: muted, a digest waits", due.group_id)
        group = app.store.groups.get(due.group_id).name or due.group_id
        hours = CAUGHT_UP[due.rhythm] // 3600
        words = (
            f"群镜：我在群 {group}（{due.group_id}）被禁言，{name_of(due.rhythm)}发不出去。"
            f"{when(due)} 起 {hours} 小时内解除，就会补发。"
        )
        for owner in sorted(app.config.owners):
            await send(bot, None, owner, words)


async def is_silenced(bot: Bot, group_id: int, now: int) -> bool:
    """Tell whether an implementation says that its account is muted there."""
    try:
        about: Any = await bot.call_api(
            "get_group_member_info", group_id=group_id, user_id=int(bot.self_id), no_cache=True
        )
    except FAILURES:
        return False
    until = about.get("shut_up_timestamp") if isinstance(about, dict) else None
    return isinstance(until, int | str) and str(until).isdigit() and int(until) > now


async def forget_left(app: App, scheduled: Iterable[int]) -> set[int]:
    """Let groups that we have left have no digests any more, should we ever come back.

    Returns which of the scheduled ones those are.
    """
    async with app.store.snapshot() as db:
        left = set(scheduled) - await watched_groups(db.connection)
    for group_id in left:
        logger.info("Group {}: no account of ours is there, so it gets no digests", group_id)
        async with app.store.writer.transaction() as connection:
            for setting in POSTED.values():
                if app.store.settings.of(group_id, setting):
                    at = int(app.clock() * 1000)
                    await app.store.settings.change(connection, group_id, setting, None, None, at)
    return left

"""Telling the owner, once, that the database refuses, and once that it is over."""

import asyncio

import nonebot
from nonebot.adapters.onebot.v11 import Bot

from groupscope.app import App
from groupscope.store.health import WriterHealth
from plugins._chat import send


class Alarm:
    """Watches the writer; tells every superuser in private, through whichever account is there."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._tasks: set[asyncio.Task[None]] = set()
        app.store.writer.watch(self._changed)

    def _changed(self, health: WriterHealth) -> None:
        task = asyncio.create_task(self._tell(self._words(health)))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _words(self, health: WriterHealth) -> str:
        if health.refused_since is None:
            lost = f"，其中 {health.lost} 条因为超过上限丢失" if health.lost else "，没有丢失"
            return f"群镜：数据库恢复写入，积压的消息都已存好{lost}。"
        return (
            f"群镜：数据库暂时写不进去（{health.refusal}）。新消息先放在内存里，"
            f"最多 {self._app.config.queue_limit:,} 条；请检查磁盘空间和数据库。"
        )

    async def _tell(self, words: str) -> None:
        bot = next((bot for bot in nonebot.get_bots().values() if isinstance(bot, Bot)), None)
        for owner in sorted(self._app.config.owners):
            if bot is not None:
                await send(bot, None, owner, words)

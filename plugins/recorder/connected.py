"""An account of ours, as long as it is connected."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

from loguru import logger
from nonebot.adapters.onebot.v11 import Bot


@dataclass(slots=True)
class Connected:
    """One account that is connected now."""

    bot: Bot
    since: int
    is_online: bool = True
    has_begun: bool = False
    """Whether it is written down that the connection began."""
    has_watched: bool = False
    """Whether it is written down which groups it has heard since then."""
    groups: set[int] = field(default_factory=set[int])
    tasks: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])

    attending: asyncio.Task[None] | None = None

    def attend(self, work: Coroutine[Any, Any, None]) -> None:
        """Look after it in this way from now on, and no longer in the way before."""
        if self.attending:
            self.attending.cancel()
        self.attending = self.spawn(work)

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Do something for it in the background, as long as it is connected."""
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        task.add_done_callback(complain)
        return task

    def cancel(self) -> None:
        """Give up whatever is being done for it."""
        for task in self.tasks:
            task.cancel()


def complain(task: asyncio.Task[None]) -> None:
    """Log what a background task died of: nobody awaits it."""
    if not task.cancelled() and (error := task.exception()):
        logger.opt(exception=error).error("Looking after an account failed")

"""An account of ours, as long as it is connected."""

import asyncio
from dataclasses import dataclass, field

from nonebot.adapters.onebot.v11 import Bot


@dataclass(slots=True)
class Connected:
    """One account that is connected now."""

    bot: Bot
    since: int
    is_online: bool = True
    has_begun: bool = False
    """Whether it is written down that the connection began."""
    groups: set[int] = field(default_factory=set[int])
    tasks: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])

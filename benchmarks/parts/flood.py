"""A flood: as many messages as the bot takes, and what that costs it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from groupscope.playground import Peer
from parts.database import committed
from parts.processes import BotProcess
from parts.talk import Crowd

PATIENCE = 300
"""Seconds until a flood counts as never recorded."""


@dataclass(frozen=True, slots=True)
class Flood:
    """What one flood took; memory in MiB, ``peak`` while it lasted, ``rss`` after it."""

    messages: int
    sent_seconds: float
    seconds: float
    cpu: float
    peak: float
    rss: float

    @property
    def per_second(self) -> float:
        """Messages recorded a second, until the last was committed."""
        return self.messages / self.seconds

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of CPU a message."""
        return self.cpu * 1000 / self.messages


async def flood(bot: BotProcess, peer: Peer, crowd: Crowd, frames: Sequence[str]) -> Flood:
    """Send frames as fast as the bot takes them, and wait until the last is committed."""
    bot.forget_peak()
    cpu, began = bot.cpu(), time.perf_counter()
    await peer.flood(frames)
    sent = time.perf_counter()
    done = await committed(bot.database, crowd.last(), PATIENCE)
    return Flood(
        messages=len(frames),
        sent_seconds=sent - began,
        seconds=(done or float("inf")) - began,
        cpu=bot.cpu() - cpu,
        peak=bot.peak(),
        rss=bot.rss(),
    )

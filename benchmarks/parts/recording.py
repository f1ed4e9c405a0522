"""Our bot under floods: how fast it records, what it loses, what that takes of the machine."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from groupscope.playground import Peer
from parts.calm import calm_cpu_ms
from parts.database import compared
from parts.flood import Flood, flood
from parts.processes import OURS, BotProcess, start
from parts.talk import ACCOUNT, Crowd, crowd

SETTLING = 8.0
"""Seconds in which our bot takes the lists of members, before anything is measured."""
BURST = 5_000
FLOODS = 3
CALM, CALM_SECONDS = 40, 10


@dataclass(frozen=True, slots=True)
class RecordingFigures:
    """What was found; the median of the floods, memory in MiB.

    ``growth``: what the last flood left behind more than the one before it.
    """

    messages: int
    per_second: float
    cpu_ms: float
    calm_cpu_ms: float
    lost: int
    duplicates: int
    rss_idle: float
    burst_peak: float
    burst_rss: float
    peak: float
    rss: float
    growth: float


async def measure(folder: Path, messages: int) -> RecordingFigures:
    """Send a burst of 5,000, then ``messages`` in three floods, then a calm stream."""
    crowd_heard = Crowd()
    with start(OURS, folder) as bot:
        async with Peer(crowd(), ACCOUNT, url=bot.url) as peer:
            await asyncio.sleep(SETTLING)
            idle = bot.rss()
            burst = await flood(bot, peer, crowd_heard, crowd_heard.frames(BURST))
            size = -(-messages // FLOODS)
            floods = [
                await flood(bot, peer, crowd_heard, crowd_heard.frames(size)) for _ in range(FLOODS)
            ]
            calm = await calm_cpu_ms(bot, peer, crowd_heard, rate=CALM, seconds=CALM_SECONDS)
            return _figures(bot, crowd_heard, idle, burst, floods, calm)


def _figures(
    bot: BotProcess, heard: Crowd, idle: float, burst: Flood, floods: Sequence[Flood], calm: float
) -> RecordingFigures:
    count = compared(bot.database, heard.world.rooms.values(), [ACCOUNT])
    return RecordingFigures(
        messages=sum(item.messages for item in [burst, *floods]),
        per_second=median(item.per_second for item in floods),
        cpu_ms=median(item.cpu_ms for item in floods),
        calm_cpu_ms=calm,
        lost=count.missing,
        duplicates=count.doubled,
        rss_idle=idle,
        burst_peak=burst.peak,
        burst_rss=burst.rss,
        peak=max(item.peak for item in floods),
        rss=floods[-1].rss,
        growth=floods[-1].rss - floods[-2].rss,
    )

"""What we add to a bot that serves somebody else's plugin, too."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from groupscope.playground import Peer
from parts.calm import calm_cpu_ms
from parts.processes import BOTS, start
from parts.talk import ACCOUNT, Crowd, crowd

RATE = 200
SETTLING = 6.0
"""Seconds in which our bot takes the lists of members, before anything is measured."""


@dataclass(frozen=True, slots=True)
class ForeignFigures:
    """Milliseconds of CPU a message, each with the same foreign plugin.

    ``stock``: without us, as it comes. ``tuned``: without us, with our quiet log and garbage
    collector. ``ours``: with us.
    """

    stock: float
    tuned: float
    ours: float


async def measure(folder: Path, seconds: float) -> ForeignFigures:
    """Measure three bots with the same plugin at the same steady rate."""
    return ForeignFigures(
        stock=await cost("stock.py", folder / "stock", seconds),
        tuned=await cost("stock.py", folder / "tuned", seconds, TUNED="1"),
        ours=await cost("ours_with_foreign.py", folder / "ours", seconds),
    )


async def cost(script: str, folder: Path, seconds: float, **settings: str) -> float:
    """Return the milliseconds of CPU a message of one bot, everybody being known to it."""
    crowd_heard = Crowd()
    with start(BOTS / script, folder, **settings) as bot:
        async with Peer(crowd(), ACCOUNT, url=bot.url) as peer:
            await asyncio.sleep(SETTLING)
            await calm_cpu_ms(bot, peer, crowd_heard, rate=RATE, seconds=2)
            return await calm_cpu_ms(bot, peer, crowd_heard, rate=RATE, seconds=seconds)

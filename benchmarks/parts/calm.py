"""A calm stream: messages at a steady rate, as a real group talks."""

import asyncio
import time
from collections.abc import AsyncGenerator

from groupscope.playground import Peer
from parts.processes import BotProcess
from parts.talk import Crowd

AFTERMATH = 1.0
"""Seconds in which a bot may still work on the last messages."""


async def ticks(rate: float, seconds: float) -> AsyncGenerator[int]:
    """Count at a steady rate; what comes late is made up for."""
    began = time.perf_counter()
    for number in range(int(rate * seconds)):
        wait = began + number / rate - time.perf_counter()
        if wait > 0:
            await asyncio.sleep(wait)
        yield number


async def talk(peer: Peer, crowd: Crowd, rate: float, seconds: float) -> int:
    """Send messages at a steady rate; return how many."""
    count = 0
    async for _ in ticks(rate, seconds):
        await peer.send_frame(crowd.written(crowd.speak()))
        count += 1
    return count


async def calm_cpu_ms(
    bot: BotProcess, peer: Peer, crowd: Crowd, *, rate: float, seconds: float
) -> float:
    """Return the milliseconds of CPU that a bot takes for a message, whatever else it does."""
    before = bot.cpu()
    count = await talk(peer, crowd, rate, seconds)
    await asyncio.sleep(AFTERMATH)
    return (bot.cpu() - before) * 1000 / count

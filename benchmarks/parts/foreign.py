"""What we add to a bot that serves somebody else's plugin, too."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from groupscope.playground import Peer
from parts.calm import calm_cpu_ms
from parts.processes import BOTS, BotProcess, start
from parts.talk import ACCOUNT, Crowd, crowd

RATE = 200
ROUNDS = 6
"""How often each bot has its turn: on a shared machine, what is measured minutes apart is not
comparable. The first round warms up."""
SETTLING = 6.0
"""Seconds in which our bot takes the lists of members, before anything is measured."""


@dataclass(frozen=True, slots=True)
class ForeignFigures:
    """Milliseconds of CPU a message, each with the same foreign plugin; medians.

    ``stock``: without us, as it comes. ``tuned``: without us, with our quiet log and garbage
    collector. ``ours``: with us. ``added`` and ``added_to_tuned``: the median difference in a
    round.
    """

    stock: float
    tuned: float
    ours: float
    added: float
    added_to_tuned: float


@dataclass(frozen=True, slots=True)
class Listening:
    """A bot with somebody who talks to it."""

    bot: BotProcess
    peer: Peer
    crowd: Crowd

    async def cost(self, seconds: float) -> float:
        """Return the milliseconds of CPU a message."""
        return await calm_cpu_ms(self.bot, self.peer, self.crowd, rate=RATE, seconds=seconds)


async def measure(folder: Path, seconds: float) -> ForeignFigures:
    """Measure three bots with the same plugin at the same steady rate, in turns of ``seconds``."""
    async with AsyncExitStack() as stack:
        bots = [
            await _listening(stack, "stock.py", folder / "stock"),
            await _listening(stack, "stock.py", folder / "tuned", TUNED="1"),
            await _listening(stack, "ours_with_foreign.py", folder / "ours"),
        ]
        await asyncio.sleep(SETTLING)
        rounds = [[await bot.cost(seconds) for bot in bots] for _ in range(ROUNDS)][1:]
    stock, tuned, ours = (median(column) for column in zip(*rounds, strict=True))
    return ForeignFigures(
        stock,
        tuned,
        ours,
        added=median(us - stock for stock, _, us in rounds),
        added_to_tuned=median(us - tuned for _, tuned, us in rounds),
    )


async def _listening(
    stack: AsyncExitStack, script: str, folder: Path, **settings: str
) -> Listening:
    bot = stack.enter_context(start(BOTS / script, folder, **settings))
    peer = await stack.enter_async_context(Peer(crowd(), ACCOUNT, url=bot.url))
    return Listening(bot, peer, Crowd())

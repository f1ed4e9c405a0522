"""kill -9 in the middle of a conversation, ten seconds down, and what the backfill brings back."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from groupscope.playground import Peer, Room, World
from parts.calm import ticks
from parts.database import Count, compared
from parts.processes import OURS, BotProcess, start
from parts.talk import ACCOUNT, FIRST_MEMBER, GROUPS, MEMBERS, crowd

RATE = 200
DOWN = 10
PATIENCE = 240
"""Seconds until what is missing counts as lost."""
GLANCE = 0.5


@dataclass(frozen=True, slots=True)
class KillFigures:
    """What a kill cost: what was missing on the restart, and after the backfill.

    ``seconds``: from the reconnection until nothing of what was said before it was missing.
    """

    said: int
    gone: int
    seconds: float
    missing: int
    doubled: int


class Conversation:
    """People who talk in the same rooms all the time, whether the bot hears them or not."""

    def __init__(self, world: World) -> None:
        self.rooms: Sequence[Room] = tuple(world.rooms.values())
        self._number = 0

    async def go_on(self, seconds: float) -> None:
        """Talk at the rate for so long; no two messages say the same."""
        async for _ in ticks(RATE, seconds):
            self._number += 1
            room = self.rooms[self._number % len(self.rooms)]
            await room.say(FIRST_MEMBER + 1 + self._number % MEMBERS, f"第 {self._number} 句")


async def measure(folder: Path, *, forgets: bool, seconds: float) -> KillFigures:
    """Kill the bot while people talk; ``forgets``: NapCat is restarted, too, its ids are new."""
    world = crowd(GROUPS[:2])
    conversation = Conversation(world)
    bot = start(OURS, folder)
    peer = Peer(world, ACCOUNT, url=bot.url)
    try:
        await peer.connect()
        await conversation.go_on(seconds)
        bot.kill()
        await peer.abort()
        begun = asyncio.create_task(asyncio.to_thread(_restart, folder))
        await conversation.go_on(DOWN)
        while not begun.done():
            await conversation.go_on(1)
        bot = begun.result()
        return await _after(bot, peer, conversation, forgets=forgets, after=seconds)
    finally:
        await peer.disconnect()
        bot.stop()


def _restart(folder: Path) -> BotProcess:
    time.sleep(DOWN)
    return start(OURS, folder)


async def _after(
    bot: BotProcess, peer: Peer, conversation: Conversation, *, forgets: bool, after: float
) -> KillFigures:
    """Reconnect, go on talking, and wait until the backfill has brought everything back."""
    gone = compared(bot.database, conversation.rooms).missing
    peer.url = bot.url
    began = time.monotonic()
    await (peer.restart() if forgets else peer.connect())
    await conversation.go_on(after)
    count = await filled(bot.database, conversation.rooms, began + PATIENCE)
    seconds = time.monotonic() - began
    said = sum(len(room.history) for room in conversation.rooms)
    return KillFigures(said, gone, seconds, count.missing, count.doubled)


async def filled(file: Path, rooms: Sequence[Room], end: float) -> Count:
    """Wait until nothing is missing, or the time is over; return what is missing and doubled."""
    while (count := compared(file, rooms)).missing and time.monotonic() < end:
        await asyncio.sleep(GLANCE)
    return count

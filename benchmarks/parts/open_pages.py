"""Open pages of the dashboard: what they cost a bot that records, and how soon they hear."""

import asyncio
import json
import sqlite3
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass

from httpx import Cookies
from websockets.asyncio.client import ClientConnection, connect

from groupscope.playground import Peer
from parts.processes import BotProcess
from parts.talk import ACCOUNT, GROUPS, Crowd, crowd

PAGES, RATE = 50, 100
"""How many pages are open, and how many messages a second are said."""
WARMING, SETTLING = 3.0, 3.0


@dataclass(frozen=True, slots=True)
class OpenPages:
    """What pages cost: CPU above that of recording alone, messages lost, seconds until heard."""

    share_of_a_core: float
    lost: int
    heard: Sequence[float]


async def measure(bot: BotProcess, cookies: Cookies, seconds: float) -> OpenPages:
    """Record at a steady rate without pages, then with them."""
    talk = Crowd(GROUPS[:1])
    async with Peer(crowd(GROUPS[:1]), ACCOUNT, url=bot.url) as peer:
        before = stored(bot)
        await peer.flood(talk.roll_call())
        await asyncio.sleep(SETTLING)
        alone = await cpu_of(bot, peer, talk, seconds)
        heard: list[float] = []
        async with AsyncExitStack() as stack:
            listening = [await opened(stack, bot, cookies) for _ in range(PAGES)]
            tasks = [asyncio.create_task(listen(socket, heard)) for socket in listening]
            watched = await cpu_of(bot, peer, talk, seconds)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    said = sum(len(room.history) for room in talk.world.rooms.values())
    return OpenPages((watched - alone) / seconds, said + before - stored(bot), heard)


async def opened(stack: AsyncExitStack, bot: BotProcess, cookies: Cookies) -> ClientConnection:
    """Open a page's socket, and watch the group that talks."""
    headers = {"Cookie": "; ".join(f"{one.name}={one.value}" for one in cookies.jar)}
    where = f"127.0.0.1:{bot.port}"
    url = f"ws://{where}/dashboard/api/live"
    opening = connect(url, origin=f"http://{where}", additional_headers=headers, proxy=None)
    socket = await stack.enter_async_context(opening)
    await socket.send(json.dumps({"watch": [GROUPS[0]]}))
    return socket


async def listen(socket: ClientConnection, heard: list[float]) -> None:
    """Note how old the newest message was when a page heard of it; its time is in seconds."""
    async for text in socket:
        told = json.loads(text)
        if told["type"] == "said":
            heard.append(max(time.time() - told["newest_at"], 0.0))


async def cpu_of(bot: BotProcess, peer: Peer, talk: Crowd, seconds: float) -> float:
    """Say something at the rate; return the seconds of CPU that the bot takes for it."""
    await asyncio.sleep(WARMING)
    before, began = bot.cpu(), time.perf_counter()
    for number in range(int(seconds * RATE)):
        await peer.flood([talk.written(talk.speak())])
        await asyncio.sleep(max(began + (number + 1) / RATE - time.perf_counter(), 0))
    await asyncio.sleep(SETTLING)
    return bot.cpu() - before


def stored(bot: BotProcess) -> int:
    """Return how many messages of the talking group were recorded."""
    with closing(sqlite3.connect(f"file:{bot.database}?mode=ro", uri=True)) as database:
        query = "SELECT COUNT(*) FROM message WHERE group_id = ?"
        return database.execute(query, (GROUPS[0],)).fetchone()[0]

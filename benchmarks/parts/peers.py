"""The peer: the same crowd, recorded by nonebot-plugin-chatrecorder in the same call."""

import asyncio
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from groupscope.playground import Peer
from parts.calm import calm_cpu_ms
from parts.processes import BOTS, start
from parts.talk import ACCOUNT, GROUPS, Crowd, crowd

PATIENCE = 180
CALM = 40
"""Messages a second that it can follow."""
SETTLING = 0.25
"""Seconds between two looks at how many rows there are."""


@dataclass(frozen=True, slots=True)
class PeerFigures:
    """What the peer made of a burst whose senders it knew already, and of a calm stream."""

    messages: int
    lost: int
    per_second: float
    cpu_ms: float
    calm_cpu_ms: float
    rss: float


async def measure(folder: Path, count: int) -> PeerFigures:
    """Let the peer record ``count`` messages in one burst, then half as many calmly.

    Everybody has spoken once before: what it looks up once a sender is not held against it.
    """
    crowd_of_one_room, file = Crowd(GROUPS[:1]), folder / "chatrecorder.db"
    with start(BOTS / "chatrecorder.py", folder) as bot:
        async with Peer(crowd(GROUPS[:1]), ACCOUNT, url=bot.url) as peer:
            known = crowd_of_one_room.roll_call()
            await peer.flood(known)
            before = await settled(file, len(known))
            cpu, began = bot.cpu(), time.perf_counter()
            await peer.flood(crowd_of_one_room.frames(count))
            recorded = await settled(file, before + count) - before
            seconds, cpu = time.perf_counter() - began, bot.cpu() - cpu
            calm = await calm_cpu_ms(bot, peer, crowd_of_one_room, rate=CALM, seconds=count / 80)
            return PeerFigures(
                messages=count,
                lost=count - recorded,
                per_second=recorded / seconds,
                cpu_ms=cpu * 1000 / count,
                calm_cpu_ms=calm,
                rss=bot.rss(),
            )


async def settled(file: Path, wanted: int) -> int:
    """Wait until there are so many rows, or no more come; return how many there are."""
    end = time.monotonic() + PATIENCE
    while (found := rows(file)) < wanted and time.monotonic() < end:
        await asyncio.sleep(SETTLING)
    return found


def rows(file: Path) -> int:
    """Return how many messages the peer has stored."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=30)) as database:
        query = "SELECT count(*) FROM nonebot_plugin_chatrecorder_messagerecord_v2"
        return database.execute(query).fetchone()[0]

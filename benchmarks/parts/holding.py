"""How long a flood holds our event loop, seen by a probe inside the bot."""

import asyncio
import json
import time
from dataclasses import dataclass
from pathlib import Path

from groupscope.playground import Peer
from parts.flood import flood
from parts.processes import BOTS, start
from parts.talk import ACCOUNT, Crowd, crowd

PROBED = BOTS / "ours_probed.py"
LIMIT = 50
"""Milliseconds that the loop may be held."""
SETTLING = 8.0
"""Seconds in which the bot takes the lists of members, before anything is measured."""


@dataclass(frozen=True, slots=True)
class HoldFigures:
    """The longest hold in milliseconds, by the clock and by the CPU of the loop's thread."""

    longest: float
    longest_cpu: float
    over_limit: int


async def measure(folder: Path, messages: int) -> HoldFigures:
    """Flood a bot, and look at what its probe has noted meanwhile."""
    heard = Crowd()
    with start(PROBED, folder) as bot:
        async with Peer(crowd(), ACCOUNT, url=bot.url) as peer:
            await asyncio.sleep(SETTLING)
            began = time.monotonic()
            await flood(bot, peer, heard, heard.frames(messages))
            ended = time.monotonic()
    lines = (folder / "holds.jsonl").read_text("ascii").splitlines()
    holds = [note for note in map(json.loads, lines) if began <= note["at"] <= ended]
    return HoldFigures(
        longest=max((note["ms"] for note in holds), default=0),
        longest_cpu=max((note["cpu_ms"] for note in holds), default=0),
        over_limit=sum(note["ms"] > LIMIT for note in holds),
    )

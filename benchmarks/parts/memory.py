"""What a bot takes of the memory: every card drawn twice, then without its worker."""

import asyncio
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from groupscope.playground import Peer, Room, World
from groupscope.report import REPORTS
from parts.group_sizes import FIRST_GROUP, Group, groups
from parts.processes import A_MEBIBYTE, OURS, BotProcess, start
from parts.report_speed import SOUGHT
from parts.talk import ACCOUNT

SETTLING, A_ROUND = 8.0, 65.0
"""Seconds until the bot is at rest, and until it has given back what it does not use (a minute)."""
PATIENCE = 60
PERIODS = ("近30天", "近365天")
PNG = b"\x89PNG"


@dataclass(frozen=True, slots=True)
class MemoryFigures:
    """USS in MiB: bot and worker together, the worker's part, the bot after the worker has gone."""

    with_worker: float
    worker: float
    without_worker: float
    cards: int


async def measure(folder: Path, messages: int, keys: Sequence[str]) -> MemoryFigures:
    """Ask a real bot, on a copy of the groups' database, for every card, twice."""
    group = groups(messages)[0]
    owner = group.first_member + 5
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        shutil.copy(folder / "groupscope.db", place)
        with start(OURS, place, SUPERUSERS=f'["{owner}"]', LOG_LEVEL="WARNING") as bot:
            world = World()
            room = _room(world, group, owner)
            async with Peer(world, ACCOUNT, url=bot.url) as peer:
                await asyncio.sleep(SETTLING)
                cards = 0
                for words in [*_questions(keys), *_questions(keys)]:
                    cards += await _ask(peer, room, owner, words)
                return await _weighed(bot, cards)


def _room(world: World, group: Group, owner: int) -> Room:
    """Return the largest group, with all its members: whoever is not on the list has left."""
    room = world.open(FIRST_GROUP, "番茄俱乐部", first_sequence=1_000_000_000)
    room.seat(ACCOUNT, "群镜")
    for number in range(group.members):
        user_id = group.first_member + number
        role = "owner" if user_id == owner else "member"
        room.seat(user_id, f"群友{number}", role=role)
    return room


def _questions(keys: Sequence[str]) -> Iterator[str]:
    for key in keys:
        command = REPORTS[key].command
        for words in PERIODS if command.period else ("",):
            sought = f"{SOUGHT} " if command.takes_words else ""
            yield f"/{command.names[0]} {sought}{words}"
            if command.takes_member:
                yield f"/{command.names[0]} {sought}我 {words}"


async def _ask(peer: Peer, room: Room, owner: int, words: str) -> bool:
    """Ask; return whether the answer has a picture. Some go to the asker in private."""
    known = len(peer.sent)
    await room.say(owner, words)
    async with asyncio.timeout(PATIENCE):
        while len(peer.sent) == known:
            await asyncio.sleep(0.02)
    return any(picture.startswith(PNG) for sent in peer.sent[known:] for picture in sent.pictures)


async def _weighed(bot: BotProcess, cards: int) -> MemoryFigures:
    await asyncio.sleep(A_ROUND)
    children = bot.process.children(recursive=True)
    worker = sum(child.memory_full_info().uss for child in children) / A_MEBIBYTE
    both = bot.uss() + worker
    for child in children:
        child.terminate()  # what it does by itself after five minutes without work
    psutil.wait_procs(children, timeout=10)
    await asyncio.sleep(1)
    return MemoryFigures(both, worker, bot.uss(), cards)

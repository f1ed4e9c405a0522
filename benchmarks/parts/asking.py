"""Asking for /rank while people talk: how long the answer takes, its picture included."""

import asyncio
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, cycle
from pathlib import Path

import numpy as np

from groupscope.playground import Peer
from parts.calm import talk
from parts.processes import OURS, BotProcess, start
from parts.talk import ACCOUNT, Crowd, crowd

RATE = 200
SETTLING = 8.0
"""Seconds in which our bot takes the lists of members, before anything is asked."""
PAUSE = 1.0
"""Seconds between two questions, however long the answers take."""
PATIENCE = 60
PNG = b"\x89PNG"
WORDS = (
    "今天",
    "昨天",
    "本周",
    "上周",
    "本月",
    "上月",
    "近7天",
    "近30天",
    "今年",
    "近365天",
    "近24小时",
)


@dataclass(frozen=True, slots=True)
class AskingFigures:
    """Milliseconds from a question's frame to its answer; ``first`` starts the worker.

    ``worker_cpu_ms``: what drawing one answer takes.
    """

    answers: int
    first: float
    median: float
    p95: float
    worst: float
    without_picture: int
    worker_cpu_ms: float


def questions() -> Iterator[str]:
    """Return questions no two of which are the same: nothing can be answered from memory."""
    for words, days in zip(cycle(WORDS), count(2), strict=False):
        yield f"/rank {words}" if days % 2 else f"/排行 近{days}天"


async def measure(year: Path, folder: Path, seconds: float) -> AskingFigures:
    """Ask a bot that has a copy of a year's database."""
    folder.mkdir(parents=True)
    shutil.copy(year / "groupscope.db", folder)
    with start(OURS, folder) as bot:
        async with Peer(crowd(), ACCOUNT, url=bot.url) as peer:
            await asyncio.sleep(SETTLING)
            return await _interview(bot, peer, Crowd(), seconds)


async def _interview(bot: BotProcess, peer: Peer, crowd: Crowd, seconds: float) -> AskingFigures:
    """Ask once a second while ``RATE`` messages a second flow in."""
    asked = questions()
    async with asyncio.TaskGroup() as tasks:
        talking = tasks.create_task(talk(peer, crowd, RATE, seconds))
        first = await ask(peer, crowd, next(asked))
        before = bot.workers_cpu()
        asking: list[asyncio.Task[tuple[float, bool]]] = []
        while not talking.done():
            asking.append(tasks.create_task(ask(peer, crowd, next(asked))))
            await asyncio.sleep(PAUSE)
    took = [task.result()[0] for task in asking]
    median, p95 = np.percentile(took, [50, 95]).tolist()
    return AskingFigures(
        answers=len(took),
        first=first[0],
        median=median,
        p95=p95,
        worst=max(took),
        without_picture=sum(not task.result()[1] for task in asking),
        worker_cpu_ms=(bot.workers_cpu() - before) * 1000 / len(took),
    )


async def ask(peer: Peer, crowd: Crowd, words: str) -> tuple[float, bool]:
    """Ask; return the milliseconds until the answer is here, and whether it has a picture."""
    message_id, frame = crowd.ask(words)
    began = time.perf_counter()
    await peer.send_frame(frame)
    answer = await peer.answer_to(message_id, PATIENCE)
    took = (time.perf_counter() - began) * 1000
    return took, any(picture.startswith(PNG) for picture in answer.pictures)

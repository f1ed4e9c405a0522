"""Our bot with a probe: the real bot.py, and a task that notes each time the event loop was held.

``holds.jsonl`` in the working directory has a line for each hold of five milliseconds and more:
``at``, when it ended (``time.monotonic``); ``ms``, how much later than due the loop came back;
``cpu_ms``, the CPU that its thread took meanwhile: what others on the machine took is not in it.
"""

import asyncio
import json
import os
import time
from pathlib import Path

import nonebot

import bot

TICK = 0.002
NOTED = 5.0
FILE = Path(os.environ["GROUPSCOPE_DATA_DIR"]) / "holds.jsonl"
tasks: set[asyncio.Task[None]] = set()


async def watch() -> None:
    """Come back every two milliseconds, and note when that took longer."""
    with FILE.open("a", encoding="ascii", buffering=1) as file:
        while True:
            began, spent = time.monotonic(), time.thread_time()
            await asyncio.sleep(TICK)
            at, cpu_ms = time.monotonic(), (time.thread_time() - spent) * 1000
            ms = (at - began - TICK) * 1000
            if ms >= NOTED:
                note = {"at": at, "ms": round(ms, 2), "cpu_ms": round(cpu_ms, 2)}
                file.write(json.dumps(note) + "\n")


async def begin() -> None:
    """Watch from the start on."""
    tasks.add(asyncio.create_task(watch()))


load_ours = nonebot.load_from_toml


def load_and_watch(file: str) -> None:
    """Load our plugins, and begin to watch once the bot runs."""
    load_ours(file)
    nonebot.get_driver().on_startup(begin)


nonebot.load_from_toml = load_and_watch
bot.main()

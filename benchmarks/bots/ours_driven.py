"""Our bot by a driven clock: the real bot.py, whose App is given the clock that the soak drives.

What bot.py does every minute of the machine's clock (looking whether a digest is due, the
background work of the store) is done here at every minute of the driven one as well.
"""

import asyncio
import os
from functools import partial
from pathlib import Path

import nonebot

import bot
from benchmarks.parts.soak_clock import KEY, DrivenClock
from groupscope.app import App, current

GLANCE = 0.01
A_MINUTE = 60
tasks: set[asyncio.Task[None]] = set()
clock = DrivenClock(Path(os.environ[KEY]))


async def follow() -> None:
    """Do what is due at every minute that the driven clock shows."""
    from plugins.digest.posting import poster

    shown = clock() // A_MINUTE
    while True:
        await asyncio.sleep(GLANCE)
        if (minute := clock() // A_MINUTE) != shown:
            shown = minute
            poster.look()
            current().hurry()


async def begin() -> None:
    """Follow the clock from the start on."""
    tasks.add(asyncio.create_task(follow()))


load_ours = nonebot.load_from_toml


def load_and_follow(file: str) -> None:
    """Load our plugins, and follow the clock once the bot runs."""
    load_ours(file)
    nonebot.get_driver().on_startup(begin)


nonebot.load_from_toml = load_and_follow
bot.App = partial(App, clock=clock)
bot.main()

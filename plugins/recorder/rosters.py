"""Member lists: who is in a group, and who of them is a robot."""

import asyncio

from nonebot.adapters.onebot.v11 import Bot

from groupscope.app import App
from groupscope.store.batch import RosterSeen
from groupscope.store.names import Seen
from plugins.recorder.calls import ask_for_list
from plugins.recorder.frames import Frame, read_member
from plugins.recorder.recorder import Recorder
from plugins.recorder.values import positive

TRIES = 3
"""How often an empty member list is asked for again: NapCat has none right after its start."""


async def take_roster(app: App, recorder: Recorder, bot: Bot, group_id: int) -> None:
    """Put a group's member list on its way into the store; an empty one tells nothing."""
    rows = await _roster(bot, group_id)
    at = int(app.clock())
    members = [
        Seen(group_id, at, read_member(row, user_id))
        for row in rows
        if (user_id := positive(row.get("user_id")))
    ]
    if members:
        recorder.robots |= {
            (group_id, one.member.user_id) for one in members if one.member.is_robot
        }
        app.store.writer.put_seen(RosterSeen(group_id, at, tuple(members)))


async def _roster(bot: Bot, group_id: int) -> list[Frame]:
    rows: list[Frame] = []
    for attempt in range(TRIES):
        rows = await ask_for_list(bot, "get_group_member_list", group_id=group_id, no_cache=True)
        if rows:
            break
        await asyncio.sleep(attempt)
    return rows

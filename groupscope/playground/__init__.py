"""A small world of QQ groups without QQ: the fake OneBot v11 peer and the terminal chat.

The tests, the benchmarks and ``groupscope play`` use the same parts::

    world = World()
    room = world.open(20001, "番茄俱乐部")
    room.seat(10000, "机器人")
    room.seat(30001, "甲", role="owner")
    async with Peer(world, 10000, url=url) as peer:
        question = await room.say("甲", "/rank")
        answer = await peer.answer_to(question)
"""

from groupscope.playground.dialects import (
    DIALECTS,
    GOCQHTTP,
    LAGRANGE,
    LLBOT,
    NAPCAT,
    SNOWLUMA,
    Dialect,
)
from groupscope.playground.faults import Faults
from groupscope.playground.outbox import Sent
from groupscope.playground.peer import Peer
from groupscope.playground.values import Person, Said
from groupscope.playground.world import Room, World

__all__ = [
    "DIALECTS",
    "GOCQHTTP",
    "LAGRANGE",
    "LLBOT",
    "NAPCAT",
    "SNOWLUMA",
    "Dialect",
    "Faults",
    "Peer",
    "Person",
    "Room",
    "Said",
    "Sent",
    "World",
]

"""The one truth that all accounts share: groups, members, messages, and a clock."""

import time
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from groupscope.playground.chronicle import Who
from groupscope.playground.room import Room
from groupscope.playground.segments import Words
from groupscope.playground.values import Happening, Said

Listener: TypeAlias = Callable[[Happening], Awaitable[None]]

__all__ = ["Listener", "Room", "World"]


class World:
    """All rooms, and everyone who listens to them.

    ``clock`` gives the server's time in epoch seconds. What happens in a room is told to the
    listeners one after the other, in the order in which they came.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.rooms: dict[int, Room] = {}
        self._listeners: list[Listener] = []

    def open(self, group_id: int, name: str, *, first_sequence: int = 1) -> Room:
        """Found a group whose first message will have the number ``first_sequence``."""
        room = Room(group_id, name, self.clock, self.tell, first_sequence)
        self.rooms[group_id] = room
        return room

    def rooms_of(self, account: int) -> list[Room]:
        """Return the groups that this account is a member of."""
        return [room for room in self.rooms.values() if account in room.members]

    async def say(
        self,
        group_id: int,
        who: Who,
        words: Words,
        *,
        reply_to: Said | None = None,
        at: Who | None = None,
    ) -> Said:
        """Let a member speak; see Room.say."""
        return await self.rooms[group_id].say(who, words, reply_to=reply_to, at=at)

    def listen(self, listener: Listener) -> None:
        """Tell everything that happens to ``listener`` from now on, once."""
        if listener not in self._listeners:
            self._listeners.append(listener)

    def ignore(self, listener: Listener) -> None:
        """Tell it no more; a listener that is not there is no fault."""
        if listener in self._listeners:
            self._listeners.remove(listener)

    async def tell(self, happening: Happening) -> None:
        """Tell everyone who listens, and wait until they have taken it."""
        for listener in tuple(self._listeners):
            await listener(happening)

"""One QQ account and the implementation that runs it: what it knows and how it writes it."""

from groupscope.playground.dialects import Dialect, View
from groupscope.playground.ids import Ids
from groupscope.playground.outbox import Outbox
from groupscope.playground.params import ActionFailedError
from groupscope.playground.room import Room
from groupscope.playground.values import Happening, Json, Person, Said
from groupscope.playground.world import World

DEFAULT_NAME = "群镜"
"""The nickname of an account that is in no group yet."""


class Account:
    """What the actions are asked of, and what turns happenings into frames."""

    def __init__(
        self, world: World, user_id: int, dialect: Dialect, *, as_string: bool = False
    ) -> None:
        self.world = world
        self.user_id = user_id
        self.dialect = dialect
        self.as_string = as_string
        self.ids = Ids(world, user_id, dialect)
        self.outbox = Outbox()

    @property
    def nickname(self) -> str:
        """What the account calls itself."""
        rooms = self.world.rooms_of(self.user_id)
        return rooms[0].members[self.user_id].nickname if rooms else DEFAULT_NAME

    def room(self, group_id: int) -> Room:
        """Return a group this account is in. ActionFailedError otherwise."""
        room = self.world.rooms.get(group_id)
        if room is None or self.user_id not in room.members:
            raise self.failure(f"群 {group_id} 不存在")
        return room

    def member(self, group_id: int, user_id: int) -> Person:
        """Return a member of such a group. ActionFailedError otherwise."""
        person = self.room(group_id).members.get(user_id)
        if person is None:
            raise self.failure(f"群({group_id})成员{user_id}不存在")
        return person

    def known(self, message_id: int) -> Said:
        """Return the message with this id. ActionFailedError if it is not known."""
        said = self.ids.find(message_id)
        if said is None:
            raise self.failure(f"消息{message_id}不存在")
        return said

    def failure(self, words: str) -> ActionFailedError:
        """Return the failure with the return code that this dialect uses for everything inside."""
        return ActionFailedError(self.dialect.failure, words)

    def view(self, group_id: int) -> View:
        """How this account's implementation sees the group."""
        room = self.world.rooms[group_id]
        return View(self.dialect, self.user_id, room, self.ids.of, self.as_string)

    def is_own(self, said: Said) -> bool:
        """Whether the account said it itself."""
        return said.sender.user_id == self.user_id

    def frame(self, said: Said) -> Json:
        """Return the event frame of a group message."""
        frame = self.dialect.message(said, self.view(said.group_id))
        if self.is_own(said):
            frame["post_type"] = self.dialect.own_post_type
        return frame

    def notice(self, happening: Happening) -> Json | None:
        """Return the event frame of anything else that happened, if this dialect tells it."""
        teller = self.dialect.notices.get(type(happening))
        return teller(happening, self.view(happening.group_id)) if teller else None

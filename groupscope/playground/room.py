"""A group in which things happen: every verb changes the room, then tells everyone who listens."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from groupscope.model import EVERYONE
from groupscope.playground import segments
from groupscope.playground.chronicle import Chronicle, Who
from groupscope.playground.segments import Words
from groupscope.playground.values import (
    AdminChanged,
    CardChanged,
    EssenceChanged,
    Happening,
    Joined,
    Left,
    Muted,
    Person,
    Poked,
    Reacted,
    Recalled,
    Renamed,
    Said,
    Titled,
    Uploaded,
)


class Room(Chronicle):
    """One group; ``tell`` passes on what happens in it."""

    def __init__(
        self,
        group_id: int,
        name: str,
        clock: Callable[[], float],
        tell: Callable[[Happening], Awaitable[None]],
        first_sequence: int = 1,
    ) -> None:
        super().__init__(group_id, name, clock, first_sequence)
        self._tell = tell

    @property
    def _here(self) -> tuple[int, int]:
        """The group and the moment of whatever happens now."""
        return self.group_id, self.now

    # Talk

    async def say(
        self, who: Who, words: Words, *, reply_to: Said | None = None, at: Who | None = None
    ) -> Said:
        """Say something now. ``reply_to`` quotes a message, ``at`` mentions someone in front."""
        said = self.remember(who, words, reply_to=reply_to, at=at)
        await self._tell(said)
        return said

    async def recall(self, said: Said, by: Who | None = None) -> None:
        """Take a message back: its sender, or an admin given as ``by``."""
        operator = said.sender if by is None else self.find(by)
        self.recalled.add(said.sequence)
        await self._tell(Recalled(*self._here, said, operator.user_id))

    async def react(self, said: Said, who: Who, emoji: str = "76", *, added: bool = True) -> None:
        """Put an emoji on a message, or take it off again."""
        user_id = self.find(who).user_id
        fans = self.reactions.setdefault((said.sequence, emoji), set())
        (fans.add if added else fans.discard)(user_id)
        await self._tell(Reacted(*self._here, said, user_id, emoji, added, len(fans)))

    async def set_essence(self, said: Said, by: Who, *, added: bool = True) -> None:
        """Put a message among the group's best, or remove it from there."""
        await self._tell(EssenceChanged(*self._here, said, self.find(by).user_id, added))

    async def upload(self, who: Who, name: str, size: int) -> Said:
        """Put a file into the group's files: it comes as a message and as a notice."""
        said = await self.say(who, segments.file(name, size))
        await self._tell(Uploaded(*self._here, said.sender.user_id, name, size))
        return said

    async def poke(self, who: Who, target: Who) -> None:
        """Poke someone (戳一戳)."""
        await self._tell(Poked(*self._here, self.find(who).user_id, self.find(target).user_id))

    # Coming and going

    async def join(self, user_id: int, nickname: str, *, by: Who | None = None) -> Person:
        """Someone comes in, let in by an admin or invited by ``by``."""
        person = self.seat(user_id, nickname)
        operator_id = user_id if by is None else self.find(by).user_id
        how = "approve" if by is None else "invite"
        await self._tell(Joined(*self._here, user_id, operator_id, how))
        return person

    async def leave(self, who: Who, *, kicked_by: Who | None = None) -> Person:
        """Someone goes, or is kicked out."""
        person = self.find(who)
        operator_id = 0 if kicked_by is None else self.find(kicked_by).user_id
        how = "leave" if kicked_by is None else "kick"
        del self.members[person.user_id]
        await self._tell(Left(*self._here, person.user_id, operator_id, how))
        return person

    # Names and ranks

    async def set_card(self, who: Who, card: str) -> None:
        """Change a member's card; an empty one removes it."""
        person = self.find(who)
        self.keep(replace(person, card=card))
        await self._tell(CardChanged(*self._here, person.user_id, person.card, card))

    async def set_title(self, who: Who, title: str) -> None:
        """Give a member a title."""
        person = self.keep(replace(self.find(who), title=title))
        await self._tell(Titled(*self._here, person.user_id, title))

    async def set_admin(self, who: Who, *, is_set: bool = True) -> None:
        """Make a member an admin, or an ordinary member again."""
        person = self.keep(replace(self.find(who), role="admin" if is_set else "member"))
        await self._tell(AdminChanged(*self._here, person.user_id, is_set))

    async def rename(self, name: str, by: Who) -> None:
        """Give the group a new name."""
        self.name = name
        await self._tell(Renamed(*self._here, self.find(by).user_id, name))

    # Silence

    async def mute(self, who: Who, seconds: int, by: Who) -> None:
        """Forbid a member to talk for so long; 0 seconds lift it."""
        until = self.now + seconds if seconds else 0
        person = self.keep(replace(self.find(who), muted_until=until))
        await self._tell(Muted(*self._here, person.user_id, self.find(by).user_id, seconds))

    async def mute_everyone(self, by: Who, *, is_muted: bool = True) -> None:
        """Forbid all but the admins to talk, or let them again."""
        self.is_muted = is_muted
        seconds = -1 if is_muted else 0
        await self._tell(Muted(*self._here, EVERYONE, self.find(by).user_id, seconds))

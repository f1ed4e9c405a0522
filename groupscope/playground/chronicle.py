"""What is true of a group: its members, its messages, and who put which emoji on them."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias
from zlib import crc32

from groupscope.errors import GroupscopeError
from groupscope.model import Segment
from groupscope.playground import segments
from groupscope.playground.segments import Words
from groupscope.playground.values import Person, Said

Who: TypeAlias = int | str | Person
"""A member by QQ number, by card or nickname, or the person itself."""


class StrangerError(GroupscopeError):
    """Nobody of that name or number is in the group."""

    def __init__(self, who: Who) -> None:
        super().__init__(f"群里没有「{who}」这个人。")


class Chronicle:
    """A group as a record: everything here changes it without a word to anybody.

    ``members`` are in it now, ``everyone`` has been at some time.

    ``clock`` gives epoch seconds; the first message gets the number ``first_sequence``.
    """

    def __init__(
        self, group_id: int, name: str, clock: Callable[[], float], first_sequence: int = 1
    ) -> None:
        self.group_id = group_id
        self.name = name
        self.members: dict[int, Person] = {}
        self.everyone: dict[int, Person] = {}
        self.history: list[Said] = []
        self.recalled: set[int] = set()
        self.reactions: dict[tuple[int, str], set[int]] = {}
        self.is_muted = False
        self._clock = clock
        self._next_sequence = first_sequence

    @property
    def now(self) -> int:
        """The server's time, in epoch seconds."""
        return int(self._clock())

    def seat(self, user_id: int, nickname: str, card: str = "", role: str = "member") -> Person:
        """Put someone into the group as if they had always been there."""
        person = Person(
            user_id=user_id, nickname=nickname, card=card, role=role, joined_at=self.now
        )
        return self.keep(person)

    def keep(self, person: Person) -> Person:
        """Write down how a member is from now on."""
        self.members[person.user_id] = self.everyone[person.user_id] = person
        return person

    def find(self, who: Who) -> Person:
        """Return the member meant: a number, a card, a nickname. StrangerError if there is none."""
        if isinstance(who, Person):
            return self.members.get(who.user_id, who)
        person = self.members.get(who) if isinstance(who, int) else self._named(who)
        if person is None:
            raise StrangerError(who)
        return person

    def _named(self, name: str) -> Person | None:
        people = self.members.values()
        by_card = next((p for p in people if p.card == name), None)
        by_name = by_card or next((p for p in people if p.nickname == name), None)
        return by_name or next((p for p in people if str(p.user_id) == name), None)

    def read(self, words: Words, at: Who | None = None) -> tuple[Segment, ...]:
        """Segments of what was typed; ``@name`` mentions a member, ``at`` one more in front."""
        names = {name: p.user_id for p in self.members.values() for name in (p.nickname, p.card)}
        pieces = segments.read(words, names)
        if at is None:
            return pieces
        target = self.find(at)
        return (segments.at(target.user_id, target.name), segments.text(" "), *pieces)

    def remember(
        self,
        who: Who,
        words: Words,
        *,
        reply_to: Said | None = None,
        at: Who | None = None,
        when: int | None = None,
    ) -> Said:
        """Add a message that nobody is told of: said earlier (``when``), or while all were away."""
        sender, moment = self.find(who), self.now if when is None else when
        said = Said(
            group_id=self.group_id,
            happened_at=moment,
            sequence=self._next_sequence,
            nonce=crc32(f"{self.group_id}:{self._next_sequence}:{moment}".encode()),
            sender=sender,
            segments=self.read(words, at),
            reply_to=reply_to.sequence if reply_to else None,
        )
        self._next_sequence += 1
        self.history.append(said)
        if sender.user_id in self.members:
            self.keep(replace(sender, spoke_at=moment))
        return said

    def skip_to(self, sequence: int) -> None:
        """Give no number below this one any more."""
        self._next_sequence = max(self._next_sequence, sequence)

    def message(self, sequence: int | None) -> Said | None:
        """Return the message with that number, if there is one."""
        if sequence is None:
            return None
        place = bisect_left(self.history, sequence, key=lambda said: said.sequence)
        found = self.history[place : place + 1]
        return found[0] if found and found[0].sequence == sequence else None

    def likes(self, said: Said) -> dict[str, int]:
        """How many people put each emoji on a message."""
        return {
            emoji: len(fans)
            for (sequence, emoji), fans in self.reactions.items()
            if sequence == said.sequence and fans
        }

"""What is said and what happens in a room, as it is true for everyone in it.

No account and no message id appears here: each implementation makes its own ids of these values.
Times are epoch seconds of the server.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

from groupscope.model import Segment

Json: TypeAlias = dict[str, Any]
"""One JSON object of the wire."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A member of a room, as the room shows them now."""

    user_id: int
    nickname: str
    card: str = ""
    role: str = "member"
    title: str = ""
    level: str = "1"
    joined_at: int = 0
    spoke_at: int = 0
    muted_until: int = 0
    is_robot: bool = False

    @property
    def name(self) -> str:
        """What the group calls them: the card, or else the nickname."""
        return self.card or self.nickname


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that everyone in the group learns of."""

    group_id: int
    happened_at: int


@dataclass(frozen=True, slots=True)
class Said(Happening):
    """A message: ``sequence`` is the room's own running number, ``nonce`` 32 random-looking bits.

    ``reply_to`` is the sequence of the quoted message; ``segments`` are neutral (see segments.py),
    every dialect rewrites them in its own way.
    """

    sequence: int
    nonce: int
    sender: Person
    segments: tuple[Segment, ...]
    reply_to: int | None = None

    @property
    def text(self) -> str:
        """The plain words, without pictures and mentions."""
        return "".join(str(s.data["text"]) for s in self.segments if s.type == "text")


@dataclass(frozen=True, slots=True)
class Recalled(Happening):
    """A message was taken back by ``operator_id``."""

    said: Said
    operator_id: int


@dataclass(frozen=True, slots=True)
class Reacted(Happening):
    """An emoji was put on a message or taken off; ``count`` is the total after it."""

    said: Said
    user_id: int
    emoji: str
    is_added: bool
    count: int


@dataclass(frozen=True, slots=True)
class EssenceChanged(Happening):
    """A message was put among the group's best, or removed from them."""

    said: Said
    operator_id: int
    is_added: bool


@dataclass(frozen=True, slots=True)
class Joined(Happening):
    """Someone came in: ``how`` is ``approve`` or ``invite``."""

    user_id: int
    operator_id: int
    how: str = "approve"


@dataclass(frozen=True, slots=True)
class Left(Happening):
    """Someone went: ``how`` is ``leave`` or ``kick``."""

    user_id: int
    operator_id: int
    how: str = "leave"


@dataclass(frozen=True, slots=True)
class Muted(Happening):
    """``user_id`` (or EVERYONE) may not talk for ``seconds``; 0 lifts the ban."""

    user_id: int
    operator_id: int
    seconds: int


@dataclass(frozen=True, slots=True)
class CardChanged(Happening):
    """A member's card changed; an empty one means that it was removed."""

    user_id: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class AdminChanged(Happening):
    """A member was made an admin, or is one no longer."""

    user_id: int
    is_set: bool


@dataclass(frozen=True, slots=True)
class Poked(Happening):
    """``user_id`` poked ``target_id``."""

    user_id: int
    target_id: int


@dataclass(frozen=True, slots=True)
class Uploaded(Happening):
    """A file of ``size`` bytes was put into the group's files."""

    user_id: int
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Titled(Happening):
    """The owner gave a member a title."""

    user_id: int
    title: str


@dataclass(frozen=True, slots=True)
class Renamed(Happening):
    """The group has a new name."""

    user_id: int
    name: str

"""What a file holds, entry by entry: chats, people, what they said, and what happened besides.

A format makes these values out of its file and knows nothing of the store; numbers for people and
groups that have none are given later (``identities``). Times are epoch seconds.
"""

from typing import NamedTuple

from groupscope.model import Kind, NoticeKind, Segment


class Chat(NamedTuple):
    """A chat begins: everything up to the next one belongs to it.

    ``key`` is its number or name on its platform; ``is_private``: it is no group.
    """

    platform: str
    key: str
    name: str | None = None
    is_private: bool = False


class Person(NamedTuple):
    """Somebody as an entry shows them; None means "not told".

    ``key`` is their number on the platform, or their name where the file tells no number.
    """

    key: str
    nickname: str | None = None
    card: str | None = None
    role: str | None = None
    title: str | None = None
    is_bot: bool = False
    is_by_name: bool = False


class Said(NamedTuple):
    """A message. ``line`` is where it stands: a line's number, or an entry's."""

    line: int
    sender: Person
    at: int
    text: str
    kind: Kind = Kind.TEXT
    id: str | None = None
    reply_to: str | None = None
    sequence: int | None = None
    pieces: tuple[Segment, ...] = ()
    mentions: tuple[str, ...] = ()
    """Keys of people; ``EVERYBODY`` for all."""
    media: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    recalled_at: int | None = None


EVERYBODY = "all"


class Happened(NamedTuple):
    """Something that happened besides talk: who joined, who left, a new name."""

    line: int
    kind: NoticeKind
    at: int
    who: Person | None = None
    by: Person | None = None
    target: str | None = None
    """Id of the message that it is about."""
    detail: str | None = None
    """A new name, or what the file says where nothing more is known."""


class Reacted(NamedTuple):
    """An emoji put on a message, or taken off it."""

    line: int
    at: int
    emoji: str
    target: str
    who: Person | None = None
    total: int | None = None
    is_added: bool = True


class Shown(NamedTuple):
    """A member of whom the file tells apart from messages."""

    line: int
    who: Person


Entry = Chat | Shown | Said | Happened | Reacted

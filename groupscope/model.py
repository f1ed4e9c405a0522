"""The values at the door: what a chat platform tells us, in words of our own.

Everything that records (the bot, backfill, importers) makes these values and hands them to the
store's writer; nothing behind the door knows what a OneBot frame looks like. Times are epoch
seconds, ids are QQ numbers (64 bit), text holds neither NUL nor lone surrogates.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any, NamedTuple

EVERYONE = 0
"""The id that stands for @全体成员 among mentions."""

ANONYMOUS = 80000000
"""The one sender id that QQ gave to all anonymous members."""

OFFICIAL_BOTS = (
    # Tencent's own robots (LLBot's entities.ts lists them).
    range(2854196301, 2854216400),
    range(3889000000, 3890000000),
    range(4010000000, 4020000000),
    (3328144510, 66600000),
)


def is_official(user_id: int) -> bool:
    """Tell whether a number belongs to one of Tencent's own robots."""
    return user_id >= 66600000 and any(user_id in numbers for numbers in OFFICIAL_BOTS)  # noqa: PLR2004 -- the least of them


class Kind(IntEnum):
    """What a message mainly is; text wins over whatever comes with it."""

    EMPTY = 0
    TEXT = 1
    IMAGE = 2
    STICKER = 3
    FACE = 4
    VOICE = 5
    VIDEO = 6
    FILE = 7
    CARD = 8
    FORWARD = 9
    OTHER = 10


class Source(StrEnum):
    """How a message came to us, from the most to the least trusted."""

    LIVE = "live"
    HISTORY = "history"
    SENT = "sent"
    """Our own call to send it; provisional until its echo or its history row comes."""


class Segment(NamedTuple):
    """One piece of a message: OneBot's type and data, without base64 and credentials."""

    type: str
    data: Mapping[str, Any]

    @property
    def is_sticker(self) -> bool:
        """Whether a picture is a sticker (动画表情, market face); QQ tells it in many ways."""
        data = self.data
        sub_type = data.get("sub_type", data.get("subType", data.get("subtype")))
        return bool(data.get("emoji_id")) or str(sub_type) == "1"


@dataclass(frozen=True, slots=True)
class Member:
    """A member as a message or a member list shows them; None means "not told"."""

    user_id: int
    nickname: str | None = None
    card: str | None = None
    role: str | None = None
    title: str | None = None
    level: str | None = None
    sex: str | None = None
    joined_at: int | None = None
    is_robot: bool | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A group as a group list shows it."""

    group_id: int
    name: str | None = None
    member_count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One group message.

    ``sequence`` is the group's own running number where the platform tells it, and None where it
    does not; ``message_id`` is only good for looking things up (NapCat's collide).
    """

    self_id: int
    group_id: int
    sender_id: int
    sent_at: int
    message_id: int | None = None
    sequence: int | None = None
    source: Source = Source.LIVE
    kind: Kind = Kind.TEXT
    text: str = ""
    segments: tuple[Segment, ...] = ()
    reply_to: int | None = None
    mentions: tuple[int, ...] = ()
    media: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    sender: Member | None = None
    group_name: str | None = None
    alias: str | None = None
    is_command: bool = False
    is_bot: bool = False
    is_own: bool = False
    is_anonymous: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """A message taken back, by its sender or by an admin."""

    self_id: int
    group_id: int
    message_id: int
    recalled_at: int
    sender_id: int | None = None
    operator_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """An emoji put on a message or taken off it again; ``count`` is the total that QQ told."""

    self_id: int
    group_id: int
    reacted_at: int
    emoji: str
    is_added: bool
    message_id: int | None = None
    sequence: int | None = None
    user_id: int | None = None
    count: int | None = None


class NoticeKind(StrEnum):
    """What happened in a group besides talk."""

    JOIN = "join"
    LEAVE = "leave"
    KICK = "kick"
    DISBAND = "disband"
    BAN = "ban"
    LIFT_BAN = "lift_ban"
    CARD = "card"
    ADMIN_SET = "admin_set"
    ADMIN_UNSET = "admin_unset"
    ESSENCE_ADD = "essence_add"
    ESSENCE_DELETE = "essence_delete"
    POKE = "poke"
    TITLE = "title"
    GROUP_NAME = "group_name"
    HONOR = "honor"
    LUCKY_KING = "lucky_king"
    UPLOAD = "upload"
    RECALL = "recall"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something that happened in a group; ``detail`` holds what only this kind has."""

    self_id: int
    group_id: int
    kind: NoticeKind
    happened_at: int
    user_id: int | None = None
    operator_id: int | None = None
    message_id: int | None = None
    detail: Mapping[str, Any] = field(default_factory=dict[str, Any])

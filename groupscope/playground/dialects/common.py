"""What a dialect is made of, and what all dialects share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from groupscope.model import EVERYONE, Segment
from groupscope.playground import cq
from groupscope.playground.chronicle import Chronicle
from groupscope.playground.values import Happening, Json, Person, Said

Rewrite: TypeAlias = Callable[[Mapping[str, Any]], list[Json]]
"""The data of one neutral segment → the wire segments that an implementation makes of it."""

Teller: TypeAlias = Callable[[Any, "View"], Json | None]
"""A happening → the notice an implementation sends, or None where it stays silent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRule:
    """How ``get_group_msg_history`` pages.

    ``anchor`` is the parameter that names a message, inclusive; it holds a message id or, with
    ``by_sequence``, the group's own number. ``most`` caps a page, ``fixed`` ignores the count that
    was asked for. ``forwards`` pages to newer messages unless reverse_order is asked for;
    ``flips`` turns the page round when it is.
    """

    anchor: str
    by_sequence: bool = False
    most: int | None = None
    fixed: int | None = None
    forwards: bool = False
    flips: bool = False
    shows_recalled: bool = False
    hides_post_type: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Dialect:
    """One implementation: how it names, writes and answers. There is one value of each.

    ``message_id`` makes an id of (message, account, boot), where boot counts the restarts.
    """

    name: str
    app_name: str
    version: str
    user_agent: str
    message_id: Callable[[Said, int, int], int]
    message: Callable[[Said, "View"], Json]
    rewrites: Mapping[str, Rewrite]
    notices: Mapping[type[Happening], Teller]
    history: HistoryRule
    message_extras: Callable[[Said, "View"], Json] = lambda _said, _view: {}
    group_extras: Callable[[Chronicle], Json] = lambda _room: {}
    own_post_type: str = "message_sent"
    escapes_comma: bool = False
    trims_raw: bool = False
    drops_lost_replies: bool = False
    suppresses_empty: bool = False
    forgets_ids: bool = False
    tells_cards_late: bool = False
    tells_offline: bool = False
    tells_robots: bool = False
    refuses_unknown_segments: bool = False
    enables: bool = False
    heartbeat: float = 30.0
    unknown_action: int = 1404
    failure: int = 1200
    lacks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class View:
    """How one account's implementation sees a room."""

    dialect: Dialect
    account: int
    room: Chronicle
    id_of: Callable[[Said], int]
    as_string: bool = False

    def pieces(self, said: Said) -> list[Json]:
        """Return the wire segments of a message: the reply first, then what was said."""
        if said.sequence in self.room.recalled:
            return []
        said_pieces = [piece for s in said.segments for piece in self._rewritten(s)]
        return [*self._reply(said), *said_pieces]

    def _reply(self, said: Said) -> list[Json]:
        quoted = self.room.message(said.reply_to)
        is_lost = self.dialect.drops_lost_replies and said.reply_to in self.room.recalled
        if quoted is None or is_lost:
            return []
        return [{"type": "reply", "data": {"id": str(self.id_of(quoted))}}]

    def _rewritten(self, segment: Segment) -> list[Json]:
        rewrite = self.dialect.rewrites.get(segment.type)
        if rewrite is None:
            return [{"type": segment.type, "data": dict(segment.data)}]
        return rewrite(segment.data)

    def content(self, said: Said) -> Json:
        """Return the fields ``raw_message`` and ``message``, in the format that was set."""
        pieces = self.pieces(said)
        raw = cq.encode(pieces, comma=self.dialect.escapes_comma)
        return {
            "raw_message": raw.strip() if self.dialect.trims_raw else raw,
            "message": raw if self.as_string else pieces,
        }

    @property
    def format(self) -> str:
        """The word for the format of messages, where a frame tells it."""
        return "string" if self.as_string else "array"


def notice(event: Happening, view: View, kind: str, **fields: object) -> Json:
    """Return a notice with the fields that every notice has, then its own."""
    return {
        "time": event.happened_at,
        "self_id": view.account,
        "post_type": "notice",
        "group_id": event.group_id,
        "notice_type": kind,
        **fields,
    }


def notify(event: Happening, view: View, kind: str, **fields: object) -> Json:
    """Return a notice of the family ``notify``."""
    return notice(event, view, "notify", sub_type=kind, **fields)


def piece(kind: str, **data: object) -> list[Json]:
    """One wire segment, as the list that a rewrite answers with."""
    return [{"type": kind, "data": data}]


def target(data: Mapping[str, Any]) -> str:
    """Return the ``qq`` of a mention as the wire has it: a string, ``all`` for the whole group."""
    return "all" if int(data["qq"]) == EVERYONE else str(data["qq"])


def address(name: object) -> str:
    """Where a file could be fetched if there were a QQ behind it."""
    return f"https://multimedia.nt.qq.com.cn/download?appid=1407&fileid={name}&rkey=CAESKE"


def sticker_address(emoji_id: str) -> str:
    """Where the shop keeps a sticker."""
    return f"https://gxh.vip.qq.com/club/item/parcel/item/{emoji_id[:2]}/{emoji_id}/raw300.gif"


def signed(number: int) -> int:
    """Return the lowest 32 bits as a signed number."""
    low = number & 0xFFFFFFFF
    return low - (1 << 32) if low & 0x80000000 else low


def who(person: Person) -> Json:
    """Return the fields of ``sender`` that every dialect has."""
    return {
        "user_id": person.user_id,
        "nickname": person.nickname,
        "card": person.card,
        "role": person.role,
    }

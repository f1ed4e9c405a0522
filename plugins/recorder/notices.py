"""From a OneBot notice frame to a Recall, a Reaction or a Notice, in any dialect."""

from collections.abc import Callable, Mapping
from typing import Any

from groupscope.model import Notice, NoticeKind, Reaction, Recall
from plugins.recorder.frames import Frame, UnreadableError
from plugins.recorder.values import moment, name_of, number, positive, text_of

WHOLE_GROUP_BANS = (-1, 4294967295)
"""How NapCat and LLBot, and how SnowLuma, tell that everybody is banned without an end."""

Event = Recall | Reaction | Notice


def read_notice(frame: Frame, now: int) -> list[Event]:
    """Read a notice; empty for what is not kept. UnreadableError without a group."""
    kind = text_of(frame.get("notice_type"))
    if kind == "notify":
        kind = text_of(frame.get("sub_type"))
    reader = READERS.get(kind)
    if reader is None:
        return []
    if positive(frame.get("group_id")) is None:
        if kind in PRIVATE_TOO:
            return []
        raise UnreadableError("no group")
    return reader(frame, now)


def _common(frame: Frame, now: int) -> dict[str, Any]:
    return {
        "self_id": positive(frame.get("self_id")) or 0,
        "group_id": positive(frame.get("group_id")) or 0,
        "happened_at": moment(frame.get("time"), now),
        "user_id": positive(frame.get("user_id")),
        "operator_id": positive(frame.get("operator_id")),
    }


def _simple(kind: NoticeKind, *fields: str) -> Callable[[Frame, int], list[Event]]:
    """Return a reader of notices that keep some more fields as they are told."""

    def read(frame: Frame, now: int) -> list[Event]:
        detail = {name: text_of(frame[name]) for name in fields if frame.get(name) is not None}
        return [Notice(kind=kind, detail=detail, **_common(frame, now))]

    return read


def _recall(frame: Frame, now: int) -> list[Event]:
    message_id = number(frame.get("message_id"))
    if message_id is None:
        raise UnreadableError("no message id")
    return [
        Recall(
            self_id=positive(frame.get("self_id")) or 0,
            group_id=positive(frame.get("group_id")) or 0,
            message_id=message_id,
            recalled_at=moment(frame.get("time"), now),
            sender_id=positive(frame.get("user_id")),
            operator_id=positive(frame.get("operator_id")),
        )
    ]


def _decrease(frame: Frame, now: int) -> list[Event]:
    how = text_of(frame.get("sub_type"))
    kind = {
        "kick": NoticeKind.KICK,
        "kick_me": NoticeKind.KICK,
        "disband": NoticeKind.DISBAND,
    }.get(how, NoticeKind.LEAVE)
    return [Notice(kind=kind, detail={"how": how} if how else {}, **_common(frame, now))]


def _disband(frame: Frame, now: int) -> list[Event]:
    return [Notice(kind=NoticeKind.DISBAND, **_common(frame, now))]


def _ban(frame: Frame, now: int) -> list[Event]:
    seconds = number(frame.get("duration")) or 0
    is_lifted = text_of(frame.get("sub_type")) == "lift_ban"
    detail: dict[str, Any] = {"seconds": -1 if seconds in WHOLE_GROUP_BANS else seconds}
    if positive(frame.get("user_id")) is None:
        detail["everyone"] = True
    kind = NoticeKind.LIFT_BAN if is_lifted else NoticeKind.BAN
    return [Notice(kind=kind, detail=detail, **_common(frame, now))]


def _card(frame: Frame, now: int) -> list[Event]:
    detail = {
        "old": name_of(frame.get("card_old")) or "",
        "new": name_of(frame.get("card_new")) or "",
    }
    return [Notice(kind=NoticeKind.CARD, detail=detail, **_common(frame, now))]


def _admin(frame: Frame, now: int) -> list[Event]:
    is_set = text_of(frame.get("sub_type")) == "set"
    kind = NoticeKind.ADMIN_SET if is_set else NoticeKind.ADMIN_UNSET
    return [Notice(kind=kind, **_common(frame, now))]


def _essence(frame: Frame, now: int) -> list[Event]:
    is_added = text_of(frame.get("sub_type")) != "delete"
    kind = NoticeKind.ESSENCE_ADD if is_added else NoticeKind.ESSENCE_DELETE
    sender = positive(frame.get("sender_id")) or positive(frame.get("user_id"))
    common: dict[str, Any] = {**_common(frame, now), "user_id": sender}
    return [Notice(kind=kind, message_id=number(frame.get("message_id")), **common)]


def _poke(frame: Frame, now: int) -> list[Event]:
    poker = positive(frame.get("sender_id")) or positive(frame.get("user_id"))
    common: dict[str, Any] = {**_common(frame, now), "user_id": poker}
    return [
        Notice(kind=NoticeKind.POKE, detail={"target": number(frame.get("target_id"))}, **common)
    ]


def _upload(frame: Frame, now: int) -> list[Event]:
    told = frame.get("file")
    told = told if isinstance(told, Mapping) else {}
    detail = {"name": text_of(told.get("name")), "size": number(told.get("size"))}
    return [Notice(kind=NoticeKind.UPLOAD, detail=detail, **_common(frame, now))]


def _likes(frame: Frame, now: int) -> list[Event]:
    """NapCat, LLBot and SnowLuma: a list of emoji, each with its total.

    Whether it was put on or taken off is told as ``is_add`` or as ``sub_type``; where neither is
    told (NapCat early in 2025), only additions were reported.
    """
    likes = frame.get("likes")
    is_added = frame.get("is_add")
    if not isinstance(is_added, bool):
        is_added = text_of(frame.get("sub_type")) != "remove"
    return [
        _reaction(frame, now, like.get("emoji_id"), number(like.get("count")), is_added=is_added)
        for like in (likes if isinstance(likes, list) else [])
        if isinstance(like, Mapping)
    ]


def _lagrange_reaction(frame: Frame, now: int) -> list[Event]:
    is_added = text_of(frame.get("sub_type")) != "remove"
    count = number(frame.get("count"))
    return [_reaction(frame, now, frame.get("code"), count, is_added=is_added)]


def _reaction(
    frame: Frame, now: int, emoji: object, count: int | None, *, is_added: bool
) -> Reaction:
    return Reaction(
        self_id=positive(frame.get("self_id")) or 0,
        group_id=positive(frame.get("group_id")) or 0,
        reacted_at=moment(frame.get("time"), now),
        emoji=text_of(emoji)[:64],
        is_added=is_added,
        message_id=number(frame.get("message_id")),
        sequence=positive(frame.get("message_seq")),
        user_id=positive(frame.get("user_id")) or positive(frame.get("operator_id")),
        count=count if count is None or abs(count) < 1 << 31 else None,
    )


PRIVATE_TOO = frozenset({"poke", "poke_recall", "title", "honor", "lucky_king"})

READERS: Mapping[str, Callable[[Frame, int], list[Event]]] = {
    "group_recall": _recall,
    "group_increase": _simple(NoticeKind.JOIN, "sub_type"),
    "group_decrease": _decrease,
    "group_dismiss": _disband,
    "group_ban": _ban,
    "group_card": _card,
    "group_admin": _admin,
    "essence": _essence,
    "group_upload": _upload,
    "group_msg_emoji_like": _likes,
    "reaction": _lagrange_reaction,
    "poke": _poke,
    "title": _simple(NoticeKind.TITLE, "title"),
    "honor": _simple(NoticeKind.HONOR, "honor_type"),
    "lucky_king": _simple(NoticeKind.LUCKY_KING, "target_id"),
    "group_name": _simple(NoticeKind.GROUP_NAME, "name_new"),
    "group_name_change": _simple(NoticeKind.GROUP_NAME, "name"),
}

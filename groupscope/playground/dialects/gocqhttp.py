"""go-cqhttp: dead since 2024, and still the reference for the dialect of all others."""

from collections.abc import Mapping
from typing import Any
from zlib import crc32

from groupscope.playground.dialects import notices
from groupscope.playground.dialects.common import (
    Dialect,
    HistoryRule,
    View,
    address,
    notify,
    piece,
    signed,
    target,
    who,
)
from groupscope.playground.values import (
    CardChanged,
    EssenceChanged,
    Joined,
    Json,
    Left,
    Muted,
    Poked,
    Said,
    Titled,
)


def message_id(said: Said, _account: int, _boot: int) -> int:
    """CRC-32 of group and sequence, signed."""
    return signed(crc32(f"{said.group_id}-{said.sequence}".encode()))


def message(said: Said, view: View) -> Json:
    """Return a group message: ``anonymous`` is there and null, the level is empty."""
    more = {"age": 0, "area": "", "level": "", "sex": "unknown", "title": said.sender.title}
    return {
        "post_type": "message",
        "message_type": "group",
        "time": said.happened_at,
        "self_id": view.account,
        "sub_type": "normal",
        "anonymous": None,
        **view.content(said),
        "font": 0,
        "group_id": said.group_id,
        "message_seq": said.sequence,
        "sender": who(said.sender) | more,
        "user_id": said.sender.user_id,
        "message_id": view.id_of(said),
    }


def _image(data: Mapping[str, Any]) -> list[Json]:
    digest = str(data["file"]).partition(".")[0].lower()
    url = f"https://gchat.qpic.cn/gchatpic_new/0/0-0-{digest.upper()}/0?term=2"
    return piece("image", file=f"{digest}.image", subType=str(int(data["sticker"])), url=url)


def _file(_data: Mapping[str, Any]) -> list[Json]:
    """Files come as a notice alone."""
    return []


def _joined(event: Joined, view: View) -> Json:
    """Say that it was approved, always, and by nobody."""
    return notices.joined(event, view) | {"operator_id": 0, "sub_type": "approve"}


def _essence(event: EssenceChanged, view: View) -> Json | None:
    """Silent about what the account did itself."""
    if event.operator_id == view.account:
        return None
    return notices.essence_changed(event, view)


def _poked(event: Poked, view: View) -> Json:
    fields = {"user_id": event.user_id, "target_id": event.target_id, "sender_id": event.user_id}
    return notify(event, view, "poke", **fields)


GOCQHTTP = Dialect(
    name="go-cqhttp",
    app_name="go-cqhttp",
    version="v1.2.0",
    user_agent="CQHttp/4.15.0",
    message_id=message_id,
    message=message,
    rewrites={
        "at": lambda data: piece("at", qq=target(data)),
        "face": lambda data: piece("face", id=str(data["id"])),
        "image": _image,
        "sticker": lambda data: piece("text", text=data["summary"]),
        "record": lambda data: piece("record", file=data["file"], url=address(data["file"])),
        "video": lambda data: piece("video", file=data["file"], url="", cover=""),
        "file": _file,
        "dice": lambda data: piece("dice", value=str(data["result"])),
        "rps": lambda data: piece("rps", value=str(data["result"])),
    },
    notices={
        **notices.COMMON,
        Joined: _joined,
        Left: notices.left_by_themselves,
        Muted: notices.muted_as_served,
        CardChanged: notices.card_changed,
        EssenceChanged: _essence,
        Poked: _poked,
        Titled: notices.titled,
    },
    history=HistoryRule(anchor="message_seq", by_sequence=True, fixed=20),
    suppresses_empty=True,
    tells_cards_late=True,
    heartbeat=5.0,
    unknown_action=404,
    failure=100,
    lacks=frozenset({"set_msg_emoji_like", "set_group_reaction"}),
)

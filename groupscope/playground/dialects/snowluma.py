"""SnowLuma 1.11: ids are SHA-1 of the group's number; commas are escaped in plain text, too."""

from collections.abc import Mapping
from hashlib import sha1
from typing import Any

from groupscope.playground.dialects import notices
from groupscope.playground.dialects.common import (
    Dialect,
    HistoryRule,
    View,
    address,
    notice,
    piece,
    signed,
    sticker_address,
    target,
    who,
)
from groupscope.playground.values import EssenceChanged, Json, Muted, Poked, Reacted, Said


def message_id(said: Said, _account: int, _boot: int) -> int:
    """SHA-1 over sequence, group and the kind of event: signed 32 bits."""
    key = f"{said.sequence}:{said.group_id}:group_message"
    return signed(int(sha1(key.encode(), usedforsecurity=False).hexdigest()[:8], 16))


def message(said: Said, view: View) -> Json:
    """Return a group message: no group name, no level, no format; sex and age say nothing."""
    return {
        "time": said.happened_at,
        "self_id": view.account,
        "post_type": "message",
        "message_type": "group",
        "sub_type": "normal",
        "message_id": view.id_of(said),
        "message_seq": said.sequence,
        "group_id": said.group_id,
        "user_id": said.sender.user_id,
        **view.content(said),
        "font": 0,
        "sender": who(said.sender) | {"sex": "unknown", "age": 0},
        "anonymous": None,
    }


def _image(data: Mapping[str, Any]) -> list[Json]:
    return piece(
        "image",
        url=address(data["file"]),
        file=data["file"],
        sub_type=int(data["sticker"]),
        summary="[动画表情]" if data["sticker"] else "",
    )


def _sticker(data: Mapping[str, Any]) -> list[Json]:
    return piece(
        "image",
        url=sticker_address(data["emoji_id"]),
        file=data["emoji_id"],
        summary=data["summary"],
        key="ea229eea083f3bbb",
        emoji_id=data["emoji_id"],
        emoji_package_id=244959,
    )


def _file(data: Mapping[str, Any]) -> list[Json]:
    name, size = data["file"], data["size"]
    return piece(
        "file",
        file=name,
        file_id=f"/{name}",
        file_size=size,
        name=name,
        size=size,
        id=f"/{name}",
        url="",
        file_hash="",
    )


def _essence(event: EssenceChanged, view: View) -> Json:
    more = {"message_seq": event.said.sequence, "random": event.said.nonce}
    return notices.essence_changed(event, view) | more


def _reacted(event: Reacted, view: View) -> Json:
    """group_msg_emoji_like with ``sub_type`` and no ``is_add``."""
    return notice(
        event,
        view,
        "group_msg_emoji_like",
        sub_type="add" if event.is_added else "remove",
        user_id=event.user_id,
        operator_id=event.user_id,
        message_id=view.id_of(event.said),
        message_seq=event.said.sequence,
        likes=[{"emoji_id": event.emoji, "count": event.count}],
    )


SNOWLUMA = Dialect(
    name="snowluma",
    app_name="SnowLuma",
    version="1.11.1",
    user_agent="OneBot/11",
    message_id=message_id,
    message=message,
    rewrites={
        "at": lambda data: piece("at", qq=target(data)),
        "face": lambda data: piece("face", id=str(data["id"])),
        "image": _image,
        "sticker": _sticker,
        "record": lambda data: piece("record", file=data["file"], url=address(data["file"])),
        "video": lambda data: piece("video", file=data["file"], url=address(data["file"])),
        "file": _file,
        "dice": lambda _data: piece("face", id="358"),
        "rps": lambda _data: piece("face", id="359"),
    },
    notices={
        **notices.COMMON,
        Muted: notices.muted_as_served,
        EssenceChanged: _essence,
        Reacted: _reacted,
        Poked: notices.poked_with_action,
    },
    history=HistoryRule(anchor="message_id", most=200, hides_post_type=True),
    tells_robots=True,
    escapes_comma=True,
    enables=True,
)

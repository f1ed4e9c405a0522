"""Lagrange.OneBot v1: sunset, still run by some; own messages look like anybody's."""

from collections.abc import Mapping
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
)
from groupscope.playground.values import (
    EssenceChanged,
    Json,
    Muted,
    Poked,
    Reacted,
    Recalled,
    Renamed,
    Said,
    Uploaded,
)


def message_id(said: Said, _account: int, _boot: int) -> int:
    """Return the low 16 bits of the group's number, then 16 random bits: two groups can clash."""
    return signed((said.sequence & 0xFFFF) << 16 | said.nonce & 0xFFFF)


def message(said: Said, view: View) -> Json:
    """Return a group message: no ``message_seq``, no group name; a style, and a full sender."""
    return {
        "message_type": "group",
        "sub_type": "normal",
        "message_id": view.id_of(said),
        "group_id": said.group_id,
        "user_id": said.sender.user_id,
        "anonymous": None,
        **view.content(said),
        "font": 0,
        "sender": _sender(said),
        "message_style": {
            "bubble_id": 0,
            "pendant_id": 0,
            "font_id": 0,
            "font_effect_id": 0,
            "is_cs_font_effect_enabled": False,
            "bubble_diy_text_id": 0,
        },
        "time": said.happened_at,
        "self_id": view.account,
        "post_type": "message",
    }


def _sender(said: Said) -> Json:
    person = said.sender
    return {
        "user_id": person.user_id,
        "nickname": person.nickname,
        "card": person.card,
        "sex": "unknown",
        "age": 0,
        "area": "",
        "level": person.level,
        "role": person.role,
        "title": person.title,
    }


def _image(data: Mapping[str, Any]) -> list[Json]:
    url = address(data["file"])
    return piece(
        "image",
        file=url,
        filename=data["file"],
        url=url,
        summary="[动画表情]" if data["sticker"] else "[图片]",
        subType=int(data["sticker"]),
    )


def _sticker(data: Mapping[str, Any]) -> list[Json]:
    """Write a sticker twice: as itself and as the words for it."""
    sticker = piece(
        "mface",
        url=sticker_address(data["emoji_id"]),
        emoji_package_id=244959,
        emoji_id=data["emoji_id"],
        key="ea229eea083f3bbb",
        summary=data["summary"],
    )
    return [*sticker, *piece("text", text=data["summary"])]


def _file(data: Mapping[str, Any]) -> list[Json]:
    name = data["file"]
    return piece("file", file_name=name, file_hash="", file_id=f"/{name}", url=address(name))


def _recalled(event: Recalled, view: View) -> Json:
    return notices.recalled(event, view) | {"tip": ""}


def _uploaded(event: Uploaded, view: View) -> Json:
    frame = notices.uploaded(event, view)
    frame["file"]["url"] = address(event.name)
    return frame


def _essence(event: EssenceChanged, view: View) -> Json:
    frame = notices.essence_changed(event, view)
    del frame["user_id"]
    return frame


def _reacted(event: Reacted, view: View) -> Json:
    """``reaction``, which names its emoji ``code`` and has an operator but no user."""
    return notice(
        event,
        view,
        "reaction",
        message_id=view.id_of(event.said),
        operator_id=event.user_id,
        sub_type="add" if event.is_added else "remove",
        code=event.emoji,
        count=event.count,
    )


def _renamed(event: Renamed, view: View) -> Json:
    return notice(event, view, "group_name_change", name=event.name)


LAGRANGE = Dialect(
    name="lagrange",
    app_name="Lagrange.OneBot",
    version="0.0.3",
    user_agent="Lagrange.OneBot",
    message_id=message_id,
    message=message,
    rewrites={
        "at": lambda data: piece("at", qq=target(data), name=f"@{data['name']}"),
        "face": lambda data: piece("face", id=str(data["id"]), large=None),
        "image": _image,
        "sticker": _sticker,
        "record": lambda data: piece("record", file=data["file"], url=address(data["file"])),
        "video": lambda data: piece("video", file=data["file"], url=address(data["file"])),
        "file": _file,
        "dice": lambda _data: piece("dice"),
        "rps": lambda _data: piece("rps"),
    },
    notices={
        **notices.COMMON,
        Recalled: _recalled,
        Uploaded: _uploaded,
        Muted: notices.muted_as_served,
        EssenceChanged: _essence,
        Reacted: _reacted,
        Poked: notices.poked_with_action,
        Renamed: _renamed,
    },
    history=HistoryRule(anchor="message_id", most=30),
    own_post_type="message",
    tells_offline=True,
    heartbeat=5.0,
    unknown_action=404,
    failure=200,
    lacks=frozenset({"set_msg_emoji_like"}),
)

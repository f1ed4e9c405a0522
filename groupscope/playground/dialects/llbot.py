"""LLBot 8 (LuckyLilliaBot): ids are signed and the same for every account in a group."""

from collections.abc import Mapping
from hashlib import md5
from typing import Any

from groupscope.playground.chronicle import Chronicle
from groupscope.playground.dialects import notices
from groupscope.playground.dialects.common import (
    Dialect,
    HistoryRule,
    View,
    address,
    piece,
    signed,
    sticker_address,
    target,
    who,
)
from groupscope.playground.values import (
    CardChanged,
    EssenceChanged,
    Json,
    Left,
    Poked,
    Reacted,
    Said,
    Titled,
)


def message_id(said: Said, _account: int, _boot: int) -> int:
    """MD5 over chat type, group, sequence and random number: signed 32 bits."""
    key = f"2-{said.group_id}-{said.sequence}-{said.nonce}"
    return signed(int(md5(key.encode(), usedforsecurity=False).hexdigest()[:8], 16))


def message(said: Said, view: View) -> Json:
    """Return a group message: ``message_seq`` is the group's own number, ``level`` is text."""
    frame: Json = {
        "self_id": view.account,
        "user_id": said.sender.user_id,
        "time": said.happened_at,
        "message_id": view.id_of(said),
        "message_seq": said.sequence,
        "message_type": "group",
        "sender": who(said.sender) | {"level": said.sender.level, "title": said.sender.title},
        **view.content(said),
        "font": 14,
        "sub_type": "normal",
        "message_format": view.format,
        "post_type": "message",
        "raw_pb": "",
        "group_id": said.group_id,
        "group_name": view.room.name,
    }
    if said.sender.user_id == view.account:
        frame["target_id"] = 0
    return frame


def _message_extras(said: Said, view: View) -> Json:
    status = "deleted" if said.sequence in view.room.recalled else "normal"
    return {"status": status, "real_id": said.sequence}


def _image(data: Mapping[str, Any]) -> list[Json]:
    return piece(
        "image",
        file=data["file"],
        url=address(data["file"]),
        file_size=str(data["size"]),
        subType=int(data["sticker"]),
    )


def _sticker(data: Mapping[str, Any]) -> list[Json]:
    return piece(
        "mface",
        summary=data["summary"],
        url=sticker_address(data["emoji_id"]),
        emoji_id=data["emoji_id"],
        emoji_package_id=244959,
        key="ea229eea083f3bbb",
    )


def _stored(kind: str, data: Mapping[str, Any], **more: object) -> list[Json]:
    """Return a voice, video or file as it lies on the implementation's own disk."""
    name, size = data["file"], str(data["size"])
    return piece(kind, file=name, url=address(name), **more, path="", file_size=size)


def _group_extras(room: Chronicle) -> Json:
    owners = [p.user_id for p in room.members.values() if p.role == "owner"]
    picture = f"https://p.qlogo.cn/gh/{room.group_id}/{room.group_id}/640/"
    return {
        "owner_id": owners[0] if owners else 0,
        "group_create_time": 0,
        "avatar_url": picture,
        "remark": "",
    }


LLBOT = Dialect(
    name="llbot",
    app_name="LLOneBot",
    version="8.1.7",
    user_agent="LLOneBot/8.1.7",
    message_id=message_id,
    message=message,
    rewrites={
        "at": lambda data: piece("at", qq=target(data), name=f"@{data['name']}"),
        "face": lambda data: piece("face", id=str(data["id"]), sub_type=1),
        "image": _image,
        "sticker": _sticker,
        "record": lambda data: _stored("record", data),
        "video": lambda data: _stored("video", data),
        "file": lambda data: _stored("file", data, file_id=f"/{data['file']}"),
        "dice": lambda data: piece("dice", result=str(data["result"])),
        "rps": lambda data: piece("rps", result=str(data["result"])),
    },
    notices={
        **notices.COMMON,
        Left: notices.left_by_themselves,
        CardChanged: notices.card_changed,
        EssenceChanged: notices.essence_changed,
        Reacted: notices.reacted,
        Poked: notices.poked,
        Titled: notices.titled,
    },
    history=HistoryRule(anchor="message_seq", by_sequence=True, flips=True),
    message_extras=_message_extras,
    group_extras=_group_extras,
    tells_robots=True,
    drops_lost_replies=True,
    suppresses_empty=True,
    lacks=frozenset({"set_group_reaction"}),
)

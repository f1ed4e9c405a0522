"""NapCat 4.18: hooks the desktop client; ids are hashes that it forgets when it restarts."""

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
    sticker_address,
    target,
    who,
)
from groupscope.playground.values import (
    CardChanged,
    EssenceChanged,
    Json,
    Poked,
    Reacted,
    Renamed,
    Said,
    Titled,
)


def message_id(said: Said, account: int, boot: int) -> int:
    """31 bits of MD5 over the client's local message id, which no other account shares."""
    local = f"{account}-{boot}-{said.sequence}-{said.nonce}|2|{said.group_id}"
    return int(md5(local.encode(), usedforsecurity=False).hexdigest()[:8], 16) & 0x7FFFFFFF


def message(said: Said, view: View) -> Json:
    """Return a group message: ``message_seq`` is the id again, ``real_seq`` the number as text."""
    number = view.id_of(said)
    frame: Json = {
        "self_id": view.account,
        "user_id": said.sender.user_id,
        "time": said.happened_at,
        "message_id": number,
        "message_seq": number,
        "real_id": number,
        "real_seq": str(said.sequence),
        "message_type": "group",
        "sender": who(said.sender),
        **view.content(said),
        "font": 14,
        "sub_type": "normal",
        "message_format": view.format,
        "post_type": "message",
        "group_id": said.group_id,
        "group_name": view.room.name,
    }
    if said.sender.user_id == view.account:
        frame |= {"message_sent_type": "self", "target_id": view.account}
    return frame


def _message_extras(said: Said, view: View) -> Json:
    likes = view.room.likes(said).items()
    return {
        "emoji_likes_list": [
            {"emoji_id": emoji, "emoji_type": "1", "likes_cnt": str(count)}
            for emoji, count in likes
        ]
    }


def _face(data: Mapping[str, Any]) -> list[Json]:
    raw = {"faceIndex": int(data["id"]), "faceText": f"/{data['name']}", "faceType": 1}
    return piece("face", id=str(data["id"]), raw=raw, resultId=None, chainCount=None)


def _image(data: Mapping[str, Any]) -> list[Json]:
    return piece(
        "image",
        summary="[动画表情]" if data["sticker"] else "",
        file=data["file"],
        sub_type=int(data["sticker"]),
        url=address(data["file"]),
        file_size=str(data["size"]),
    )


def _sticker(data: Mapping[str, Any]) -> list[Json]:
    return piece(
        "image",
        summary=data["summary"],
        file="marketface",
        url=sticker_address(data["emoji_id"]),
        key="ea229eea083f3bbb",
        emoji_id=data["emoji_id"],
        emoji_package_id=244959,
    )


def _group_extras(room: Chronicle) -> Json:
    return {"group_all_shut": -1 if room.is_muted else 0, "group_remark": ""}


def _essence(event: EssenceChanged, view: View) -> Json | None:
    return notices.essence_changed(event, view) if event.is_added else None


NAPCAT = Dialect(
    name="napcat",
    app_name="NapCat.Onebot",
    version="4.18.19",
    user_agent="OneBot/11",
    message_id=message_id,
    message=message,
    rewrites={
        "at": lambda data: piece("at", qq=target(data)),
        "face": _face,
        "image": _image,
        "sticker": _sticker,
        "record": lambda data: piece(
            "record",
            file=data["file"],
            path=data["file"],
            url=address(data["file"]),
            file_size=str(data["size"]),
        ),
        "video": lambda data: piece(
            "video", file=data["file"], url=address(data["file"]), file_size=str(data["size"])
        ),
        "file": lambda data: piece(
            "file", file=data["file"], file_id=f"/{data['file']}", file_size=str(data["size"])
        ),
        "dice": lambda data: piece("dice", result=str(data["result"])),
        "rps": lambda data: piece("rps", result=str(data["result"])),
    },
    notices={
        **notices.COMMON,
        CardChanged: notices.card_changed,
        EssenceChanged: _essence,
        Reacted: notices.reacted,
        Poked: notices.poked,
        Titled: notices.titled,
        Renamed: notices.renamed,
    },
    history=HistoryRule(anchor="message_seq", forwards=True, shows_recalled=True),
    message_extras=_message_extras,
    group_extras=_group_extras,
    tells_robots=True,
    trims_raw=True,
    drops_lost_replies=True,
    forgets_ids=True,
    tells_cards_late=True,
    tells_offline=True,
    refuses_unknown_segments=True,
    lacks=frozenset({"set_group_reaction"}),
)

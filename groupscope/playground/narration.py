"""What is said and what happens, in the words that a terminal shows."""

from collections.abc import Callable
from typing import Any, TypeAlias

from groupscope.model import Segment
from groupscope.playground.chronicle import Chronicle
from groupscope.playground.values import (
    CardChanged,
    Happening,
    Joined,
    Left,
    Poked,
    Reacted,
    Recalled,
)

NAMES = {
    "image": "图片",
    "sticker": "表情",
    "record": "语音",
    "video": "视频",
    "file": "文件",
    "json": "卡片",
    "forward": "合并转发",
    "dice": "骰子",
    "rps": "猜拳",
}
EMOJI = {"76": "👍", "66": "❤️", "277": "🐶"}
UNICODE = 5000
"""Emoji ids from here on are Unicode code points, those below are QQ's own faces."""

Sentence: TypeAlias = Callable[[Any, Chronicle], str]


def words(pieces: tuple[Segment, ...], room: Chronicle) -> str:
    """Write a message as one line of text."""
    return "".join(_piece(piece, room) for piece in pieces)


def _piece(piece: Segment, room: Chronicle) -> str:
    match piece.type:
        case "text":
            return str(piece.data["text"])
        case "at":
            return f"@{_called(piece.data['qq'], room)}"
        case "face":
            return f"[{piece.data.get('name') or '表情'}]"
        case _:
            return f"[{NAMES.get(piece.type, piece.type)}]"


def _called(user_id: object, room: Chronicle) -> str:
    if user_id in (0, "0", "all"):
        return "全体成员"
    person = room.everyone.get(int(str(user_id)))
    return person.name if person else str(user_id)


def emoji(code: str) -> str:
    """Show an emoji by QQ's id of it."""
    return chr(int(code)) if int(code) >= UNICODE else EMOJI.get(code, f"[表情 {code}]")


def _recalled(event: Recalled, room: Chronicle) -> str:
    gist = words(event.said.segments, room)
    return f"{_called(event.operator_id, room)} 撤回了「{gist}」"


def _reacted(event: Reacted, room: Chronicle) -> str:
    verb = "回应了" if event.is_added else "取消了回应"
    gist = words(event.said.segments, room)
    return f"{_called(event.user_id, room)} {verb} {emoji(event.emoji)}「{gist}」"


def _poked(event: Poked, room: Chronicle) -> str:
    return f"{_called(event.user_id, room)} 戳了戳 {_called(event.target_id, room)}"


SENTENCES: dict[type[Happening], Sentence] = {
    Recalled: _recalled,
    Reacted: _reacted,
    Poked: _poked,
    Joined: lambda event, room: f"{_called(event.user_id, room)} 加入了群聊",
    Left: lambda event, room: f"{_called(event.user_id, room)} 离开了群聊",
    CardChanged: lambda event, room: f"{_called(event.user_id, room)} 改了群名片",
}


def sentence(event: Happening, room: Chronicle) -> str | None:
    """Tell in one sentence what happened, if a member would see it."""
    tell = SENTENCES.get(type(event))
    return tell(event, room) if tell else None

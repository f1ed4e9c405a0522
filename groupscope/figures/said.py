"""What a stored message says, as it can be quoted: words, and in brackets what is no words."""

from collections.abc import Callable, Mapping
from typing import Any

from groupscope.language.faces import face_like, face_named, sticker_named
from groupscope.language.sites import card_name
from groupscope.model import Kind, Segment
from groupscope.report import clipped
from groupscope.store.media import segments_of

LABELS: Mapping[str, str] = {
    "record": "[语音]",
    "video": "[视频]",
    "forward": "[聊天记录]",
    "node": "[聊天记录]",
    "longmsg": "[聊天记录]",
    "dice": "[骰子]",
    "rps": "[猜拳]",
    "music": "[音乐]",
    "location": "[位置]",
    "contact": "[名片]",
    "mface": "[表情]",
    "marketface": "[表情]",
}
KINDS: Mapping[int, str] = {
    Kind.IMAGE: "[图片]",
    Kind.STICKER: "[表情]",
    Kind.FACE: "[表情]",
    Kind.VOICE: "[语音]",
    Kind.VIDEO: "[视频]",
    Kind.FILE: "[文件]",
    Kind.CARD: "[卡片]",
    Kind.FORWARD: "[聊天记录]",
}
"""What stands for a message of which nothing more is known."""

LONGEST = 160


def quotable(row: Any, longest: int = LONGEST) -> str:  # noqa: ANN401 -- a row of the message table
    """Return what a message says, on one line.

    ``row`` has the columns ``kind``, ``text`` and ``segments``.
    """
    return clipped(spoken(row), longest) or KINDS.get(row.kind, "[消息]")


def spoken(row: Any) -> str:  # noqa: ANN401 -- a row of the message table
    """Return what a message says, with its line breaks; empty where nothing is known of it."""
    return "".join(map(_told, segments_of(row))) if row.segments else row.text


def written(row: Any) -> str:  # noqa: ANN401 -- as above
    """Return what a message says with QQ's faces by their names, as QQ's own exports have them."""
    if not row.segments:
        return row.text
    return "".join(_named(piece) or _told(piece) for piece in segments_of(row))


def _named(piece: Segment) -> str | None:
    name = face_named(piece.data.get("id")) if piece.type == "face" else None
    return f"[{name}]" if name else None


def _told(piece: Segment) -> str:
    told = TOLD.get(piece.type)
    return told(piece.data) if told else _picture(piece)


def _mentioned(data: Mapping[str, Any]) -> str:
    name = str(data.get("name") or "").lstrip("@")
    return f"@{name} " if name else ""


def _face(data: Mapping[str, Any]) -> str:
    name = face_named(data.get("id"))
    return face_like(data.get("id")) or (f"[{name}]" if name else "[表情]")


def _file(data: Mapping[str, Any]) -> str:
    name = data.get("file_name") or data.get("name") or data.get("file")
    return f"[文件：{name}]" if name else "[文件]"


def _card(data: Mapping[str, Any]) -> str:
    name = card_name(data)
    return f"[{name}卡片]" if name else "[卡片]"


TOLD: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "text": lambda data: str(data.get("text", "")),
    "reply": lambda _data: "",
    "at": _mentioned,
    "face": _face,
    "file": _file,
    "json": _card,
}


def _picture(piece: Segment) -> str:
    """Return what stands for a picture, a sticker, or anything else."""
    name = sticker_named(piece.data)
    if name:
        return f"[{name}]"
    if piece.type in ("image", "flash"):
        return "[表情]" if piece.is_sticker else "[图片]"
    return LABELS.get(piece.type, "[卡片]")

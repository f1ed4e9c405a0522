"""Segments of a OneBot message: what they are, what they say, and what is kept of them."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from nonebot.adapters.onebot.v11 import Message as OneBotMessage

from groupscope.model import EVERYONE, Kind, Segment
from plugins.recorder.values import cleaned, positive, text_of

MD5 = re.compile(r"[0-9A-Fa-f]{32}")
LINK = re.compile(r"https?://[^\s<>\"'，。；！？、（）【】「」]+", re.IGNORECASE)
LONGEST_CARD = 100_000

KINDS: Mapping[str, Kind] = {
    "face": Kind.FACE,
    "dice": Kind.FACE,
    "rps": Kind.FACE,
    "shake": Kind.FACE,
    "poke": Kind.FACE,
    "image": Kind.IMAGE,
    "flash": Kind.IMAGE,
    "mface": Kind.STICKER,
    "marketface": Kind.STICKER,
    "record": Kind.VOICE,
    "video": Kind.VIDEO,
    "file": Kind.FILE,
    "onlinefile": Kind.FILE,
    "flashtransfer": Kind.FILE,
    "flash_file": Kind.FILE,
    "forward": Kind.FORWARD,
    "node": Kind.FORWARD,
    "longmsg": Kind.FORWARD,
    **dict.fromkeys(
        ("json", "xml", "markdown", "keyboard", "location", "contact", "music", "share", "miniapp"),
        Kind.CARD,
    ),
}

PASSING_FIELDS: Mapping[str, frozenset[str]] = {
    # Addresses that die with their key within hours, and paths on somebody else's machine.
    **dict.fromkeys(("image", "record", "video", "file", "flash"), frozenset({"url", "path"})),
    # NapCat's own element beside QQ's face.
    "face": frozenset({"raw"}),
    # What others said elsewhere is not this group's talk.
    "forward": frozenset({"content"}),
    "node": frozenset({"content"}),
}


def pieces_of(message: object) -> list[Segment]:
    """Read a message in array or string format, or a single segment; clean, without base64."""
    if isinstance(message, str):
        raw: Sequence[Any] = [
            {"type": piece.type, "data": piece.data} for piece in OneBotMessage(message)
        ]
    elif isinstance(message, Mapping):
        raw = [message]
    else:
        raw = message if isinstance(message, list) else []
    pieces = [piece for piece in map(_piece, raw) if piece is not None]
    return _without_doubles(pieces)


def _piece(raw: object) -> Segment | None:
    if isinstance(raw, str):
        return Segment("text", {"text": text_of(raw)})
    if not isinstance(raw, Mapping):
        return None
    kind, data = text_of(raw.get("type")) or "unknown", raw.get("data")
    if kind == "text":
        content = data.get("text") if isinstance(data, Mapping) else data
        return Segment("text", {"text": text_of(content)})
    if not isinstance(data, Mapping):
        return Segment(kind, {} if data is None else {"data": cleaned(data)})
    passing = PASSING_FIELDS.get(kind, frozenset())
    kept = {
        text_of(name): cleaned(value)
        for name, value in data.items()
        if name not in passing and value is not None
    }
    if kind == "image" and "file" in kept and str(kept["file"]).startswith("http"):
        kept["file"] = str(kept.get("filename", ""))  # Lagrange: the address that dies
    return Segment(kind, kept)


def _without_doubles(pieces: list[Segment]) -> list[Segment]:
    """Leave out the text that Lagrange adds to a market face: it is the face's own name."""
    if not any(piece.type == "mface" for piece in pieces):
        return pieces
    summaries = {text_of(piece.data.get("summary")) for piece in pieces if piece.type == "mface"}
    return [
        piece
        for piece in pieces
        if piece.type != "text" or text_of(piece.data.get("text")).strip() not in summaries
    ]


def spoken(pieces: Sequence[Segment]) -> str:
    """Return what a message says in words."""
    if len(pieces) == 1 and pieces[0].type == "text":
        return pieces[0].data["text"]
    return "".join(piece.data["text"] for piece in pieces if piece.type == "text")


def kind_of(pieces: Sequence[Segment], text: str) -> Kind:
    """Return what a message mainly is; words win, then the first thing that is no reply."""
    if text.strip():
        return Kind.TEXT
    for piece in pieces:
        if piece.type == "at":
            return Kind.TEXT
        if piece.type == "image" and piece.is_sticker:
            return Kind.STICKER
        if piece.type not in ("reply", "text"):
            return KINDS.get(piece.type, Kind.OTHER)
    return Kind.EMPTY


def mentions_of(pieces: Sequence[Segment]) -> tuple[int, ...]:
    """Return who was @-ed, in order, once each; 0 for everyone."""
    found: dict[int, None] = {}
    for piece in pieces:
        if piece.type == "at":
            target = piece.data.get("qq", piece.data.get("user_id"))
            number = EVERYONE if str(target) == "all" else positive(target)
            if number is not None:
                found[number] = None
    return tuple(found)


def media_of(pieces: Sequence[Segment]) -> tuple[str, ...]:
    """Return the identities of pictures, stickers, faces and recordings, in order.

    They are the same on every implementation, so that two accounts see the same message.
    """
    found = (_identity(piece) for piece in pieces)
    return tuple(identity for identity in found if identity)


def _identity(piece: Segment) -> str | None:
    name = IDENTITIES.get(piece.type)
    return name(piece.data) if name else None


def _image(data: Mapping[str, Any]) -> str:
    if data.get("emoji_id"):
        return f"sticker:{data['emoji_id']}"
    for field in ("md5", "file_unique", "filename", "file"):
        if found := MD5.search(str(data.get(field, ""))):
            return f"image:{found[0].upper()}"
    return "image:"


def _sticker(data: Mapping[str, Any]) -> str:
    return f"sticker:{data.get('emoji_id') or data.get('id') or data.get('summary') or ''}"


IDENTITIES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "image": _image,
    "flash": _image,
    "mface": _sticker,
    "marketface": _sticker,
    "face": lambda data: f"face:{data.get('id', '')}",
    "dice": lambda data: f"dice:{data.get('result', data.get('value', ''))}",
    "rps": lambda data: f"rps:{data.get('result', data.get('value', ''))}",
    "record": lambda _data: "voice:",
    "video": lambda _data: "video:",
}


def links_of(pieces: Sequence[Segment], text: str) -> tuple[str, ...]:
    """Return the hosts of links in words and cards, in order, once each."""
    addresses = LINK.findall(text) if "://" in text else []
    for piece in pieces:
        if piece.type == "json":
            addresses += _card_links(str(piece.data.get("data", "")))
        elif piece.type in ("share", "music") and piece.data.get("url"):
            addresses.append(str(piece.data["url"]))
    return tuple(dict.fromkeys(filter(None, map(_host, addresses))))


def _card_links(card: str) -> list[str]:
    """Return where a card leads; not where its pictures lie."""
    if len(card) > LONGEST_CARD:
        return []
    try:
        meta = json.loads(card).get("meta", {})
    except (ValueError, AttributeError, RecursionError):
        return []
    details = [detail for detail in meta.values() if isinstance(detail, dict)] if meta else []
    found = (
        detail.get(field)
        for detail in details
        for field in ("qqdocurl", "jumpUrl", "jump_url", "url")
    )
    return [address for address in found if isinstance(address, str) and address]


def _host(address: str) -> str:
    try:
        parts = urlsplit(address if "://" in address else f"//{address}")
        return (parts.hostname or "")[:253]
    except ValueError:
        return ""


def files_of(pieces: Sequence[Segment]) -> tuple[str, ...]:
    """Return the names of files."""
    names = (
        text_of(piece.data.get("file_name") or piece.data.get("name") or piece.data.get("file"))
        for piece in pieces
        if piece.type == "file"
    )
    return tuple(name for name in names if name)


def reply_of(pieces: Sequence[Segment]) -> int | None:
    """Return the id of the message that is quoted."""
    for piece in pieces:
        if piece.type == "reply":
            found = str(piece.data.get("id", ""))
            return int(found) if found.lstrip("-").isdigit() and len(found) < 20 else None  # noqa: PLR2004 -- 64 bit
    return None

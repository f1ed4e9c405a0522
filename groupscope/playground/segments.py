"""Neutral pieces of a message, before a dialect gives them its own shape.

Only what a sender chooses is in them; what an implementation adds (addresses, string sizes,
summaries …) is the dialect's business. A segment of an unknown kind passes through untouched.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from hashlib import md5
from typing import TypeAlias

from groupscope.model import EVERYONE, Segment

Words: TypeAlias = str | Segment | Sequence[str | Segment]
"""What a member types: plain words (``@乙`` becomes a mention), a segment, or several of both."""


def text(words: str) -> Segment:
    """Plain words, taken as they are: an ``@`` in them mentions nobody."""
    return Segment("text", {"text": words})


def at(user_id: int, name: str = "") -> Segment:
    """Return a mention; EVERYONE (0) is @全体成员."""
    return Segment("at", {"qq": user_id, "name": name})


def face(number: int, name: str = "") -> Segment:
    """One of QQ's own small faces, by its number (277 is 汪汪)."""
    return Segment("face", {"id": number, "name": name})


def image(content: bytes, suffix: str = "jpg", *, sticker: bool = False) -> Segment:
    """Return a picture, named by the MD5 of its content as QQ does; ``sticker`` is 动画表情."""
    name = f"{md5(content, usedforsecurity=False).hexdigest().upper()}.{suffix}"
    return Segment("image", {"file": name, "size": len(content), "sticker": sticker})


def sticker(emoji_id: str, summary: str) -> Segment:
    """Return a sticker of QQ's shop (商城表情)."""
    return Segment("sticker", {"emoji_id": emoji_id, "summary": summary})


def voice(name: str, size: int = 4096) -> Segment:
    """Return a voice message."""
    return Segment("record", {"file": name, "size": size})


def video(name: str, size: int = 1 << 20) -> Segment:
    """Return a video."""
    return Segment("video", {"file": name, "size": size})


def file(name: str, size: int) -> Segment:
    """Return a file put into the group's files."""
    return Segment("file", {"file": name, "size": size})


def card(content: str) -> Segment:
    """Return an ark: mini-app, shared link, location, music; ``content`` is its JSON text."""
    return Segment("json", {"data": content})


def forward(forward_id: str) -> Segment:
    """Return a merged forward, by the id of its content."""
    return Segment("forward", {"id": forward_id})


def dice(result: int) -> Segment:
    """Return a thrown die, 1 to 6."""
    return Segment("dice", {"result": result})


def fingers(result: int) -> Segment:
    """Rock, paper, scissors: 1 is 布, 2 is 剪刀, 3 is 石头."""
    return Segment("rps", {"result": result})


def read(words: Words, names: Mapping[str, int]) -> tuple[Segment, ...]:
    """Segments of what was typed; ``names`` tells who may be mentioned by ``@name``."""
    parts = [words] if isinstance(words, (str, Segment)) else words
    return tuple(
        segment
        for part in parts
        for segment in ([part] if isinstance(part, Segment) else _mentions(part, names))
    )


def _mentions(words: str, names: Mapping[str, int]) -> Iterable[Segment]:
    """Cut typed words at the mentions of known names; the longest name wins."""
    known = {"全体成员": EVERYONE, **names}
    by_length = sorted(filter(None, known), key=len, reverse=True)
    pattern = "@(" + "|".join(map(re.escape, by_length)) + ")"
    for place, piece in enumerate(re.split(pattern, words)):
        if place % 2:
            yield at(known[piece], piece)
        elif piece:
            yield text(piece)

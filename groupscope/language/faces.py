"""QQ's faces and stickers, as the words they stand for."""

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from groupscope.language.lists import entries
from groupscope.model import Segment

_STICKERS: Final = frozenset({"mface", "marketface", "image"})
_NAMELESS: Final = frozenset(
    {"", "动画表情", "图片", "表情", "商城表情", "闪照", "image", "sticker"}
)
"""What clients write for any picture."""

_LONGEST_NAME: Final = 12


def face_named(number: object) -> str | None:
    """Return the name of a QQ face, or None where the number is unknown."""
    return _names().get(str(number))


@cache
def _names() -> Mapping[str, str]:
    pairs = (line.split(maxsplit=1) for line in entries("faces"))
    return MappingProxyType({number: name.strip() for number, name in pairs})


def said_of(segments: Sequence[Segment], text: str) -> str:
    """Return the line to analyse: words, and faces and named stickers as ``[name]``.

    Mentions, pictures, dice, cards and faces without a known name say nothing. ``text`` is what
    is left of a message whose segments are not known.
    """
    if not segments:
        return text
    return "".join(map(_said, segments)).strip()


def _said(segment: Segment) -> str:
    if segment.type == "text":
        return str(segment.data.get("text", ""))
    if segment.type == "face":
        return _bracketed(face_named(segment.data.get("id")))
    if segment.type in _STICKERS:
        return _bracketed(_summary(segment.data))
    return " "


def _summary(data: Mapping[str, Any]) -> str:
    """Return a sticker's own name: ``[摸头]``, or as its HTML entities say."""
    written = str(data.get("summary") or "").replace("&#91;", "[").replace("&#93;", "]")
    return "".join(written.strip().strip("[]【】").split())


def _bracketed(name: str | None) -> str:
    if not name or name in _NAMELESS or len(name) > _LONGEST_NAME or "[" in name or "]" in name:
        return " "
    return f"[{name}]"

"""QQ's faces and stickers, as the words they stand for."""

import re
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from groupscope.language.lists import entries
from groupscope.language.wholes import EMOJI
from groupscope.model import Segment

_STICKERS: Final = frozenset({"mface", "marketface", "image"})
_NAMELESS: Final = frozenset(
    {"", "动画表情", "图片", "表情", "商城表情", "闪照", "image", "sticker"}
)
"""What clients write for any picture."""

_LONGEST_NAME: Final = 12
_EMOJI: Final = re.compile(EMOJI)
_MOST_DIGITS: Final = len(str(sys.maxunicode))


def face_named(number: object) -> str | None:
    """Return the name of a QQ face, or None where the number is unknown."""
    return _names().get(str(number))


def face_number(name: str) -> str | None:
    """Return the number of the QQ face with a name, or None where no face is called so."""
    return _numbers().get(name)


@cache
def _numbers() -> Mapping[str, str]:
    pairs = reversed(list(_names().items()))  # the first of those that share a name
    return MappingProxyType({name: number for number, name in pairs})


@cache
def _names() -> Mapping[str, str]:
    pairs = (line.split(maxsplit=1) for line in entries("faces"))
    return MappingProxyType({number: name.strip() for number, name in pairs})


@cache
def _likes() -> Mapping[str, str]:
    lines = (line.split() for line in entries("face_emoji"))
    return MappingProxyType({number: emoji for emoji, *numbers in lines for number in numbers})


def face_like(number: object) -> str | None:
    """Return the emoji that looks like a QQ face, or None where none comes near."""
    return _likes().get(str(number))


def reaction_sign(code: str) -> str:
    """Return what a reaction shows, by the code that QQ tells: 128514 is 😂, 76 the face 赞.

    An emoji, where there is one; else a face's name, as ``[name]``, or ``[表情]``.
    """
    if not code.isdecimal():
        return code or "[表情]"
    if name := face_named(code):
        return face_like(code) or f"[{name}]"
    sign = chr(int(code)) if len(code) <= _MOST_DIGITS and int(code) <= sys.maxunicode else ""
    return coloured(sign) if _EMOJI.fullmatch(sign) else "[表情]"


def coloured(emoji: str) -> str:
    """Return an emoji as one to be shown in colour: old signs need to be asked for it."""
    return f"{emoji}\ufe0f" if len(emoji) == 1 and emoji < "\U0001f000" else emoji


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


def sticker_named(data: Mapping[str, Any]) -> str | None:
    """Return a sticker's own name (摸头), by the data of its segment; None where it has none."""
    name = _summary(data)
    return name if name not in _NAMELESS and len(name) <= _LONGEST_NAME else None


def _bracketed(name: str | None) -> str:
    if not name or name in _NAMELESS or len(name) > _LONGEST_NAME or "[" in name or "]" in name:
        return " "
    return f"[{name}]"

"""Reading what the bot wants to send: arrays, single segments and CQ strings."""

from collections.abc import Iterable, Mapping
from typing import cast

from groupscope.model import EVERYONE, Segment
from groupscope.playground import cq, segments
from groupscope.playground.outbox import content
from groupscope.playground.values import Json

KNOWN = frozenset(
    {
        *("text", "at", "face", "image", "reply", "record", "video", "file", "forward", "json"),
        *("mface", "dice", "rps", "music", "poke", "markdown", "contact", "node"),
    }
)
"""What implementations can send."""


def read(message: object, *, auto_escape: bool = False) -> tuple[Segment, ...]:
    """Return the segments of the parameter ``message``; ValueError if it is none."""
    if isinstance(message, str):
        return (segments.text(message),) if auto_escape else cq.decode(message)
    if isinstance(message, Mapping):
        return (_segment(cast("Json", message)),)
    if isinstance(message, list):
        return tuple(_segment(piece) for piece in cast("list[Json]", message))
    raise ValueError("消息格式不对")


def _segment(piece: Json) -> Segment:
    return Segment(piece["type"], piece.get("data") or {})


def neutral(pieces: Iterable[Segment]) -> tuple[Segment, ...]:
    """Return the message as the room keeps it: without the quotation, pictures by their hash."""
    return tuple(_neutral(piece) for piece in pieces if piece.type != "reply")


def _neutral(piece: Segment) -> Segment:
    match piece.type:
        case "image":
            return segments.image(content(piece), "png")
        case "at":
            return segments.at(EVERYONE if piece.data["qq"] == "all" else int(piece.data["qq"]))
        case "face":
            return segments.face(int(piece.data["id"]))
        case _:
            return piece

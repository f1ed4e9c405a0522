"""What pictures, stickers and faces a stored message holds, by their identities.

A row here has the columns ``kind``, ``text``, ``media`` and ``segments`` of the message table.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from groupscope.language.wholes import EMOJI
from groupscope.model import Kind, Segment
from groupscope.store.messages import from_json_list

FACE, STICKER, IMAGE = "face:", "sticker:", "image:"
"""How identities begin; what stands behind is QQ's number of a face, or names one picture."""
ANY_EMOJI = re.compile(EMOJI)
SELECTORS = re.compile("[\ufe0e\ufe0f]")


def segments_of(row: Any) -> Iterator[Segment]:  # noqa: ANN401 -- a row of the message table
    """Give the segments that were stored of a message; none of one piece of text."""
    for piece in json.loads(row.segments or "[]"):
        yield Segment(piece["type"], piece["data"])


def faces_in(row: Any) -> frozenset[str]:  # noqa: ANN401 -- a row of the message table
    """Return what faces a message holds, each once: 😂, ``face:178``, ``sticker:…``, ``image:…``.

    Emoji are told without their selectors. Of pictures only stickers are faces.
    """
    found: set[str] = set()
    if not row.text.isascii():
        found.update(SELECTORS.sub("", one) for one in ANY_EMOJI.findall(row.text))
    if row.media is not None:
        media = from_json_list(row.media)
        found.update(one for one in media if one.startswith((FACE, STICKER)) and one[-1] != ":")
        found |= _stickers_in(row, media)
    return frozenset(found)


def photos_in(row: Any) -> frozenset[str]:  # noqa: ANN401 -- a row of the message table
    """Return the identities of a message's pictures that are no stickers, each once."""
    media = from_json_list(row.media)
    pictures = {one for one in media if one.startswith(IMAGE) and one != IMAGE}
    return frozenset(pictures - _stickers_in(row, media) if pictures else ())


def _stickers_in(row: Any, media: tuple[str, ...]) -> set[str]:  # noqa: ANN401 -- a row of the message table
    """Return those pictures of a message that QQ calls stickers."""
    images = [one for one in media if one.startswith(IMAGE)]
    if not images or (len(images) == 1 and row.kind == Kind.IMAGE):
        return set()
    pieces = (piece for piece in segments_of(row) if _is_image(piece))
    found = zip(images, pieces, strict=False)
    return {identity for identity, piece in found if piece.is_sticker and identity != IMAGE}


def sticker_data(row: Any, face: str) -> Mapping[str, Any]:  # noqa: ANN401 -- a row of the message table
    """Return the data of the segment that a message's sticker stands in; empty where it is none."""
    if face.startswith(STICKER):
        name = face.removeprefix(STICKER)
        told = (piece.data for piece in segments_of(row))
        return next((data for data in told if _market_name(data) == name), {})
    images = [one for one in from_json_list(row.media) if one.startswith(IMAGE)]
    pieces = (piece for piece in segments_of(row) if _is_image(piece))
    found = zip(images, pieces, strict=False)
    return next((piece.data for identity, piece in found if identity == face), {})


def _market_name(data: Mapping[str, Any]) -> str:
    return str(data.get("emoji_id") or data.get("id") or data.get("summary") or "")


def _is_image(piece: Segment) -> bool:
    """Tell whether a segment has an identity as a picture; a market face has one of its own."""
    return piece.type in ("image", "flash") and not piece.data.get("emoji_id")

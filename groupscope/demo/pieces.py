"""What a message is made of: segments as OneBot tells them, and what is to be read in them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from groupscope.demo.lists import words
from groupscope.model import Kind, Segment

LETTERS: Final = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ123456789"
STICKERS: Final = 40
"""How many stickers go round in the group."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A segment, and what of it is an identity, a link, a file or a mention."""

    segment: Segment
    kind: Kind
    media: str | None = None
    link: str | None = None
    file: str | None = None
    mentions: int | None = None


def text(said: str, link: str | None = None) -> Piece:
    """Return words, with the host of a link that is among them."""
    return Piece(Segment("text", {"text": said}), Kind.TEXT, link=link)


def at(user_id: int) -> Piece:
    """Return a mention."""
    return Piece(Segment("at", {"qq": str(user_id)}), Kind.TEXT, mentions=user_id)


def reply(message_id: int) -> Piece:
    """Return a quotation."""
    return Piece(Segment("reply", {"id": str(message_id)}), Kind.EMPTY)


def face(number: str) -> Piece:
    """Return one of QQ's own faces."""
    return Piece(Segment("face", {"id": number}), Kind.FACE, media=f"face:{number}")


def picture(digest: str) -> Piece:
    """Return a photo; the digest is its identity."""
    return Piece(_image(digest, "", 0), Kind.IMAGE, media=f"image:{digest}")


def sticker(number: int) -> Piece:
    """Return the n-th sticker of the group (动画表情)."""
    digest = Random(f"sticker {number}").randbytes(16).hex().upper()
    return Piece(_image(digest, "[动画表情]", 1), Kind.STICKER, media=f"image:{digest}")


def shop_sticker(number: int) -> Piece:
    """Return the n-th sticker of QQ's shop."""
    emoji_id = Random(f"shop {number}").randbytes(16).hex()
    fields = {"summary": words("shop_stickers")[number], "emoji_id": emoji_id, "key": "ea229eea"}
    segment = Segment("image", {"file": "marketface", **fields})
    return Piece(segment, Kind.STICKER, media=f"sticker:{emoji_id}")


def voice(random: Random) -> Piece:
    """Return a voice message."""
    name = f"{random.randbytes(16).hex()}.amr"
    segment = Segment("record", {"file": name, "file_size": str(random.randint(2_000, 60_000))})
    return Piece(segment, Kind.VOICE, media="voice:")


def video(random: Random) -> Piece:
    """Return a video."""
    name = f"{random.randbytes(16).hex()}.mp4"
    size = str(random.randint(300_000, 30_000_000))
    return Piece(Segment("video", {"file": name, "file_size": size}), Kind.VIDEO, media="video:")


def file(name: str, size: int) -> Piece:
    """Return a file of the group."""
    segment = Segment("file", {"file": name, "file_id": f"/{name}", "file_size": str(size)})
    return Piece(segment, Kind.FILE, file=name)


def forward(random: Random) -> Piece:
    """Return a merged forward."""
    return Piece(Segment("forward", {"id": str(random.getrandbits(62))}), Kind.FORWARD)


def dice(random: Random) -> Piece:
    """Return a thrown die."""
    result = str(random.randint(1, 6))
    return Piece(Segment("dice", {"result": result}), Kind.FACE, media=f"dice:{result}")


def card(random: Random) -> Piece:
    """Return a shared card: a mini program, a song, a document."""
    title, host, description = random.choice(words("cards_shared")).split("|")
    detail = {"title": title, "desc": description, "qqdocurl": f"https://{host}/{code(random)}"}
    content = {
        "app": "com.tencent.miniapp_01",
        "prompt": f"[QQ小程序]{title}",
        "meta": {"detail_1": detail},
    }
    segment = Segment("json", {"data": json.dumps(content, ensure_ascii=False)})
    return Piece(segment, Kind.CARD, link=host)


def link(random: Random) -> Piece:
    """Return an address as it is typed or pasted."""
    address = random.choice(words("links")).format(
        code=code(random), number=random.randint(10_000, 99_999_999)
    )
    said = random.choice(("", "", "看这个 ", "这个有用 ", "笑死了 ", "求点赞 "))
    return text(f"{said}https://{address}", address.partition("/")[0])


def code(random: Random) -> str:
    """Return what stands at the end of an address."""
    return "".join(random.choices(LETTERS, k=10))


def fields(pieces: Sequence[Piece]) -> Mapping[str, Any]:
    """Return what a message's fields say of its pieces."""
    said = "".join(str(one.segment.data["text"]) for one in pieces if one.segment.type == "text")
    return {
        "kind": Kind.TEXT if said.strip() else _first(one.kind for one in pieces),
        "text": said,
        "segments": tuple(one.segment for one in pieces),
        "mentions": _once(one.mentions for one in pieces),
        "media": tuple(one.media for one in pieces if one.media),
        "links": _once(one.link for one in pieces),
        "files": tuple(one.file for one in pieces if one.file),
    }


def _once(found: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(one for one in found if one is not None))


def _first(kinds: Iterable[Kind]) -> Kind:
    return next((kind for kind in kinds if kind is not Kind.EMPTY), Kind.EMPTY)


def _image(digest: str, summary: str, sub_type: int) -> Segment:
    fields = {"summary": summary, "file": f"{digest}.jpg", "sub_type": sub_type}
    return Segment("image", {**fields, "file_size": "48213"})

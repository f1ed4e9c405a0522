"""What a message is made of, put together the way the recorder does it.

What a file tells of a picture or a face gets the same identity as when it is heard live.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from groupscope.importers.entries import EVERYBODY
from groupscope.language.faces import face_number
from groupscope.model import Kind, Segment

_NAMED: Final = re.compile(r"\[([^\[\]\s]{1,12})\]")
KINDS: Final = {
    "face": Kind.FACE,
    "dice": Kind.FACE,
    "image": Kind.IMAGE,
    "mface": Kind.STICKER,
    "record": Kind.VOICE,
    "video": Kind.VIDEO,
    "file": Kind.FILE,
    "forward": Kind.FORWARD,
    "json": Kind.CARD,
    "location": Kind.CARD,
    "contact": Kind.CARD,
}


@dataclass(slots=True)
class Pieces:
    """The pieces of one message, and what follows from them."""

    made: list[Segment] = field(default_factory=list[Segment])
    mentions: list[str] = field(default_factory=list[str])
    media: list[str] = field(default_factory=list[str])
    files: list[str] = field(default_factory=list[str])
    reply_to: str | None = None

    def say(self, text: str) -> None:
        """Add words."""
        if text:
            self.made.append(Segment("text", {"text": text}))

    def say_with_faces(self, text: str) -> None:
        """Add words in which QQ's faces stand by their names: ``好[斜眼笑]``."""
        for place, part in enumerate(_NAMED.split(text)):
            number = face_number(part) if place % 2 else None
            if number is not None:
                self.face(number)
            else:
                self.say(f"[{part}]" if place % 2 else part)

    def mention(self, key: str) -> None:
        """Add an @ of somebody, or of everybody."""
        self.mentions.append(key)
        self.made.append(Segment("at", {"qq": key}))

    def mention_all(self) -> None:
        """Add an @ of everybody."""
        self.mention(EVERYBODY)

    def face(self, number: str) -> None:
        """Add one of QQ's faces."""
        self.media.append(f"face:{number}")
        self.made.append(Segment("face", {"id": number}))

    def sticker(self, identity: str, name: str | None) -> None:
        """Add a sticker."""
        self.media.append(f"sticker:{identity or name or ''}")
        shown = {"emoji_id": identity} if identity else {}
        self.made.append(Segment("mface", {**shown, "summary": name or ""}))

    def image(self, md5: str | None, *, is_sticker: bool = False) -> None:
        """Add a picture, by its MD5 if it is known."""
        identity = (md5 or "").upper()
        self.media.append(f"image:{identity}")
        shown = {"file": f"{identity}.jpg"} if identity else {}
        self.made.append(Segment("image", shown | ({"sub_type": 1} if is_sticker else {})))

    def sound(self) -> None:
        """Add a recording."""
        self.media.append("voice:")
        self.made.append(Segment("record", {}))

    def video(self) -> None:
        """Add a video."""
        self.media.append("video:")
        self.made.append(Segment("video", {}))

    def file(self, name: str) -> None:
        """Add a file."""
        self.files.append(name)
        self.made.append(Segment("file", {"file": name}))

    def other(self, kind: str) -> None:
        """Add a card, a forwarded chat, or whatever it is called."""
        self.made.append(Segment(kind, {}))

    @property
    def text(self) -> str:
        """What is said in words."""
        return "".join(piece.data["text"] for piece in self.made if piece.type == "text")

    @property
    def kind(self) -> Kind:
        """What the message mainly is; words win, then the first thing."""
        return kind_of(self.made, self.text)

    @property
    def kept(self) -> tuple[Segment, ...]:
        """The pieces, where they are more than words."""
        is_plain = all(piece.type == "text" for piece in self.made)
        return () if is_plain else tuple(self.made)


def kind_of(pieces: Sequence[Segment], text: str) -> Kind:
    """Return what pieces mainly are."""
    if text.strip():
        return Kind.TEXT
    for piece in pieces:
        if piece.type == "at":
            return Kind.TEXT
        if piece.type == "image" and piece.is_sticker:
            return Kind.STICKER
        if piece.type != "text":
            return KINDS.get(piece.type, Kind.OTHER)
    return Kind.EMPTY

"""What was said, as it stands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cheer:
    """What a message was given: an emoji or a short word, and how often."""

    emoji: str
    count: int


@dataclass(frozen=True, slots=True)
class Quote:
    """A message with who said it and when ("11-19 23:48").

    ``text`` is what it says, or what it is ("[图片]"). ``note`` stands beside the name: "心情 +82".
    """

    member_id: int | None
    name: str
    when: str
    text: str
    cheers: tuple[Cheer, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Quotes:
    """Quotes below each other, each in its bubble; ``is_low`` keeps those to two lines."""

    title: str
    hint: str
    rows: tuple[Quote, ...]
    is_low: bool = False

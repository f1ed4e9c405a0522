"""Members among each other, and what they use instead of words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tie:
    """How often two members turned to each other.

    ``there`` counts from left to right, ``back`` from right to left.
    """

    left_id: int
    left: str
    right_id: int
    right: str
    there: int
    back: int


@dataclass(frozen=True, slots=True)
class Ties:
    """Pairs of members, the strongest first."""

    title: str
    hint: str
    rows: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class Face:
    """An emoji, a QQ face or a sticker, and how often it was sent.

    ``emoji`` is drawn large; where there is none (a sticker, a QQ face without a like), ``label``
    stands on a plate. ``note`` says who sends it most.
    """

    emoji: str | None
    label: str
    count: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Faces:
    """A grid of faces, the most used first."""

    title: str
    hint: str
    faces: tuple[Face, ...]

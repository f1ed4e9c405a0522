"""What can be drawn: numbers and keys, so that one value serves picture and JSON alike."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

ThemeName = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class RankRow:
    """One member's line on a board.

    ``share`` lies between 0 and 1. ``moved`` counts the places gained (+) or lost (−) since the
    period before, None where that is not known. ``is_new``: was not on the board before.
    ``is_marked``: the member who was asked about.
    """

    place: int
    member_id: int | None
    name: str
    count: int
    share: float
    moved: int | None = 0
    is_new: bool = False
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class RankBars:
    """A board, best first; a gap between two places is drawn as a gap.

    ``before`` names the period that ``moved`` compares with ("上周"); None shows no comparison.
    """

    title: str
    hint: str
    rows: tuple[RankRow, ...]
    before: str | None


Mark: TypeAlias = RankBars
"""Anything a card can hold; each has its drawing in ``marks/``."""


@dataclass(frozen=True, slots=True)
class Card:
    """One picture: a hero plate, some marks, and the coverage line at its foot."""

    title: str
    icon: str
    subtitle: str
    marks: tuple[Mark, ...]
    foot: str

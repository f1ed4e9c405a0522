"""A card: what stands on one picture."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from groupscope.charts.values.board import Board, Podium, RankBars, Reigns
from groupscope.charts.values.figures import Scatter, Steps, Tiles
from groupscope.charts.values.help import CommandList
from groupscope.charts.values.people import Faces, Ties
from groupscope.charts.values.questions import QuestionList
from groupscope.charts.values.quotes import Quotes
from groupscope.charts.values.time import Clock, HeatMap, MoodLine, TimeLine
from groupscope.charts.values.words import HotWords, Pills, WordCloud

ThemeName = Literal["light", "dark"]

Single: TypeAlias = (
    RankBars
    | Board
    | Podium
    | Reigns
    | WordCloud
    | HotWords
    | Pills
    | MoodLine
    | TimeLine
    | HeatMap
    | Clock
    | QuestionList
    | Quotes
    | Tiles
    | Steps
    | Scatter
    | Ties
    | Faces
    | CommandList
)
"""A mark that takes the whole width of a card, or half of it in a pair."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two marks side by side, equally high."""

    left: Single
    right: Single


Mark: TypeAlias = Single | Pair
"""Anything a card can hold; each has its drawing in ``marks/``."""


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a portrait is about: the plate on top shows their face, larger than anything.

    ``share`` (0 … 1) is the ring around it: of their messages among all. ``facts`` stand below the
    name ("入群 742 天 · 群主"), ``titles`` as pills, ``sentence`` below those.
    """

    member_id: int
    name: str
    badge: str
    share: float
    facts: str
    titles: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Issue:
    """What a digest opens with: the day's figure, its sentence, its hours.

    ``badge`` names the issue ("日报 · 11月20日 周五"), ``total`` is the number of messages,
    ``change`` against the day before ("18% 比昨天"), ``direction`` its arrow. ``hours`` are the
    messages of each hour or day, ``labels`` their axis, ``peak`` what is said about the highest.
    ``are_named``: each bar has a label of its own below it; else they are spread along the axis.
    """

    badge: str
    total: int
    change: str
    direction: Literal["up", "down"] | None
    sentence: str
    hours: tuple[int, ...]
    labels: tuple[str, ...]
    peak: str
    are_named: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One picture: a hero plate, some marks, and the coverage line at its foot.

    ``opening`` makes the hero plate that of a portrait or of a digest.
    """

    title: str
    icon: str
    subtitle: str
    marks: tuple[Mark, ...]
    foot: str
    opening: Person | Issue | None = None

    @property
    def member_ids(self) -> tuple[int, ...]:
        """The members whose faces are on it, in order."""
        opening = [self.opening.member_id] if isinstance(self.opening, Person) else []
        faces = [member for mark in self.marks for member in _faces(mark)]
        return tuple(dict.fromkeys(member for member in [*opening, *faces] if member))


def _faces(mark: Mark) -> Iterator[int | None]:
    """Give the members whose faces a mark shows; those without a number are None or 0."""
    match mark:
        case Pair(left, right):
            yield from _faces(left)
            yield from _faces(right)
        case RankBars() | Board() | Podium() | Reigns() | QuestionList() | Quotes():
            yield from (row.member_id for row in mark.rows)
        case Ties():
            yield from (member for row in mark.rows for member in (row.left_id, row.right_id))
        case _:
            return

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


@dataclass(frozen=True, slots=True)
class CloudWord:
    """A word and its weight (> 0; only the proportions matter)."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class WordCloud:
    """Words, heaviest first, at most 400 of them; what does not fit is left out.

    ``shape`` is an emoji whose silhouette is filled, with repeated words where there are too few;
    None, or what is no emoji, lets the cloud be as wide as the card and as high as it needs.
    """

    words: tuple[CloudWord, ...]
    shape: str | None = None


@dataclass(frozen=True, slots=True)
class MoodPoint:
    """The mood of one stretch of time.

    ``at`` is its place on the axis (0 … 1), ``mean`` the mood (−1 … 1), ``low`` and ``high`` its
    95 % interval. ``count`` messages are behind it; with none it is a gap.
    """

    at: float
    mean: float
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class MoodLine:
    """Mood over time, and how many messages were positive, neutral and negative (0 … 1 each).

    ``labels`` are spread evenly along the axis, from its beginning to its end. ``baseline`` is the
    usual mood of the group; None where it is not known.
    """

    title: str
    hint: str
    points: tuple[MoodPoint, ...]
    labels: tuple[str, ...]
    positive: float
    neutral: float
    negative: float
    baseline: float | None


@dataclass(frozen=True, slots=True)
class HotWord:
    """A word that is special about a period: its count there, against the usual count.

    ``usual`` is None where there is nothing to compare with.

    ``is_new``: was not known as a word before. ``example`` is a message with it, if one may be
    shown, ``example_by`` the name of who wrote it.
    """

    place: int
    text: str
    count: int
    usual: float | None
    is_new: bool = False
    example: str | None = None
    example_by: str | None = None


@dataclass(frozen=True, slots=True)
class HotWords:
    """What was talked about more than usual, the most special first."""

    title: str
    hint: str
    rows: tuple[HotWord, ...]


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question that was asked, and what became of it.

    ``number`` is what one types to mark it as done. ``asked`` ("11-19 21:03") and ``after``
    ("6 分钟后") are ready to be shown. ``is_done``: somebody marked it as settled.
    """

    number: int
    member_id: int | None
    name: str
    text: str
    asked: str
    answered_by: str | None = None
    after: str | None = None
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class QuestionList:
    """Questions, in the order in which they are to be read."""

    title: str
    hint: str
    rows: tuple[QuestionRow, ...]


Mark: TypeAlias = RankBars | WordCloud | MoodLine | HotWords | QuestionList
"""Anything a card can hold; each has its drawing in ``marks/``."""


@dataclass(frozen=True, slots=True)
class Card:
    """One picture: a hero plate, some marks, and the coverage line at its foot."""

    title: str
    icon: str
    subtitle: str
    marks: tuple[Mark, ...]
    foot: str

    @property
    def member_ids(self) -> tuple[int, ...]:
        """The members whose faces are on it, in order."""
        people = (mark.rows for mark in self.marks if isinstance(mark, RankBars | QuestionList))
        return tuple(row.member_id for rows in people for row in rows if row.member_id)

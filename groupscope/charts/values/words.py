"""Words: clouds, what is special, pills."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CloudWord:
    """A word and its weight (> 0; only the proportions matter)."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class WordCloud:
    """Words, heaviest first, at most 400 of them; what does not fit is left out.

    ``shape`` is an emoji whose silhouette is filled, with repeated words where there are too few;
    None, or what is no emoji, lets the cloud be as wide as the card and as high as it needs;
    ``is_low`` keeps that to a quarter of the width, for a cloud that is one mark of many.
    """

    words: tuple[CloudWord, ...]
    shape: str | None = None
    is_low: bool = False


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
class Pill:
    """A word or a title on a small rounded plate; ``note`` is a figure behind it."""

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pills:
    """Pills in rows, as many to a row as fit."""

    title: str
    hint: str
    pills: tuple[Pill, ...]

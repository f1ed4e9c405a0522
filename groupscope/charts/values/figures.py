"""Single figures: tiles, steps, dots."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure with what it is: 👥 冒泡群友, 127, 比昨天多 9 人.

    ``direction`` says whether ``note`` tells of more or of less, and is drawn as an arrow too; None
    for neither. More is not better: the colours of the two do not judge.
    """

    icon: str
    label: str
    value: str
    note: str = ""
    direction: Literal["up", "down"] | None = None


@dataclass(frozen=True, slots=True)
class Tiles:
    """Two to four tiles side by side; more are set in rows."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of those who came this far: ``count`` of them, ``share`` (0 … 1) of the first step.

    ``note`` says what the figure leaves open ("3 人还不到 7 天").
    """

    label: str
    count: int
    share: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Steps:
    """Steps one after the other, each no longer than the one before."""

    title: str
    hint: str
    rows: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Dot:
    """A dot at (``x``, ``y``), of a ``size`` in proportion to its area, coloured by ``mood``.

    ``mood`` lies between −1 and 1, None where it is not known. ``name`` is written beside the
    largest ones.
    """

    name: str
    x: float
    y: float
    size: float
    mood: float | None = None


@dataclass(frozen=True, slots=True)
class Scatter:
    """Dots over two axes, logarithmic where the values span more than two powers of ten."""

    title: str
    hint: str
    x_label: str
    y_label: str
    dots: tuple[Dot, ...]

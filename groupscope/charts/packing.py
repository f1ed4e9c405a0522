"""Where the words of a cloud go: ``wordcloud`` places them one by one into a room of our own.

The package knows no hooks, so that while it lays out, four names of its module are replaced: what
measures (``ImageFont``, ``ImageDraw``) by our text engine, which knows emoji and every script, what
remembers the free places (``IntegralOccupancyMap``) by ``Room``, and its picture (``Image``), which
it would look at after each word, by nothing. It never draws.
"""

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, partial
from threading import Lock
from types import ModuleType, SimpleNamespace
from typing import Any

from groupscope.charts.room import Room
from groupscope.charts.shapes import Box
from groupscope.charts.text import ink
from groupscope.charts.theme import Font

SIZES = (24, 28, 32, 36, 42, 48, 56, 64, 74, 86, 100, 116, 134, 154)
"""Sizes of letters, in pixels: few, so that few faces are opened, and none too small to read."""
HEAVY, STRONG = 800, 700


@dataclass(frozen=True)
class Piece:
    """A word to be placed: its rank among all, and which of the ``SIZES`` it is to have."""

    text: str
    rank: int
    rung: int
    weight: int = STRONG

    @property
    def font(self) -> Font:
        """The face it is drawn with."""
        return Font(SIZES[self.rung], self.weight)

    @cached_property
    def size(self) -> tuple[int, int]:
        """Width and height of its ink, in pixels."""
        span = ink(self.text, self.font)
        return span.width, span.ascent + span.descent

    def at(self, x: int, y: int) -> "Placed":
        """Place it; ``x`` and ``y`` are the upper left corner of its ink."""
        return Placed(self, Box(x, y, *self.size))


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece and the box of its ink."""

    piece: Piece
    box: Box


def pack(pieces: Sequence[Piece], room: Room) -> list[Placed]:
    """Place the pieces, first ones nearest to the middle; what fits at no size is left out.

    Who finds no place is tried again, a size smaller, after the others.
    """
    placed: list[Placed] = []
    while pieces:
        found = _laid_out(pieces, room)
        placed += [piece.at(*place) for piece, place in found.items()]
        left = [piece for piece in pieces if piece.rung and piece not in found]
        pieces = [replace(piece, rung=piece.rung - 1) for piece in left]
    return placed


def _laid_out(pieces: Sequence[Piece], room: Room) -> Mapping[Piece, tuple[int, int]]:
    """Let ``wordcloud`` place each piece at its size; where those lie that found a place."""
    from wordcloud import wordcloud  # noqa: PLC0415  it loads matplotlib, which only clouds need

    # Falling by so little that rounding keeps the size, the frequencies only say the order.
    order = {piece: 1 - index * 1e-9 for index, piece in enumerate(pieces)}
    with _measured_by_us(wordcloud, room):
        cloud: Any = wordcloud.WordCloud(
            font_path="", width=1, height=1, margin=0, max_words=len(order), min_font_size=1,
            max_font_size=1, prefer_horizontal=1, random_state=0, color_func=_nothing,
        )  # fmt: skip
        layout = cloud.generate_from_frequencies(order).layout_
    return {
        piece: room.pixels(int(row), int(column))
        for (piece, _), _, (row, column), _, _ in layout
        if row >= 0
    }


def _nothing(*_: object, **__: object) -> None:
    """Stand in for colours and faces, which are given when the words are drawn, and a picture."""


class _Ruler:
    """Stands where the package expects its pen, and measures with our text engine."""

    def __init__(self, room: Room, _: object) -> None:
        self._room = room

    def textbbox(self, _: object, piece: Piece, **__: object) -> tuple[int, int, int, int]:
        """Measure a word with the gap around it, in cells."""
        rows, columns = self._room.needed(piece.size)
        return 0, 0, columns, rows

    def text(self, *_: object, **__: object) -> None:
        """Draw nothing: the room remembers what is taken."""


_swapping = Lock()


@contextmanager
def _measured_by_us(library: ModuleType, room: Room) -> Generator[None]:
    """Replace what the package measures and remembers with; for one thread at a time."""
    ours = {
        "Image": SimpleNamespace(new=_nothing),
        "ImageFont": SimpleNamespace(truetype=_nothing, TransposedFont=_nothing),
        "ImageDraw": SimpleNamespace(Draw=partial(_Ruler, room)),
        "IntegralOccupancyMap": room.itself,
    }
    with _swapping:
        theirs = {name: getattr(library, name) for name in ours}
        vars(library).update(ours)
        try:
            yield
        finally:
            vars(library).update(theirs)

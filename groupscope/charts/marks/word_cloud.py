"""The word cloud: the heaviest word in the middle, in free form or poured into an emoji."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count, islice

import numpy as np
from PIL import Image

from groupscope.charts.canvas import Canvas
from groupscope.charts.layout import Drawing, Node, Text
from groupscope.charts.look import Look
from groupscope.charts.names import clean, clusters
from groupscope.charts.packing import HEAVY, SIZES, STRONG, Piece, Placed, pack
from groupscope.charts.parts.panel import plate
from groupscope.charts.room import CELL, GAP, Room
from groupscope.charts.shapes import Box
from groupscope.charts.silhouette import cells_within, silhouette
from groupscope.charts.text import ELLIPSIS, ink, width
from groupscope.charts.theme import MARGIN, NAME, PADDING, WIDTH, Font, Theme
from groupscope.charts.values import WordCloud

EDGE = WIDTH - 2 * MARGIN - 2 * PADDING
"""Pixels that a cloud is wide, and a shape high."""
HIGHEST = 1100
MOST = 400
SPACIOUS = 10_000
"""A word for so many pixels gets the size it asks for; the others go where there is room."""
HEAVY_WORDS = 12
"""The first words are heavier than the rest."""
LONGEST = 12
"""Characters of a word that are drawn."""
WIDEST = 0.62
"""How much of a cloud's width the heaviest word may take."""
RULER = Font(100, HEAVY)
DENSITY = 0.62
"""How much of a form words fill, gaps included, before places run out."""
REPEATED = 0.92
"""How much of a shape is filled with repeated words; what finds no place is left out."""
ASPECT = 1.7
"""Width by height of a cloud of few words."""


def word_cloud(mark: WordCloud, look: Look) -> Node:
    """Lay out the words on their plate."""
    words = _words(mark)
    form = silhouette(mark.shape, EDGE)
    body = _poured(words, form, look.theme) if words and form else None
    return plate(body or _free(words, look.theme), look.theme)


def _words(mark: WordCloud) -> Mapping[str, float]:
    """Map each word as it can be drawn to how much of the heaviest one's weight it has."""
    words: dict[str, float] = {}
    heaviest = max((word.weight for word in mark.words), default=0)
    for word in mark.words[:MOST]:
        text = _shortened(word.text)
        if text and text not in words:
            words[text] = max(word.weight / heaviest, 0) if heaviest > 0 else 1
    return words


def _shortened(word: str) -> str:
    parts = clusters(clean(word))
    return "".join(parts if len(parts) <= LONGEST else (*parts[: LONGEST - 1], ELLIPSIS))


def _pieces(words: Mapping[str, float], top: int) -> list[Piece]:
    """Give each word its size; ``top`` is the rung of the heaviest. Area goes with weight."""
    return [
        Piece(text, rank, _rung(SIZES[top] * share**0.5), HEAVY if rank < HEAVY_WORDS else STRONG)
        for rank, (text, share) in enumerate(words.items())
    ]


def _rung(pixels: float) -> int:
    """Choose the largest size that is not larger; the smallest where all are."""
    return max(bisect_right(SIZES, pixels) - 1, 0)


def _area(pieces: Iterable[Piece]) -> float:
    """Estimate the pixels that pieces and their gaps take, without opening their faces."""
    sizes = ((SIZES[piece.rung], width(piece.text, RULER) / RULER.size) for piece in pieces)
    return sum((size * ems + GAP) * (size + GAP) for size, ems in sizes)


def _largest(words: Mapping[str, float], area: float, wide: float) -> list[Piece]:
    """Make the words as large as fits into an area, the heaviest at most ``wide`` pixels."""
    heaviest = width(next(iter(words)), RULER) / RULER.size
    sure = int(area / SPACIOUS) + 1
    for top in reversed(range(1, len(SIZES))):
        pieces = _pieces(words, top)
        if SIZES[top] * heaviest <= wide and _area(pieces[:sure]) <= area * DENSITY:
            return list(_until_full(pieces, area))
    return list(_until_full(_pieces(words, 0), area))


def _until_full(pieces: Iterable[Piece], area: float) -> Iterator[Piece]:
    """Give pieces until they would fill an area without the smallest hole."""
    for piece in pieces:
        area -= _area((piece,))
        if area < 0:
            return
        yield piece


def _free(words: Mapping[str, float], theme: Theme) -> Node:
    """Lay the words out in free form, as high as they need."""
    if not words:
        return Text("没有可以画的词", NAME, theme.ink3, anchor="middle")
    pieces = _largest(words, EDGE * HIGHEST, EDGE * WIDEST)
    area = _area(pieces) / DENSITY
    wide = min(EDGE, max(int((area * ASPECT) ** 0.5), pieces[0].size[0] + 2 * GAP))
    high = min(HIGHEST, max(int(area / wide), pieces[0].size[1] + 2 * GAP))
    room = Room(np.ones((-(-high // CELL), -(-wide // CELL)), dtype=np.bool_))
    return _drawing(pack(pieces, room), theme)


def _drawing(placed: Sequence[Placed], theme: Theme) -> Node:
    """Draw placed words in the middle, without the empty rows above and below them."""
    left = min(each.box.x for each in placed)
    right = max(each.box.right for each in placed)
    top = min(each.box.y for each in placed)

    def paint(canvas: Canvas, box: Box) -> None:
        corner = box.x + (box.width - right - left) // 2, box.y - top
        _write(canvas, placed, corner, theme)

    return Drawing(paint, high=max(each.box.bottom for each in placed) - top, grow=1)


def _poured(words: Mapping[str, float], form: Image.Image, theme: Theme) -> Node | None:
    """Pour the words into a silhouette, which shows behind them; None where none fits."""
    cells = cells_within(form)
    room = Room(cells)
    area = float(cells.sum()) * CELL * CELL
    pieces = _fitting(_largest(words, area, form.width * WIDEST), room)
    placed = pack(list(islice(_until_full(_repeated(pieces), area * REPEATED), MOST)), room)
    if not placed:
        return None

    def paint(canvas: Canvas, box: Box) -> None:
        corner = box.x + (box.width - form.width) // 2, box.y
        canvas.stamp(Box(*corner, *form.size), theme.marked, form)
        _write(canvas, placed, corner, theme)

    return Drawing(paint, high=form.height, grow=1)


def _fitting(pieces: list[Piece], room: Room) -> list[Piece]:
    """Make all words smaller until the heaviest has a place, so that it gets the first one."""
    first = pieces[0]
    while first.rung and not room.has_place(first.size):
        first = replace(first, rung=first.rung - 1)
    return [replace(piece, rung=min(piece.rung, first.rung)) for piece in pieces]


def _repeated(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Give the pieces, and again smaller ones of them without end."""
    yield from pieces
    for turn in count():
        rank = len(pieces) + turn
        yield from (Piece(piece.text, rank, piece.rung >> (turn + 1)) for piece in pieces)


def _write(canvas: Canvas, placed: Sequence[Placed], corner: tuple[int, int], theme: Theme) -> None:
    """Write the words in the colours of their ranks."""
    ranked = sorted(placed, key=lambda each: each.piece.rank)
    for place, (piece, box) in enumerate((each.piece, each.box) for each in ranked):
        colour = theme.cloud[place * len(theme.cloud) // len(ranked)]
        baseline = corner[1] + box.y + ink(piece.text, piece.font).ascent
        canvas.line(piece.text, (corner[0] + box.x, baseline), piece.font, colour)

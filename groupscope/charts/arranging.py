"""From the words of a cloud to where each of them lies: sizes, shape, repetition."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, islice

import numpy as np
from PIL import Image

from groupscope.charts.names import clean, clusters
from groupscope.charts.packing import HEAVY, SIZES, STRONG, Piece, Placed, pack
from groupscope.charts.room import CELL, GAP, Room
from groupscope.charts.silhouette import cells_within, silhouette
from groupscope.charts.text import ELLIPSIS, width
from groupscope.charts.theme import MARGIN, PADDING, WIDTH, Font
from groupscope.charts.values import WordCloud

EDGE = WIDTH - 2 * MARGIN - 2 * PADDING
"""Pixels that a cloud is wide at most, and a shape high."""
HIGHEST, LOW = 1100, 220
"""Pixels that a free cloud is high at most, and one that is kept low."""
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
OVERFULL = 1.25
"""So many times the area is offered to the words, since the estimate cannot know the holes …"""
REPEATED = 1.1
"""… and so many times that of a shape is offered to repeated ones."""
SPARE = 3.0
"""How much larger a free room is than its words, so that each finds a place at its size …"""
TIGHT = 1.8
"""… and how much where the card is too narrow for that."""
ASPECT = 1.7
"""Width by height of a cloud of few words."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Words in their places in an area of that size, and the silhouette that holds them."""

    placed: Sequence[Placed]
    size: tuple[int, int]
    form: Image.Image | None = None


def arranged(cloud: WordCloud) -> Arrangement | None:
    """Give every word that fits its place; None where there is nothing to draw."""
    words = _words(cloud)
    if not words:
        return None
    form = silhouette(cloud.shape, EDGE)
    if form and (placed := _poured(words, form)):
        return Arrangement(placed, form.size, form)
    placed = _free(words, LOW if cloud.is_low else HIGHEST)
    return _trimmed(placed) if placed else None


def _words(cloud: WordCloud) -> Mapping[str, float]:
    """Map each word as it can be drawn to how much of the heaviest one's weight it has."""
    words: dict[str, float] = {}
    heaviest = max((word.weight for word in cloud.words), default=0)
    for word in cloud.words[:MOST]:
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
            return list(_until_full(pieces, area * OVERFULL))
    return list(_until_full(_pieces(words, 0), area * OVERFULL))


def _until_full(pieces: Iterable[Piece], area: float) -> Iterator[Piece]:
    """Give pieces until together they are as large as an area."""
    for piece in pieces:
        area -= _area((piece,))
        if area < 0:
            return
        yield piece


def _free(words: Mapping[str, float], highest: int) -> Sequence[Placed]:
    """Lay the words out in free form, in a room as large as they need."""
    pieces = _largest(words, EDGE * highest, EDGE * WIDEST)
    area = _area(pieces)
    aspect = max(ASPECT, EDGE / highest)
    wide = min(EDGE, max(int((area * SPARE * aspect) ** 0.5), pieces[0].size[0] + 2 * GAP))
    high = min(highest, int(max(wide / aspect, area * TIGHT / wide)))
    return pack(pieces, Room(np.ones((-(-high // CELL), -(-wide // CELL)), dtype=np.bool_)))


def _trimmed(placed: Sequence[Placed]) -> Arrangement:
    """Cut off what is empty around the words."""
    left = min(each.box.x for each in placed)
    top = min(each.box.y for each in placed)
    right = max(each.box.right for each in placed)
    bottom = max(each.box.bottom for each in placed)
    moved = [each.piece.at(each.box.x - left, each.box.y - top) for each in placed]
    return Arrangement(moved, (right - left, bottom - top))


def _poured(words: Mapping[str, float], form: Image.Image) -> Sequence[Placed]:
    """Pour the words into a silhouette, repeated where there are too few."""
    cells = cells_within(form)
    room = Room(cells)
    area = float(cells.sum()) * CELL * CELL
    pieces = _fitting(_largest(words, area, form.width * WIDEST), room)
    return pack(list(islice(_until_full(_repeated(pieces), area * REPEATED), MOST)), room)


def _fitting(pieces: list[Piece], room: Room) -> list[Piece]:
    """Make all words smaller until the heaviest has a place, so that it gets the first one."""
    highest = pieces[0].rung if pieces else 0
    while highest and not room.has_place(replace(pieces[0], rung=highest).size):
        highest -= 1
    return [replace(piece, rung=min(piece.rung, highest)) for piece in pieces]


def _repeated(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Give the pieces, and again smaller ones of them without end."""
    yield from pieces
    for turn in count() if pieces else ():
        rank = len(pieces) + turn
        yield from (Piece(piece.text, rank, piece.rung >> (turn + 1)) for piece in pieces)

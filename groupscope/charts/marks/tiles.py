"""Single figures, each on a plate of its own."""

from collections.abc import Iterator, Sequence

from groupscope.charts.canvas import Canvas
from groupscope.charts.layout import Column, Node, Plate, Row, Text
from groupscope.charts.look import Look
from groupscope.charts.names import clean
from groupscope.charts.parts.panel import panel, raised
from groupscope.charts.shapes import Box
from groupscope.charts.text import fitting
from groupscope.charts.theme import (
    CHIP_STRONG,
    FIGURES,
    GAP,
    LABEL_STRONG,
    NOTE_STRONG,
    Font,
    Theme,
)
from groupscope.charts.values import Tile, Tiles

RADIUS = 34
MOST, MOST_NARROW = 4, 2
"""Tiles beside each other."""
PAD, CLOSE_PAD = 30, 24
"""Pixels to the left and right of what stands on a tile; the second where there are many."""
ROOMY = 3
ARROWS = {"up": "▲", "down": "▼"}


def tiles(mark: Tiles, look: Look) -> Node:
    """Lay out the tiles in rows that are as even as they can be."""
    if not mark.tiles:
        return panel("", "", None, look)
    rows = tuple(_rows(mark.tiles, MOST_NARROW if look.is_narrow else MOST))
    font = _lettering(mark.tiles, max(map(len, rows)), look)
    return Column(tuple(_row(row, font, look) for row in rows), gap=GAP, spare="all")


def _rows(found: Sequence[Tile], most: int) -> Iterator[Sequence[Tile]]:
    """Cut into rows, the longer ones first: five are three and two."""
    count = -(-len(found) // most)
    left = list(found)
    for number in range(count, 0, -1):
        length = -(-len(left) // number)
        yield left[:length]
        left = left[length:]


def _gap(look: Look) -> int:
    return 16 if look.is_narrow else GAP


def _pad(count: int, look: Look) -> int:
    return CLOSE_PAD if look.is_narrow or count > ROOMY else PAD


def _lettering(found: Sequence[Tile], count: int, look: Look) -> Font:
    """Choose the largest letters in which every figure fits its tile."""
    wide = (look.width - _gap(look) * (count - 1)) // count - 2 * _pad(count, look)
    return fitting(FIGURES, wide, *(tile.value for tile in found))


def _row(row: Sequence[Tile], font: Font, look: Look) -> Node:
    pad = _pad(len(row), look)
    plates = tuple(_tile(tile, font, pad, look.theme) for tile in row)
    return Row(plates, gap=_gap(look), align="stretch")


def _tile(tile: Tile, font: Font, pad: int, theme: Theme) -> Node:
    label = " ".join(filter(clean, (tile.icon, tile.label)))
    told: list[Node] = [
        Text(label, LABEL_STRONG, theme.ink2),
        Text(tile.value, font, theme.ink),
    ]
    if clean(tile.note):
        told.append(_note(tile, theme))

    def ground(canvas: Canvas, box: Box) -> None:
        raised(canvas, box, RADIUS, theme)

    return Plate(Column(tuple(told)), ground, pad=(pad, 26), grow=1)


def _note(tile: Tile, theme: Theme) -> Node:
    if tile.direction is None:
        return Text(tile.note, NOTE_STRONG, theme.ink3, lines=2)
    tone = theme.more if tile.direction == "up" else theme.less
    arrow = Text(ARROWS[tile.direction], CHIP_STRONG, tone)
    return Row((arrow, Text(tile.note, NOTE_STRONG, tone, lines=2, grow=1)), gap=8, align="top")

"""Who turned to whom: two faces, and between them an arrow each way with its figure."""

from functools import partial
from math import sqrt

from groupscope.charts.canvas import Canvas
from groupscope.charts.layout import Column, Drawing, Node, Row, Text
from groupscope.charts.look import Look
from groupscope.charts.names import shown_name
from groupscope.charts.parts.avatar import avatar
from groupscope.charts.parts.figures import compact
from groupscope.charts.parts.panel import panel
from groupscope.charts.shapes import Box
from groupscope.charts.text import width
from groupscope.charts.theme import CHIP_STRONG, NAME, NOTE_STRONG, Colour, Theme
from groupscope.charts.values import Tie, Ties

FACE, SMALL_FACE = 84, 68
ARROWS = 220
"""Pixels of the arrows where the names stand beside them."""
HIGH, UPPER, LOWER = 88, 25, 63
"""Pixels of both arrows, and the middle of each."""
THIN, THICK = 4, 10
TIP = 12
"""How much farther the point of an arrow reaches than its shaft is thick, and how long it is."""
GAP = 22


def ties(mark: Ties, look: Look) -> Node:
    """Lay out the pairs on their panel; the strongest direction has the thickest arrow."""
    if not mark.rows:
        return panel(mark.title, mark.hint, None, look)
    most = max(max(row.there, row.back) for row in mark.rows)
    rows = tuple(_tie(row, most, look) for row in mark.rows)
    return panel(mark.title, mark.hint, Column(rows, gap=GAP), look)


def _tie(row: Tie, most: int, look: Look) -> Node:
    theme = look.theme
    painter = partial(_arrows, row=row, most=max(most, 1), theme=theme)
    left, right = shown_name(row.left, row.left_id), shown_name(row.right, row.right_id)
    diameter = SMALL_FACE if look.is_narrow else FACE
    faces = tuple(
        avatar(member, name, look, theme.plate, diameter=diameter)
        for member, name in ((row.left_id, left), (row.right_id, right))
    )
    if look.is_narrow:
        between = Drawing(painter, high=HIGH, grow=1)
        names = Row(
            (
                Text(left, NOTE_STRONG, theme.ink, grow=1),
                Text(right, NOTE_STRONG, theme.ink, anchor="right", grow=1),
            ),
            gap=16,
        )
        return Column((Row((faces[0], between, faces[1]), gap=16), names), gap=2)
    between = Drawing(painter, wide=ARROWS, high=HIGH)
    one = Text(left, NAME, theme.ink, grow=1, lines=2)
    other = Text(right, NAME, theme.ink, anchor="right", grow=1, lines=2)
    return Row((faces[0], one, between, other, faces[1]), gap=18)


def _arrows(canvas: Canvas, box: Box, *, row: Tie, most: int, theme: Theme) -> None:
    tones = theme.bar.stops
    upper, lower = box.y + UPPER, box.y + LOWER
    _arrow(canvas, (box.x, box.right, upper), (row.there, most), tones[0], theme)
    _arrow(canvas, (box.right, box.x, lower), (row.back, most), tones[-1], theme)


def _arrow(
    canvas: Canvas, way: tuple[int, int, int], count: tuple[int, int], tone: Colour, theme: Theme
) -> None:
    """Draw an arrow from the first place to the second at a height, its figure in the middle."""
    start, end, y = way
    said, most = count
    thick = THIN + round((THICK - THIN) * sqrt(max(said, 0) / most))
    turn = 1 if end > start else -1
    tip = thick // 2 + TIP
    neck = end - turn * tip
    colour = tone if said > 0 else theme.line
    left, right = min(start, neck), max(start, neck)
    canvas.shape(Box(left, y - thick // 2, right - left, thick), thick // 2, colour)
    canvas.area([(neck, y - tip), (end, y), (neck, y + tip)], colour)
    figure = compact(said)
    wide = round(width(figure, CHIP_STRONG)) + 24
    place = Box((start + end) // 2 - wide // 2, y - 17, wide, 34)
    canvas.shape(place, 0, theme.plate)
    canvas.label(figure, place, CHIP_STRONG, theme.ink if said > 0 else theme.ink3)

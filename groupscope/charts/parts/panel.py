"""The rounded plate that holds one mark under its title."""

from groupscope.charts.canvas import Canvas
from groupscope.charts.layout import Column, Node, Plate, Row, Text, space
from groupscope.charts.shapes import Box
from groupscope.charts.theme import GAP, LABEL, PADDING, RADIUS, TITLE, Theme

HINT_LIMIT = 480
"""A hint leaves at least as much room to the title."""


def _ground(canvas: Canvas, box: Box, theme: Theme) -> None:
    if theme.shadow:
        canvas.shadow(box, RADIUS, theme.shadow)
    canvas.shape(box, RADIUS, theme.plate)


def plate(body: Node, theme: Theme, down: int = PADDING) -> Node:
    """Set a body on a plate, ``down`` pixels from its upper and lower edge."""
    return Plate(body, lambda canvas, box: _ground(canvas, box, theme), pad=(PADDING, down))


def panel(title: str, hint: str, body: Node, theme: Theme) -> Node:
    """Set a plate with a title, a hint at its right, and the body below."""
    head = Row(
        (
            Text(title, TITLE, theme.ink, grow=1),
            Text(hint, LABEL, theme.ink3, anchor="right", limit=HINT_LIMIT),
        ),
        gap=GAP,
    )
    return plate(Column((head, space(18), body)), theme, PADDING - 6)

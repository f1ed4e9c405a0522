"""What somebody said, as a speech bubble."""

from groupscope.charts.canvas import Canvas
from groupscope.charts.layout import Node, Plate, Row, Text, space
from groupscope.charts.shapes import Box
from groupscope.charts.theme import Font, Theme

RADIUS = 22
TAIL = 8
"""The corner that points at the speaker is this much less round."""


def bubble(text: str, font: Font, lines: int, theme: Theme) -> Node:
    """Set a text on at most so many lines, in a bubble no wider than it needs."""

    def ground(canvas: Canvas, box: Box) -> None:
        canvas.shape(box, RADIUS, theme.bubble)
        canvas.shape(Box(box.x, box.y, 2 * RADIUS, 2 * RADIUS), TAIL, theme.bubble)

    words = Plate(Text(text, font, theme.ink2, lines=lines), ground, pad=(20, 10))
    return Row((words, space(grow=1)))

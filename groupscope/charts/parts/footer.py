"""The foot of every card: what the figures rest on, and who made them."""

from groupscope.charts.canvas import Canvas
from groupscope.charts.layout import Drawing, Node, Row, Text, padded
from groupscope.charts.shapes import Box
from groupscope.charts.theme import NOTE, NOTE_STRONG, Theme

BRAND = "群镜"
COVERAGE_LINES = 3


def _lens(theme: Theme) -> Node:
    """Draw the sign of the brand: a small lens."""

    def paint(canvas: Canvas, box: Box) -> None:
        middle = (box.x + box.width // 2, box.y + box.height // 2)
        canvas.disc(middle, 10, theme.bar)
        canvas.disc(middle, 4, theme.ground)

    return Drawing(paint, wide=20, high=20)


def footer(coverage: str, theme: Theme) -> Node:
    """Set the coverage line, wrapped where it is long, and the brand at the right."""
    brand = Row((_lens(theme), Text(BRAND, NOTE_STRONG, theme.ink2)), gap=10)
    told = Text(coverage, NOTE, theme.ink2, lines=COVERAGE_LINES, grow=1)
    return padded(Row((told, brand), gap=40, align="top"), 44, 10)

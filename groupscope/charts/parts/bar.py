"""A horizontal bar on its track."""

from groupscope.charts.canvas import Canvas
from groupscope.charts.layout import Drawing, Node
from groupscope.charts.shapes import Box
from groupscope.charts.theme import Colour, Fill

HEIGHT = 16


def bar(fraction: float, fill: Fill, track: Colour, high: int = HEIGHT) -> Node:
    """Draw a bar filled to ``fraction`` (0 … 1) from the left; the smallest is still a dot."""

    def paint(canvas: Canvas, box: Box) -> None:
        canvas.shape(box, high // 2, track)
        reach = round(box.width * min(max(fraction, 0), 1))
        if fraction > 0:
            wide = min(max(reach, high), box.width)
            canvas.shape(box._replace(width=wide), high // 2, fill)

    return Drawing(paint, high=high, grow=1)

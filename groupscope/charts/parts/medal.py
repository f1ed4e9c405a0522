"""Gold, silver and bronze for the first three, a plain number for the rest."""

from collections.abc import Iterable

from groupscope.charts.canvas import Canvas
from groupscope.charts.layout import Drawing, Node
from groupscope.charts.shapes import Box
from groupscope.charts.text import width
from groupscope.charts.theme import MEDAL, MEDAL_INKS, MEDALS, PLACE, Colour

DIAMETER = 48


def place_width(places: Iterable[int], least: int = DIAMETER) -> int:
    """Measure a column that holds all these places."""
    widest = max((width(str(place), PLACE) for place in places), default=0)
    return max(least, int(widest) + 1)


def medal(place: int, wide: int, ink: Colour) -> Node:
    """Draw the place in a column of that width; ``ink`` is for places without a medal."""

    def paint(canvas: Canvas, box: Box) -> None:
        if 1 <= place <= len(MEDALS):
            middle = (box.x + box.width // 2, box.y + box.height // 2)
            canvas.disc(middle, min(DIAMETER, wide) // 2, MEDALS[place - 1])
            canvas.label(str(place), box, MEDAL, MEDAL_INKS[place - 1])
        else:
            canvas.label(str(place), box, PLACE, ink)

    return Drawing(paint, wide=wide, high=DIAMETER)

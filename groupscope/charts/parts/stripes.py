"""Many upright bars in one fill, laid down at once."""

from collections.abc import Sequence

from PIL import Image

from groupscope.charts.canvas import Canvas
from groupscope.charts.shapes import Box, corners
from groupscope.charts.theme import Fill

RADIUS = 9


def stripes(
    canvas: Canvas, bars: Sequence[Box], field: Box, fill: Fill, alpha: float = 1.0
) -> None:
    """Fill bars with round corners that lie in ``field``, whose width a gradient spans."""
    if not bars:
        return
    mask = Image.new("L", field.size, 0)
    for bar in bars:
        _cover(mask, Box(bar.x - field.x, bar.y - field.y, bar.width, bar.height), alpha)
    canvas.stamp(field, fill, mask)


def _cover(mask: Image.Image, bar: Box, alpha: float) -> None:
    radius = min(RADIUS, bar.width // 2, bar.height // 2)
    mask.paste(round(255 * alpha), bar.edges)
    for place, corner in corners(bar, radius):
        mask.paste(corner.point(lambda value: value * alpha), place.edges)

"""A short word on a fully rounded ground."""

from groupscope.charts.layout import Node, Plate, Text
from groupscope.charts.theme import CHIP, Colour


def pill(text: str, ink: Colour, ground: Colour) -> Node:
    """Set a word in ``ink`` on a pill of the colour ``ground``, as high as its line."""
    return Plate(
        Text(text, CHIP, ink),
        lambda canvas, box: canvas.shape(box, box.height // 2, ground),
        pad=(14, 0),
    )

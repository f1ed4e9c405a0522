"""A short word on a fully rounded ground."""

from groupscope.charts.layout import Node, Plate, Row, Text
from groupscope.charts.theme import CHIP, CHIP_STRONG, TAG, TAG_STRONG, Colour, Tone


def pill(text: str, ink: Colour, ground: Colour) -> Node:
    """Set a word in ``ink`` on a pill of the colour ``ground``, as high as its line."""
    return Plate(
        Text(text, CHIP, ink),
        lambda canvas, box: canvas.shape(box, box.height // 2, ground),
        pad=(14, 0),
    )


def tag(text: str, note: str, tone: Tone, limit: int) -> Node:
    """Set a title or word on a large pill, with a figure behind it; ``limit`` bounds its width."""
    told = (Text(note, TAG_STRONG, tone.ink),) if note else ()
    room = limit - 48 - sum(node.natural() + 10 for node in told)
    words = Row((Text(text, TAG, tone.ink, limit=max(room, 60)), *told), gap=10)
    return Plate(
        words, lambda canvas, box: canvas.shape(box, box.height // 2, tone.ground), pad=(24, 9)
    )


def chip(text: str, ink: Colour, ground: Colour) -> Node:
    """Set a figure in strong letters on a pill with some air around it."""
    return Plate(
        Text(text, CHIP_STRONG, ink),
        lambda canvas, box: canvas.shape(box, box.height // 2, ground),
        pad=(16, 5),
    )

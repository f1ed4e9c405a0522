"""What lies around and below the marks of a chart: labels, hatching, dashes, a legend."""

from collections.abc import Sequence
from itertools import pairwise

from groupscope.charts.canvas import Canvas
from groupscope.charts.layout import Drawing, Flow, Node, Painter, Row, Text
from groupscope.charts.shapes import Box, hatched
from groupscope.charts.text import clip, width
from groupscope.charts.theme import NOTE, Colour, Theme

HEIGHT = 40
"""Pixels for the labels below a chart."""
SAMPLE = 38, 24
"""The size of what stands before a word of the legend."""
APART = 8
"""Pixels between two labels."""
DASH, DASH_GAP, DASH_HEIGHT = 14, 10, 3


def axis(canvas: Canvas, box: Box, labels: Sequence[str], ink: Colour) -> None:
    """Spread the labels along the axis, the first and last ones flush with its ends.

    Where there are too many for it, only every second, third … one is written.
    """
    labels = _fitting(labels, box.width)
    steps = max(len(labels) - 1, 1)
    room = box.width / max(len(labels), 1)
    for place, label in enumerate(labels):
        text = clip(label, NOTE, room)
        wide = width(text, NOTE)
        x = box.x + (box.width - wide) * place / steps if place in (0, steps) else 0
        x = x or box.x + box.width * place / steps - wide / 2
        canvas.line(text, (x, box.bottom - 8), NOTE, ink)


def _fitting(labels: Sequence[str], room: int) -> Sequence[str]:
    """Leave labels out evenly until the rest stand apart; the first and the last one stay."""
    steps = len(labels) - 1
    for every in range(1, steps):
        left = labels[::every]
        # Two half labels, and the flush ones take a half more of their neighbours' room.
        if steps % every == 0 and _widest(left) * 1.5 + APART <= room / (steps / every):
            return left
    return (labels[0], labels[-1]) if steps > 1 else labels


def _widest(labels: Sequence[str]) -> float:
    return max(width(label, NOTE) for label in labels)


def labels_below(
    canvas: Canvas, box: Box, labels: Sequence[str], places: Sequence[float], ink: Colour
) -> None:
    """Set each label below its place on the axis (0 … 1), inside of the box."""
    closest = min((after - before for before, after in pairwise(places)), default=1.0)
    room = box.width * closest - APART
    for label, place in zip(labels, places, strict=True):
        text = clip(label, NOTE, room)
        wide = width(text, NOTE)
        x = min(max(box.x + box.width * place - wide / 2, box.x), box.right - wide)
        canvas.line(text, (x, box.bottom - 8), NOTE, ink)


def hatch(canvas: Canvas, box: Box, colour: Colour) -> None:
    """Hatch a place of which nothing is known."""
    if box.width > 0 and box.height > 0:
        canvas.stamp(box, colour, hatched(box.size))


def dashes(canvas: Canvas, box: Box, colour: Colour) -> None:
    """Draw a dashed line in the middle of a box."""
    y = box.y + (box.height - DASH_HEIGHT) // 2
    for x in range(box.x, box.right - DASH // 2, DASH + DASH_GAP):
        wide = min(DASH, box.right - x)
        canvas.shape(Box(x, y, wide, DASH_HEIGHT), 1, colour)


def sample(painter: Painter, words: str, theme: Theme) -> Node:
    """Name what is drawn like ``painter`` draws it."""
    return Row((Drawing(painter, *SAMPLE), Text(words, NOTE, theme.ink2)), gap=12)


def of_dashes(words: str, theme: Theme) -> Node:
    """Name a dashed line."""
    return sample(lambda canvas, box: dashes(canvas, box, theme.ink3), words, theme)


def of_gaps(words: str, theme: Theme) -> Node:
    """Name what is hatched."""
    return sample(lambda canvas, box: hatch(canvas, box, theme.ink3), words, theme)


def legend(entries: Sequence[Node]) -> Node:
    """Set the entries beside each other, as many to a row as fit."""
    return Flow(tuple(entries), gap=(40, 8))

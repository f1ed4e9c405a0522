"""A bar in three parts, and what each of them says in figures."""

from collections.abc import Sequence

from groupscope.charts.canvas import Anchor, Canvas
from groupscope.charts.layout import Column, Drawing, Node, Row, Text, space
from groupscope.charts.shapes import Box
from groupscope.charts.theme import SHARE, Colour, Theme

HEIGHT = 26
SEAM = 6
"""Pixels between two parts."""
ANCHORS: tuple[Anchor, ...] = ("left", "middle", "right")


def shares(parts: Sequence[float], words: Sequence[str], theme: Theme) -> Node:
    """Draw how much is good, even and bad (0 … 1 each), each named and told in figures."""
    parts = tuple(min(max(part, 0.0), 1.0) for part in parts)
    told = (
        Text(f"{word} {part:.0%}", SHARE, theme.ink, anchor=anchor, grow=1)
        for word, part, anchor in zip(words, parts, ANCHORS, strict=True)
    )
    bar = _bar(parts, (theme.good, theme.even, theme.bad), theme.track)
    return Column((bar, space(10), Row(tuple(told), gap=SEAM)))


def _bar(parts: Sequence[float], colours: Sequence[Colour], track: Colour) -> Node:
    """Lay the parts beside each other; the smallest is still a dot."""
    shown = [(part, colour) for part, colour in zip(parts, colours, strict=True) if part > 0]

    def paint(canvas: Canvas, box: Box) -> None:
        if not shown:
            canvas.shape(box, HEIGHT // 2, track)
        x = box.x
        widths = _widths([part for part, _ in shown], box.width)
        for (_, colour), wide in zip(shown, widths, strict=True):
            canvas.shape(Box(x, box.y, wide, HEIGHT), HEIGHT // 2, colour)
            x += wide + SEAM

    return Drawing(paint, high=HEIGHT, grow=1)


def _widths(parts: Sequence[float], width: int) -> list[int]:
    """Share a width out, seams between; none gets less than a dot."""
    spare = width - SEAM * (len(parts) - 1)
    least = sum(parts) * HEIGHT / spare
    wanted = [max(part, least) for part in parts]
    return [int(spare * part / sum(wanted)) for part in wanted]

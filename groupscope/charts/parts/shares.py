"""A bar in three parts, and what each of them says in figures."""

from groupscope.charts.canvas import Anchor, Canvas
from groupscope.charts.layout import Column, Drawing, Node, Row, Text, space
from groupscope.charts.shapes import Box
from groupscope.charts.theme import SHARE, Colour, Theme

HEIGHT = 26
SEAM = 6
"""Pixels between two parts."""
ANCHORS: tuple[Anchor, ...] = ("left", "middle", "right")


def shares(parts: tuple[float, float, float], words: tuple[str, str, str], theme: Theme) -> Node:
    """Draw how much is good, even and bad (0 … 1 each), each named and told in figures."""
    told = (
        Text(f"{word} {part:.0%}", SHARE, theme.ink, anchor=anchor, grow=1)
        for word, part, anchor in zip(words, parts, ANCHORS, strict=True)
    )
    bar = _bar(parts, (theme.good, theme.even, theme.bad), theme.track)
    return Column((bar, space(10), Row(tuple(told), gap=SEAM)))


def _bar(parts: tuple[float, ...], colours: tuple[Colour, ...], track: Colour) -> Node:
    """Lay the parts beside each other; the smallest is still a dot."""

    def paint(canvas: Canvas, box: Box) -> None:
        shown = [
            (max(part, 0), fill) for part, fill in zip(parts, colours, strict=True) if part > 0
        ]
        total = sum(part for part, _ in shown)
        spare = box.width - SEAM * (len(shown) - 1) - HEIGHT * len(shown)
        x = box.x
        if not shown:
            canvas.shape(box, HEIGHT // 2, track)
        for part, fill in shown:
            wide = HEIGHT + round(spare * part / total)
            canvas.shape(Box(x, box.y, min(wide, box.right - x), HEIGHT), HEIGHT // 2, fill)
            x += wide + SEAM

    return Drawing(paint, high=HEIGHT, grow=1)

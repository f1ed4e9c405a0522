"""The word cloud: the heaviest word in the middle, in free form or poured into an emoji."""

from functools import partial

from groupscope.charts.arranging import Arrangement, arranged
from groupscope.charts.canvas import Canvas
from groupscope.charts.layout import Drawing, Node, Text
from groupscope.charts.look import Look
from groupscope.charts.parts.panel import plate
from groupscope.charts.shapes import Box
from groupscope.charts.text import ink
from groupscope.charts.theme import NAME, Theme
from groupscope.charts.values import WordCloud


def word_cloud(mark: WordCloud, look: Look) -> Node:
    """Lay out the words on their plate."""
    arrangement = arranged(mark)
    if arrangement is None:
        return plate(Text("没有可以画的词", NAME, look.theme.ink3, anchor="middle"), look.theme)
    painter = partial(_paint, arrangement=arrangement, theme=look.theme)
    return plate(Drawing(painter, high=arrangement.size[1], grow=1), look.theme)


def _paint(canvas: Canvas, box: Box, *, arrangement: Arrangement, theme: Theme) -> None:
    """Paint the silhouette, if there is one, and the words upon it, in the middle of the box."""
    width, height = arrangement.size
    area = Box(box.x + (box.width - width) // 2, box.y, width, height)
    if arrangement.form:
        canvas.stamp(area, theme.marked, arrangement.form)
    ranked = sorted(arrangement.placed, key=lambda each: each.piece.rank)
    for place, each in enumerate(ranked):
        piece, colour = each.piece, theme.cloud[place * len(theme.cloud) // len(ranked)]
        baseline = area.y + each.box.y + ink(piece.text, piece.font).ascent
        canvas.line(piece.text, (area.x + each.box.x, baseline), piece.font, colour)

"""How many came how far: steps one after the other, none longer than the one before."""

from collections.abc import Iterator, Sequence
from functools import partial

from groupscope.charts.canvas import Canvas
from groupscope.charts.layout import Column, Drawing, Node, Row, Text, space
from groupscope.charts.look import Look
from groupscope.charts.names import clean
from groupscope.charts.parts.bar import bar
from groupscope.charts.parts.panel import panel
from groupscope.charts.shapes import Box
from groupscope.charts.theme import COUNT, NAME, NOTE, SHARE, Theme
from groupscope.charts.values import Step, Steps

BAR = 30
GAP = 12
ARROW = (26, 14)
"""The size of the arrow from one step to the next."""


def steps(mark: Steps, look: Look) -> Node:
    """Lay out the steps on their panel."""
    if not mark.rows:
        return panel(mark.title, mark.hint, None, look)
    return panel(mark.title, mark.hint, Column(tuple(_all(mark.rows, look)), gap=GAP), look)


def _all(rows: Sequence[Step], look: Look) -> Iterator[Node]:
    yield _step(rows[0], look.theme, is_first=True)
    for row in rows[1:]:
        yield Row((Drawing(partial(_arrow, theme=look.theme), *ARROW),))
        yield _step(row, look.theme, is_first=False)


def _step(row: Step, theme: Theme, *, is_first: bool) -> Node:
    head = Row(
        (
            Text(row.label, NAME, theme.ink, grow=1),
            Text(f"{row.count:,}", COUNT, theme.ink),
            *(() if is_first else (Text(f"{row.share:.0%}", SHARE, theme.ink2),)),
        ),
        gap=14,
    )
    fill = theme.bar if is_first or row.share > 0 else theme.track
    told: list[Node] = [head, space(6), bar(row.share, fill, theme.track, BAR)]
    if clean(row.note):
        told += [space(4), Text(row.note, NOTE, theme.ink3, lines=2)]
    return Column(tuple(told))


def _arrow(canvas: Canvas, box: Box, *, theme: Theme) -> None:
    middle = box.x + box.width / 2
    corners = [(box.x, box.y), (box.right, box.y), (middle, box.bottom)]
    canvas.area([(float(x), float(y)) for x, y in corners], theme.more)

"""Counts by row and column, as cells that are the warmer the more."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from groupscope.charts.canvas import Canvas, baseline
from groupscope.charts.layout import Column, Drawing, Node, Row, Text, space
from groupscope.charts.look import Look
from groupscope.charts.parts import axis as axes
from groupscope.charts.parts.figures import compact
from groupscope.charts.parts.heat import warmth
from groupscope.charts.parts.panel import panel
from groupscope.charts.shapes import Box
from groupscope.charts.text import clip, width
from groupscope.charts.theme import LABEL_STRONG, NOTE, Theme
from groupscope.charts.values import HeatMap

HIGHEST_CELL, LOWEST_CELL, ALL_CELLS = 54, 24, 470
"""Pixels of a cell's height, and of all rows together where there are many."""
GAP, FINE_GAP, FINE = 6, 3, 14
"""Pixels between two cells; fewer where they are narrower than the last."""
RADIUS = 9
LABEL_LIMIT, LABEL_GAP = 150, 16
SUMS = 96
"""Pixels for the sums of the rows at the right."""
WEEKEND = ("周六", "周日")
STEP = (40, 20)
"""The size of a cell of the legend."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the cells of a heat map lie in a box."""

    mark: HeatMap
    cell: int
    label: int
    sums: int

    @property
    def columns(self) -> int:
        """How many cells the longest row has."""
        return max(map(len, self.mark.rows))

    @property
    def height(self) -> int:
        """Pixels of all rows and the labels below them."""
        return len(self.mark.rows) * (self.cell + GAP) + axes.HEIGHT

    def area(self, box: Box) -> Box:
        """Find the part of a box that the cells take."""
        wide = max(box.width - self.label - self.sums, self.columns)
        return Box(box.x + self.label, box.y, wide, len(self.mark.rows) * (self.cell + GAP) - GAP)

    def place(self, area: Box, row: int, column: int) -> Box:
        """Find a cell."""
        step = area.width / self.columns
        gap = GAP if step - GAP >= FINE else min(FINE_GAP, int(step / 3))
        left, right = round(column * step), round((column + 1) * step) - gap
        top = area.y + row * (self.cell + GAP)
        return Box(area.x + left, top, max(right - left, 1), self.cell)


def heat_map(mark: HeatMap, look: Look) -> Node:
    """Lay out the cells, their sums and the legend on their panel."""
    if not any(mark.rows):
        return panel(mark.title, mark.hint, None, look)
    grid = _grid(mark, look)
    painter = partial(_paint, grid=grid, theme=look.theme)
    cells = Drawing(painter, high=grid.height, grow=1)
    return panel(mark.title, mark.hint, Column((cells, space(10), _legend(mark, look))), look)


def _grid(mark: HeatMap, look: Look) -> Grid:
    count = len(mark.rows)
    cell = min(max(ALL_CELLS // count - GAP, LOWEST_CELL), HIGHEST_CELL)
    widest = max((width(label, LABEL_STRONG) for label in mark.row_labels), default=0)
    label = min(round(widest), LABEL_LIMIT) + LABEL_GAP if widest else 0
    has_sums = count > 1 and not look.is_narrow
    return Grid(mark, cell, label, SUMS if has_sums else 0)


def _most(rows: Sequence[Sequence[float | None]]) -> float:
    return max((count for row in rows for count in row if count is not None), default=0)


def _paint(canvas: Canvas, box: Box, *, grid: Grid, theme: Theme) -> None:
    mark, area = grid.mark, grid.area(box)
    most = _most(mark.rows) or 1
    for number, row in enumerate(mark.rows):
        _label(canvas, grid.place(area, number, 0)._replace(x=box.x), grid, number, theme)
        for column, count in enumerate(row):
            place = grid.place(area, number, column)
            _cell(canvas, place, None if count is None else count / most, theme)
    _ring(canvas, area, grid, most, theme)
    if grid.sums:
        _sums(canvas, box, area, grid, theme)
    below = Box(area.x, box.y + grid.height - axes.HEIGHT, area.width, axes.HEIGHT)
    axes.axis(canvas, below, mark.column_labels, theme.ink3)


def _label(canvas: Canvas, box: Box, grid: Grid, number: int, theme: Theme) -> None:
    if number < len(grid.mark.row_labels):
        label = grid.mark.row_labels[number]
        tone = theme.brand if label in WEEKEND else theme.ink2
        text = clip(label, LABEL_STRONG, LABEL_LIMIT)
        canvas.line(text, (box.x, baseline(box, LABEL_STRONG)), LABEL_STRONG, tone)


def _cell(canvas: Canvas, place: Box, fraction: float | None, theme: Theme) -> None:
    if fraction is None:
        canvas.shape(place, RADIUS, theme.track)
        axes.hatch(canvas, place.grown_by(-1, -4), theme.ink3)
    else:
        canvas.shape(place, RADIUS, warmth(fraction, theme.heat))


def _ring(canvas: Canvas, area: Box, grid: Grid, most: float, theme: Theme) -> None:
    """Put a ring around the cell that is to stand out."""
    if grid.mark.ring is None:
        return
    row, column = grid.mark.ring
    if not (0 <= row < len(grid.mark.rows) and 0 <= column < len(grid.mark.rows[row])):
        return
    place, count = grid.place(area, row, column), grid.mark.rows[row][column]
    canvas.shape(place.grown(7), RADIUS + 7, theme.plate)
    canvas.shape(place.grown(5), RADIUS + 5, theme.leader)
    canvas.shape(place.grown(1), RADIUS + 1, theme.plate)
    _cell(canvas, place, None if count is None else count / most, theme)


def _sums(canvas: Canvas, box: Box, area: Box, grid: Grid, theme: Theme) -> None:
    """Draw the sum of each row, as a figure over a bar."""
    heard = [[count for count in row if count is not None] for row in grid.mark.rows]
    most, room = max(map(sum, heard), default=0) or 1, grid.sums - 20
    for number, total in enumerate(map(sum, heard)):
        place = grid.place(area, number, 0)._replace(x=box.right - room, width=room)
        is_high = grid.cell >= HIGHEST_CELL
        middle = place.y + place.height // 2
        figure = compact(total) if heard[number] else "—"
        canvas.line(figure, (box.right, middle + (0 if is_high else 8)), NOTE, theme.ink2, "right")
        if is_high:
            wide = max(round(room * total / most), 8 if total else 0)
            canvas.shape(Box(box.right - wide, middle + 10, wide, 8), 4, theme.bar)
    at = (box.right, box.y + grid.height - 8)
    canvas.line(clip(grid.mark.sums_label, NOTE, grid.sums), at, NOTE, theme.ink3, "right")


def _legend(mark: HeatMap, look: Look) -> Node:
    """Show what little and much look like, with the figure of the most."""
    theme = look.theme

    def steps(canvas: Canvas, box: Box) -> None:
        for number, colour in enumerate(theme.heat):
            place = Box(box.x + number * (STEP[0] + GAP), box.y, *STEP)
            canvas.shape(place, 7, colour)

    wide = len(theme.heat) * (STEP[0] + GAP) - GAP
    parts: list[Node] = [
        Text("0", NOTE, theme.ink3),
        Drawing(steps, wide, STEP[1]),
        Text(compact(_most(mark.rows)), NOTE, theme.ink3),
    ]
    if any(count is None for row in mark.rows for count in row):
        return axes.legend((Row(tuple(parts), gap=10), axes.of_gaps("不在线", theme)))
    return axes.legend((Row(tuple(parts), gap=10),))

"""The ground of a chart of counts over time: where a bucket and a count lie, hairlines, scale."""

from collections.abc import Sequence
from dataclasses import dataclass

from groupscope.charts.canvas import Canvas
from groupscope.charts.parts.figures import compact, ticks
from groupscope.charts.shapes import Box
from groupscope.charts.text import width
from groupscope.charts.theme import NOTE, Theme

TICK_GAP = 14
"""Pixels between the figures of the scale and the plot."""


@dataclass(frozen=True, slots=True)
class Plot:
    """The pixels of a plot, from 0 at the bottom to the last of ``scale`` at the top."""

    box: Box
    scale: Sequence[int]

    def x(self, at: float) -> float:
        """Find a place on the axis (0 … 1)."""
        return self.box.x + self.box.width * at

    def y(self, count: float) -> float:
        """Find a count; what lies beyond the scale is at its end."""
        kept = min(max(count, 0), self.scale[-1])
        return self.box.bottom - self.box.height * kept / self.scale[-1]


def scale_width(scale: Sequence[int]) -> int:
    """Measure the column that the figures of a scale need, with the gap beside it."""
    return round(max(width(compact(count), NOTE) for count in scale)) + TICK_GAP


def scale_of(counts: Sequence[int], lines: int = 4) -> tuple[int, ...]:
    """Choose the figures of a scale for these counts."""
    return ticks(max(counts, default=0), lines)


def hairlines(canvas: Canvas, plot: Plot, theme: Theme) -> None:
    """Draw a line at each figure of the scale, and the figure at its left."""
    for count in plot.scale:
        y = round(plot.y(count))
        canvas.shape(Box(plot.box.x, y - 1, plot.box.width, 2), 0, theme.line)
        canvas.line(compact(count), (plot.box.x - TICK_GAP, y + 8), NOTE, theme.ink3, "right")

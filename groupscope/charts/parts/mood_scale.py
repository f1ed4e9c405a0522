"""The ground of a mood chart: where a time and a mood lie, faces, gaps, and its legend."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from groupscope.charts.canvas import Canvas
from groupscope.charts.layout import Node
from groupscope.charts.parts import axis as axes
from groupscope.charts.shapes import Box
from groupscope.charts.theme import NOTE, Font, Theme
from groupscope.charts.values import MoodLine, MoodPoint

REACHES = (0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)
"""What the ends of the scale may stand for."""
AIR = 1.1
"""The line keeps away from the ends of the scale by this factor."""
MOST = 0.8
"""The part of the intervals that is shown in full."""
FACES = ("😊", "😐", "😢")
FACE = Font(34, 400)
BAND = 0.2
"""How strongly the interval is laid over the plate."""


@dataclass(frozen=True, slots=True)
class Field:
    """The pixels of a plot, from mood ``reach`` at the top to ``-reach`` at the bottom."""

    box: Box
    reach: float

    def x(self, at: float) -> float:
        """Find a place on the axis (0 … 1)."""
        return self.box.x + (self.box.width - 1) * at

    def y(self, mood: float) -> float:
        """Find a mood; what lies beyond the scale is at its end."""
        kept = min(max(mood, -self.reach), self.reach)
        return self.box.y + (self.box.height - 1) * (1 - kept / self.reach) / 2


def reach_of(mark: MoodLine) -> float:
    """Choose a scale that shows every mean, and most of the intervals in full."""
    told = [point for point in mark.points if point.count > 0]
    means = [abs(point.mean) for point in told] + [abs(mark.baseline or 0)]
    ends = sorted(max(abs(point.low), abs(point.high)) for point in told) or [0.0]
    needed = max(max(means) * AIR, ends[int(len(ends) * MOST)])
    return next((reach for reach in REACHES if reach >= needed), REACHES[-1])


def signed(mood: float) -> str:
    """Write a mood as people read it, from −100 to +100, with its sign: +42, −18, 0."""
    hundredths = round(mood * 100)
    return f"{hundredths:+d}".replace("-", "−") if hundredths else "0"


def scale(canvas: Canvas, field: Field, left: int, theme: Theme) -> None:
    """Draw three hairlines, and to the left of them what they stand for: a face, a figure."""
    for face, mood in zip(FACES, (field.reach, 0, -field.reach), strict=True):
        y = round(field.y(mood))
        canvas.shape(Box(field.box.x, y - 1, field.box.width, 2), 0, theme.line)
        place = Box(left, y - 38, field.box.x - left - 16, 44)
        canvas.label(face, place, FACE, theme.ink)
        canvas.label(signed(mood), place._replace(y=y + 6, height=28), NOTE, theme.ink3)


def gaps(points: Sequence[MoodPoint]) -> Iterator[tuple[float, float]]:
    """Tell from where to where on the axis nothing is known."""
    if not points:
        yield 0.0, 1.0
    before = 0.0
    for is_told, group in groupby(points, key=lambda point: point.count > 0):
        places = [point.at for point in group]
        if not is_told:
            after = next((point.at for point in points if point.at > places[-1]), 1.0)
            yield before, after
        before = places[-1]


def _band(canvas: Canvas, box: Box, *, theme: Theme) -> None:
    canvas.shape(box, 6, theme.mood, BAND)


def legend(mark: MoodLine, *, has_gaps: bool, theme: Theme) -> Node:
    """Name the line of the group, the interval, and the gaps."""
    entries: list[Node] = []
    if mark.baseline is not None:
        entries.append(axes.of_dashes(f"本群平时 {signed(mark.baseline)}", theme))
    entries.append(axes.sample(partial(_band, theme=theme), "95% 区间", theme))
    if has_gaps:
        entries.append(axes.of_gaps("没有消息", theme))
    return axes.legend(entries)

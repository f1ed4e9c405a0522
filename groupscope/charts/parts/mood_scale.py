"""The ground of a mood chart: where a time and a mood lie, faces, gaps, and its legend."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from groupscope.charts.canvas import Canvas
from groupscope.charts.layout import Drawing, Node, Row, Text
from groupscope.charts.shapes import Box, hatched
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
DASH, DASH_GAP, DASH_HEIGHT = 14, 10, 3
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
    """Write a mood with its sign: +0.42, −0.18, 0.00."""
    figure = f"{mood:+.2f}".replace("-", "−")
    return "0.00" if figure[1:] == "0.00" else figure


def scale(canvas: Canvas, field: Field, left: int, theme: Theme) -> None:
    """Draw three hairlines, and to the left of them what they stand for: a face, a figure."""
    for face, mood in zip(FACES, (field.reach, 0, -field.reach), strict=True):
        y = round(field.y(mood))
        canvas.shape(Box(field.box.x, y - 1, field.box.width, 2), 0, theme.line)
        place = Box(left, y - 38, field.box.x - left - 16, 44)
        canvas.label(face, place, FACE, theme.ink)
        figure = f"{mood:+.1f}".replace("-", "−") if mood else "0"
        canvas.label(figure, place._replace(y=y + 6, height=28), NOTE, theme.ink3)


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


def hatch(canvas: Canvas, field: Field, start: float, end: float, theme: Theme) -> None:
    """Hatch a gap."""
    left, right = round(field.x(start)), round(field.x(end))
    if right > left:
        box = Box(left, field.box.y, right - left, field.box.height)
        canvas.stamp(box, theme.line, hatched(box.size))


def dashes(canvas: Canvas, box: Box, theme: Theme) -> None:
    """Draw a dashed line in the middle of a box."""
    y = box.y + (box.height - DASH_HEIGHT) // 2
    for x in range(box.x, box.right - DASH // 2, DASH + DASH_GAP):
        wide = min(DASH, box.right - x)
        canvas.shape(Box(x, y, wide, DASH_HEIGHT), 1, theme.ink3)


def legend(mark: MoodLine, *, has_gaps: bool, theme: Theme) -> Node:
    """Name the line of the group, the interval, and the gaps."""
    entries: list[Node] = []
    if mark.baseline is not None:
        entry = Drawing(lambda canvas, box: dashes(canvas, box, theme), 38, 24)
        entries.append(_entry(entry, f"本群平时 {signed(mark.baseline)}", theme))
    entry = Drawing(lambda canvas, box: canvas.shape(box, 6, theme.mood, BAND), 38, 24)
    entries.append(_entry(entry, "95% 区间", theme))
    if has_gaps:
        entry = Drawing(
            lambda canvas, box: canvas.stamp(box, theme.ink3, hatched(box.size)), 38, 24
        )
        entries.append(_entry(entry, "没有消息", theme))
    return Row(tuple(entries), gap=40)


def _entry(sample: Node, words: str, theme: Theme) -> Node:
    return Row((sample, Text(words, NOTE, theme.ink2)), gap=12)

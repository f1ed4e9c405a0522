"""Mood over time: a smooth line in its interval, and the shares of what was said."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby

from groupscope.charts.canvas import Canvas
from groupscope.charts.curves import Point, smooth
from groupscope.charts.layout import Column, Drawing, Node, space
from groupscope.charts.look import Look
from groupscope.charts.parts.mood_scale import (
    BAND,
    Field,
    dashes,
    gaps,
    hatch,
    legend,
    reach_of,
    scale,
    signed,
)
from groupscope.charts.parts.panel import panel
from groupscope.charts.parts.shares import shares
from groupscope.charts.shapes import Box
from groupscope.charts.text import clip, width
from groupscope.charts.theme import CHIP, NOTE, Colour, Theme
from groupscope.charts.values import MoodLine, MoodPoint

HEIGHT = 500
FACES = 92
"""Pixels at the left, for the faces."""
PILLS = 72
"""Pixels above and below the plot, for the pills of peak and trough."""
LABELS = 40
"""Pixels at the bottom, for the labels of the axis."""
INSET = 10
"""Pixels between the ends of the hairlines and the first and last point."""
PILL_HEIGHT, PILL_PAD, PILL_DISTANCE = 44, 18, 24
THICK = 6


def mood_line(mark: MoodLine, look: Look) -> Node:
    """Lay out the chart, its legend and the bar of shares on their panel."""
    usual = None if mark.baseline is None else _kept(mark.baseline)
    mark = replace(mark, points=tuple(_sound(mark.points)), baseline=usual)
    has_gaps = any(point.count <= 0 for point in mark.points) or not mark.points
    body = Column(
        (
            Drawing(partial(_chart, mark=mark, theme=look.theme), high=HEIGHT, grow=1),
            space(16),
            legend(mark, has_gaps=has_gaps, theme=look.theme),
            space(30),
            shares(
                (mark.positive, mark.neutral, mark.negative),
                ("😊 积极", "😐 中性", "😢 消极"),
                look.theme,
            ),
        )
    )
    return panel(mark.title, mark.hint, body, look.theme)


def _kept(mood: float) -> float:
    return min(max(mood, -1.0), 1.0)


def _sound(points: Sequence[MoodPoint]) -> Iterator[MoodPoint]:
    """Give the points from left to right, one for each place, with values that can be drawn."""
    last = -1.0
    for point in sorted(points, key=lambda point: point.at):
        if 0 <= point.at <= 1 and point.at - last > 1 / HEIGHT**2:
            mean = _kept(point.mean)
            low, high = _kept(min(point.low, mean)), _kept(max(point.high, mean))
            yield replace(point, mean=mean, low=low, high=high)
            last = point.at


def _chart(canvas: Canvas, box: Box, *, mark: MoodLine, theme: Theme) -> None:
    high = box.height - 2 * PILLS - LABELS
    plot = Box(box.x + FACES, box.y + PILLS, box.width - FACES, high)
    ground = Field(plot, reach_of(mark))
    scale(canvas, ground, box.x, theme)
    field = Field(plot.grown_by(-INSET, 0), ground.reach)
    for start, end in gaps(mark.points):
        hatch(canvas, field, start, end, theme)
    if mark.baseline is not None:
        y = round(field.y(mark.baseline))
        dashes(canvas, Box(plot.x, y - 2, plot.width, 3), theme)
    for told, stretch in groupby(mark.points, key=lambda point: point.count > 0):
        if told:
            _stretch(canvas, field, tuple(stretch), theme)
    _extremes(canvas, field, mark.points, theme)
    _axis(canvas, Box(plot.x, box.bottom - LABELS, plot.width, LABELS), mark.labels, theme)


def _way(field: Field, places: Sequence[tuple[float, float]]) -> list[Point]:
    return smooth([(field.x(at), field.y(mood)) for at, mood in places])


def _stretch(canvas: Canvas, field: Field, points: Sequence[MoodPoint], theme: Theme) -> None:
    """Draw the line of points without a gap, in their interval."""
    if len(points) == 1:
        _lonely(canvas, field, points[0], theme)
        return
    above = _way(field, [(point.at, point.high) for point in points])
    below = _way(field, [(point.at, point.low) for point in points])
    canvas.area([*above, *reversed(below)], theme.mood, BAND)
    canvas.stroke(_way(field, [(point.at, point.mean) for point in points]), THICK, theme.mood)


def _lonely(canvas: Canvas, field: Field, point: MoodPoint, theme: Theme) -> None:
    """Draw a point between two gaps, with its interval as a bar."""
    x, top, bottom = round(field.x(point.at)), field.y(point.high), field.y(point.low)
    bar = Box(x - THICK, round(top), 2 * THICK, round(bottom - top) + 1)
    canvas.shape(bar, THICK, theme.mood, BAND)
    canvas.disc((x, round(field.y(point.mean))), THICK, theme.good)


def _extremes(canvas: Canvas, field: Field, points: Sequence[MoodPoint], theme: Theme) -> None:
    """Mark the best and the worst moment with their values."""
    told = [point for point in points if point.count > 0]
    if not told:
        return
    peak = max(told, key=lambda point: point.mean)
    trough = min(told, key=lambda point: point.mean)
    if peak.mean > trough.mean:
        _pin(canvas, field, trough, f"最低 {signed(trough.mean)}", theme.down, theme)
    label = "最高" if peak.mean > trough.mean else "心情"
    _pin(canvas, field, peak, f"{label} {signed(peak.mean)}", theme.up, theme)


def _pin(
    canvas: Canvas, field: Field, point: MoodPoint, label: str, tone: Colour, theme: Theme
) -> None:
    """Pin a pill to a point: below it in ``theme.down``, else above."""
    x, y = round(field.x(point.at)), round(field.y(point.mean))
    canvas.disc((x, y), 13, theme.plate)
    canvas.disc((x, y), 8, tone)
    wide = round(width(label, CHIP)) + 2 * PILL_PAD
    left = min(max(x - wide // 2, field.box.x), field.box.right - wide)
    top = y + PILL_DISTANCE if tone == theme.down else y - PILL_DISTANCE - PILL_HEIGHT
    box = Box(left, top, wide, PILL_HEIGHT)
    canvas.shape(box, PILL_HEIGHT // 2, tone)
    canvas.label(label, box, CHIP, theme.plate)


def _axis(canvas: Canvas, box: Box, labels: Sequence[str], theme: Theme) -> None:
    """Spread the labels along the axis, the first and last ones flush with its ends."""
    steps = max(len(labels) - 1, 1)
    room = box.width / max(len(labels), 1)
    for place, label in enumerate(labels):
        text = clip(label, NOTE, room)
        wide = width(text, NOTE)
        x = box.x + (box.width - wide) * place / steps if place in (0, steps) else 0
        x = x or box.x + box.width * place / steps - wide / 2
        canvas.line(text, (x, box.bottom - 8), NOTE, theme.ink3)

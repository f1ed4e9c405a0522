"""Mood over time: a smooth line in its interval, and the shares of what was said."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby

from groupscope.charts.canvas import Canvas
from groupscope.charts.curves import Point, smooth
from groupscope.charts.layout import Column, Drawing, Node, space
from groupscope.charts.look import Look
from groupscope.charts.names import clean
from groupscope.charts.parts import axis as axes
from groupscope.charts.parts import pin as pins
from groupscope.charts.parts.mood_scale import (
    BAND,
    Field,
    gaps,
    legend,
    reach_of,
    scale,
    signed,
)
from groupscope.charts.parts.panel import panel
from groupscope.charts.parts.shares import shares
from groupscope.charts.shapes import Box
from groupscope.charts.text import clip, width
from groupscope.charts.theme import CHIP, Colour, Theme
from groupscope.charts.values import MoodLine, MoodPoint

HEIGHT, NARROW, LOW = 500, 360, 316
"""Pixels of the plot with its pills and its axis: alone, beside another mark, one of many."""
FACES = 92
"""Pixels at the left, for the faces."""
PILLS, LOW_PILLS = 72, 62
"""Pixels above and below the plot, for the pills of peak and trough."""
INSET = 10
"""Pixels between the ends of the hairlines and the first and last point."""
DISTANCE = 24
"""Pixels between a point and its pill."""
THICK = 6
WORDS, FACES_ALONE = ("😊 积极", "😐 中性", "😢 消极"), ("😊", "😐", "😢")


def mood_line(mark: MoodLine, look: Look) -> Node:
    """Lay out the chart, its legend and the bar of shares on their panel."""
    usual = None if mark.baseline is None else _kept(mark.baseline)
    mark = replace(mark, points=tuple(_sound(mark.points)), baseline=usual)
    has_gaps = any(point.count <= 0 for point in mark.points) or not mark.points
    chart = Drawing(partial(_chart, mark=mark, theme=look.theme), high=_height(mark, look), grow=1)
    told = (chart, space(16), legend(mark, has_gaps=has_gaps and not mark.is_low, theme=look.theme))
    return panel(mark.title, mark.hint, Column((*told, *_shares(mark, look))), look)


def _height(mark: MoodLine, look: Look) -> int:
    if mark.is_low:
        return LOW
    return NARROW if look.is_narrow else HEIGHT


def _shares(mark: MoodLine, look: Look) -> Iterator[Node]:
    """Give the bar of shares, where there is room for it."""
    if mark.is_low:
        return
    parts = (mark.positive, mark.neutral, mark.negative)
    yield space(30)
    yield shares(parts, FACES_ALONE if look.is_narrow else WORDS, look.theme)


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
    pills = LOW_PILLS if mark.is_low else PILLS
    high = box.height - 2 * pills - axes.HEIGHT
    plot = Box(box.x + FACES, box.y + pills, box.width - FACES, high)
    ground = Field(plot, reach_of(mark))
    scale(canvas, ground, box.x, theme)
    field = Field(plot.grown_by(-INSET, 0), ground.reach)
    for start, end in gaps(mark.points):
        left, right = round(field.x(start)), round(field.x(end))
        axes.hatch(canvas, Box(left, plot.y, right - left, plot.height), theme.even)
    if mark.baseline is not None:
        y = round(field.y(mark.baseline))
        axes.dashes(canvas, Box(plot.x, y - 2, plot.width, 3), theme.ink3)
    for told, stretch in groupby(mark.points, key=lambda point: point.count > 0):
        if told:
            _stretch(canvas, field, tuple(stretch), theme)
    _extremes(canvas, field, mark.points, theme)
    below = Box(plot.x, box.bottom - axes.HEIGHT, plot.width, axes.HEIGHT)
    axes.axis(canvas, below, mark.labels, theme.ink3)


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
        _pin(canvas, field, trough, _said(trough, "最低"), theme.down, theme)
    word = "最高" if peak.mean > trough.mean else "心情"
    _pin(canvas, field, peak, _said(peak, word), theme.up, theme)


def _said(point: MoodPoint, word: str) -> str:
    """Say of a point what it is called, or that it is the highest, and its mood."""
    return f"{point.label if clean(point.label) else word} {signed(point.mean)}"


def _pin(
    canvas: Canvas, field: Field, point: MoodPoint, label: str, tone: Colour, theme: Theme
) -> None:
    """Pin a pill to a point: below it in ``theme.down``, else above."""
    x, y = round(field.x(point.at)), round(field.y(point.mean))
    pins.dot(canvas, (x, y), tone, theme)
    label = clip(label, CHIP, field.box.width - 2 * pins.PAD)
    wide = round(width(label, CHIP)) + 2 * pins.PAD
    left = min(max(x - wide // 2, field.box.x), field.box.right - wide)
    top = y + DISTANCE if tone == theme.down else y - DISTANCE - pins.HEIGHT
    pins.pill(canvas, Box(left, top, wide, pins.HEIGHT), label, tone, theme)

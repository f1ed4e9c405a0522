"""The hours of the day as bars around a dial, midnight at the top."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from math import cos, pi, sin

from groupscope.charts.canvas import Canvas
from groupscope.charts.curves import Point
from groupscope.charts.layout import Column, Drawing, Node, Row, Text, space
from groupscope.charts.look import Look
from groupscope.charts.parts.bar import bar
from groupscope.charts.parts.heat import mixed, warmth
from groupscope.charts.parts.panel import panel
from groupscope.charts.shapes import Box
from groupscope.charts.theme import COUNT, NAME, NOTE, Font, Theme
from groupscope.charts.values import Clock

HOURS = 24
DIAMETER = 400
HOLE, EDGE = 0.2, 0.415
"""The inner and outer end of the longest bar, in diameters of the whole."""
LEAST = 0.06
"""How long the bar of an hour of silence is, in lengths of the longest."""
SLIT = 0.1
"""Half of the gap between two bars, in hours."""
FIGURE = Font(26, 700)
SIGN = Font(46, 400)
SIGNS = ((5, "🦉"), (9, "🌅"), (17, "☀️"), (20, "🌇"), (22, "🌙"), (24, "🦉"))
"""What stands in the middle where the busiest hour is before that one."""
PARTS = (("🌌 凌晨", 0), ("🌅 上午", 6), ("☀️ 下午", 12), ("🌙 晚上", 18))
"""Quarters of the day, and the hour that each begins with."""


@dataclass(frozen=True, slots=True)
class Dial:
    """The centre of a clock and how long its bars are, in pixels."""

    x: float
    y: float
    inner: float
    outer: float

    def at(self, hour: float, radius: float) -> Point:
        """Find a place so far from the centre at an hour."""
        angle = hour / HOURS * 2 * pi - pi / 2
        return self.x + radius * cos(angle), self.y + radius * sin(angle)


def clock(mark: Clock, look: Look) -> Node:
    """Lay out the dial on its panel; where there is room, the quarters of the day beside it."""
    hours = tuple(max(count, 0) for count in (*mark.hours, *[0] * HOURS)[:HOURS])
    if not any(hours):
        return panel(mark.title, mark.hint, None, look)
    painter = partial(_paint, hours=hours, theme=look.theme)
    if look.is_narrow:
        return panel(mark.title, mark.hint, Drawing(painter, high=DIAMETER, grow=1), look)
    dial = Drawing(painter, wide=DIAMETER + 60, high=DIAMETER + 20)
    return panel(mark.title, mark.hint, Row((dial, _quarters(hours, look.theme)), gap=44), look)


def _quarters(hours: Sequence[int], theme: Theme) -> Node:
    """Tell how much of the day's talk each quarter has."""
    total, counts = sum(hours), [sum(hours[start : start + 6]) for _, start in PARTS]
    lines = tuple(
        _quarter(part, count / total, count / max(counts), theme)
        for part, count in zip(PARTS, counts, strict=True)
    )
    return Column(lines, gap=26, grow=1)


def _quarter(part: tuple[str, int], share: float, length: float, theme: Theme) -> Node:
    name, start = part
    told = (
        Text(name, NAME, theme.ink),
        Text(f"{start}–{start + 6} 点", NOTE, theme.ink3, grow=1),
        Text(f"{share:.0%}", COUNT, theme.ink),
    )
    fill = theme.leader if length == 1 else theme.bar
    return Column((Row(told, gap=14), space(6), bar(length, fill, theme.track)))


def _paint(canvas: Canvas, box: Box, *, hours: Sequence[int], theme: Theme) -> None:
    edge = min(box.width, box.height, DIAMETER)
    x, y = box.x + box.width // 2, box.y + box.height // 2
    dial = Dial(x, y, edge * HOLE, edge * EDGE)
    canvas.disc((x, y), round(dial.outer), theme.bubble)
    canvas.disc((x, y), round(dial.inner) - 8, theme.plate)
    busiest = hours.index(max(hours))
    _hours(canvas, dial, hours, busiest, theme)
    for hour in range(0, HOURS, 6):
        label_x, label_y = dial.at(hour, dial.outer + 24)
        canvas.line(str(hour), (label_x, label_y + 9), NOTE, theme.ink3, "middle")
    sign = next(sign for until, sign in SIGNS if busiest < until)
    canvas.line(sign, (x, y - 2), SIGN, theme.ink, "middle")
    canvas.line(f"{busiest} 点", (x, y + 42), FIGURE, theme.ink, "middle")


def _hours(canvas: Canvas, dial: Dial, hours: Sequence[int], busiest: int, theme: Theme) -> None:
    """Draw a bar for every hour; the busiest one is also named in the middle."""
    low = mixed(theme.bubble, theme.heat[-2], 0.4)
    for hour, count in enumerate(hours):
        fraction = count / hours[busiest]
        tone = theme.bad if hour == busiest else warmth(fraction, (low, *theme.bar.stops))
        canvas.area(_sector(dial, hour, fraction), tone)


def _sector(dial: Dial, hour: int, fraction: float) -> list[Point]:
    """Outline the bar of an hour; its length grows a little less than its count."""
    bend = LEAST + (1 - LEAST) * fraction**0.8
    outer = dial.inner + (dial.outer - dial.inner) * bend
    steps = [hour + SLIT + (1 - 2 * SLIT) * step / 4 for step in range(5)]
    inside = [dial.at(step, dial.inner) for step in steps]
    return inside + [dial.at(step, outer) for step in reversed(steps)]

"""Pills that say of points on a chart what they are, without covering each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, permutations, product

from groupscope.charts.canvas import Canvas
from groupscope.charts.shapes import Box
from groupscope.charts.text import clip, width
from groupscope.charts.theme import CHIP, Colour, Theme

HEIGHT, PAD, DISTANCE = 44, 18, 22
LANE = HEIGHT + 8
"""Pixels from one pill to the one above it."""
GAP = 12
"""Pixels between two pills side by side."""
CLEAR = 8
"""Pixels between a pill and the stem of another."""
WIDEST = 0.6
"""How much of the plot a pill may take."""
MOST = 3
"""More of them would hide what they explain."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A point (``x`` in pixels of the plot), what is said of it, and its colour."""

    x: float
    label: str
    tone: Colour


@dataclass(frozen=True, slots=True)
class Placed:
    """A pin with its pill: from where to where, how many lanes up, how far out of its middle."""

    pin: Pin
    label: str
    left: int
    right: int
    lane: int
    shift: int

    def covers(self, x: float) -> bool:
        """Whether the pill lies over a place."""
        return self.left - CLEAR < x < self.right + CLEAR

    def meets(self, other: "Placed") -> bool:
        """Whether two pills touch."""
        is_beside = self.left < other.right + GAP and other.left < self.right + GAP
        return self.lane == other.lane and is_beside

    def hides(self, other: "Placed") -> bool:
        """Whether the pill lies over the stem of a higher one."""
        return self.lane < other.lane and self.covers(other.pin.x)


def placed(pins: Sequence[Pin], room: int) -> tuple[Placed, ...]:
    """Give every pin a low lane in which its pill disturbs no other, in a plot that wide."""
    kept = pins[:MOST]
    options = [_options(pin, len(kept), room) for pin in kept]
    return min(product(*options), key=_cost)


def _options(pin: Pin, most: int, room: int) -> tuple[Placed, ...]:
    """Give the places where a pill can be: above its point, or to the left or right of it."""
    label = clip(pin.label, CHIP, room * WIDEST - 2 * PAD)
    wide = round(width(label, CHIP)) + 2 * PAD
    lefts = (pin.x - wide / 2, pin.x - wide + PAD, pin.x - PAD)
    kept = [min(max(round(left), 0), max(room - wide, 0)) for left in lefts]
    return tuple(
        Placed(pin, label, left, left + wide, lane, shift)
        for lane in range(most)
        for shift, left in enumerate(kept)
    )


def _cost(found: Sequence[Placed]) -> tuple[int, int, int, int]:
    """Weigh how ill pills lie: in each other's way, over stems, high up, out of the middle."""
    return (
        sum(one.meets(other) for one, other in combinations(found, 2)),
        sum(one.hides(other) for one, other in permutations(found, 2)),
        sum(each.lane for each in found),
        sum(each.shift > 0 for each in found),
    )


def lanes(found: Sequence[Placed]) -> int:
    """Count the lanes that the pills take."""
    return max((each.lane for each in found), default=-1) + 1


def draw_pins(canvas: Canvas, found: Sequence[tuple[Placed, int]], plot: Box, theme: Theme) -> None:
    """Draw each pin above the plot, with a stem down to its point (``y`` in pixels)."""
    for each, y in found:
        bottom = plot.y - DISTANCE - each.lane * LANE
        x = plot.x + round(each.pin.x)
        canvas.shape(Box(x - 1, bottom, 3, max(y - bottom, 0)), 0, each.pin.tone)
    for each, y in found:
        dot(canvas, (plot.x + round(each.pin.x), y), each.pin.tone, theme)
        top = plot.y - DISTANCE - each.lane * LANE - HEIGHT
        box = Box(plot.x + each.left, top, each.right - each.left, HEIGHT)
        pill(canvas, box, each.label, each.pin.tone, theme)


def dot(canvas: Canvas, centre: tuple[int, int], tone: Colour, theme: Theme) -> None:
    """Mark a point with a dot that stands off from what is around it."""
    canvas.disc(centre, 13, theme.plate)
    canvas.disc(centre, 8, tone)


def pill(canvas: Canvas, box: Box, label: str, tone: Colour, theme: Theme) -> None:
    """Paint a pill with letters in the colour of the plate."""
    canvas.shape(box, HEIGHT // 2, tone)
    canvas.label(label, box, CHIP, theme.plate)

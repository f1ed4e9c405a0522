"""Dots over two axes, the largest with their names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import sqrt

from groupscope.charts.canvas import Canvas
from groupscope.charts.layout import Column, Drawing, Node, space
from groupscope.charts.look import Look
from groupscope.charts.names import clean
from groupscope.charts.parts import axis as axes
from groupscope.charts.parts.measure import Measure, figure, measure
from groupscope.charts.parts.panel import panel
from groupscope.charts.shapes import Box
from groupscope.charts.text import clip, width
from groupscope.charts.theme import NOTE, NOTE_STRONG, Theme
from groupscope.charts.values import Dot, Scatter

HIGH, HIGH_NARROW = 500, 420
TOP, BOTTOM = 44, 76
"""Pixels for the name of one axis above the plot, and for figures and name of the other below."""
TICK_GAP = 14
LARGEST, LARGEST_NARROW, SMALLEST = 40, 24, 8
"""Radii of dots."""
OUTLINE = 3
"""How thick the line around a dot is of which no mood is known, and around every other."""
NAMES = 16
NAME_LIMIT, NAME_HEIGHT, NAME_GAP = 190, 32, 6
TINY = 1e-9
GLAD = 0.05
"""From this mood on a dot is glad, or below the same sad."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A dot in pixels."""

    dot: Dot
    x: int
    y: int
    radius: int

    @property
    def box(self) -> Box:
        """The square around it."""
        return Box(self.x - self.radius, self.y - self.radius, 2 * self.radius, 2 * self.radius)


def scatter(mark: Scatter, look: Look) -> Node:
    """Lay out the dots and their legend on a panel."""
    if not mark.dots:
        return panel(mark.title, mark.hint, None, look)
    high = HIGH_NARROW if look.is_narrow else HIGH
    largest = LARGEST_NARROW if look.is_narrow else LARGEST
    painter = partial(_paint, mark=mark, largest=largest, theme=look.theme)
    chart = Drawing(painter, high=high, grow=1)
    entries = tuple(_legend(mark.dots, look.theme))
    body = Column((chart, space(14), axes.legend(entries)) if entries else (chart,))
    return panel(mark.title, mark.hint, body, look)


def _paint(canvas: Canvas, box: Box, *, mark: Scatter, largest: int, theme: Theme) -> None:
    across = measure([dot.x for dot in mark.dots])
    up = measure([dot.y for dot in mark.dots])
    left = round(max(width(figure(value), NOTE) for value in up.marks)) + TICK_GAP
    plot = Box(box.x + left, box.y + TOP, box.width - left, box.height - TOP - BOTTOM)
    inner = plot.grown(-largest - OUTLINE)
    _grid(canvas, plot, inner, (across, up), theme)
    y_label, x_label = (clip(label, NOTE, plot.width) for label in (mark.y_label, mark.x_label))
    canvas.line(f"↑ {y_label}", (box.x, box.y + 24), NOTE, theme.ink2)
    canvas.line(f"{x_label} →", (plot.right, box.bottom - 8), NOTE, theme.ink2, "right")
    spots = list(_spots(mark.dots, inner, (across, up), largest))
    has_moods = any(dot.mood is not None for dot in mark.dots)
    for spot in spots:
        _dot(canvas, spot, theme, has_moods=has_moods)
    for name, place in _names(spots, plot):
        canvas.label(name, place, NOTE_STRONG, theme.ink)


def _grid(
    canvas: Canvas, plot: Box, inner: Box, measures: tuple[Measure, Measure], theme: Theme
) -> None:
    """Draw hairlines with their figures below and to the left of the plot."""
    across, up = measures
    last = -1.0
    for value in across.marks:
        x = round(inner.x + inner.width * across.at(value))
        canvas.shape(Box(x - 1, plot.y, 2, plot.height), 0, theme.line)
        label = figure(value)
        half = width(label, NOTE) / 2
        if x - half > last:
            canvas.line(label, (x, plot.bottom + 30), NOTE, theme.ink3, "middle")
            last = x + half + TICK_GAP
    for value in up.marks:
        y = round(inner.bottom - inner.height * up.at(value))
        canvas.shape(Box(plot.x, y - 1, plot.width, 2), 0, theme.line)
        canvas.line(figure(value), (plot.x - TICK_GAP, y + 8), NOTE, theme.ink3, "right")


def _spots(
    dots: Sequence[Dot], inner: Box, measures: tuple[Measure, Measure], largest: int
) -> Iterator[Spot]:
    """Give the dots in pixels, the largest first, so that none is hidden."""
    across, up = measures
    most = max(*(dot.size for dot in dots), TINY)
    for dot in sorted(dots, key=lambda dot: -dot.size):
        part = sqrt(min(max(dot.size / most, 0.0), 1.0))
        x = round(inner.x + inner.width * across.at(dot.x))
        y = round(inner.bottom - inner.height * up.at(dot.y))
        yield Spot(dot, x, y, round(SMALLEST + (largest - SMALLEST) * part))


def _dot(canvas: Canvas, spot: Spot, theme: Theme, *, has_moods: bool) -> None:
    """Draw a dot: full where it is glad, a ring where it is sad, pale where it is neither."""
    centre, mood = (spot.x, spot.y), spot.dot.mood
    canvas.disc(centre, spot.radius + OUTLINE, theme.plate)
    if not has_moods:
        canvas.disc(centre, spot.radius, theme.bar)
    elif mood is None:
        canvas.disc(centre, spot.radius, theme.ink3)
        canvas.disc(centre, spot.radius - OUTLINE, theme.plate)
    else:
        tone = theme.good if mood >= GLAD else theme.bad if mood <= -GLAD else theme.even
        canvas.disc(centre, spot.radius, tone)
        if mood <= -GLAD:
            canvas.disc(centre, max(spot.radius // 2, 3), theme.plate)


def _names(spots: Sequence[Spot], plot: Box) -> Iterator[tuple[str, Box]]:
    """Give the names of the largest dots that have a place where they cover nothing."""
    taken = [spot.box for spot in spots[: 4 * NAMES]]
    for spot in spots[:NAMES]:
        if not clean(spot.dot.name):
            continue
        name = clip(spot.dot.name, NOTE_STRONG, NAME_LIMIT)
        wide = round(width(name, NOTE_STRONG)) + 4
        place = next((each for each in _places(spot, wide) if _is_free(each, plot, taken)), None)
        if place:
            taken.append(place)
            yield name, place


def _places(spot: Spot, wide: int) -> Iterator[Box]:
    """Give the places for a name: right, left, above, below."""
    away = spot.radius + NAME_GAP
    yield Box(spot.x + away, spot.y - NAME_HEIGHT // 2, wide, NAME_HEIGHT)
    yield Box(spot.x - away - wide, spot.y - NAME_HEIGHT // 2, wide, NAME_HEIGHT)
    yield Box(spot.x - wide // 2, spot.y - away - NAME_HEIGHT, wide, NAME_HEIGHT)
    yield Box(spot.x - wide // 2, spot.y + away, wide, NAME_HEIGHT)


def _is_free(place: Box, plot: Box, taken: Sequence[Box]) -> bool:
    is_inside = (
        plot.x <= place.x
        and place.right <= plot.right
        and plot.y <= place.y
        and place.bottom <= plot.bottom
    )
    return is_inside and not any(
        place.x < other.right
        and other.x < place.right
        and place.y < other.bottom
        and other.y < place.bottom
        for other in taken
    )


def _legend(dots: Sequence[Dot], theme: Theme) -> Iterator[Node]:
    """Name the moods that are there."""
    moods = [dot.mood for dot in dots]
    if all(mood is None for mood in moods):
        return
    known = [mood for mood in moods if mood is not None]
    samples = (
        ("😊 偏积极", 1.0, any(mood >= GLAD for mood in known)),
        ("😐 居中", 0.0, any(-GLAD < mood < GLAD for mood in known)),
        ("😢 偏消极", -1.0, any(mood <= -GLAD for mood in known)),
        ("心情未知", None, None in moods),
    )
    for words, mood, is_there in samples:
        if is_there:
            yield axes.sample(partial(_sample, mood=mood, theme=theme), words, theme)


def _sample(canvas: Canvas, box: Box, *, mood: float | None, theme: Theme) -> None:
    spot = Spot(Dot("", 0, 0, 0, mood), box.right - 14, box.y + box.height // 2, 12)
    _dot(canvas, spot, theme, has_moods=True)

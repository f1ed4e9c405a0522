"""Lines and areas: smooth ways through points, and the anti-aliased masks that cover them."""

from collections.abc import Sequence
from itertools import pairwise
from math import hypot

from PIL import Image, ImageDraw

from groupscope.charts.shapes import OVERSAMPLING, Box

Point = tuple[float, float]

STEPS = 12
"""Straight pieces that a curve has between two points."""


def smooth(points: Sequence[Point]) -> list[Point]:
    """Lay a curve through points from left to right that never goes beyond them.

    Monotone cubic interpolation: Fritsch and Butland, SIAM J. Sci. Stat. Comput. 5 (1984) 300.
    """
    if not points:
        return []
    slopes = _slopes(points)
    curve = [points[0]]
    for (start, end), (leaving, arriving) in zip(pairwise(points), pairwise(slopes), strict=True):
        curve += [_between(start, end, leaving, arriving, n / STEPS) for n in range(1, STEPS + 1)]
    return curve


def _slopes(points: Sequence[Point]) -> list[float]:
    """Choose the slope at each point; flat at peaks and troughs."""
    spans = [end[0] - start[0] for start, end in pairwise(points)]
    rises = [(end[1] - start[1]) / (end[0] - start[0]) for start, end in pairwise(points)]
    inner = map(_mean_slope, pairwise(spans), pairwise(rises))
    return [*rises[:1], *inner, *rises[-1:]] if rises else [0.0]


def _mean_slope(spans: tuple[float, float], rises: tuple[float, float]) -> float:
    """Take the weighted harmonic mean of two slopes; zero where they turn."""
    before, after = spans
    if rises[0] * rises[1] <= 0:
        return 0.0
    weights = 2 * after + before, after + 2 * before
    return sum(weights) / (weights[0] / rises[0] + weights[1] / rises[1])


def _between(start: Point, end: Point, leaving: float, arriving: float, way: float) -> Point:
    """Find the point that lies ``way`` (0 … 1) between two others (cubic Hermite)."""
    span, back = end[0] - start[0], 1 - way
    height = (
        (1 + 2 * way) * back * back * start[1]
        + way * back * back * span * leaving
        + way * way * (3 - 2 * way) * end[1]
        - way * way * back * span * arriving
    )
    # Rounding may leave the interval by a hair.
    low, high = sorted((start[1], end[1]))
    return start[0] + span * way, min(max(height, low), high)


def bounds(points: Sequence[Point]) -> Box:
    """Find the box of whole pixels that holds all the points."""
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    left, top = int(min(xs)), int(min(ys))
    return Box(left, top, int(max(xs)) - left + 1, int(max(ys)) - top + 1)


def _enlarged(points: Sequence[Point], box: Box) -> list[Point]:
    return [((x - box.x) * OVERSAMPLING, (y - box.y) * OVERSAMPLING) for x, y in points]


def _sheet(box: Box) -> Image.Image:
    return Image.new("L", (box.width * OVERSAMPLING, box.height * OVERSAMPLING), 0)


def filled(outline: Sequence[Point], box: Box, alpha: float = 1.0) -> Image.Image:
    """Cover a polygon in a box, ``alpha`` (0 … 1) strongly."""
    sheet = _sheet(box)
    ImageDraw.Draw(sheet).polygon(_enlarged(outline, box), fill=round(255 * alpha))
    return sheet.resize(box.size, Image.Resampling.BOX)


def stroked(points: Sequence[Point], thick: int, box: Box) -> Image.Image:
    """Cover a line with round ends in a box."""
    sheet, wide = _sheet(box), thick * OVERSAMPLING
    pen, way = ImageDraw.Draw(sheet), _enlarged(points, box)
    pen.line(way, fill=255, width=wide, joint="curve")
    for x, y in (way[0], way[-1]):
        pen.ellipse((x - wide / 2, y - wide / 2, x + wide / 2, y + wide / 2), fill=255)
    return sheet.resize(box.size, Image.Resampling.BOX)


def dashed(points: Sequence[Point], dash: float, gap: float) -> list[list[Point]]:
    """Cut a way into dashes, as long as asked, with gaps between them."""
    pieces: list[list[Point]] = [[points[0]]] if points else []
    left, is_drawn = dash, True
    for start, end in pairwise(points):
        span = hypot(end[0] - start[0], end[1] - start[1])
        way = 0.0
        while span - way > left:
            way += left
            at = way / span
            point = start[0] + (end[0] - start[0]) * at, start[1] + (end[1] - start[1]) * at
            if is_drawn:
                pieces[-1].append(point)
            else:
                pieces.append([point])
            is_drawn = not is_drawn
            left = dash if is_drawn else gap
        left -= span - way
        if is_drawn:
            pieces[-1].append(end)
    return [piece for piece in pieces if len(piece) > 1]


def stroked_all(pieces: Sequence[Sequence[Point]], thick: int, box: Box) -> Image.Image:
    """Cover several lines in one box."""
    sheet, wide = _sheet(box), thick * OVERSAMPLING
    pen = ImageDraw.Draw(sheet)
    for piece in pieces:
        pen.line(_enlarged(piece, box), fill=255, width=wide, joint="curve")
    return sheet.resize(box.size, Image.Resampling.BOX)

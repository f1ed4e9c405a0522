"""A ring that is filled as far as a share goes, clockwise from the top."""

from math import cos, pi, sin

from groupscope.charts.canvas import Canvas
from groupscope.charts.curves import Point
from groupscope.charts.theme import Colour, Fill

STEPS = 96
"""Straight pieces of a whole circle."""


def ring(
    canvas: Canvas,
    centre: tuple[int, int],
    radius: int,
    thick: int,
    share: float,
    fills: tuple[Fill, Colour],
) -> None:
    """Draw a ring whose middle lies ``radius`` pixels from the centre.

    ``fills`` are those of the share (0 … 1) and of what is missing.
    """
    fill, track = fills
    canvas.stroke(_arc(centre, radius, 1.0), thick, track)
    if share > 0:
        canvas.stroke(_arc(centre, radius, min(share, 1.0)), thick, fill)


def _arc(centre: tuple[int, int], radius: int, share: float) -> list[Point]:
    count = max(round(STEPS * share), 1)
    turns = (2 * pi * share * step / count - pi / 2 for step in range(count + 1))
    return [(centre[0] + radius * cos(turn), centre[1] + radius * sin(turn)) for turn in turns]

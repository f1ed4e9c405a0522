"""Colours between nothing and the most."""

from collections.abc import Sequence

from groupscope.charts.shapes import channels
from groupscope.charts.theme import Colour

BEND = 0.75
"""An exponent that makes small differences near the bottom visible."""


def mixed(one: Colour, other: Colour, part: float) -> Colour:
    """Mix two colours: 0 is the first, 1 the second."""
    pairs = zip(channels(one), channels(other), strict=True)
    return "#{:02X}{:02X}{:02X}".format(*(round(a + (b - a) * part) for a, b in pairs))


def warmth(fraction: float, ramp: Sequence[Colour]) -> Colour:
    """Choose the colour of a fraction (0 … 1) of the most."""
    place = min(max(fraction, 0.0), 1.0) ** BEND * (len(ramp) - 1)
    step = min(int(place), len(ramp) - 2)
    return mixed(ramp[step], ramp[step + 1], place - step)

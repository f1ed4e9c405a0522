"""Axes of any figures: linear, or logarithmic where they span too much for that."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10

from groupscope.charts.parts.figures import compact, ticks

LOGARITHMIC = 100
"""From how many times the smallest value on the largest one needs a logarithmic axis."""
SMALLEST, LARGEST = 1e-6, 1e15
"""What lies beyond is drawn at the end of the axis."""
FINEST = 1000
"""Linear axes are divided as finely as a thousandth of one."""


@dataclass(frozen=True, slots=True)
class Measure:
    """An axis from ``low`` to ``high``, with the places that carry a figure."""

    low: float
    high: float
    marks: tuple[float, ...]
    is_logarithmic: bool

    def at(self, value: float) -> float:
        """Find the place of a value on the axis (0 … 1)."""
        kept = min(max(value, self.low), self.high)
        if self.is_logarithmic:
            return log10(kept / self.low) / log10(self.high / self.low)
        return (kept - self.low) / (self.high - self.low)


def measure(values: Sequence[float]) -> Measure:
    """Choose an axis that holds all values; what is not above 0 lies at its beginning."""
    kept = [min(value, LARGEST) for value in values if isfinite(value) and value >= SMALLEST]
    if not kept:
        return Measure(0, 1, (0, 1), is_logarithmic=False)
    if max(kept) / min(kept) > LOGARITHMIC:
        first, last = floor(log10(min(kept))), ceil(log10(max(kept)))
        powers = tuple(10.0**power for power in range(first, last + 1))
        return Measure(powers[0], powers[-1], powers, is_logarithmic=True)
    factor = 1 if max(kept) >= 1 else FINEST
    marks = tuple(mark / factor for mark in ticks(ceil(max(kept) * factor)))
    return Measure(0, marks[-1], marks, is_logarithmic=False)


def figure(value: float) -> str:
    """Write a value of an axis: 0, 0.01, 100, 1万."""
    return compact(value) if value >= 1 or not value else f"{value:g}"

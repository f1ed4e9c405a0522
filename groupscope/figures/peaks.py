"""Which buckets stand out."""

from collections.abc import Sequence
from typing import Final

MOST: Final = 3
HIGH: Final = 0.5
"""A further peak has at least this share of the highest …"""
ABOVE_MEAN: Final = 1.5
"""… and this many times the mean of all."""
APART: Final = 6
"""Two peaks lie a sixth of the whole apart, so that their labels have room."""


def peaks_of(counts: Sequence[int]) -> tuple[int, ...]:
    """Return up to three buckets that stand out, in order of time.

    The highest is always one, unless all are 0 (of equal ones the earliest); others are higher
    than their neighbours, half as high as it at least, and half more than the mean.
    """
    chosen: list[int] = []
    least = max(max(counts, default=0) * HIGH, sum(counts) / max(len(counts), 1) * ABOVE_MEAN)
    apart = max(len(counts) // APART, 2)
    for place in sorted(range(len(counts)), key=lambda place: (-counts[place], place)):
        around = counts[max(place - 1, 0) : place + 2]
        is_peak = not chosen or (counts[place] >= least and counts[place] == max(around))
        if counts[place] and is_peak and all(abs(place - other) >= apart for other in chosen):
            chosen.append(place)
    return tuple(sorted(chosen[:MOST]))

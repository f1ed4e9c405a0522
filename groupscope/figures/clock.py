"""Times of the day, which go round: between 23:00 and 01:00 lies midnight, not noon."""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

A_DAY: Final = 86_400
SCATTERED: Final = 0.1
"""A mean vector shorter than this points nowhere: the times are spread around the clock."""


def circular_means(
    seconds: NDArray[np.int64], whose: NDArray[np.int64], count: int
) -> NDArray[np.float64]:
    """Return the mean of times of the day, in seconds after midnight, for each of ``count`` owners.

    ``whose``, from 0 on, says which owner a time belongs to. 0 ≤ mean < 86,400; NaN for no times,
    and for times that cancel each other out (6:00 and 18:00). The mean direction of Mardia and
    Jupp, "Directional Statistics" (2000), section 2.2.
    """
    angles = 2 * math.pi * seconds / A_DAY
    across = np.bincount(whose, weights=np.cos(angles), minlength=count)
    up = np.bincount(whose, weights=np.sin(angles), minlength=count)
    times = np.bincount(whose, minlength=count)
    is_told = np.hypot(across, up) >= SCATTERED * np.maximum(times, 1)
    means = np.arctan2(up, across) / (2 * math.pi) * A_DAY % A_DAY
    return np.where(is_told, means, np.nan)


def clock_label(seconds: float) -> str:
    """Return a time of the day as a clock shows it, to the nearest minute: 01:23."""
    minutes = round(seconds / 60) % (24 * 60)
    return f"{minutes // 60:02}:{minutes % 60:02}"

"""What the bot weighed through a day, and whether it grew: pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Weight:
    """Memory in MiB: resident and unshared of the bot, unshared of its worker (0: none there)."""

    rss: float
    uss: float
    worker: float


def growth(weights: Sequence[Weight], of: Callable[[Weight], float]) -> float:
    """Return by how many percent the median of the second half lies above that of the first."""
    half = len(weights) // 2
    before, after = (median(map(of, part)) for part in (weights[:half], weights[half:]))
    return (after / before - 1) * 100

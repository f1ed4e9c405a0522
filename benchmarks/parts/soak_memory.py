"""What the bot weighed through a day, and whether it grew."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

import psutil

from parts.processes import A_MEBIBYTE, BotProcess


@dataclass(frozen=True, slots=True)
class Weight:
    """Memory in MiB: resident and unshared of the bot, unshared of its worker (0: none there)."""

    rss: float
    uss: float
    worker: float


def weighed(bot: BotProcess) -> Weight:
    """Weigh a bot now."""
    worker = 0.0
    for child in bot.process.children(recursive=True):
        try:
            worker += child.memory_full_info().uss / A_MEBIBYTE
        except psutil.NoSuchProcess:
            continue
    return Weight(bot.rss(), bot.uss(), worker)


def growth(weights: Sequence[Weight], of: Callable[[Weight], float]) -> float:
    """Return by how many percent the median of the second half lies above that of the first."""
    half = len(weights) // 2
    before, after = (median(map(of, part)) for part in (weights[:half], weights[half:]))
    return (after / before - 1) * 100

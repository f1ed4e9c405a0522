"""The mood of many lines: a mean that few lines cannot make extreme, with its uncertainty."""

import math
from collections.abc import Iterable
from typing import Final, NamedTuple

PRIOR_LINES: Final = 20
"""As many neutral lines are thought to have been said before: the shrinkage n / (n + 20)."""

_NORMAL_95: Final = 1.959963984540054
"""The 97.5 % point of the normal distribution."""

_PRIOR_VARIANCE: Final = 0.09
"""Of a single line: what one message in ten with ±0.9, the others neutral, comes to. Without it
three equal scores would pretend to be certain."""


class MoodAverage(NamedTuple):
    """A mean in [-1, 1], its 95 % interval, and how many scored lines are behind it."""

    mean: float
    low: float
    high: float
    n: int


def shrunk_mean(scores: Iterable[float | None]) -> MoodAverage:
    """Average scores in [-1, 1] as if 20 neutral lines came before them; None is not counted.

    The posterior mean of a normal model whose prior is worth 20 observations of 0 (Gelman et al.,
    Bayesian Data Analysis, 3rd ed., §3.3): sum / (n + 20), with standard error sqrt(v / (n + 20)),
    where v is the variance of the lines, pooled with the prior's. The interval is the mean ± 1.96
    standard errors, kept within [-1, 1].
    """
    counted = [score for score in scores if score is not None]
    n = len(counted)
    mean = math.fsum(counted) / (n + PRIOR_LINES)
    reach = _NORMAL_95 * math.sqrt(_variance(counted, mean) / (n + PRIOR_LINES))
    return MoodAverage(mean, max(-1.0, mean - reach), min(1.0, mean + reach), n)


def _variance(scores: list[float], mean: float) -> float:
    """Pool the lines' squared distances from the mean with those of the prior's lines."""
    told = math.fsum((score - mean) ** 2 for score in scores)
    prior = PRIOR_LINES * (_PRIOR_VARIANCE + mean**2)
    return (told + prior) / (len(scores) + PRIOR_LINES)

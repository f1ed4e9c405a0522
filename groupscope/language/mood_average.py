"""The mood of many lines: a mean that few lines cannot make extreme, with its uncertainty."""

import math
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


def average(n: int, total: float, squares: float) -> MoodAverage:
    """Average n scores in [-1, 1], given their sum and the sum of their squares.

    As if 20 neutral lines came before them: the posterior mean of a normal model whose prior is
    worth 20 observations of 0 (Gelman et al., Bayesian Data Analysis, 3rd ed., §3.3):
    sum / (n + 20), with standard error sqrt(v / (n + 20)), where v is the variance of the lines,
    pooled with the prior's. The interval is the mean ± 1.96 standard errors, kept within [-1, 1].
    """
    mean = total / (n + PRIOR_LINES)
    # The lines' squared distances from the mean, pooled with those of the prior's lines.
    told = max(squares - 2 * mean * total + n * mean**2, 0.0)
    prior = PRIOR_LINES * (_PRIOR_VARIANCE + mean**2)
    variance = (told + prior) / (n + PRIOR_LINES)
    reach = _NORMAL_95 * math.sqrt(variance / (n + PRIOR_LINES))
    return MoodAverage(mean, max(-1.0, mean - reach), min(1.0, mean + reach), n)

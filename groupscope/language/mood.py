"""The mood of one line of chat, from its words.

Three witnesses: the chat lexicon, which knows slang, faces, negation and questions; turns of speech
that tell a feeling without naming it; and two of SnowNLP's Bayes classifiers, trained on talk,
which have seen more words than any list has. The first two weigh more; the classifiers settle what
they leave open. A single line often carries no
mood that text alone could tell: show the mean of twenty and more (``mood_average``).
"""

import math
import re
from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

from groupscope.language.bayes import evidences, parts
from groupscope.language.lexicon_reading import read
from groupscope.language.mood_clauses import felt
from groupscope.language.turns import hinted

VERSION: Final = 2
"""Of the scores: stored beside each, and raised with every change that moves them."""

Label: TypeAlias = Literal["negative", "neutral", "positive"]

THRESHOLD: Final = 0.26
"""A line is neutral below it: where nine neutral lines in ten of the labelled ones stay so."""

_LEARNED_SHARE: Final = 0.3
_POLARITY_DAMPING: Final = 4.0
_EMOTION_DAMPING: Final = 2.0
_NEUTRAL_AT_FIRST: Final = 1.0
"""What speaks for a feeling has to outweigh that four lines in five have none."""

_TELLING: Final = re.compile(r"[^\W\d_]|[\u2600-\u27bf\U0001f000-\U0001faff]")
"""A letter or a picture: numbers and punctuation alone carry no mood."""


def mood(tokens: Sequence[str]) -> float | None:
    """Score a line's tokens, as ``segmenting.cut`` gives them, from -1 (sad) to 1 (glad).

    None when no token could carry a mood: nothing but punctuation, numbers and mentions.
    """
    tokens = [token for token in tokens if token and token[0] not in "@＠"]
    told = felt(read(tokens))
    if told is None and not any(map(_TELLING.search, tokens)):
        return None
    said = math.tanh((told or 0.0) + hinted("".join(tokens)))
    return (1 - _LEARNED_SHARE) * said + _LEARNED_SHARE * _learned(tokens)


def label_of(score: float | None) -> Label | None:
    """Return the class of a score; None for None."""
    if score is None:
        return None
    if abs(score) < THRESHOLD:
        return "neutral"
    return "positive" if score > 0 else "negative"


def _learned(tokens: Sequence[str]) -> float:
    """Return the classifiers' score in (-1, 1): polarity, as far as there is a feeling at all."""
    polarity, emotion = evidences(("mood_polarity", "mood_emotion"), parts(tokens))
    doubt = emotion / _EMOTION_DAMPING - _NEUTRAL_AT_FIRST
    # the logistic function, written so that no line is long enough to overflow it
    return math.tanh(polarity / _POLARITY_DAMPING) * (1 + math.tanh(doubt / 2)) / 2

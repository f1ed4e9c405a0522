"""The mood of one line, from its words."""

import math
from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

from groupscope.language.lexicon_reading import read
from groupscope.language.mood_clauses import felt

VERSION: Final = 1
Label: TypeAlias = Literal["negative", "neutral", "positive"]
THRESHOLD: Final = 0.3


def mood(tokens: Sequence[str]) -> float | None:
    total = felt(read(tokens))
    if total is None:
        return 0.0 if any(c.isalpha() for t in tokens for c in t) else None
    return math.tanh(total)


def label_of(score: float | None) -> Label | None:
    if score is None:
        return None
    if abs(score) < THRESHOLD:
        return "neutral"
    return "positive" if score > 0 else "negative"

"""Words that the dictionary does not know: found by how they hold together and stand apart."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from groupscope.language.cleaning import clean
from groupscope.language.lists import entries, words
from groupscope.language.segmenting import cut
from groupscope.language.wholes import HANZI, RUN

LONGEST: Final = 4
"""Characters of a word that is looked for."""

_SPOKEN: Final = re.compile(f"[{HANZI}]+")
_EDGE: Final = ""
"""The neighbour of a word where a run of characters begins or ends."""

_SWALLOWED: Final = 0.8
"""A candidate that is this often a part of a longer one is only its part."""


@dataclass(frozen=True, slots=True)
class NewWord:
    """A candidate: in how many messages it is, and how it holds together and stands apart.

    ``pmi`` is the least pointwise mutual information, in bits, of its cuts in two; ``entropy``
    that of its neighbours, in bits, on the side where they vary less.
    """

    word: str
    count: int
    pmi: float
    entropy: float


def new_words(
    said: Iterable[str], *, at_least: int = 20, pmi: float = 5.0, entropy: float = 1.0
) -> tuple[NewWord, ...]:
    """Find words of two to four Chinese characters that the segmenter cuts, most frequent first.

    Counted once per message; the thresholds suit thousands of messages, ``at_least`` may be less
    for a quiet group. Suggestions: a person confirms them. Church and Hanks (1990) for the mutual
    information, Jin and Tanaka-Ishii (2006) for the entropy of what stands beside.
    """
    runs = [_runs(text) for text in said]
    counts = _count(runs)
    total = sum(count for piece, count in counts.items() if len(piece) == 1)
    held = {
        piece: cohesion
        for piece, count in counts.items()
        if len(piece) > 1 and count >= at_least
        if (cohesion := _cohesion(piece, counts, total)) >= pmi
    }
    apart = _entropies(runs, held)
    found = [
        NewWord(piece, counts[piece], held[piece], apart[piece])
        for piece in held
        if apart[piece] >= entropy and _is_unknown(piece)
    ]
    return _whole(found)


def _runs(text: str) -> list[str]:
    """Return the runs of Chinese characters in a message, laughter taken out."""
    return _SPOKEN.findall(RUN.sub(" ", clean(text)))


def _pieces(runs: Sequence[str], shortest: int) -> Iterator[tuple[str, str, str]]:
    """Give every piece of up to four characters with what stands left and right of it."""
    for run in runs:
        for start in range(len(run)):
            before = run[start - 1] if start else _EDGE
            for end in range(start + shortest, min(start + LONGEST, len(run)) + 1):
                yield run[start:end], before, run[end : end + 1]


def _count(messages: Iterable[Sequence[str]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for runs in messages:
        counts.update({piece for piece, _, _ in _pieces(runs, 1)})
    return counts


def _cohesion(piece: str, counts: Counter[str], total: int) -> float:
    """Return the least mutual information of the ways to cut a piece in two, in bits."""
    loosest = max(counts[piece[:at]] * counts[piece[at:]] for at in range(1, len(piece)))
    return math.log2(counts[piece] * total / loosest)


def _entropies(messages: Iterable[Sequence[str]], pieces: Iterable[str]) -> dict[str, float]:
    """Return the entropy of the neighbours of each piece, on the poorer side."""
    left: dict[str, Counter[str]] = defaultdict(Counter)
    right: dict[str, Counter[str]] = defaultdict(Counter)
    wanted = frozenset(pieces)
    for runs in messages:
        for piece, before, after in _pieces(runs, 2):
            if piece in wanted:
                left[piece][before] += 1
                right[piece][after] += 1
    return {piece: min(_entropy(left[piece]), _entropy(right[piece])) for piece in wanted}


def _entropy(neighbours: Counter[str]) -> float:
    total = neighbours.total()
    return -sum(count / total * math.log2(count / total) for count in neighbours.values())


def _is_unknown(piece: str) -> bool:
    """Tell whether the segmenter cuts a piece, and no part of it is small change."""
    if not _function_characters().isdisjoint((piece[0], piece[-1])):
        return False
    tokens = cut(piece)
    return len(tokens) > 1 and words("stop_words").isdisjoint(tokens)


@cache
def _function_characters() -> frozenset[str]:
    return frozenset("".join(entries("function_characters")))


def _whole(found: Sequence[NewWord]) -> tuple[NewWord, ...]:
    """Leave out what is mostly a part of a longer word."""
    kept = [
        one
        for one in found
        if not any(
            one.word in longer.word and longer.count >= _SWALLOWED * one.count
            for longer in found
            if len(longer.word) > len(one.word)
        )
    ]
    return tuple(sorted(kept, key=lambda one: (-one.count, one.word)))

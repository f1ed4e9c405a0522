"""Turns of speech that tell a feeling without naming one: 排队排了两小时."""

import re
from collections import defaultdict
from functools import cache
from typing import Final, NamedTuple

from groupscope.language.lists import entries

_MOST: Final = 0.7
"""What the turns of one line weigh together: they hint, where words of feeling tell."""


_ASKED: Final = 0.3
"""排队排了多久？ hints at less."""

_ASKS: Final = re.compile("[?？吗]")


class _Turns(NamedTuple):
    """The turns that begin with one character: an expression, with a weight a group."""

    expression: re.Pattern[str]
    weights: tuple[float, ...]


def hinted(line: str) -> float:
    """Return the weight in [-0.7, 0.7] of the turns in a line without spaces; 0 without any."""
    listed = _listed()
    total, done = 0.0, 0
    for place, first in enumerate(line, 1):
        if first in listed and place > done:
            turns = _turns(first)
            found = turns.expression.match(line, place)
            if found:
                total += turns.weights[(found.lastindex or 0) - 1]
                done = found.end()
    if not total:
        return 0.0
    if _ASKS.search(line):
        total *= _ASKED
    return max(-_MOST, min(_MOST, total))


@cache
def _turns(first: str) -> _Turns:
    """Compile the turns of one character when it is first met."""
    weights, rests = zip(*_listed()[first], strict=True)
    return _Turns(re.compile("|".join(f"({rest})" for rest in rests)), weights)


@cache
def _listed() -> dict[str, list[tuple[float, str]]]:
    """Sort the list by first characters: most places of a line begin no turn."""
    listed: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for entry in entries("lexicon_turns"):
        weight, begins, rest = entry.split("\t")
        for first in dict.fromkeys(begins):
            listed[first].append((float(weight), rest))
    return dict(listed)

"""SnowNLP's Bayes classifier with counts of our own, without loading the rest of SnowNLP.

SnowNLP's package loads a segmenter, a tagger and a model of shop reviews (411 MB, two seconds)
before it gives out its classifier of sixty lines. So the classifier's module is loaded alone, with
counts that were trained on talk (``python -m groupscope.language.training``).
"""

import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import import_module
from importlib.resources import files
from importlib.util import find_spec
from itertools import pairwise
from types import ModuleType
from typing import Final, Protocol, cast

_PACKAGE: Final = "snownlp"
_PARTS: Final = ("snownlp.utils.frequency", "snownlp.classification.bayes")


class Counts(Protocol):
    """SnowNLP's ``AddOneProb``: how often each feature was seen in one class, plus one."""

    d: dict[str, int]
    total: float

    def freq(self, key: str) -> float:
        """Return the share of a feature among all of its class; one count if never seen."""
        ...


class Bayes(Protocol):
    """SnowNLP's ``Bayes``: naive, with one ``Counts`` a class in ``d``."""

    d: dict[str, Counts]
    total: float

    def train(self, data: Iterable[tuple[Iterable[str], str]]) -> None:
        """Count the features of labelled lines."""
        ...


def new_bayes() -> Bayes:
    """Return an empty classifier of SnowNLP."""
    return cast("Bayes", _snownlp()[1].Bayes())


def features(tokens: Sequence[str]) -> set[str]:
    """Return the words and neighbouring pairs of a line that have a Chinese character."""
    return {feature for feature in parts(tokens) if not feature.isascii()}


def parts(tokens: Sequence[str]) -> set[str]:
    """Return the words and neighbouring pairs of a line; those without Chinese say nothing."""
    return {*tokens, *map(" ".join, pairwise(tokens))}


def evidence(model: str, found: Iterable[str]) -> float:
    """Return how much more a line's features speak for a model's first class, in nats.

    Both classes are taken as equally frequent: the flat prior. Unbounded, 0 for what was never
    seen. A line's length makes naive Bayes too sure of itself; whoever asks has to damp it.
    """
    odds = log_odds(model)
    return sum([odds[feature] for feature in found if feature in odds])


def evidences(models: tuple[str, str], found: Iterable[str]) -> tuple[float, float]:
    """Return the ``evidence`` of two models, for one look at each feature."""
    odds = _odds_of_both(models)
    first = second = 0.0
    for feature in found:
        if feature in odds:
            one, other = odds[feature]
            first += one
            second += other
    return first, second


@cache
def log_odds(model: str) -> Mapping[str, float]:
    """Return log P(feature | first class) - log P(feature | second) of every known feature."""
    bayes = load(model)
    first, second = bayes.d.values()
    return {
        feature: math.log(first.freq(feature)) - math.log(second.freq(feature))
        for feature in first.d.keys() | second.d.keys()
    }


@cache
def _odds_of_both(models: tuple[str, str]) -> Mapping[str, tuple[float, float]]:
    first, second = map(log_odds, models)
    return {
        feature: (first.get(feature, 0.0), second.get(feature, 0.0))
        for feature in first.keys() | second.keys()
    }


def load(model: str) -> Bayes:
    """Fill a classifier with the counts of ``data/<model>.txt``."""
    written = files("groupscope.language").joinpath("data", f"{model}.txt").read_text("utf-8")
    classes, totals, *lines = written.splitlines()
    bayes = new_bayes()
    for column, (name, total) in enumerate(
        zip(classes.split("\t"), totals.split("\t"), strict=True), 1
    ):
        bayes.d[name] = _counts(map(str.split, lines, ("\t",) * len(lines)), column, float(total))
    bayes.total = sum(counts.total for counts in bayes.d.values())
    return bayes


def dump(bayes: Bayes, kept: Iterable[str]) -> str:
    """Write a classifier's counts of the ``kept`` features, as ``load`` reads them."""
    rows = [
        [feature, *(str(counts.d.get(feature, 1) - 1) for counts in bayes.d.values())]
        for feature in sorted(kept)
    ]
    totals = [f"{counts.total:.0f}" for counts in bayes.d.values()]
    return "".join("\t".join(row) + "\n" for row in [list(bayes.d), totals, *rows])


def _counts(rows: Iterable[list[str]], column: int, total: float) -> Counts:
    """Make one class's counts; SnowNLP stores each with the one that it adds to all."""
    counts = cast("Counts", _snownlp()[0].AddOneProb())
    counts.d = {row[0]: int(row[column]) + 1 for row in rows if row[column] != "0"}
    counts.total = total
    return counts


@cache
def _snownlp() -> tuple[ModuleType, ...]:
    """Load the modules of the classifier, with an empty package in their package's place."""
    if _PACKAGE in sys.modules:
        return tuple(map(import_module, _PARTS))
    spec = find_spec(_PACKAGE)
    empty = ModuleType(_PACKAGE)
    empty.__path__ = list(spec.submodule_search_locations or ()) if spec else []
    sys.modules[_PACKAGE] = empty
    try:
        return tuple(map(import_module, _PARTS))
    finally:
        # whoever imports SnowNLP after us gets the real one
        del sys.modules[_PACKAGE]

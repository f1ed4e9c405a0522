"""How well moods are told on labelled lines: `label<TAB>text`, negative, neutral or positive."""

import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random

from groupscope.language.mood import label_of
from groupscope.language.reading import read

CLASSES = ("negative", "neutral", "positive")
DAYS, MESSAGES_A_DAY, SEED = 400, 50, 20


def measure(path: Path | str) -> dict[str, float]:
    """Return macro-F1, neutral lines kept, signs flipped among polar lines, and rank correlation.

    The last is Spearman's, between score and label of 400 days of 50 messages drawn from the file.
    """
    rows = [line.split("\t", 1) for line in Path(path).read_text("utf-8").splitlines() if line]
    labels = [label.strip().lower() for label, _ in rows]
    scores = [read(text).mood for _, text in rows]
    said = [label_of(score) or "neutral" for score in scores]
    pairs = list(zip(labels, said, strict=True))
    return {
        "mood_macro_f1": round(sum(f1(pairs, one) for one in CLASSES) / len(CLASSES), 4),
        "mood_neutral_kept": round(share([b == a for a, b in pairs if a == "neutral"]), 4),
        "mood_flipped": round(
            share([b not in (a, "neutral") for a, b in pairs if a != "neutral"]), 4
        ),
        "mood_day_spearman": round(day_correlation(labels, scores), 4),
    }


def f1(pairs: Sequence[tuple[str, str]], one: str) -> float:
    right = sum(a == b == one for a, b in pairs)
    named = sum(a == one for a, _ in pairs) + sum(b == one for _, b in pairs)
    return 2 * right / named if named else 0.0


def share(hits: Sequence[bool]) -> float:
    return sum(hits) / len(hits) if hits else 0.0


def day_correlation(labels: Sequence[str], scores: Sequence[float | None]) -> float:
    """Draw days of lines with replacement; None counts as neutral."""
    random = Random(SEED)
    value = {"negative": -1, "neutral": 0, "positive": 1}
    told, labelled = [], []
    for _ in range(DAYS):
        drawn = random.choices(range(len(labels)), k=MESSAGES_A_DAY)
        told.append(sum(scores[place] or 0.0 for place in drawn))
        labelled.append(sum(value[labels[place]] for place in drawn))
    return correlation(ranks(told), ranks(labelled))


def ranks(values: Sequence[float]) -> list[float]:
    """Return the rank of each value; equal ones share the mean of theirs."""
    order = sorted(values)
    first = {value: place for place, value in reversed(list(enumerate(order)))}
    last = {value: place for place, value in enumerate(order)}
    return [(first[value] + last[value]) / 2 for value in values]


def correlation(first: Sequence[float], second: Sequence[float]) -> float:
    mean_a, mean_b = sum(first) / len(first), sum(second) / len(second)
    both = sum((a - mean_a) * (b - mean_b) for a, b in zip(first, second, strict=True))
    spread = sum((a - mean_a) ** 2 for a in first) * sum((b - mean_b) ** 2 for b in second)
    return both / spread**0.5 if spread else 0.0


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(name, measure(name))

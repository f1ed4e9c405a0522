"""How fast a message is read, what that adds to a process, and how right it is.

``uv run python benchmarks/language.py [--mood FILE.tsv] [--questions FILE.tsv]``; the files hold
``label<TAB>text``: negative, neutral, positive; 0, 1. Prints a table and, last, one line of JSON.
"""

import argparse
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from parts.table import table

ROOT = Path(__file__).resolve().parents[1]
SPEED = ROOT / "benchmarks" / "parts" / "reading_speed.py"
MARKS = str.maketrans("", "", "?？")


def speed(segmenter: str) -> dict[str, float]:
    """Measure one segmenter in a fresh process."""
    call = [sys.executable, str(SPEED), segmenter]
    done = subprocess.run(call, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def speeds() -> dict[str, Any]:
    """Name the figures of both segmenters."""
    fast, slow = speed("rjieba"), speed("jieba")
    parts = {
        f"{name}_{segmenter}": round(value, 2)
        for segmenter, figures in (("rjieba", fast), ("jieba", slow))
        for name, value in figures.items()
        if name not in ("us", "rss_mb", "characters")
    }
    return {
        "characters_per_message": round(fast["characters"], 1),
        "us_per_message_rjieba": round(fast["us"], 1),
        "us_per_message_jieba": round(slow["us"], 1),
        "rss_mb": round(fast["rss_mb"], 1),
        "rss_mb_jieba": round(slow["rss_mb"], 1),
        **parts,
    }


def moods(path: Path | None) -> dict[str, Any]:
    """Measure the mood of labelled lines."""
    names = ("mood_macro_f1", "mood_neutral_kept", "mood_flipped")
    if path is None:
        return dict.fromkeys(names)
    import language_mood

    return {**dict.fromkeys(names), **language_mood.measure(path)}


def asked(path: Path | None) -> dict[str, Any]:
    """Measure questions on labelled lines, as they are and without their question marks."""
    if path is None:
        return {"question_f1": None, "question_f1_unmarked": None}
    pairs = (line.split("\t", 1) for line in path.read_text("utf-8").splitlines() if "\t" in line)
    rows = [(label.strip() == "1", text) for label, text in pairs]
    bare = ((is_asked, text.translate(MARKS)) for is_asked, text in rows)
    unmarked = [(is_asked, text) for is_asked, text in bare if text.strip()]
    found = _scores(rows)
    return {
        "question_precision": found["precision"],
        "question_recall": found["recall"],
        "question_f1": found["f1"],
        "question_f1_unmarked": _scores(unmarked)["f1"],
    }


def _scores(rows: Iterable[tuple[bool, str]]) -> dict[str, float]:
    """Return precision, recall and F1 of the questions among ``rows``."""
    from groupscope.language.reading import read

    seen = Counter((is_asked, read(text).is_question) for is_asked, text in rows)
    right = seen[True, True]
    precision = right / max(right + seen[False, True], 1)
    recall = right / max(right + seen[True, False], 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3)}


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mood", type=Path, help="label<TAB>text: negative, neutral, positive")
    parser.add_argument("--questions", type=Path, help="label<TAB>text: 0, 1")
    chosen = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    figures = {**speeds(), **moods(chosen.mood), **asked(chosen.questions)}
    print(table(figures))
    print(json.dumps(figures, ensure_ascii=False))


if __name__ == "__main__":
    main()

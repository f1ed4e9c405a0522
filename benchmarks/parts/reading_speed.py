"""One segmenter in a process of its own: what reading a message costs, and what it adds.

``python benchmarks/parts/reading_speed.py rjieba|jieba`` prints one line of JSON.
"""

import json
import random
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
LINES = ROOT / "tests" / "language" / "data"
MESSAGES = 10_000
ROUNDS = 3
A_MEBIBYTE = 1 << 20
FACES = ("😂", "[流泪]", "[doge]", "❤️", "hhh", "T_T", "～", "。。。", " 23:30", "@小明 ")


def messages() -> list[str]:
    """Return 10,000 messages of one to three short lines, one in five with a face or a mention."""
    lines = [
        line.split("\t", 1)[1]
        for path in sorted(LINES.glob("mood_*.tsv"))
        for line in path.read_text("utf-8").splitlines()
        if "\t" in line
    ]
    dice = random.Random(20)
    chosen = ("，".join(dice.choices(lines, k=dice.randint(1, 3))) for _ in range(MESSAGES))
    return [said + dice.choice(FACES) if dice.random() < 0.2 else said for said in chosen]


def rss() -> float:
    """Return the resident memory of this process, in MiB."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / A_MEBIBYTE


def microseconds(act: Callable[[str], object], said: Sequence[str]) -> float:
    """Return the CPU time of one message, in µs: the median of three rounds."""
    return median(_round(act, said) for _ in range(ROUNDS)) / len(said) * 1e6


def _round(act: Callable[[str], object], said: Sequence[str]) -> float:
    start = time.process_time()
    for text in said:
        act(text)
    return time.process_time() - start


def measure(segmenter: str) -> dict[str, float]:
    """Read all messages with one segmenter; memory is what comes on top of the core's values."""
    said = messages()
    import groupscope.model  # noqa: F401  # what any process of ours has

    before = rss()
    from groupscope.language import cleaning, questions, reading, words

    vocabulary = reading.Vocabulary(segmenter=segmenter)
    start = time.process_time()
    reading.read(said[0], vocabulary)
    loading = time.process_time() - start
    whole = microseconds(lambda text: reading.read(text, vocabulary), said)
    added = rss() - before
    cleaned = [text for text in map(cleaning.clean, said) if text]
    cut = [vocabulary.cut(text) for text in cleaned]
    tokens = dict(zip(cleaned, cut, strict=False))
    return {
        "characters": sum(map(len, said)) / len(said),
        "us": whole,
        "rss_mb": added,
        "first_message_s": loading,
        "us_clean": microseconds(cleaning.clean, said),
        "us_cut": microseconds(vocabulary.cut, cleaned),
        "us_words": microseconds(lambda text: words.words_of(tokens[text]), cleaned),
        "us_mood": microseconds(lambda text: reading.mood.mood(tokens[text]), cleaned),
        "us_question": microseconds(questions.is_question, cleaned),
    }


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    print(json.dumps(measure(sys.argv[1])))

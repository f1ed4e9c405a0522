"""What an installation and a group know better than the segmenter: words of their own."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from groupscope.language.segmenters import Segmenter
from groupscope.language.segmenting import cut
from groupscope.language.trie import pattern_of

LONGEST_WORD: Final = 20
"""Characters of a word of one's own; no longer one is found in a text."""

_OUTSIDE_FACES: Final = r"(?![^\[\]\s]{0,12}\])"
"""Who adds 流泪 does not want [流泪] cut."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words that stay whole and count, words that do not count, and which segmenter cuts.

    All groups share one dictionary of the segmenter, for a second takes 24 MB (75 with jieba): a
    group's own words are found in the text before the rest is cut. In any case and width; of a
    word that is both, it is ignored that holds.
    """

    user_words: frozenset[str] = frozenset()
    stop_words: frozenset[str] = frozenset()
    segmenter: Segmenter = "auto"

    def joined(self, other: "Vocabulary") -> "Vocabulary":
        """Return the words of both: an installation's, and a group's on top."""
        return Vocabulary(
            self.user_words | other.user_words, self.stop_words | other.stop_words, self.segmenter
        )

    def cut(self, text: str) -> list[str]:
        """Cut a text as ``segmenting.cut`` does, with the words of one's own whole."""
        if not self.user_words:
            return cut(text, self.segmenter)
        tokens: list[str] = []
        for place, piece in enumerate(_own_words(self.user_words).split(text)):
            tokens += [piece] if place % 2 else cut(piece, self.segmenter)
        return tokens


DEFAULT: Final = Vocabulary()


@lru_cache(maxsize=256)
def _own_words(words: frozenset[str]) -> re.Pattern[str]:
    """Compile the words to find in a text: not single characters; latin ones not inside others."""
    longer = [word for word in words if 1 < len(word) <= LONGEST_WORD]
    latin = pattern_of(word for word in longer if word.isascii())
    others = pattern_of(word for word in longer if not word.isascii())
    either = f"(?<![A-Za-z0-9]){latin}(?![A-Za-z0-9])|{others}"
    return re.compile(f"((?:{either}){_OUTSIDE_FACES})", re.IGNORECASE)

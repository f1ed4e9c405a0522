"""Reading texts by the page, as processes beside an import do; needs nothing but the language."""

import json
from collections.abc import Sequence
from typing import Final

from groupscope.language.reading import NOTHING, Reading, Vocabulary, read

Columns = tuple[str | None, int | None, int]
"""A reading as its columns hold it: words as JSON, mood in thousandths, whether it asks."""


def columns_of(reading: Reading) -> Columns:
    """Return a reading as its columns hold it."""
    words = json.dumps(reading.words, ensure_ascii=False) if reading.words else None
    mood = None if reading.mood is None else round(reading.mood * 1000)
    return words, mood, int(reading.is_question)


SAYS_NOTHING: Final = columns_of(NOTHING)


def read_page(said: Sequence[str], vocabulary: Vocabulary) -> list[Columns]:
    """Read texts, in order; the empty ones say nothing."""
    return [columns_of(read(text, vocabulary)) if text else SAYS_NOTHING for text in said]

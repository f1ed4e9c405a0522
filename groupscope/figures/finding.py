"""What is shown of a message that was found: when, and the part of it that is meant."""

from datetime import datetime, tzinfo
from typing import Any

from groupscope.figures.said import quotable

LONGEST = 90
BEFORE = 24
"""Characters that are shown before the word that was looked for."""
A_WHOLE_TEXT = 5_000


def excerpt(row: Any, word: str, longest: int = LONGEST) -> str:  # noqa: ANN401 -- a row of the message table
    """Return what a message says, on one line; of a long one the part around a word."""
    text = quotable(row, A_WHOLE_TEXT)
    place = max(text.casefold().find(word.casefold()), 0)
    start = max(place - BEFORE, 0) if len(text) > longest else 0
    start = min(start, max(len(text) - longest, 0))
    part = text[start : start + longest]
    return f"{'…' if start else ''}{part}{'…' if start + longest < len(text) else ''}"


def moment_label(at: int, zone: tzinfo, year: int) -> str:
    """Return when something was said, with its year where that is not ``year``."""
    when = datetime.fromtimestamp(at, zone)
    return f"{when:%m-%d %H:%M}" if when.year == year else f"{when:%Y-%m-%d %H:%M}"

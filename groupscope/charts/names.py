"""Making any text a person can invent safe to draw, and cutting it into its characters."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from groupscope.charts.emoji import emoji_end, is_emoji
from groupscope.charts.fonts import family_for

LONGEST = 1000
"""Characters looked at; what comes later would not fit on any card."""
STACKED = 2
"""Accents kept on one letter; real words need no more, "zalgo" piles up dozens."""
BLANK = frozenset("\u2800\u3164\u115f\u1160\uffa0")
"""Letters and symbols that draw nothing."""
UNWANTED = frozenset("\ufffc\ufffd\ufe0e\ufe0f")
"""Stand-ins for something lost look like a missing glyph; a selector has no look of its own."""


def _pieces(text: str) -> Iterator[str]:
    """Cut into emoji and single characters."""
    start = 0
    while start < len(text):
        end = emoji_end(text, start)
        piece = text[start : max(end, start + 1)]
        yield piece
        start += len(piece)


def _is_mark(piece: str) -> bool:
    return unicodedata.category(piece[0]) in ("Mn", "Me")


def _is_blank(piece: str) -> bool:
    return piece in BLANK or piece in "\t\n\r" or unicodedata.category(piece[0]).startswith("Z")


def _drawable(piece: str) -> str:
    """Give the character, or the plain one it stands for (𝓁 → l), or nothing if no font has it."""
    if piece in UNWANTED or unicodedata.category(piece).startswith("C"):
        return ""
    if family_for(piece):
        return piece
    plain = unicodedata.normalize("NFKC", piece)
    return plain if plain != piece and all(map(family_for, plain)) else ""


def _safe(text: str) -> Iterator[str]:
    """Pick the pieces that can be drawn, spaces folded into one, marks only on a letter."""
    marks, is_after_letter, is_after_space = 0, False, True
    for piece in _pieces(text):
        if is_emoji(piece):
            is_after_letter, is_after_space = False, False
            yield piece
        elif _is_blank(piece):
            if not is_after_space:
                yield " "
            is_after_letter, is_after_space = False, True
        elif _is_mark(piece):
            marks += 1
            if is_after_letter and marks <= STACKED:
                yield _drawable(piece)
        elif letter := _drawable(piece):
            # An accent on a digit or a sign hangs beside it: only letters keep theirs.
            marks, is_after_letter, is_after_space = 0, letter[-1].isalpha(), False
            yield letter


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """Take out what cannot or must not be drawn; "" where nothing is left.

    Controls, lone surrogates, direction overrides, invisible fillers and unknown characters go;
    white space of every width becomes one space; at most two accents stay on a letter.
    """
    return "".join(_safe(unicodedata.normalize("NFC", text[:LONGEST]))).strip()


@lru_cache(maxsize=4096)
def clusters(text: str) -> tuple[str, ...]:
    """Cut a cleaned text into what reads as one character: a letter with its marks, an emoji."""
    found: list[str] = []
    for piece in _pieces(text):
        if found and _is_mark(piece) and not is_emoji(piece) and not is_emoji(found[-1]):
            found[-1] += piece
        else:
            found.append(piece)
    return tuple(found)


def shown_name(name: str, member_id: int | None) -> str:
    """Give the name as far as it can be drawn; else one that still tells members apart."""
    tail = "" if member_id is None else f" {member_id % 10000:04d}"
    return clean(name) or f"群友{tail}"

"""The chat lexicon: which words carry a feeling, and which change the feeling beside them."""

import re
from collections.abc import Iterator
from enum import IntEnum, auto
from functools import cache
from typing import Final, NamedTuple

from groupscope.language.lists import entries

_FEELINGS: Final = (
    "lexicon_feelings",
    "lexicon_everyday",
    "lexicon_things",
    "lexicon_idioms",
    "lexicon_slang",
    "lexicon_faces",
    "lexicon_emoji",
    "lexicon_kaomoji",
    "lexicon_neutral",
)
_MARK: Final = "mark:"
_LONGEST_PHRASE: Final = 6
"""Tokens that one entry may span."""

_STRETCHED: Final = (
    (re.compile(r"6{3,}"), "666"),
    (re.compile(r"5{3,}"), "555"),
    (re.compile(r"23{2,}"), "233"),
    (re.compile(r"h{3,}"), "hhh"),
    (re.compile(r"a?(?:ha){2,}h?"), "haha"),
    (re.compile(r"(?:hi?a){3,}"), "haha"),
    (re.compile(r"(?:he){2,}"), "hehe"),
    (re.compile(r"w{4,}"), "hhh"),
    (re.compile(r"(?:la){2,}"), "lala"),
)
"""What people type as long as they feel, and the one spelling that the lists have."""


class Role(IntEnum):
    """What an entry does in a line; the list of modifiers explains each.

    Integers, for they are looked up several times a word, and an Enum is hashed in Python.
    """

    FEELING = auto()
    EITHER = auto()
    """Swearing and tears, which make stronger whatever else is felt."""

    THEN = auto()
    """就 after a feeling: 累了就睡 imagines it."""

    NOT = auto()
    CALM = auto()
    MORE = auto()
    LESS = auto()
    ASK = auto()
    IF = auto()
    RHETORICAL = auto()
    BREAK = auto()
    """Punctuation: no word changes one beyond it."""

    QUESTION = auto()
    """A question mark or 吗: its whole clause is asked."""

    SHOUT = auto()
    """An exclamation mark."""

    NOTHING = auto()
    """A word that the lexicon does not have."""


class Reading(NamedTuple):
    """What one stretch of a line says; ``weight`` in [-1, 1] is that of a feeling, else 0."""

    role: Role
    weight: float = 0.0


NOTHING: Final = Reading(Role.NOTHING)
BREAK: Final = Reading(Role.BREAK)
QUESTION: Final = Reading(Role.QUESTION)
SHOUT: Final = Reading(Role.SHOUT)


@cache
def lexicon() -> dict[str, Reading]:
    """Return every entry, in lower case; a neutral one hides the feelings that it contains."""
    read = {
        word: Reading(Role.FEELING, float(weight))
        for subject in _FEELINGS
        for weight, word in _pairs(subject)
        if not word.startswith(_MARK)
    }
    either = {
        word: Reading(Role.EITHER, float(weight)) for weight, word in _pairs("lexicon_either")
    }
    changing = {word: Reading(Role[role.upper()]) for role, word in _pairs("lexicon_modifiers")}
    return read | either | changing


@cache
def marks() -> tuple[tuple[str, float], ...]:
    """Return the eyes and mouths by which an unlisted 颜文字 is known, with their weights."""
    return tuple(
        (word.removeprefix(_MARK), float(weight))
        for weight, word in _pairs("lexicon_kaomoji")
        if word.startswith(_MARK)
    )


@cache
def characters() -> dict[str, float]:
    """Return the characters that flavour a word which is in no list, with their weights."""
    return {one: float(weight) for weight, them in _pairs("lexicon_characters") for one in them}


@cache
def openings() -> dict[str, Reading | None]:
    """Return every entry, and with None what one may begin with: where to look for a longer one."""
    begun = {word[:end]: None for word in lexicon() for end in range(1, len(word))}
    return begun | lexicon()


def phrase_at(tokens: list[str], start: int) -> tuple[Reading | None, int]:
    """Return the longest entry that begins at token ``start``, and the token after it.

    Segmenters do not agree on where 气死我了 is cut, so an entry may span several tokens.
    """
    known = openings()
    phrase = tokens[start]
    found, end = known.get(phrase), start + 1
    for after in range(start + 1, min(start + _LONGEST_PHRASE, len(tokens))):
        phrase += tokens[after]
        if phrase not in known:
            break
        reading = known[phrase]
        if reading:
            found, end = reading, after + 1
    return found, end


def spelling(token: str) -> str:
    """Return a token as the lists spell it: lower case, stretched ones at their shortest."""
    token = token.casefold()
    if not token.isascii():
        return token
    for pattern, short in _STRETCHED:
        if pattern.fullmatch(token):
            return short
    return token


def _pairs(subject: str) -> Iterator[tuple[str, str]]:
    """Yield (weight or role, word) of a list whose lines are ``key<TAB>word word …``."""
    for line in entries(subject):
        key, _, listed = line.partition("\t")
        yield from ((key, word) for word in listed.split())

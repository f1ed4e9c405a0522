"""Reading a message: its words, its mood, and whether it asks something."""

from dataclasses import dataclass
from typing import Final

from groupscope.language import mood
from groupscope.language.cleaning import clean, paused
from groupscope.language.faces import said_of
from groupscope.language.questions import is_question
from groupscope.language.vocabulary import DEFAULT, Vocabulary
from groupscope.language.words import words_of

__all__ = ["DEFAULT", "NOTHING", "VERSION", "Reading", "Vocabulary", "read", "said_of"]

_RULES: Final = 2
"""Goes up with every change to cleaning, words or questions, their lists included."""

VERSION: Final = _RULES * 1000 + mood.VERSION
"""What made a reading; stored with it, so that older ones are found and made again."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What is understood of one message.

    ``words`` are those that count, each once; ``mood`` is in [-1, 1], None where there is nothing
    to score.
    """

    words: tuple[str, ...]
    mood: float | None
    is_question: bool


NOTHING: Final = Reading((), None, is_question=False)
"""What a command, a picture or an empty line says."""


def read(said: str, vocabulary: Vocabulary = DEFAULT) -> Reading:
    """Read what was said (see ``said_of``); never fails, and looks at 2,000 characters at most."""
    text = clean(said)
    if not text:
        return NOTHING
    tokens = vocabulary.cut(paused(text))
    return Reading(words_of(tokens, vocabulary), mood.mood(tokens), is_question(text))

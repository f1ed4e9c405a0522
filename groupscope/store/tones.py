"""The tone of stored messages: moods are kept in thousandths, and most are neither."""

from enum import IntEnum

from groupscope.language.mood import THRESHOLD

FELT = round(THRESHOLD * 1000)
"""From which mood on, in thousandths, a message counts as positive, or negative below zero."""


class Tone(IntEnum):
    """The mood of the messages that a word was said in."""

    PLAIN = 0
    POSITIVE = 1
    NEGATIVE = 2


def tone_of(mood: int | None) -> Tone:
    """Return the tone of a mood in thousandths."""
    if mood is None or abs(mood) < FELT:
        return Tone.PLAIN
    return Tone.POSITIVE if mood > 0 else Tone.NEGATIVE

"""Which of some words are a period."""

from datetime import datetime
from typing import Final

from groupscope.periods import Period, read_period

_WORDS_IN_A_PERIOD: Final = 6
"""2026 年 11 月 19 日 with all the spaces that one can type; nothing is longer."""


def take_one_period(words: list[str], now: datetime) -> tuple[Period | None, str]:
    """Take the period out of some words, if there is one, and tell how it was written.

    It is the longest run of words that is a period: 2026-11-19 20:00~22:00 has two.
    """
    for length in range(min(len(words), _WORDS_IN_A_PERIOD), 0, -1):
        for place in range(len(words) - length + 1):
            written = " ".join(words[place : place + length])
            if period := read_period(written, now):
                del words[place : place + length]
                return period, written
    return None, ""

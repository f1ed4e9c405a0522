"""Catchphrases: what somebody says again and again, and others do not."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from groupscope.language.cleaning import clean
from groupscope.language.keywords import keywords
from groupscope.language.segmenting import cut

SHORTEST: Final = 2
LONGEST: Final = 10
"""Characters of a catchphrase, from one to the other."""
MOST_WORDS: Final = 3
"""Of so many words on end; a whole message may have more."""
LONG_WORD: Final = 3
"""A single word of so many characters is one, too: 就是说."""
FEWEST: Final = 3
"""A catchphrase is in at least so many messages …"""
OFTEN: Final = 1 / 200
"""… and in this share of somebody's own."""
SWALLOWED: Final = 0.7
"""A phrase that is this often a part of a longer one is only its part."""

_NO_BEGINNING: Final = frozenset("的了着过吗吧呢啊呀嘛地得们")
_NO_END: Final = frozenset("的地得在是和就也都把被跟给与或而但我你他她它这那一不很")


@dataclass(frozen=True, slots=True)
class Catchphrase:
    """A phrase, and in how many messages it was said."""

    text: str
    count: int


def catchphrases(
    own: Sequence[str], others: Iterable[str], *, most: int = 6
) -> tuple[Catchphrase, ...]:
    """Return what somebody says more than others do, the most special first.

    A catchphrase is a whole short message, a long word, or two or three words on end, that is in
    three messages at least. What is special is told by log-odds, as with words (``keywords``);
    without others to compare with, nothing is. Parts of a longer phrase that is nearly as frequent
    are left out.
    """
    said = counted(own)
    at_least = max(FEWEST, round(len(own) * OFTEN))
    special = keywords(said, counted(others), at_least=at_least, limit=30 * most)
    counts = {one.word: one.count for one in special}
    chosen: list[str] = []
    for one in special:
        if len(chosen) < most and not _is_part(one.word, counts) and _is_apart(one.word, chosen):
            chosen.append(one.word)
    return tuple(Catchphrase(text, counts[text]) for text in chosen)


def counted(texts: Iterable[str]) -> Counter[str]:
    """Return in how many texts each phrase is."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(set(phrases(text)))
    return counts


def phrases(text: str) -> Iterator[str]:
    """Give every phrase of a text: long words, two or three on end, the whole where it is short."""
    runs = list(_runs(cut(clean(text))))
    if len(runs) == 1 and _fits(whole := "".join(runs[0])):
        yield whole
    for run in runs:
        for first in range(len(run)):
            if len(run[first]) >= LONG_WORD and _fits(run[first]):
                yield run[first]
            for last in range(first + 2, min(first + MOST_WORDS, len(run)) + 1):
                if _stands_alone(run[first:last]):
                    yield "".join(run[first:last])


def _runs(tokens: Sequence[str]) -> Iterator[list[str]]:
    """Give the words between punctuation."""
    run: list[str] = []
    for token in tokens:
        if any(letter.isalpha() for letter in token) and not token.startswith("["):
            run.append(token)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _stands_alone(words: Sequence[str]) -> bool:
    """Tell whether words on end can be a phrase: none that is cut off before or behind."""
    is_whole = words[0] not in _NO_BEGINNING and words[-1] not in _NO_END
    return is_whole and _fits("".join(words))


def _fits(phrase: str) -> bool:
    return SHORTEST <= len(phrase) <= LONGEST and not phrase.isascii()


def _is_part(phrase: str, counts: Mapping[str, int]) -> bool:
    """Tell whether a phrase is nearly always said as a part of a longer one."""
    enough = SWALLOWED * counts[phrase]
    return any(
        phrase in other and phrase != other and count >= enough for other, count in counts.items()
    )


def _is_apart(phrase: str, chosen: Collection[str]) -> bool:
    """Tell whether a phrase shares nothing with those that were chosen before."""
    return not any(
        phrase in other or other in phrase or _meet(phrase, other) or _meet(other, phrase)
        for other in chosen
    )


def _meet(first: str, second: str) -> bool:
    """Tell whether one phrase ends as another begins: 家人们谁懂, 谁懂啊."""
    return any(first.endswith(second[:length]) for length in range(SHORTEST, len(second)))

"""Words that are special about a part of a period, or a member, without naming all the others."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groupscope.language.keywords import keywords
from groupscope.periods import Period
from groupscope.scope import Scope
from groupscope.store.dictionary import Dictionary
from groupscope.store.snapshot import Snapshot
from groupscope.store.summaries.words import WordBag, words_kind

AT_LEAST = 3
"""A word is said in so many messages of its part."""
LOOKED_AT = 60
"""How many words of a part are compared exactly, after a first sifting by numbers."""
OTHERS = ""
"""Stands for all words that were sifted out, so that the totals are right."""


class OwnWord(NamedTuple):
    """A word of a member: in how many messages of theirs it is, and of everybody's."""

    text: str
    own: int
    everybody: int


async def special_words(
    db: Snapshot, scope: Scope, parts: Sequence[Period]
) -> tuple[str | None, ...]:
    """Return of each part of a scope's period its most special word, against the rest of it.

    By log-odds, as /热词 has it; None where no word stands out. Only the words of the scope's
    member count, where it has one.
    """
    kind = words_kind(scope.member_id)
    whole = await db.summary(kind, scope)
    found: list[str | None] = []
    for part in parts:
        here = await db.summary(kind, Scope(scope.group_id, part, scope.member_id))
        found.append(await _most_special(db, here, whole))
    return tuple(found)


async def own_words(
    db: Snapshot, scope: Scope, special: int, frequent: int
) -> tuple[tuple[OwnWord, ...], dict[str, int]]:
    """Return the words that a scope's member says more than the others do, the most special first.

    By log-odds, as /热词 has it; and beside them their most frequent words, with their counts.
    """
    here = await db.summary(words_kind(scope.member_id), scope)
    whole = await db.summary(words_kind(), scope)
    counts, rest = await _compared(db, here, whole, 4 * special)
    ranked = keywords(counts, rest, at_least=AT_LEAST, limit=special + 1)
    found = [one for one in ranked if one.word != OTHERS][:special]
    own = tuple(OwnWord(one.word, one.count, one.count + rest[one.word]) for one in found)
    return own, await db.said(here, frequent)


async def _most_special(db: Snapshot, here: WordBag, whole: WordBag) -> str | None:
    counts, rest = await _compared(db, here, whole, LOOKED_AT)
    ranked = keywords(counts, rest, at_least=AT_LEAST, limit=2)
    return next((one.word for one in ranked if one.word != OTHERS), None)


async def _compared(
    db: Snapshot, here: WordBag, whole: WordBag, looked_at: int
) -> tuple[dict[str, int], dict[str, int]]:
    """Return in how many messages words are here and in the rest of the whole, the likely ones."""
    names = Dictionary()  # its own: it asks for a few words only
    frequent = [text for text, count in here.loose.items() if count >= AT_LEAST]
    known = await names.known(db.connection, frequent)
    sifted = _sifted(here, whole, looked_at)
    texts = await names.words(db.connection, sifted)
    numbers = known | {text: number for number, text in texts.items()}
    words = {*frequent, *numbers}
    counts = {text: _count(here, text, numbers.get(text)) for text in words}
    rest = {text: _count(whole, text, numbers.get(text)) - counts[text] for text in words}
    total, usual = _total(here), _total(whole) - _total(here)
    counts[OTHERS] = total - sum(counts.values())
    rest[OTHERS] = usual - sum(rest.values())
    return counts, rest


def _sifted(here: WordBag, whole: WordBag, looked_at: int) -> list[int]:
    """Return the numbers of those words whose count is most above what is usual."""
    all_of_it = _counts(whole, here.ids)
    usual = (all_of_it - here.counts) * (_total(here) / max(_total(whole) - _total(here), 1))
    weight = here.counts * np.log(here.counts / (usual + 1))
    weight[here.counts < AT_LEAST] = 0
    order = np.argsort(-weight, kind="stable")[:looked_at]
    return here.ids[order[weight[order] > 0]].tolist()


def _counts(bag: WordBag, ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how often words are in a bag, by number."""
    if not len(bag.ids):
        return np.zeros(len(ids), np.int64)
    places = np.minimum(np.searchsorted(bag.ids, ids), len(bag.ids) - 1)
    return np.where(bag.ids[places] == ids, bag.counts[places], 0)


def _count(bag: WordBag, text: str, number: int | None) -> int:
    """Return how often a word is in a bag, by number and as a text that has none yet."""
    loose = bag.loose[text]
    return loose if number is None else loose + int(_counts(bag, np.array([number]))[0])


def _total(bag: WordBag) -> int:
    return int(bag.counts.sum()) + Counter.total(bag.loose)

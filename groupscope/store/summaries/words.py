"""Which words were said, in how many messages, by whom and in what mood.

Two kinds: by member, and of the group as a whole, which names nobody and adds up faster.
"""

import json
import struct
import zlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Row, Select, select

from groupscope.store.dictionary import LONGEST_WORD
from groupscope.store.summaries.kind import NO_IDS, SummaryKind, counted
from groupscope.store.tables import message
from groupscope.store.tones import Tone, tone_of

HEADER = struct.Struct("<I")
FASTEST = 1
GROUP = 0
"""Stands for everybody where members are not told apart."""

MESSAGES_AT_ONCE = 5_000
"""Messages whose words are counted together: of a loud day all of them take 100 MB and more."""
DAYS_AT_ONCE = 8
"""Days that are added up together: more would no longer fit into the processor's cache."""

LATELY = 64
"""Kinds that are remembered, so that the same question asks for the same one."""

Said = tuple[int, Tone]
"""By whom, and in what tone."""
Counts = tuple[NDArray[np.uint32], NDArray[np.uint32]]
"""Words by number, and how often each was said."""


@dataclass(frozen=True, slots=True)
class WordBag:
    """Words with the number of messages they were said in.

    ``ids`` and ``counts``, both of shape (n,): words by number, each once. ``loose``: words that
    have no number yet, because their day is not sealed; ``said`` has them with who said them.
    """

    ids: NDArray[np.int64]
    counts: NDArray[np.int64]
    loose: Counter[str] = field(default_factory=Counter[str])
    said: Mapping[Said, Counter[str]] = field(default_factory=dict[Said, Counter[str]])


class WordsKind(SummaryKind[WordBag]):
    """Packed as: the number of entries, then the columns word, count, tone (and member).

    ``member`` and ``tone`` narrow down what is merged; the packed days hold everything.
    """

    name: ClassVar[str] = "words"
    version: ClassVar[int] = 1
    names_members: ClassVar[bool] = False

    def __init__(self, member: int | None = None, tone: Tone | None = None) -> None:
        self._member = member
        self._tone = tone

    def query(self) -> Select[*tuple[Any, ...]]:
        """Return the words of messages; they are counted here, being lists."""
        columns = message.c
        asked = select(columns.sender_id, columns.mood, columns.words).where(
            counted(), columns.words.is_not(None)
        )
        return asked if self._member is None else asked.where(columns.sender_id == self._member)

    def summarise(self, rows: Sequence[Row[*tuple[Any, ...]]]) -> WordBag:
        """Count each word once a message; what the dictionary cannot hold is no word."""
        loose = Counter[str]()
        said: defaultdict[Said, Counter[str]] = defaultdict(Counter[str])
        for start in range(0, len(rows), MESSAGES_AT_ONCE):
            spoken = self._spoken(rows[start : start + MESSAGES_AT_ONCE])
            for who, messages in spoken.items():
                said[who].update(chain.from_iterable(messages))
            wanted = (
                messages for (_, tone), messages in spoken.items() if self._tone in (None, tone)
            )
            loose.update(chain.from_iterable(chain.from_iterable(wanted)))
        for counts in (loose, *said.values()):
            _drop_endless(counts)
        return WordBag(np.zeros(0, np.int64), np.zeros(0, np.int64), loose, dict(said))

    def _spoken(self, rows: Sequence[Row[*tuple[Any, ...]]]) -> dict[Said, list[list[str]]]:
        """Return the words of each message, by who said it."""
        lists: defaultdict[Said, list[str]] = defaultdict(list)
        for sender, mood, words in rows:
            lists[self._speaker(sender), tone_of(mood)].append(words)
        return {who: json.loads(f"[{','.join(written)}]") for who, written in lists.items()}

    def words_in(self, value: WordBag) -> Collection[str]:
        """Return every word of a day, to be numbered."""
        return {text for words in value.said.values() for text in words}

    def pack(self, value: WordBag, ids: Mapping[str, int] = NO_IDS) -> bytes:
        """Return a day's words as bytes."""
        entries = sorted(_entries(value.said, ids))
        members, tones, words, counts = list(zip(*entries, strict=True)) or [()] * 4
        body = _bytes((words, "<u4"), (counts, "<u4"), (tones, "u1"))
        return HEADER.pack(len(entries)) + self._pressed(body + self._whose(members))

    def merge(self, packed: Sequence[bytes], loose: Sequence[WordBag]) -> WordBag:
        """Add up days, keeping what was asked for."""
        days = [self._unpacked(blob) for blob in packed]
        added = _added_up(days)
        ids = np.flatnonzero(added)
        together: Counter[str] = Counter()
        for bag in loose:
            together.update(bag.loose)
        return WordBag(ids.astype(np.int64), added[ids].astype(np.int64), together)

    def last_days(self, packed: Mapping[int, bytes], ids: Collection[int]) -> dict[int, int]:
        """Return the last of some packed days on which each word was said, by their numbers."""
        found: dict[int, int] = {}
        wanted = set(ids)
        for day in sorted(packed, reverse=True):
            if not wanted:
                break
            words, _ = self._unpacked(packed[day])
            here = wanted.intersection(words[np.isin(words, list(wanted))].tolist())
            found |= dict.fromkeys(here, day)
            wanted -= here
        return found

    def _speaker(self, _sender: int) -> int:
        return GROUP

    def _whose(self, _members: Sequence[int]) -> bytes:
        """Return the column of members: none, where nobody is named."""
        return b""

    def _pressed(self, body: bytes) -> bytes:
        """Leave the group's words as they are: a year is read in a tenth of the time."""
        return body

    def _loosened(self, body: memoryview) -> memoryview | bytes:
        return body

    def _unpacked(self, blob: bytes) -> Counts:
        """Return words and counts of a packed day, of the member and tone asked for."""
        (entries,) = HEADER.unpack_from(blob)
        body = self._loosened(memoryview(blob)[HEADER.size :])
        words = np.frombuffer(body, "<u4", entries)
        counts = np.frombuffer(body, "<u4", entries, 4 * entries)
        if self._member is None and self._tone is None:
            return words, counts
        wanted = np.ones(entries, bool)
        if self._tone is not None:
            wanted &= np.frombuffer(body, "u1", entries, 8 * entries) == self._tone
        if self._member is not None:
            wanted &= np.frombuffer(body, "<i8", entries, 9 * entries) == self._member
        return words[wanted], counts[wanted]


class MemberWordsKind(WordsKind):
    """The same, telling members apart."""

    name: ClassVar[str] = "member_words"
    names_members: ClassVar[bool] = True

    def _whose(self, _members: Sequence[int]) -> bytes:
        return _bytes((_members, "<i8"))

    def _pressed(self, body: bytes) -> bytes:
        return zlib.compress(body, FASTEST)

    def _loosened(self, body: memoryview) -> memoryview | bytes:
        return zlib.decompress(body)

    def _speaker(self, _sender: int) -> int:
        return _sender


@lru_cache(LATELY)
def words_kind(member: int | None = None, tone: Tone | None = None) -> WordsKind:
    """Return the kind of summary that answers for a member (or all) and a tone (or any)."""
    return WordsKind(tone=tone) if member is None else MemberWordsKind(member, tone)


def word_numbers(blob: bytes) -> NDArray[np.uint32]:
    """Return the numbers of the words of a group's packed day."""
    (entries,) = HEADER.unpack_from(blob)
    return np.frombuffer(blob, "<u4", entries, HEADER.size)


def _added_up(days: Sequence[Counts]) -> NDArray[np.float64]:
    """Add up counts; how often each word was said stands in the place of its number."""
    highest = max((int(words.max()) for words, _ in days if len(words)), default=-1)
    added = np.zeros(highest + 1)
    for start in range(0, len(days), DAYS_AT_ONCE):
        words, counts = zip(*days[start : start + DAYS_AT_ONCE], strict=True)
        some = np.bincount(
            np.concatenate(words, dtype=np.int64), np.concatenate(counts, dtype=np.float64)
        )
        added[: len(some)] += some
    return added


def _drop_endless(counts: Counter[str]) -> None:
    """Leave out chains of emoji and the like that have no end."""
    for text in [text for text in counts if len(text) > LONGEST_WORD]:
        del counts[text]


def _bytes(*columns: tuple[Sequence[int], str]) -> bytes:
    return b"".join(np.array(column, kind).tobytes() for column, kind in columns)


def _entries(
    said: Mapping[Said, Counter[str]], ids: Mapping[str, int]
) -> Iterator[tuple[int, int, int, int]]:
    for (member, tone), words in said.items():
        for text, count in words.items():
            yield member, int(tone), ids[text], count


WORDS = WordsKind()
MEMBER_WORDS = MemberWordsKind()

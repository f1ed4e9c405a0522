"""Answers kept for a minute: the same question of somebody else needs no second reckoning."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar
from weakref import WeakValueDictionary

T = TypeVar("T")

SECONDS = 60.0
MOST = 40
"""Answers hold pictures, a few hundred KiB each."""

Key = tuple[int, Hashable]
"""The group that a question is about, and the question."""


@dataclass(frozen=True, slots=True)
class Answered(Generic[T]):
    """An answer, and when it was given."""

    answer: T
    at: float


class Kept(Generic[T]):
    """The answers of the last minute, by what they are about."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._answers: OrderedDict[Key, Answered[T]] = OrderedDict()
        self._locks: WeakValueDictionary[Key, asyncio.Lock] = WeakValueDictionary()

    def lock(self, group_id: int, question: Hashable) -> asyncio.Lock:
        """Return what lets one at a time answer a question: whoever comes next finds its answer."""
        return self._locks.setdefault((group_id, question), asyncio.Lock())

    def find(self, group_id: int, question: Hashable) -> Answered[T] | None:
        """Return the answer that was given to a question within the last minute."""
        self._drop_old()
        return self._answers.get((group_id, question))

    def keep(self, group_id: int, question: Hashable, answer: T, at: float) -> None:
        """Keep the answer to a question that was asked at a moment."""
        key = (group_id, question)
        self._answers[key] = Answered(answer, at)
        self._answers.move_to_end(key)
        if len(self._answers) > MOST:
            self._answers.popitem(last=False)

    def forget(self, group_id: int) -> None:
        """Drop what was answered about a group: something was changed or taken back there."""
        for key in [key for key in self._answers if key[0] == group_id]:
            del self._answers[key]

    def clear(self) -> None:
        """Drop everything."""
        self._answers.clear()

    def _drop_old(self) -> None:
        now = self._clock()
        while self._answers:
            key, oldest = next(iter(self._answers.items()))
            if now - oldest.at < SECONDS:
                break
            del self._answers[key]

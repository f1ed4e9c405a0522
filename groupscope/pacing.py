"""Pacing: nobody makes the bot flood a group, and nobody waits who has not asked yet.

The same question within a minute points at the answer that stands there already; a member has six
questions a minute. Beyond that a reaction, once, and then silence. Different questions of different
people are never slowed down.
"""

from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from enum import Enum

SAME_QUESTION = 60.0
PER_MEMBER, A_MINUTE = 6, 60.0
REMEMBERED = 10_000


class Verdict(Enum):
    """What to do with a question."""

    ANSWER = "answer"
    POINT = "point"
    """At the answer given before."""
    REACT = "react"
    SILENCE = "silence"


@dataclass(slots=True)
class Given:
    """A question that was answered, or is being answered."""

    asked_at: float
    answer_id: int | None = None
    repeated: int = 0


@dataclass(slots=True)
class _Asking:
    """How often a member has asked lately."""

    asked_at: deque[float] = field(default_factory=deque[float])
    warned: bool = False


class Pacing:
    """Remembers who asked what, and when."""

    def __init__(self, clock: Callable[[], float], *, is_on: bool) -> None:
        self._clock = clock
        self._is_on = is_on
        self._given: OrderedDict[Hashable, Given] = OrderedDict()
        self._asking: OrderedDict[Hashable, _Asking] = OrderedDict()

    def judge(self, group_id: int, member_id: int, question: Hashable) -> tuple[Verdict, Given]:
        """Decide about a question; what is answered is remembered as such."""
        now = self._clock()
        key = (group_id, question)
        given = self._given.get(key)
        if not self._is_on:
            return Verdict.ANSWER, Given(now)
        if given is not None and now - given.asked_at < SAME_QUESTION:
            return self._again(given), given
        verdict = self._member((group_id, member_id), now)
        if verdict is Verdict.ANSWER:
            given = self._given[key] = Given(now)
            self._given.move_to_end(key)
            _bound(self._given)
        return verdict, given or Given(now)

    def forget(self, group_id: int, question: Hashable) -> None:
        """Forget a question whose answer was not given after all."""
        self._given.pop((group_id, question), None)

    @staticmethod
    def _again(given: Given) -> Verdict:
        given.repeated += 1
        if given.repeated == 1:
            return Verdict.POINT if given.answer_id is not None else Verdict.REACT
        return Verdict.REACT if given.repeated == 2 else Verdict.SILENCE  # noqa: PLR2004 -- the second time

    def _member(self, key: Hashable, now: float) -> Verdict:
        asking = self._asking.setdefault(key, _Asking())
        self._asking.move_to_end(key)
        _bound(self._asking)
        while asking.asked_at and now - asking.asked_at[0] >= A_MINUTE:
            asking.asked_at.popleft()
        if len(asking.asked_at) < PER_MEMBER:
            asking.asked_at.append(now)
            asking.warned = False
            return Verdict.ANSWER
        verdict = Verdict.SILENCE if asking.warned else Verdict.REACT
        asking.warned = True
        return verdict


def _bound(memory: OrderedDict[Hashable, Given] | OrderedDict[Hashable, _Asking]) -> None:
    while len(memory) > REMEMBERED:
        memory.popitem(last=False)

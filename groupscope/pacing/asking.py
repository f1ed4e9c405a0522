"""Who asks too much: nobody makes the bot flood a group, and nobody waits who has not asked yet.

Whoever repeats a question within a minute is pointed at the answer that stands there. A member has
six questions a minute, a group twenty answers; beyond that there is one quiet notice, and then
silence. Different questions are not slowed down, be they of one command or of several.
"""

from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from enum import Enum

SAME_QUESTION = 60.0
PER_MEMBER, PER_GROUP, A_MINUTE = 6, 20, 60.0
REMEMBERED = 10_000
EVERYBODY = 0
"""Stands for the members of a group together."""

Key = tuple[int, int, Hashable]
"""Group, member, question."""


class Verdict(Enum):
    """What to do with a question."""

    ANSWER = "answer"
    POINT = "point"
    """At the answer given before."""
    REACT = "react"
    COOL_DOWN = "cool down"
    """It was too much: a notice that disturbs nobody, once."""
    SILENCE = "silence"


@dataclass(slots=True)
class Given:
    """A question that was answered, or is being answered."""

    asked_at: float
    answer_id: int | None = None
    repeated: int = 0


@dataclass(slots=True)
class _Asking:
    """How often somebody, or a group, has asked lately."""

    asked_at: deque[float] = field(default_factory=deque[float])
    is_warned: bool = False

    def has_room(self, most: int, now: float) -> bool:
        while self.asked_at and now - self.asked_at[0] >= A_MINUTE:
            self.asked_at.popleft()
        return len(self.asked_at) < most

    def refused(self) -> Verdict:
        verdict = Verdict.SILENCE if self.is_warned else Verdict.COOL_DOWN
        self.is_warned = True
        return verdict

    def answered(self, now: float) -> None:
        self.asked_at.append(now)
        self.is_warned = False


class Pacing:
    """Remembers who asked what, and when."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._given: OrderedDict[Key, Given] = OrderedDict()
        self._asking: OrderedDict[tuple[int, int], _Asking] = OrderedDict()

    def judge(
        self, group_id: int, member_id: int, question: Hashable, *, is_on: bool = True
    ) -> tuple[Verdict, Given]:
        """Decide about a question; what is answered is remembered as such."""
        now = self._clock()
        if not is_on:
            return Verdict.ANSWER, Given(now)
        key = (group_id, member_id, question)
        given = self._given.get(key)
        if given is not None and now - given.asked_at < SAME_QUESTION:
            return self._again(given), given
        refused = self._refused(group_id, member_id, now)
        if refused is not None:
            return refused, Given(now)
        given = self._given[key] = Given(now)
        self._given.move_to_end(key)
        _bound(self._given)
        return Verdict.ANSWER, given

    def forget(self, group_id: int, member_id: int, question: Hashable) -> None:
        """Forget a question whose answer was not given after all."""
        self._given.pop((group_id, member_id, question), None)

    def taken_back(self, group_id: int, answer_id: int) -> None:
        """Forget the questions whose answer is not to be seen any more."""
        now = self._clock()
        gone: list[Key] = []
        for key, given in reversed(self._given.items()):
            if now - given.asked_at >= SAME_QUESTION:
                break
            if key[0] == group_id and given.answer_id == answer_id:
                gone.append(key)
        for key in gone:
            del self._given[key]

    @staticmethod
    def _again(given: Given) -> Verdict:
        given.repeated += 1
        if given.repeated == 1:
            return Verdict.POINT if given.answer_id is not None else Verdict.REACT
        return Verdict.REACT if given.repeated == 2 else Verdict.SILENCE  # noqa: PLR2004 -- the second time

    def _refused(self, group_id: int, member_id: int, now: float) -> Verdict | None:
        """Return what happens where a member or a group has asked too much; else note it."""
        member, group = (self._asked_by(group_id, who) for who in (member_id, EVERYBODY))
        for asking, most in ((member, PER_MEMBER), (group, PER_GROUP)):
            if not asking.has_room(most, now):
                return asking.refused()
        member.answered(now)
        group.answered(now)
        return None

    def _asked_by(self, group_id: int, member_id: int) -> _Asking:
        key = (group_id, member_id)
        asking = self._asking.setdefault(key, _Asking())
        self._asking.move_to_end(key)
        _bound(self._asking)
        return asking


def _bound(memory: OrderedDict[Key, Given] | OrderedDict[tuple[int, int], _Asking]) -> None:
    while len(memory) > REMEMBERED:
        memory.popitem(last=False)

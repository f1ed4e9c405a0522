"""What a line's feelings add up to, when its negations and questions are heard.

Each feeling is changed by the words beside it in its clause; then a clause that asks or imagines
counts less than one that states, and one that ends with an exclamation mark counts more.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from groupscope.language.lexicon import Reading, Role

_REACH: Final = {Role.NOT: 3, Role.CALM: 3, Role.MORE: 2, Role.LESS: 2, Role.ASK: 4}
"""Words over which a modifier reaches: 没有那么的开心."""

_ENDS: Final = frozenset({Role.BREAK, Role.QUESTION, Role.SHOUT})
_ASKED_ABOUT: Final = 3
"""Words back from 什么 to what it asks about: 喜欢吃的是什么."""

_TURNED_JOY: Final = -0.8
"""不开心 is nearly as sad as 难过 …"""

_TURNED_SORROW: Final = -0.1
"""… but 不难过 is hardly glad."""

_CALMED_JOY: Final = -0.3
_CALMED_SORROW: Final = 0.1
"""别高兴太早, 别难过."""

_STRONGER: Final = 1.4
_WEAKER: Final = 0.75
_ASKED: Final = 0.3
_IMAGINED: Final = 0.5
_SHOUTED: Final = 1.2
_OUTRIGHT: Final = -0.85
"""你有病吗 is no question."""

_COMPLAINT: Final = -0.15
"""怎么又 tells before any feeling is named."""


@dataclass(slots=True)
class _Clause:
    """One clause while it is read: its feelings so far, and how far each modifier still reaches."""

    feelings: list[float] = field(default_factory=list[float])
    reach: Counter[Role] = field(default_factory=Counter[Role])
    since_feeling: int = _ASKED_ABOUT + 1
    is_turned: bool = False
    is_imagined: bool = False
    is_rhetorical: bool = False

    def hear(self, reading: Reading) -> None:
        """Take in the next stretch of the clause."""
        role = reading.role
        if role is Role.FEELING:
            self.feelings.append(self._felt(reading.weight))
            self.reach.clear()
            self.is_turned = False
            self.since_feeling = 0
            return
        self._modify(role)
        self.since_feeling += 1

    def _felt(self, weight: float) -> float:
        """Change a feeling by the modifiers before it that reach it."""
        reach = self.reach
        if reach[Role.MORE] > 0:
            weight *= _STRONGER
        if reach[Role.LESS] > 0:
            weight *= _WEAKER
        if reach[Role.ASK] > 0:
            weight = _asked(weight)
        if reach[Role.CALM] > 0:
            return weight * (_CALMED_JOY if weight > 0 else _CALMED_SORROW)
        if reach[Role.NOT] > 0 and self.is_turned:
            return weight * (_TURNED_JOY if weight > 0 else _TURNED_SORROW)
        return weight

    def _modify(self, role: Role) -> None:
        """Let a modifier reach out, and those before it fade by a word."""
        if role is Role.NOT:
            # two negations that reach each other cancel: 不是不喜欢
            self.is_turned = not (self.reach[role] > 0 and self.is_turned)
        for earlier in self.reach:
            self.reach[earlier] -= 1
        self._change_back(role)
        if role in _REACH:
            self.reach[role] = _REACH[role]
        self.is_imagined |= role is Role.IF
        self.is_rhetorical |= role is Role.RHETORICAL

    def _change_back(self, role: Role) -> None:
        """Change the feeling before: 难过死了, 喜欢什么."""
        if role is Role.MORE and self.since_feeling == 0 and self.feelings:
            self.feelings[-1] *= _STRONGER
        if role is Role.ASK and self.since_feeling < _ASKED_ABOUT and self.feelings:
            self.feelings[-1] = _asked(self.feelings[-1])

    def told(self, end: Role) -> float:
        """Return the sum of its feelings, in the light of how it ended."""
        total = sum(self.feelings)
        if self.is_rhetorical:
            return total + _COMPLAINT
        if end is Role.QUESTION:
            total = _asked(total)
        if end is Role.SHOUT:
            total *= _SHOUTED
        return total * _IMAGINED if self.is_imagined else total


def _asked(weight: float) -> float:
    """Weaken what is asked about; an outright insult is none the less one."""
    return weight if weight <= _OUTRIGHT else weight * _ASKED


def felt(readings: Sequence[Reading]) -> float | None:
    """Return the sum of a line's feelings, unbounded; None when no word of it is a feeling."""
    if not any(weight or role is Role.RHETORICAL for role, weight in readings):
        return None
    clause, total = _Clause(), 0.0
    for reading in readings:
        if reading.role in _ENDS:
            total += clause.told(reading.role)
            clause = _Clause()
        else:
            clause.hear(reading)
    # a negation with nothing after it asks: 你累不, 感冒好点没
    end = Role.QUESTION if readings[-1].role is Role.NOT else Role.BREAK
    return total + clause.told(end)

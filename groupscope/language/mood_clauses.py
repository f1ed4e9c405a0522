"""What a line's feelings add up to, when its negations and questions are heard.

Each feeling is changed by the words shortly before it in its clause; then a clause that asks or
imagines counts less than one that states.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from groupscope.language.lexicon import Reading, Role

_REACH: Final = 3
"""A negation reaches over so many words: 没有那么的开心."""

_NEARBY: Final = 2
_TURNED_JOY: Final = -0.8
"""不开心 is nearly as sad as 难过 …"""

_TURNED_SORROW: Final = 0.1
"""… but 不难过 is hardly glad."""

_STRONGER: Final = 1.4
_WEAKER: Final = 0.75
_ASKED: Final = 0.4
_IMAGINED: Final = 0.5
_OUTRIGHT: Final = 0.8
"""你有病吗 and 傻逼吧你 are not questions."""


@dataclass(slots=True)
class _Clause:
    """One clause while it is read: its feelings so far, and which modifiers still reach on."""

    feelings: list[float] = field(default_factory=list[float])
    turned: int = 0
    calmed: int = 0
    stronger: int = 0
    weaker: int = 0
    is_turned: bool = False
    is_asked: bool = False
    is_imagined: bool = False
    is_rhetorical: bool = False
    follows_feeling: bool = False

    def hear(self, reading: Reading) -> None:
        """Take in the next stretch of the clause."""
        role = reading.role
        if role is Role.FEELING:
            self.feelings.append(self._felt(reading.weight))
            self.turned = self.calmed = self.stronger = self.weaker = 0
            self.is_turned = False
        elif role is Role.NOTHING:
            self._fade()
        else:
            self._modify(role)
        self.follows_feeling = role is Role.FEELING

    def _felt(self, weight: float) -> float:
        """Change a feeling by what reaches it."""
        if self.stronger:
            weight *= _STRONGER
        if self.weaker:
            weight *= _WEAKER
        if self.calmed:
            return weight * _TURNED_SORROW if weight < 0 else weight * -0.3
        if self.turned and self.is_turned:
            weight *= _TURNED_JOY if weight > 0 else -_TURNED_SORROW
        return weight

    def _modify(self, role: Role) -> None:
        match role:
            case Role.NOT:
                # two negations that reach each other cancel: 不是不喜欢
                self.is_turned = not (self.turned and self.is_turned)
                self.turned = _REACH
            case Role.CALM:
                self.calmed = _REACH
            case Role.MORE if self.follows_feeling:
                self.feelings[-1] *= _STRONGER
            case Role.MORE:
                self.stronger = _NEARBY
            case Role.LESS:
                self.weaker = _NEARBY
            case _:
                self._doubt(role)

    def _doubt(self, role: Role) -> None:
        self.is_asked |= role is Role.ASK
        self.is_imagined |= role is Role.IF
        self.is_rhetorical |= role is Role.RHETORICAL

    def _fade(self) -> None:
        self.turned = max(0, self.turned - 1)
        self.calmed = max(0, self.calmed - 1)
        self.stronger = max(0, self.stronger - 1)
        self.weaker = max(0, self.weaker - 1)

    def told(self) -> float:
        """Return the sum of its feelings; what is asked or imagined is felt less."""
        total = sum(self.feelings)
        if self.is_rhetorical:
            return total - 0.15
        if self.is_asked and abs(total) < _OUTRIGHT:
            total *= _ASKED
        return total * _IMAGINED if self.is_imagined else total


def felt(readings: Iterable[Reading]) -> float | None:
    """Return the sum of a line's feelings, unbounded; None when no word of it is a feeling."""
    clause, total, has_feeling = _Clause(), 0.0, False
    for reading in readings:
        has_feeling |= reading.role in (Role.FEELING, Role.RHETORICAL) and reading.weight != 0
        if reading.role is Role.BREAK:
            total += clause.told()
            clause = _Clause()
        else:
            clause.hear(reading)
    return total + clause.told() if has_feeling else None

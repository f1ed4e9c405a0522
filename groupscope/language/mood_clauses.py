"""What a line's feelings add up to, when its negations and questions are heard.

Each feeling is changed by the words beside it in its clause; then a clause that asks or imagines
counts less than one that states, and one that ends with an exclamation mark counts more.
"""

from collections.abc import Sequence
from typing import Final

from groupscope.language.lexicon import Reading, Role

_REACH: Final = {Role.NOT: 3, Role.CALM: 3, Role.MORE: 2, Role.LESS: 2, Role.ASK: 4}
"""Words over which a modifier reaches: 没有那么的开心."""

_ENDS: Final = frozenset({Role.BREAK, Role.QUESTION, Role.SHOUT})
_ASKED_ABOUT: Final = 3
"""Words back from 什么 to what it asks about: 喜欢吃的是什么."""

_THEN_AFTER: Final = 1
"""Words back from 就 to what it follows from: 累了就睡."""

_TURNED_JOY: Final = -0.8
"""不开心 is nearly as sad as 难过 …"""

_TURNED_SORROW: Final = -0.1
"""… but 不难过 is hardly glad."""

_CALMED_JOY: Final = -0.3
_CALMED_SORROW: Final = 0.1
"""别高兴太早, 别难过."""

_STRONGER: Final = 1.4
_WEAKER: Final = 0.75
_OUTSHINES: Final = 0.25
_SWORN: Final = 1.2
"""真tm好吃: a joy of some weight turns swearing and tears into its own."""

_ASKED: Final = 0.3
_IMAGINED: Final = 0.5
_SHOUTED: Final = 1.2
_OUTRIGHT: Final = -0.85
"""你有病吗 is no question."""

_COMPLAINT: Final = -0.15
"""怎么又 tells before any feeling is named."""


class _Clause:
    """One clause while it is read: its feelings so far, and up to where each modifier reaches."""

    __slots__ = ("feelings", "felt_at", "is_imagined", "is_rhetorical", "is_turned", "reach")

    def __init__(self) -> None:
        self.feelings: list[float] = []
        self.felt_at = -_ASKED_ABOUT - 1
        self.reach: dict[Role, int] = {}
        self.is_turned = self.is_imagined = self.is_rhetorical = False

    def hear(self, role: Role, weight: float, place: int) -> None:
        """Take in a feeling, which ends what the modifiers before it do, or a modifier."""
        if role is not Role.FEELING:
            self._change(role, place)
            return
        self.feelings.append(self._changed(weight, place) if self.reach else weight)
        self.felt_at = place
        self.reach.clear()
        self.is_turned = False

    def _changed(self, weight: float, place: int) -> float:
        """Change a feeling by the modifiers before it that reach it."""
        reaching = {role for role, end in self.reach.items() if place <= end}
        if Role.MORE in reaching:
            weight *= _STRONGER
        if Role.LESS in reaching:
            weight *= _WEAKER
        if Role.ASK in reaching:
            weight = _asked(weight)
        if Role.CALM in reaching:
            return weight * (_CALMED_JOY if weight > 0 else _CALMED_SORROW)
        if Role.NOT in reaching and self.is_turned:
            return weight * (_TURNED_JOY if weight > 0 else _TURNED_SORROW)
        return weight

    def _change(self, role: Role, place: int) -> None:
        """Let a modifier reach out, or change the feeling before it."""
        if role is Role.NOT:
            # two negations that reach each other cancel: 不是不喜欢
            self.is_turned = not (self.is_turned and place <= self.reach.get(role, -1))
        if role in _REACH:
            self.reach[role] = place + _REACH[role]
        self.is_imagined |= role is Role.IF
        self.is_rhetorical |= role is Role.RHETORICAL
        if self.feelings:
            self._change_back(role, place - self.felt_at - 1)

    def _change_back(self, role: Role, words_ago: int) -> None:
        """Change the feeling before: 难过死了, 喜欢什么, 累了就睡."""
        if role is Role.MORE and words_ago == 0:
            self.feelings[-1] *= _STRONGER
        elif (role is Role.ASK and words_ago < _ASKED_ABOUT) or (
            role is Role.THEN and words_ago <= _THEN_AFTER and self.feelings[-1] < 0
        ):
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
    clause, total, sworn, is_sworn, is_told = None, 0.0, 0.0, False, False
    for place, (role, weight) in enumerate(readings):
        if role is Role.NOTHING:
            continue
        is_told = is_told or weight != 0 or role is Role.RHETORICAL
        if role in _ENDS:
            total += clause.told(role) if clause else 0.0
            clause = None
        elif role is Role.EITHER:
            sworn, is_sworn = sworn + weight, True
        else:
            clause = clause or _Clause()
            clause.hear(role, weight, place)
    if not is_told:
        return None
    # a negation with nothing after it asks: 你累不, 感冒好点没
    end = Role.QUESTION if readings[-1].role is Role.NOT else Role.BREAK
    total += clause.told(end) if clause else 0.0
    if is_sworn and total > _OUTSHINES:
        return total * _SWORN
    return total + sworn

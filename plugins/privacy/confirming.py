"""Codes by which something that cannot be undone is confirmed."""

import secrets
from collections import OrderedDict
from dataclasses import dataclass

PATIENCE = 300
"""Seconds for which a code holds."""
TRIES = 3
REMEMBERED = 1_000

What = tuple[int, str, int]
"""Who wants what, and where."""


@dataclass(slots=True)
class Pending:
    """A code that was given, until when it holds, and how often it may be mistaken."""

    code: str
    until: float
    tries: int = TRIES


class Codes:
    """The codes that were given and not yet used."""

    def __init__(self) -> None:
        self._pending: OrderedDict[What, Pending] = OrderedDict()

    def give(self, what: What, now: float) -> str:
        """Return a code of four digits by which something can be confirmed."""
        code = f"{secrets.randbelow(10_000):04}"
        self._pending[what] = Pending(code, now + PATIENCE)
        self._pending.move_to_end(what)
        if len(self._pending) > REMEMBERED:
            self._pending.popitem(last=False)
        return code

    def take(self, what: What, code: str, now: float) -> bool:
        """Tell whether a code confirms something; it does so once, and bears three mistakes."""
        pending = self._pending.get(what)
        if pending is None:
            return False
        is_right = pending.code == code and now < pending.until
        pending.tries -= 1
        if is_right or not pending.tries or now >= pending.until:
            del self._pending[what]
        return is_right

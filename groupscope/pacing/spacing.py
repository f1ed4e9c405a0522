"""How fast the bot speaks: QQ silences accounts that send in bursts, for a day or for good.

Nobody outside QQ knows its limits; these are what cautious bots keep to. The first word in a quiet
group never waits.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable

IN_A_PLACE = 1.5
"""Seconds between two messages to the same group or person."""
OF_AN_ACCOUNT = 0.6
"""Seconds between any two messages of an account."""
MOST, A_MINUTE = 20, 60.0
"""How many messages a group gets in a minute."""
PATIENCE = 60.0
"""Seconds; what would have to wait longer is not sent at all: nobody asked for a backlog."""
REMEMBERED = 10_000


class Spacing:
    """Gives every message its turn."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._places: OrderedDict[tuple[int, int], deque[float]] = OrderedDict()
        self._accounts: dict[int, float] = {}

    async def turn(self, account: int, place: int) -> bool:
        """Wait for the turn of a message; False where it would come too late to be sent."""
        seconds = self.wait(account, place)
        if seconds > 0:
            await asyncio.sleep(seconds)
        return seconds <= PATIENCE

    def wait(self, account: int, place: int) -> float:
        """Take the next turn of an account in a place (a group, or less than 0: a person).

        Returns in how many seconds it comes; what lies beyond all patience is not taken.
        """
        now = self._clock()
        turns = self._turns(account, place)
        earliest = [now, self._accounts.get(account, 0.0) + OF_AN_ACCOUNT]
        if turns:
            earliest.append(turns[-1] + IN_A_PLACE)
        if len(turns) == MOST:
            earliest.append(turns[0] + A_MINUTE)
        at = max(earliest)
        if at - now <= PATIENCE:
            turns.append(at)
            self._accounts[account] = at
        return at - now

    def _turns(self, account: int, place: int) -> deque[float]:
        key = (account, place)
        turns = self._places.setdefault(key, deque(maxlen=MOST))
        self._places.move_to_end(key)
        if len(self._places) > REMEMBERED:
            self._places.popitem(last=False)
        return turns

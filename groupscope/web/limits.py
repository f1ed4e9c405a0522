"""How often something may happen: so many times in so many seconds, by whoever does it."""

from collections import OrderedDict, deque
from collections.abc import Callable, Hashable

from groupscope.web.failures import TooFastError

REMEMBERED = 10_000


class Limit:
    """At most ``most`` times in ``seconds``, for each one who does it."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float]) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._times: OrderedDict[Hashable, deque[float]] = OrderedDict()

    def check(self, who: Hashable) -> None:
        """Raise TooFastError where somebody has done it too often; this does not count."""
        times = self._recent(who)
        if len(times) >= self._most:
            wait = times[0] + self._seconds - self._clock()
            raise TooFastError(max(int(wait) + 1, 1))

    def count(self, who: Hashable) -> None:
        """Count that somebody has done it."""
        self._recent(who).append(self._clock())

    def take(self, who: Hashable) -> None:
        """Count it, unless that is too often."""
        self.check(who)
        self.count(who)

    def _recent(self, who: Hashable) -> deque[float]:
        times = self._times.setdefault(who, deque())
        self._times.move_to_end(who)
        while times and times[0] <= self._clock() - self._seconds:
            times.popleft()
        if len(self._times) > REMEMBERED:
            self._times.popitem(last=False)
        return times

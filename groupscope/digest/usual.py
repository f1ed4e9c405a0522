"""What is usual in a group: the same stretch, over and over, before a period."""

from dataclasses import dataclass
from statistics import median
from typing import Final

from groupscope.periods import Period
from groupscope.scope import Scope
from groupscope.store import Snapshot
from groupscope.store.summaries import SPEAKERS

COMPARABLE: Final = 0.9
"""The share of a stretch that must have been heard, for it to be compared with."""
A_WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Usual:
    """Messages and speakers of the stretches before.

    ``name`` is what one is compared with (最近两周的任何一天), ``span`` how long that is (两周里).
    """

    name: str
    span: str
    messages: tuple[int, ...]
    speakers: tuple[int, ...]

    @property
    def typical(self) -> float:
        """The median of messages."""
        return median(self.messages)


@dataclass(frozen=True, slots=True)
class Stretches:
    """How many stretches are looked at, how many of them are enough, and their name."""

    looked_at: int
    fewest: int
    name: str
    span: str


DAYS: Final = Stretches(14, 5, "最近两周的任何一天", "两周里")
WEEKS: Final = Stretches(8, 3, "之前八周的任何一周", "两个月里")
MONTHS: Final = Stretches(6, 3, "之前半年的任何一个月", "半年里")


def stretches_of(period: Period) -> Stretches | None:
    """Return with what a period is compared; None for one that is no day, week or month."""
    step = period.step
    if step is None:
        return None
    return {(0, 1): DAYS, (0, A_WEEK): WEEKS, (1, 0): MONTHS}.get((step.months, step.days))


async def usual_of(db: Snapshot, scope: Scope) -> Usual | None:
    """Count the stretches before a period, as long as it has lasted so far.

    None where too few of them were heard.
    """
    stretches = stretches_of(scope.period)
    if stretches is None:
        return None
    messages: list[int] = []
    speakers: list[int] = []
    period: Period | None = scope.period
    for _ in range(stretches.looked_at):
        period = period.before() if period else None
        if period is None:
            break
        earlier = Scope(scope.group_id, period)
        coverage = await db.coverage(earlier)
        if coverage.share_of(period.until - period.since) >= COMPARABLE:
            messages.append(coverage.messages)
            speakers.append(len((await db.summary(SPEAKERS, earlier)).members))
    if len(messages) < stretches.fewest:
        return None
    return Usual(stretches.name, stretches.span, tuple(messages), tuple(speakers))

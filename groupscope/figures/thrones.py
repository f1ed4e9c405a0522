"""Who led on which day, and for how many days in a row."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import NamedTuple

from groupscope.figures.hearing import moment_of, unheard_days, wall_of
from groupscope.periods import Period
from groupscope.scope import Scope
from groupscope.store import Snapshot
from groupscope.store.days import SECONDS_A_DAY
from groupscope.store.summaries import SPEAKERS
from groupscope.store.summaries.activity import Speakers

LOOKED_BACK = 30
"""How many days before a period are looked at, for a reign that began before it."""
PODIUM = 3


class Leader(NamedTuple):
    """Who sent most on a day, and how many messages."""

    member: int
    messages: int


@dataclass(frozen=True, slots=True)
class Rule:
    """Days in a row on which one member led.

    ``days`` are those they led on; days that nobody heard may lie between ``first`` and ``last``.
    ``best`` is the most they sent on one of them. ``after`` is whom they took over from: None where
    nobody led the day before.
    """

    member: int
    first: int
    last: int
    days: int
    best: int
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Days:
    """The local days of a period: the first, the last that is over, and today's if it is in it."""

    first: int
    last: int
    today: int | None
    yesterday: int

    def name(self, number: int) -> str:
        """Return what a day is called: 昨天, 11-15, 2025-12-31."""
        day = datetime.fromtimestamp(number * SECONDS_A_DAY, UTC)
        now = datetime.fromtimestamp(self.yesterday * SECONDS_A_DAY, UTC)
        if number == self.yesterday:
            return "昨天"
        return f"{day:%m-%d}" if day.year == now.year else f"{day:%Y-%m-%d}"


@dataclass(frozen=True, slots=True)
class Court:
    """Who led when.

    ``leaders`` are those of the days of the period that are over, by day; ``today`` leads for the
    time being. ``reigns``, newest first, reach back beyond the period where they began before it;
    ``longest`` is the most days in a row, within it, of each who led. ``podium`` are the first
    three of the last day that is over, or of today where that is all.
    """

    leaders: Mapping[int, Leader]
    today: Leader | None
    reigns: tuple[Rule, ...]
    longest: Mapping[int, int]
    podium: tuple[Leader, ...]

    @property
    def people(self) -> set[int]:
        """Everybody in it."""
        found = {one.member for one in (*self.leaders.values(), *self.podium, *self.reigns)}
        found |= {rule.after for rule in self.reigns if rule.after is not None}
        return found | {self.today.member} if self.today else found

    @property
    def days_led(self) -> dict[int, int]:
        """On how many days each led, most first, then by the longest reign, then by QQ number."""
        led = Counter(leader.member for leader in self.leaders.values())
        order = sorted(led, key=lambda who: (-led[who], -self.longest[who], who))
        return {who: led[who] for who in order}

    @property
    def changes(self) -> int:
        """How often somebody took over within the period."""
        first = min(self.leaders, default=0)
        return sum(rule.after is not None and rule.first > first for rule in self.reigns)


def leader_of(day: Speakers) -> Leader | None:
    """Return who sent most on a day: of equal ones the smallest QQ number; None of nobody."""
    if not len(day.members):
        return None
    best = int(day.counts.argmax())  # the first of the highest, and the members ascend
    return Leader(int(day.members[best]), int(day.counts[best]))


def rules_of(leaders: Mapping[int, Leader], unheard: Collection[int]) -> tuple[Rule, ...]:
    """Return the rules of days that have leaders, in order of time.

    A day without a leader ends a rule, unless nobody was there to hear it.
    """
    rules: list[Rule] = []
    for day in sorted(leaders):
        member, messages = leaders[day]
        before = rules[-1] if rules else None
        follows = before is not None and all(
            number in unheard for number in range(before.last + 1, day)
        )
        if before and follows and before.member == member:
            best = max(before.best, messages)
            rules[-1] = replace(before, last=day, days=before.days + 1, best=best)
        else:
            after = before.member if before and follows else None
            rules.append(Rule(member, day, day, 1, messages, after))
    return tuple(rules)


def days_of(period: Period, now: int) -> Days:
    """Return the local days that a period touches; all of each, whatever part it holds."""
    ends = (period.since, max(period.until - 1, period.since), now)
    first, last, today = (wall_of(at, period.zone) // SECONDS_A_DAY for at in ends)
    is_today = last >= today
    return Days(first, today - 1 if is_today else last, today if is_today else None, today - 1)


async def court_of(db: Snapshot, scope: Scope, days: Days) -> Court:
    """Find the leaders of a period's days, with the reigns that began before it."""
    zone = scope.period.zone
    start = max(days.first - LOOKED_BACK, 0) if scope.period.start.timestamp() > 0 else 0
    since = moment_of(start * SECONDS_A_DAY, zone) if start else 0
    until = min(moment_of(((days.today or days.last) + 1) * SECONDS_A_DAY, zone), db.now)
    begin, end = (datetime.fromtimestamp(at, zone) for at in (since, until))
    wider = Scope(scope.group_id, Period(begin, end, scope.period.label))
    by_day = await db.by_day(SPEAKERS, wider)
    found = {day: leader for day, spoke in by_day.items() if (leader := leader_of(spoke))}
    today = found.pop(days.today, None) if days.today else None
    heard = await db.coverage(wider)
    unheard = unheard_days(min([*by_day, days.last]), days.last, zone, heard, said=by_day)
    inside = {day: leader for day, leader in found.items() if day >= days.first}
    shown = [rule for rule in rules_of(found, unheard) if rule.last >= min(days.first, days.last)]
    longest: dict[int, int] = {}
    for rule in rules_of(inside, unheard):
        longest[rule.member] = max(longest.get(rule.member, 0), rule.days)
    podium = podium_of(by_day.get(max(inside, default=days.today or days.last)))
    return Court(inside, today, tuple(reversed(shown)), longest, podium)


def podium_of(day: Speakers | None) -> tuple[Leader, ...]:
    """Return the first three of a day."""
    counts = list(day.by_member().items()) if day else []
    return tuple(Leader(member, messages) for member, messages in counts[:PODIUM])

"""The calendar: which days there are, how much is said on each, and what happens when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from random import Random
from typing import Final

from groupscope.demo.lists import words

GROUP: Final = 5_000_000_001
"""The demo's group; like its members it has a number beyond 32 bits, which QQ gives to nobody."""
ACCOUNT: Final = 10_000
"""The bot's account, the one that ``groupscope play`` plays as well."""
FIRST_MEMBER: Final = 5_000_100_000

AN_HOUR, A_DAY = 3600, 86_400
HOURS: Final = (
    9,
    6,
    3,
    1,
    1,
    1,
    3,
    10,
    16,
    18,
    20,
    24,
    30,
    24,
    20,
    20,
    22,
    26,
    30,
    34,
    40,
    44,
    40,
    24,
)
"""How much is said in each hour of a day."""
WEEKDAYS: Final = (0.94, 0.9, 0.95, 0.93, 1.08, 1.28, 1.15)
"""How much is said on each day of a week, from Monday."""
SPREAD: Final = 0.22
"""How much days differ for no reason: the deviation of the logarithm."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Half-open, in epoch seconds."""

    since: int
    until: int

    def within(self, other: "Stretch") -> "Stretch":
        """Return the part of it that lies within another; an empty one where there is none."""
        since = max(self.since, other.since)
        return Stretch(since, max(since, min(self.until, other.until)))

    @property
    def seconds(self) -> int:
        """How long it lasts."""
        return self.until - self.since


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something that happens, and how much of its day's talk is about it.

    ``topic`` names its file; ``louder`` is how much more is said on such a day.
    """

    topic: str
    when: Stretch
    share: float
    louder: float = 1.0


@dataclass(frozen=True, slots=True)
class Day:
    """A day: when the bot is there to hear it, what happens, how many messages it hears."""

    date: date
    whole: Stretch
    heard: tuple[Stretch, ...]
    occasions: tuple[Occasion, ...]
    messages: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What to make; ``until`` is the moment of the last message, in epoch seconds."""

    until: int
    zone: tzinfo
    days: int = 90
    members: int = 60
    messages: int = 60_000
    seed: int = 1
    group_id: int = GROUP

    @property
    def last(self) -> date:
        """The day on which it ends."""
        return datetime.fromtimestamp(self.until, self.zone).date()

    @property
    def since(self) -> int:
        """When it begins: with the first of its days."""
        return self.midnight(self.days - 1)

    @property
    def name(self) -> str:
        """What the group is called."""
        return words("group_names")[0]

    def hour(self, at: int) -> int:
        """Return the hour of the day at a moment."""
        return datetime.fromtimestamp(at, self.zone).hour

    def midnight(self, days_ago: int) -> int:
        """Return when the day began that lies so many days before the last."""
        day = self.last - timedelta(days=days_ago)
        return int(datetime.combine(day, time(), self.zone).timestamp())

    def ago(self, share: float) -> int:
        """Return the day, counted back from the last, at a share of all days."""
        return round(self.days * share)

    def stretch(self, days_ago: int, since: float, hours: float) -> Stretch:
        """Return some hours of a day, from an hour on."""
        begin = self.midnight(days_ago) + round(since * AN_HOUR)
        return Stretch(begin, begin + round(hours * AN_HOUR))

    def back_to(self, weekday: int, days_ago: int) -> int:
        """Return the next day before that, counted back, which is a weekday (0: Monday)."""
        return days_ago + ((self.last - timedelta(days=days_ago)).weekday() - weekday) % 7


LESSON: Final = "lesson"
"""The topic of the lessons that an admin gives, which the store knows as such."""
FEWEST_DAYS: Final = 14
"""In fewer days nothing happens besides talk."""


def occasions(plan: Plan) -> tuple[Occasion, ...]:
    """Return what happens, in no order; all of it lies where a share of the days has passed."""
    if plan.days < FEWEST_DAYS:
        return ()
    outage, festival = plan.ago(0.13), plan.ago(0.3)
    meetup = plan.back_to(5, plan.ago(0.17))
    exam = range(plan.ago(0.43), plan.ago(0.5) + 1)
    lessons = {plan.back_to(2, plan.ago(share)) for share in (0.03, 0.1, 0.2)}
    return (
        *(Occasion(LESSON, plan.stretch(day, 20, 1.5), 0.22, 1.15) for day in lessons),
        Occasion("outage", plan.stretch(outage, 20.5, 2.6), 0.34, 1.3),
        Occasion("restored", plan.stretch(outage, 23.1, 1.4), 0.1),
        Occasion("festival", plan.stretch(festival, 8, 16), 0.5, 1.9),
        Occasion("meetup", plan.stretch(meetup, 13, 10), 0.4, 1.35),
        *(Occasion("exam", plan.stretch(day, 8, 17), 0.45, 0.9) for day in exam),
    )


def offline(plan: Plan) -> tuple[Stretch, ...]:
    """Return when the bot is away: nearly two days, some hours, some minutes."""
    if plan.days < FEWEST_DAYS:
        return ()
    return (
        plan.stretch(plan.ago(0.57), 2, 3.2),
        plan.stretch(plan.ago(0.37), 13, 43.5),
        plan.stretch(plan.ago(0.09), 4.2, 0.4),
    )


def heard(plan: Plan) -> tuple[Stretch, ...]:
    """Return when the bot is there, from the first day to the end, in order."""
    stretches: list[Stretch] = []
    begin = plan.since
    for away in sorted(offline(plan), key=lambda away: away.since):
        stretches.append(Stretch(begin, away.since))
        begin = away.until
    return (*stretches, Stretch(begin, plan.until + 1))


def calendar(plan: Plan) -> list[Day]:
    """Return every day, in order; their messages add up to those of the plan."""
    random = Random(f"calendar {plan.seed}")
    happening, there = occasions(plan), heard(plan)
    days: list[Day] = []
    weights: list[float] = []
    for ago in reversed(range(plan.days)):
        whole = Stretch(plan.midnight(ago), plan.midnight(ago - 1))
        today = tuple(one for one in happening if one.when.within(whole).seconds)
        parts = tuple(part for one in there if (part := one.within(whole)).seconds)
        date_ = plan.last - timedelta(days=ago)
        louder = max((one.louder for one in today), default=1.0)
        chance = WEEKDAYS[date_.weekday()] * random.lognormvariate(0, SPREAD) * louder
        weights.append(chance * sum(liveliness(part, whole.since) for part in parts))
        days.append(Day(date_, whole, parts, today, 0))
    counts = shared_out(plan.messages, weights)
    if not counts[-1]:  # the last message is to be said on the last day
        counts[counts.index(max(counts))] -= 1
        counts[-1] = 1
    return [
        Day(day.date, day.whole, day.heard, day.occasions, count)
        for day, count in zip(days, counts, strict=True)
    ]


def liveliness(part: Stretch, midnight: int) -> float:
    """Return the share of a day's talk that falls into a part of it."""
    return sum(
        HOURS[hour] * part.within(Stretch(begin, begin + AN_HOUR)).seconds / AN_HOUR
        for hour in range(24)
        for begin in [midnight + hour * AN_HOUR]
    ) / sum(HOURS)


def shared_out(count: int, weights: Sequence[float]) -> list[int]:
    """Share a number out in proportion, so that the shares add up to it."""
    whole = sum(weights)
    reached, given, shares = 0.0, 0, list[int]()
    for weight in weights:
        reached += weight
        upto = round(count * reached / whole)
        shares.append(upto - given)
        given = upto
    return shares

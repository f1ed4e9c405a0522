"""What a period comes to for one member: messages, place, days, hours, mood."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from groupscope.figures.course import begun
from groupscope.figures.hearing import unheard_days, wall_of
from groupscope.figures.mood_course import Feelings
from groupscope.figures.runs import Run, streaks
from groupscope.language.mood_average import PRIOR_LINES
from groupscope.periods import Period
from groupscope.scope import Scope
from groupscope.store import Snapshot
from groupscope.store.coverage import Coverage
from groupscope.store.days import SECONDS_A_DAY
from groupscope.store.summaries import ACTIVITY
from groupscope.store.summaries.activity import HOURS, Speakers
from groupscope.store.summaries.moods import moods_kind
from groupscope.store.tables import member

FEWEST_SCORED = 20
"""Scored messages below which nothing is said about a mood, or a usual one."""
USUAL_DAYS = 90
NOTICEABLE = 0.05
"""A change of the mean mood that is worth a word."""


@dataclass(frozen=True, slots=True)
class Presence:
    """A member's part of a period.

    ``place`` is counted from 1 among ``speakers``. ``heard`` is on how many days anybody was there
    to hear, ``active`` on how many of them the member said something. ``by_day`` has the member's
    messages and everybody's of each local day.
    """

    said: int
    total: int
    place: int
    speakers: int
    active: int
    heard: int
    best: Run
    current: Run | None
    hours: tuple[int, ...]
    by_day: dict[int, tuple[int, int]]

    @property
    def share(self) -> float:
        """The member's share of all messages, 0 to 1."""
        return self.said / self.total

    @property
    def busiest(self) -> int:
        """The hour of the day with most messages; of equal ones the earliest."""
        return self.hours.index(max(self.hours))


async def presence_of(db: Snapshot, scope: Scope, coverage: Coverage) -> Presence | None:
    """Return the part that a scope's member has in its period; None where they said nothing."""
    who = scope.member_id or 0
    by_day = await db.by_day(ACTIVITY, Scope(scope.group_id, scope.period))
    hours = {number: activity.hours_of(who) for number, activity in by_day.items()}
    by_hour = sum(hours.values(), np.zeros(HOURS, np.int64))
    said = int(by_hour.sum())
    if not said:
        return None
    members, counts = _added_up([activity.speakers for activity in by_day.values()])
    own = {number: int(day.sum()) for number, day in hours.items()}
    period = begun(scope.period, by_day)
    first, last = (
        wall_of(at, period.zone) // SECONDS_A_DAY for at in (period.since, period.until - 1)
    )
    unheard = unheard_days(first, last, period.zone, coverage, by_day)
    days = np.array([number for number, count in own.items() if count], np.int64)
    # Whoever has not spoken yet today has not stopped.
    end = last if wall_of(db.now, period.zone) // SECONDS_A_DAY == last else last + 1
    runs = streaks(np.full(len(days), who), days, unheard, end)[who]
    return Presence(
        said=said,
        total=int(counts.sum()),
        place=1 + int(((counts > said) | ((counts == said) & (members < who))).sum()),
        speakers=len(members),
        active=len(days),
        heard=last - first + 1 - len(unheard),
        best=runs.best,
        current=runs.current,
        hours=tuple(by_hour.tolist()),
        by_day={number: (own[number], int(day.by_hour.sum())) for number, day in by_day.items()},
    )


def _added_up(days: Sequence[Speakers]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return who spoke on any of some days, and how many messages each sent."""
    members, position = np.unique(
        np.concatenate([day.members for day in days]), return_inverse=True
    )
    weights = np.concatenate([day.counts for day in days])
    return members, np.bincount(position.ravel(), weights).astype(np.int64)


class MoodTold(NamedTuple):
    """A member's mood (−1 to 1) from so many scored messages, and the change against their usual.

    ``change`` is None where the ninety days before have too few.
    """

    mean: float
    scored: int
    change: float | None

    @property
    def label(self) -> str:
        """The mood as people read it: −100 to +100."""
        return f"{round(self.mean * 100):+d}"

    @property
    def note(self) -> str:
        """How it is against their own usual, or what it rests on where that is not known."""
        if self.change is None:
            return f"依据 {self.scored:,} 条"
        if abs(self.change) < NOTICEABLE:
            return "和平时差不多"
        return f"比平时{'高' if self.change > 0 else '低'} {abs(self.change) * 100:.0f}"


async def mood_of(db: Snapshot, scope: Scope) -> MoodTold | None:
    """Return the mood of a scope's member; None below twenty scored messages."""
    kind = moods_kind(scope.member_id)
    tally = (await db.summary(kind, scope)).tally
    if tally.messages < FEWEST_SCORED:
        return None
    mean = Feelings(tally).average.mean
    start = scope.period.start
    if not start.timestamp():
        return MoodTold(mean, tally.messages, None)
    before = Period(start - timedelta(days=USUAL_DAYS), start, "")
    usual = (await db.summary(kind, Scope(scope.group_id, before))).tally
    if usual.messages < FEWEST_SCORED:
        return MoodTold(mean, tally.messages, None)
    # Both drawn towards neutral alike: else few lines would always be less glad than usual.
    drawn = usual.mean * tally.messages / (tally.messages + PRIOR_LINES)
    return MoodTold(mean, tally.messages, mean - drawn)


ROLES = {"owner": "群主", "admin": "管理员"}


async def facts_of(db: Snapshot, scope: Scope) -> tuple[str, ...]:
    """Return what the member list tells: since when somebody is there, and as what."""
    asked = select(member.c.joined_at, member.c.role, member.c.left_at).where(
        member.c.group_id == scope.group_id, member.c.user_id == scope.member_id
    )
    row: Any = (await db.connection.execute(asked)).one_or_none()
    if row is None:
        return ()
    facts: list[str] = []
    if row.left_at is not None:
        facts.append("已退群")
    elif row.joined_at:
        joined = datetime.fromtimestamp(row.joined_at, scope.period.zone)
        now = datetime.fromtimestamp(db.now, scope.period.zone)
        facts.append(f"入群 {max((now.date() - joined.date()).days, 0):,} 天")
    if row.role in ROLES and row.left_at is None:
        facts.append(ROLES[row.role])
    return tuple(facts)

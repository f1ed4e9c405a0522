"""Who is up at night: days that end at five, the last word of each, and nights in a row."""

import math
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import numpy as np

from groupscope.figures.clock import circular_means
from groupscope.figures.hearing import heard, moment_of
from groupscope.figures.runs import Streaks, streaks
from groupscope.periods import Period
from groupscope.store.coverage import Coverage
from groupscope.store.days import SECONDS_A_DAY
from groupscope.store.packing import Table
from groupscope.store.summaries.nights import MORNING

EVENING = 18 * 3600
"""A day whose last word is said before six in the evening says nothing about its night."""
FEWEST_EVENINGS = 3
"""Evenings below which there is no mean of last words."""


@dataclass(frozen=True, slots=True)
class Owl:
    """A member's nights: their messages, how many between midnight and five, nights in a row.

    ``bedtime`` is the circular mean of their last words of an evening or night, in seconds after
    midnight; None where those are fewer than three, or spread around the clock.
    """

    member: int
    messages: int
    late: int
    nights: Streaks | None
    bedtime: float | None

    @property
    def share(self) -> float:
        """Which share of their messages was sent between midnight and five."""
        return self.late / self.messages


@dataclass(frozen=True, slots=True)
class LastWord:
    """What was said latest in any night: by whom, in the night of which day, when (seconds)."""

    member: int
    day: int
    after_midnight: int


def until_five(period: Period, now: int) -> Period:
    """Return a period whose days end at five in the morning, up to now at the latest.

    Ends at other times than midnight stay, and so does the beginning of all time. Before five in
    the morning a period that begins today begins with the day before, which is not over.
    """
    start, end = (_five(moment) for moment in (period.start, period.end))
    limit = datetime.fromtimestamp(now, period.zone)
    end = min(end, limit, key=datetime.timestamp)
    if period.start.timestamp() <= 0:
        start = period.start
    elif start.timestamp() >= end.timestamp():
        start -= timedelta(days=1)
    return Period(start, end, period.label)


def _five(moment: datetime) -> datetime:
    return moment + timedelta(seconds=MORNING) if moment.time() == time() else moment


def unheard_nights(
    first: int, last: int, period: Period, coverage: Coverage, late: Collection[int]
) -> frozenset[int]:
    """Return the days after whose midnight nobody was there until five, ``first`` to ``last``.

    Those with messages then (``late``) are never among them.
    """
    midnights = [(day + 1) * SECONDS_A_DAY for day in range(first, last + 1)]
    walls = [wall for midnight in midnights for wall in (midnight, midnight + MORNING)]
    edges = np.array([moment_of(wall, period.zone) for wall in walls], np.int64)
    silent = np.flatnonzero(heard(edges, coverage)[::2] == 0) + first
    return frozenset(silent.tolist()) - frozenset(late)


def owls_of(cells: Table, unheard: Collection[int], tonight: int, until: int) -> tuple[Owl, ...]:
    """Return everybody's nights, given the cells of ``Nights``, in the order of QQ numbers.

    ``tonight`` is the day that is not over: its last words may still be to come. Nights in a row go
    on as ``streaks`` tells, up to the day ``until``.
    """
    members, whose = np.unique(cells[:, 0], return_inverse=True)
    messages, late = (
        np.bincount(whose, weights=cells[:, column], minlength=len(members)).astype(np.int64)
        for column in (2, 3)
    )
    is_late = cells[:, 3] > 0
    nights = streaks(cells[is_late, 0], cells[is_late, 1], unheard, until)
    bedtimes = _bedtimes(cells, whose, len(members), tonight)
    return tuple(
        Owl(
            member=member,
            messages=int(messages[number]),
            late=int(late[number]),
            nights=nights.get(member),
            bedtime=None if math.isnan(bedtimes[number]) else bedtimes[number],
        )
        for number, member in enumerate(members.tolist())
    )


def last_word(cells: Table) -> LastWord | None:
    """Return the latest word of any night, after midnight; of equal ones the first night's."""
    late = cells[cells[:, 3] > 0]
    if not len(late):
        return None
    after_midnight = late[:, 4] % SECONDS_A_DAY
    order = np.lexsort((late[:, 0], late[:, 1], -after_midnight))
    member, day = late[order[0], :2].tolist()
    return LastWord(member, day, int(after_midnight[order[0]]))


def _bedtimes(cells: Table, whose: Table, count: int, tonight: int) -> list[float]:
    """Return the mean of each member's last words of evenings that are over; NaN where none is."""
    order = np.lexsort((cells[:, 4], cells[:, 1], whose))
    owner, day, last = whose[order], cells[order, 1], cells[order, 4]
    is_last = np.append((np.diff(owner) != 0) | (np.diff(day) != 0), values=True)
    is_evening = is_last & (last - day * SECONDS_A_DAY >= EVENING) & (day != tonight)
    owner, last = owner[is_evening], last[is_evening] % SECONDS_A_DAY
    means = circular_means(last, owner, count)
    is_told = np.bincount(owner, minlength=count) >= FEWEST_EVENINGS
    return np.where(is_told, means, np.nan).tolist()

"""Who came into a group and who went, and what became of those who came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import Row, func, or_, select

from groupscope.model import NoticeKind
from groupscope.periods import Period
from groupscope.scope import Scope
from groupscope.store.coverage import Stretch
from groupscope.store.days import SECONDS_A_DAY
from groupscope.store.packing import Table
from groupscope.store.robots import Robots, robots_in
from groupscope.store.snapshot import Snapshot
from groupscope.store.summaries.firsts import FIRSTS
from groupscope.store.summaries.kind import counted
from groupscope.store.summaries.turns import TURNS
from groupscope.store.tables import member, message, notice

PATIENCE = SECONDS_A_DAY
"""Seconds after a newcomer's first word within which somebody must have turned to them."""
DIFFERENT = 3600
"""Seconds between a notice and what a list tells from which on they are two comings."""
GONE = (NoticeKind.LEAVE, NoticeKind.KICK)


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who came in; None is what has not happened (yet).

    ``answered_by`` is who first replied to them or mentioned them, within a day of their first
    word.
    """

    member: int
    joined_at: int
    spoke_at: int | None = None
    answered_at: int | None = None
    answered_by: int | None = None
    left_at: int | None = None

    def is_here_after(self, days: int, now: int) -> bool | None:
        """Tell whether they were here still so many days later; None where it is too early."""
        later = self.joined_at + days * SECONDS_A_DAY
        if self.left_at is not None and self.left_at < later:
            return False if later <= now else None
        return True if later <= now else None


@dataclass(frozen=True, slots=True)
class Departure:
    """Somebody who went, or was made to go; ``joined_at`` is None where it is not known."""

    member: int
    left_at: int
    is_kicked: bool
    joined_at: int | None


@dataclass(frozen=True, slots=True)
class Comings:
    """Who came and who went, each the latest first; nobody stands twice on a list."""

    arrivals: tuple[Arrival, ...]
    departures: tuple[Departure, ...]


async def comings_of(db: Snapshot, scope: Scope, recorded: Stretch) -> Comings:
    """Return who came and who went in a scope's period, as far as it was recorded.

    Notices tell it, and member lists where a notice was missed. Of somebody who came several times
    the last time counts; who went and is back has not gone. What newcomers did is known until now.
    Robots do not come or go.
    """
    robots = await robots_in(db.connection, scope.group_id)
    events = await _events(db, scope.group_id, recorded.since)
    members = await _members(db, scope.group_id, recorded.since)
    came = _latest_joins(events, members, recorded, robots)
    went = _departures(events, members, recorded, robots)
    arrivals = await _with_fates(db, scope, came, events, members)
    return Comings(
        tuple(sorted(arrivals, key=lambda one: (-one.joined_at, one.member))),
        tuple(sorted(went, key=lambda one: (-one.left_at, one.member))),
    )


Rows = Sequence[Row[*tuple[Any, ...]]]


async def _events(db: Snapshot, group_id: int, since: int) -> Rows:
    """Return joins, leaves and kicks from a moment on, in order."""
    columns = notice.c
    kinds = [NoticeKind.JOIN, *GONE]
    asked = (
        select(columns.happened_at, columns.kind, columns.user_id)
        .where(
            columns.group_id == group_id,
            columns.happened_at >= since,
            columns.kind.in_(kinds),
            columns.user_id.is_not(None),
        )
        .order_by(columns.happened_at)
    )
    return (await db.connection.execute(asked)).all()


async def _members(db: Snapshot, group_id: int, since: int) -> dict[int, Any]:
    """Return the members who joined or left from a moment on, as lists told it."""
    columns = member.c
    asked = select(columns.user_id, columns.joined_at, columns.left_at).where(
        columns.group_id == group_id, or_(columns.joined_at >= since, columns.left_at >= since)
    )
    return {row.user_id: row for row in await db.connection.execute(asked)}


def _latest_joins(
    events: Rows, members: Mapping[int, Any], within: Stretch, robots: Robots
) -> dict[int, int]:
    """Return when each newcomer came, the last time within a stretch."""
    told = {
        row.user_id: row.joined_at
        for row in members.values()
        if row.joined_at is not None and within.since <= row.joined_at < within.until
    }
    noticed = {
        row.user_id: row.happened_at
        for row in events
        if row.kind == NoticeKind.JOIN and row.happened_at < within.until
    }
    latest = {who: _later(told.get(who), noticed.get(who)) for who in told.keys() | noticed.keys()}
    return {who: at for who, at in latest.items() if who not in robots}


def _later(told: int | None, noticed: int | None) -> int:
    """Return when somebody came: as noticed, unless a list tells of a later time."""
    if told is None or noticed is None:
        return told or noticed or 0
    return told if told - noticed > DIFFERENT else noticed


def _departures(
    events: Rows, members: Mapping[int, Any], within: Stretch, robots: Robots
) -> list[Departure]:
    joined = {row.user_id: row.joined_at for row in members.values()}
    gone: dict[int, Departure] = {
        row.user_id: Departure(row.user_id, row.left_at, is_kicked=False, joined_at=row.joined_at)
        for row in members.values()
        if row.left_at is not None and within.since <= row.left_at < within.until
    }
    for row in events:
        if row.happened_at >= within.until:
            break
        if row.kind == NoticeKind.JOIN:
            joined[row.user_id] = row.happened_at
            gone.pop(row.user_id, None)
        else:
            is_kicked = row.kind == NoticeKind.KICK
            since = joined.get(row.user_id)
            gone[row.user_id] = Departure(row.user_id, row.happened_at, is_kicked, since)
    return [one for who, one in gone.items() if who not in robots]


async def _with_fates(
    db: Snapshot, scope: Scope, came: Mapping[int, int], events: Rows, members: Mapping[int, Any]
) -> list[Arrival]:
    """Return newcomers with their first word, who answered, and when they left."""
    if not came:
        return []
    start, end = (
        datetime.fromtimestamp(at, scope.period.zone) for at in (min(came.values()), db.now + 1)
    )
    since_then = Scope(scope.group_id, Period(start, end, ""))
    firsts = (await db.summary(FIRSTS, since_then)).cells
    turns = (await db.summary(TURNS, since_then)).cells
    spoke = await _first_words(db, scope.group_id, came, firsts)
    answers = _answers(turns, spoke)
    left = _left(came, events, members)
    return [
        Arrival(who, at, spoke.get(who), *answers.get(who, (None, None)), left.get(who))
        for who, at in came.items()
    ]


async def _first_words(
    db: Snapshot, group_id: int, came: Mapping[int, int], firsts: Table
) -> dict[int, int]:
    """Return when newcomers first said something after they came."""
    theirs, since = _with(firsts, 0, came)
    after = theirs[:, 1] >= since
    spoke = dict(sorted(theirs[after].tolist(), key=lambda row: -row[1]))  # the first comes last
    # Who spoke on that day before coming back may have said something else on it afterwards.
    doubtful = theirs[~after & (since - theirs[:, 1] < SECONDS_A_DAY)]
    for who in np.unique(doubtful[:, 0]).tolist():
        until = spoke.get(who, came[who] + SECONDS_A_DAY)
        again = await _first_word(db, group_id, who, Stretch(came[who], until))
        if again is not None:
            spoke[who] = again
    return spoke


def _with(table: Table, column: int, moments: Mapping[int, int]) -> tuple[Table, Table]:
    """Return the rows of the members who have a moment, and the moment of each row."""
    members = np.array(sorted(moments), np.int64)
    theirs = table[np.isin(table[:, column], members)]
    when = np.array([moments[member] for member in members.tolist()], np.int64)
    return theirs, when[np.searchsorted(members, theirs[:, column])]


async def _first_word(db: Snapshot, group_id: int, who: int, within: Stretch) -> int | None:
    columns = message.c
    asked = select(func.min(columns.sent_at)).where(
        columns.group_id == group_id,
        columns.sent_at >= within.since,
        columns.sent_at < within.until,
        columns.sender_id == who,
        counted(),
    )
    return await db.connection.scalar(asked)


def _answers(turns: Table, spoke: Mapping[int, int]) -> dict[int, tuple[int, int]]:
    """Return when, and by whom, newcomers were first turned to after their first word."""
    theirs, since = _with(turns, 2, spoke)
    in_time = theirs[(since <= theirs[:, 0]) & (theirs[:, 0] <= since + PATIENCE)]
    answers: dict[int, tuple[int, int]] = {}
    for at, who, whom, *_ in sorted(in_time.tolist()):
        answers.setdefault(whom, (at, who))
    return answers


def _left(came: Mapping[int, int], events: Rows, members: Mapping[int, Any]) -> dict[int, int]:
    """Return when newcomers went again, if they did."""
    left: dict[int, int] = {}
    for who, at in came.items():
        row = members.get(who)
        if row is not None and row.left_at is not None and row.left_at >= at:
            left[who] = row.left_at
    for row in reversed(events):  # the first time that they went comes last, and stays
        if row.kind in GONE and row.user_id in came and row.happened_at >= came[row.user_id]:
            left[row.user_id] = row.happened_at
    return left

"""How a talk goes over time: messages and speakers of each bucket of a period."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BigInteger, func, literal_column, select

from groupscope.figures.buckets import A_DAY, AN_HOUR, Buckets
from groupscope.figures.hearing import moment_of
from groupscope.periods import Period
from groupscope.scope import Scope
from groupscope.store import Snapshot
from groupscope.store.coverage import Coverage
from groupscope.store.days import local_seconds
from groupscope.store.summaries import ACTIVITY, SPEAKERS, TOTALS
from groupscope.store.summaries.kind import counted
from groupscope.store.summaries.totals import HOURS, Totals
from groupscope.store.tables import message


class Course(NamedTuple):
    """Messages and speakers of each bucket, and the speakers of them all."""

    messages: NDArray[np.int64]
    speakers: NDArray[np.int64]
    everybody: int

    @property
    def total(self) -> int:
        """How many messages there are."""
        return int(self.messages.sum())


async def course_of(
    db: Snapshot, scope: Scope, coverage: Coverage, width: int | None = None
) -> tuple[Buckets, Course]:
    """Count a scope's messages by bucket, its member's where it has one.

    Days kept without names know hours only: there no bucket is shorter.
    """
    totals = await db.by_day(TOTALS, Scope(scope.group_id, scope.period))
    buckets = Buckets.of(begun(scope.period, totals), width)
    if buckets.width >= AN_HOUR:
        said = await said_by_hour(db, scope, buckets.width)
    else:
        said = await said_by_minute(db, scope, buckets.width)
        if said[:, 2].sum() < coverage.messages:
            return await course_of(db, scope, coverage, AN_HOUR)
    kept = said
    if scope.member_id is not None:
        kept = said = said[said[:, 1] == scope.member_id]
    elif buckets.width >= AN_HOUR:
        kept = _totals_by_hour(totals)
    # A year of a big group has a hundred thousand rows: nobody else should wait for them.
    return buckets, await asyncio.to_thread(counted_in, buckets, said, kept)


def _totals_by_hour(totals: Mapping[int, Totals]) -> NDArray[np.int64]:
    """Return (wall time, 0, messages) of each hour that has any, whoever sent them."""
    days = np.array(list(totals), np.int64)
    by_hour = np.stack([day.by_hour for day in totals.values()]) if totals else np.zeros((0, HOURS))
    day, hour = np.nonzero(by_hour)
    wall = days[day] * A_DAY + hour * AN_HOUR
    return np.stack([wall, np.zeros_like(wall), by_hour[day, hour].astype(np.int64)], axis=1)


def counted_in(buckets: Buckets, said: NDArray[np.int64], kept: NDArray[np.int64]) -> Course:
    """Count rows of (wall time, member, messages) by bucket: speakers of one, messages of all."""
    messages = np.bincount(
        buckets.places(kept[:, 0]), weights=kept[:, 2], minlength=buckets.count
    ).astype(np.int64)
    members, numbers = np.unique(said[:, 1], return_inverse=True)
    pairs = np.unique(buckets.places(said[:, 0]) * len(members) + numbers)
    speakers = np.bincount(pairs // max(len(members), 1), minlength=buckets.count)
    return Course(messages, speakers, len(members))


async def said_by_minute(db: Snapshot, scope: Scope, width: int) -> NDArray[np.int64]:
    """Return (wall time, member, messages) of a short period, row by row."""
    columns = message.c
    begin = (local_seconds() // literal_column(str(width), BigInteger)).label("begin")
    asked = (
        select(begin, columns.sender_id, func.count())
        .where(
            columns.group_id == scope.group_id,
            columns.sent_at >= scope.period.since,
            columns.sent_at < scope.period.until,
            counted(),
        )
        .group_by(begin, columns.sender_id)
    )
    rows = [tuple(row) for row in (await db.connection.execute(asked)).all()]
    said = np.array(rows, np.int64).reshape(-1, 3)
    return said * np.array([width, 1, 1], np.int64)


async def said_by_hour(db: Snapshot, scope: Scope, width: int) -> NDArray[np.int64]:
    """Return (wall time, member, messages) out of the summaries: by hour where that is needed."""
    group = Scope(scope.group_id, scope.period)
    pieces = [np.zeros((0, 3), np.int64)]
    if width >= A_DAY:
        for number, day in (await db.by_day(SPEAKERS, group)).items():
            wall = np.full(len(day.members), number * A_DAY, np.int64)
            pieces.append(np.stack([wall, day.members, day.counts], axis=1))
        return np.concatenate(pieces)
    for number, day in (await db.by_day(ACTIVITY, group)).items():
        member, hour = np.nonzero(day.by_hour)
        wall = number * A_DAY + hour * AN_HOUR
        pieces.append(np.stack([wall, day.members[member], day.by_hour[member, hour]], axis=1))
    return np.concatenate(pieces)


def begun(period: Period, by_day: Mapping[int, object]) -> Period:
    """Return the part of a period to draw: of 全部 only from the first day with messages on."""
    if period.start.timestamp() > 0 or not by_day:
        return period
    first = moment_of(min(by_day) * A_DAY, period.zone)
    return Period(datetime.fromtimestamp(first, period.zone), period.end, period.label)

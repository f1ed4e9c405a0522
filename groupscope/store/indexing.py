"""Keeping the index of pairs in line with what is stored, in the background.

Like day summaries, the days of a group are only ever made anew, whole: whatever was recalled,
erased, withheld or frozen is not in the index once its day has been looked at again, and until then
``search`` reads that day row by row. A day is in line where ``indexed == changed``.
"""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Mapping
from itertools import groupby

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from groupscope.store.bigrams import (
    BUCKETS,
    DAYS_A_SPAN,
    Hashes,
    Marks,
    hashes_of,
    packed_by_bucket,
    renewed,
)
from groupscope.store.days import SECONDS_A_DAY, in_local_days, local_day
from groupscope.store.engine import insert_or_update
from groupscope.store.groups import Groups
from groupscope.store.summaries.kind import counted
from groupscope.store.tables import bigram, day, message
from groupscope.store.writer import Writer

DAYS_A_ROUND = 2_000
EMPTIED = -1
"""What stands for ``changed`` where a frozen day is no longer in the index."""

Span = tuple[int, int]
"""A group, and 32 of its local days."""


class Indexing:
    """Brings the index up to date: 32 days of a group at a time."""

    def __init__(self, engine: AsyncEngine, writer: Writer, groups: Groups) -> None:
        self._engine = engine
        self._writer = writer
        self._groups = groups

    async def catch_up(self, now: int) -> int:
        """Index all closed days that have changed, and empty what was frozen; return how many."""
        done = 0
        while changed := await self._changed(now):
            for (group_id, span), days in changed.items():
                await self._renew(group_id, span, days)
                done += len(days)
        return done

    async def sweep(self) -> int:
        """Empty the index of groups of which nothing is stored any more; return how many."""
        async with self._writer.transaction() as connection:
            known = set((await connection.scalars(select(day.c.group_id).distinct())).all())
            indexed = await connection.scalars(select(bigram.c.group_id).distinct())
            gone = sorted(set(indexed.all()) - known)
            for group_id in gone:
                await connection.execute(delete(bigram).where(bigram.c.group_id == group_id))
        return len(gone)

    async def _changed(self, now: int) -> dict[Span, dict[int, int]]:
        """Return closed days that are not in line, by span, with what is to be noted of each."""
        today = now // SECONDS_A_DAY
        rows = select(day.c.group_id, day.c.day, day.c.changed, day.c.frozen).where(behind())
        # Today is read row by row in any case; around it a group's zone says which day that is.
        doubtful = rows.where(day.c.day.between(today - 1, today + 1))
        over = rows.where(day.c.day < today - 1).order_by(day.c.group_id, day.c.day.desc())
        async with self._engine.connect() as connection:
            recent = (await connection.execute(doubtful)).all()
            older = (await connection.execute(over.limit(DAYS_A_ROUND))).all()
        closed = [
            row
            for row in recent
            if row.day < local_day(now, self._groups.utc_offset(row.group_id, now))
        ]
        found: defaultdict[Span, dict[int, int]] = defaultdict(dict)
        for row in (*closed, *older):
            noted = EMPTIED if row.frozen else row.changed
            found[row.group_id, row.day // DAYS_A_SPAN][row.day] = noted
        return found

    async def _renew(self, group_id: int, span: int, days: Mapping[int, int]) -> None:
        """Make some days of a span anew; ``days`` says which state of each is being read."""
        anew = {
            number % DAYS_A_SPAN: await self._hashes(group_id, number) for number in sorted(days)
        }
        async with self._writer.transaction() as connection:
            await _lock(connection, group_id, span)
            before = await _stored(connection, group_id, span)
            marks = await asyncio.to_thread(renewed, before.values(), anew)
            await _write(connection, group_id, span, before, marks)
            for noted, same in groupby(sorted(days, key=days.__getitem__), days.__getitem__):
                here = and_(day.c.group_id == group_id, day.c.day.in_(list(same)))
                await connection.execute(update(day).where(here).values(indexed=noted))

    async def _hashes(self, group_id: int, number: int) -> Hashes:
        async with self._engine.connect() as connection:
            texts = await connection.scalars(
                select(message.c.text).where(
                    in_local_days(group_id, number, number), counted(), message.c.text != ""
                )
            )
            return await asyncio.to_thread(hashes_of, texts.all())


def behind() -> ColumnElement[bool]:
    """Return the condition that the index does not have a day as it is now."""
    return or_(
        and_(day.c.frozen == 0, day.c.indexed != day.c.changed),
        and_(day.c.frozen == 1, day.c.indexed != EMPTIED),
    )


async def _lock(connection: AsyncConnection, group_id: int, span: int) -> None:
    """Let other processes on a server wait: they would write over what we have read."""
    first = span * DAYS_A_SPAN
    mine = and_(day.c.group_id == group_id, day.c.day.between(first, first + DAYS_A_SPAN - 1))
    await connection.execute(select(day.c.day).where(mine).order_by(day.c.day).with_for_update())


async def _stored(connection: AsyncConnection, group_id: int, span: int) -> dict[int, bytes]:
    rows = await connection.execute(
        select(bigram.c.bucket, bigram.c.days).where(_of(group_id, span)).order_by(bigram.c.bucket)
    )
    return {row.bucket: row.days for row in rows}


async def _write(
    connection: AsyncConnection, group_id: int, span: int, before: Mapping[int, bytes], marks: Marks
) -> None:
    """Write those buckets of a span that are others now, and drop those that are empty."""
    after = packed_by_bucket(marks)
    rows = [
        {"bucket": bucket, "span": span, "group_id": group_id, "days": days}
        for bucket, days in after.items()
        if before.get(bucket) != days
    ]
    if rows:
        upsert = insert_or_update(bigram, connection.dialect.name, ["days"])
        await connection.execute(upsert, rows)
    await _drop(connection, group_id, span, before.keys() - after.keys())


async def _drop(
    connection: AsyncConnection, group_id: int, span: int, buckets: Collection[int]
) -> None:
    if buckets:
        empty = and_(_of(group_id, span), bigram.c.bucket.in_(sorted(buckets)))
        await connection.execute(delete(bigram).where(empty))


def _of(group_id: int, span: int) -> ColumnElement[bool]:
    # All buckets are named, so that the primary key finds the rows.
    return and_(
        bigram.c.bucket.in_(range(BUCKETS)), bigram.c.span == span, bigram.c.group_id == group_id
    )

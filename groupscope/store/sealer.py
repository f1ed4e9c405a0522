"""The sealer: makes the summaries of days that are over and have changed, in the background."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from functools import partial
from typing import Any

from loguru import logger
from sqlalchemy import and_, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from groupscope.errors import GroupscopeError
from groupscope.store.days import ONE, SECONDS_A_DAY, in_local_days, local_day
from groupscope.store.dictionary import Dictionary
from groupscope.store.engine import insert_or_update, sqlite_file
from groupscope.store.groups import Groups
from groupscope.store.loose_ends import tie_up
from groupscope.store.refusals import REFUSALS, reason_of
from groupscope.store.sealing import Values, queries, rows_of, seal_stretch, words_in
from groupscope.store.summaries import KINDS, SummaryKind
from groupscope.store.tables import day, day_summary, message
from groupscope.store.writer import Writer

DAYS_A_ROUND = 50
LOUD = 20_000
"""Messages of a day that is summarised elsewhere: here they would take half a second of everybody's
time, and 20 MB that are never quite given back."""

Day = tuple[int, int]
"""A group and its local day."""
Elsewhere = Callable[[Callable[[], int]], Awaitable[int]]
"""Does some work in another process; a GroupscopeError where it cannot."""


class Sealer:
    """Brings the summaries of closed days up to date, a day at a time."""

    def __init__(
        self, engine: AsyncEngine, writer: Writer, groups: Groups, dictionary: Dictionary
    ) -> None:
        self._engine = engine
        self._dictionary = dictionary
        self._writer = writer
        self._groups = groups
        self.turn = asyncio.Lock()
        """Held while a day is sealed, and by whoever needs that none is."""
        self.elsewhere: Elsewhere | None = None
        """Brought by who has a process for it."""

    async def mark_outdated(self) -> None:
        """Mark sealed days that lack a kind of summary, or have it of another version."""
        async with self._writer.transaction() as connection:
            for kind in KINDS:
                made = exists().where(
                    day_summary.c.group_id == day.c.group_id,
                    day_summary.c.day == day.c.day,
                    day_summary.c.kind == kind.name,
                    day_summary.c.version == kind.version,
                )
                is_sealed = and_(day.c.frozen == 0, day.c.built == day.c.changed)
                await connection.execute(
                    update(day).where(is_sealed, ~made).values(changed=day.c.changed + ONE)
                )

    async def seal_all(self, now: int) -> int:
        """Seal every closed day that has changed; return how many.

        A day that cannot be sealed is told, and left for the next time; it holds up no other one.
        Where fifty cannot be, the last error comes out.
        """
        sealed = 0
        left: set[Day] = set()
        while days := await self._changed(now, left):
            for group_id, number in days:
                try:
                    await self.seal_day(group_id, number)
                except REFUSALS as error:
                    left.add((group_id, number))
                    logger.warning(
                        "Day {} of group {} is not sealed: {}", number, group_id, reason_of(error)
                    )
                    if len(left) >= DAYS_A_ROUND:
                        raise
                    break  # a database that is gone says so at the next question
                sealed += 1
        return sealed

    def beginning(self, group_id: int, number: int) -> int:
        """Return when a group's local day begins, in epoch seconds."""
        midnight = number * SECONDS_A_DAY
        return midnight - 60 * self._groups.utc_offset(group_id, midnight)

    async def seal_day(self, group_id: int, number: int) -> None:
        """Make a day's summaries anew.

        ``changed`` is read before the rows: what arrives meanwhile leaves the day changed.
        """
        async with self.turn:
            await self._seal_day(group_id, number)

    async def _seal_day(self, group_id: int, number: int) -> None:
        async with self._writer.transaction() as connection:
            keep_text = self._writer.keeps_recalled(group_id)
            await tie_up(connection, group_id, number, keep_text=keep_text)
        if await self._is_sealed_elsewhere(group_id, number):
            return
        changed, values = await self._summarised(group_id, number)
        async with self._writer.transaction() as connection:
            sealed = await connection.execute(
                update(day)
                .where(day.c.group_id == group_id, day.c.day == number, day.c.frozen == 0)
                .values(built=changed)
            )
            if sealed.rowcount:  # else it was frozen meanwhile, and its messages are gone
                await self._write(connection, group_id, number, values)

    async def _is_sealed_elsewhere(self, group_id: int, number: int) -> bool:
        """Seal a loud day in another process, where there is one; tell whether that was done."""
        file = sqlite_file(self._engine.url)
        if self.elsewhere is None or file is None or not await self._is_loud(group_id, number):
            return False
        try:
            await self.elsewhere(partial(seal_stretch, file, group_id, [number]))
        except GroupscopeError as error:
            logger.warning("A loud day is sealed here, not elsewhere: {}", error)
            return False
        return True

    async def _is_loud(self, group_id: int, number: int) -> bool:
        of_day = select(message.c.message_key).where(in_local_days(group_id, number, number))
        count = select(func.count()).select_from(of_day.limit(LOUD).subquery())
        async with self._engine.connect() as connection:
            return await connection.scalar(count) == LOUD

    async def _summarised(self, group_id: int, number: int) -> tuple[int | None, Values]:
        async with self._engine.connect() as connection:
            changed = await connection.scalar(
                select(day.c.changed).where(day.c.group_id == group_id, day.c.day == number)
            )
            values: dict[SummaryKind[Any], Any] = {}
            for query, kinds in queries():
                wanted = query.where(in_local_days(group_id, number, number))
                rows = (await connection.execute(wanted)).all()
                values |= {kind: kind.summarise(rows) for kind in kinds}
                del rows  # of a loud day a hundred megabytes: not kept while the next are read
        return changed, values

    async def _write(
        self, connection: AsyncConnection, group_id: int, number: int, values: Values
    ) -> None:
        ids = await self._dictionary.number(connection, words_in(values))
        rows = rows_of(group_id, number, values, ids)
        statement = insert_or_update(
            day_summary, connection.dialect.name, ["version", "names_members", "blob"]
        )
        await connection.execute(statement, rows)

    async def _changed(self, now: int, left: Collection[Day]) -> list[Day]:
        """Return closed days that have changed, newest first, up to fifty; none of those left."""
        today = now // SECONDS_A_DAY
        changed = (
            select(day.c.group_id, day.c.day)
            .where(day.c.built != day.c.changed, day.c.frozen == 0)
            .order_by(day.c.day.desc(), day.c.group_id)
        )
        # Around today it depends on a group's zone which days are over.
        doubtful = changed.where(day.c.day.between(today - 1, today + 1))
        over = changed.where(day.c.day < today - 1).limit(DAYS_A_ROUND + len(left))
        async with self._engine.connect() as connection:
            recent = (await connection.execute(doubtful)).all()
            older = (await connection.execute(over)).all()
        closed = [
            (group_id, number)
            for group_id, number in recent
            if number < local_day(now, self._groups.utc_offset(group_id, now))
        ] + [(group_id, number) for group_id, number in older]
        return [pair for pair in closed if pair not in left][:DAYS_A_ROUND]

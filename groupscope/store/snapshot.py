"""A snapshot: one reading of the store, the same from the first query to the last.

All of a report's figures come from one snapshot, so that they agree with each other; and all of
its questions go through ``summary``, so that chat, digest and dashboard agree.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import Any, TypeVar

from sqlalchemy import Row, Select, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.scope import Scope
from groupscope.store.coverage import Coverage, Stretch, coverage_of, online_stretches
from groupscope.store.days import SECONDS_A_DAY, in_local_days
from groupscope.store.dictionary import Dictionary
from groupscope.store.groups import Groups
from groupscope.store.names import members_named, names_of
from groupscope.store.summaries import TOTALS, SummaryKind
from groupscope.store.summaries.words import words_kind
from groupscope.store.tables import day, day_summary, message
from groupscope.store.tones import Tone

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Days:
    """A stretch in a group, cut into local days; ``last`` is the day after the last whole one.

    ``cut`` are the days at its ends that it holds only a part of.
    """

    group_id: int
    since: int
    until: int
    first: int
    last: int
    cut: frozenset[int]

    def loose(self, dirty: Iterable[int]) -> set[int]:
        """Return the days to read row by row: those changed since, and the cut ones."""
        return {*self.cut, *dirty}


class Snapshot:
    """A reading of the store; made by ``Store.snapshot``, good until that is left."""

    def __init__(
        self, connection: AsyncConnection, groups: Groups, dictionary: Dictionary, now: int
    ) -> None:
        self.connection = connection
        self._dictionary = dictionary
        self._groups = groups
        self.now = now
        """The moment of asking, in epoch seconds."""

    async def summary(self, kind: SummaryKind[T], scope: Scope) -> T:
        """Return a kind's value over a scope's group and period, whoever is the scope's member.

        Whole closed days come from their summaries, the rest is read row by row.
        """
        days = self._days(scope)
        packed, dirty = await self._packed(kind, days)
        loose: list[T] = []
        for number in sorted(days.loose(dirty)):
            loose.append(kind.summarise(await self._rows(kind.query(), days, number)))
            await asyncio.sleep(0)  # a day of a big group takes milliseconds; a year must not
        return kind.merge(list(packed.values()), loose)

    async def words(
        self, scope: Scope, tone: Tone | None = None, *, most: int | None = None
    ) -> dict[str, int]:
        """Return in how many messages each word was said, most first, ties by word.

        By the scope's member, where it has one; ``most`` keeps the so many most frequent.
        """
        bag = await self.summary(words_kind(scope.member_id, tone), scope)
        known = await self._dictionary.known(self.connection, bag.loose)
        counts = Counter(dict(zip(bag.ids.tolist(), bag.counts.tolist(), strict=True)))
        for text, number in known.items():
            counts[number] += bag.loose[text]
        unknown = Counter({text: said for text, said in bag.loose.items() if text not in known})
        kept = counts if most is None else most_said(counts, most)
        names = await self._dictionary.words(self.connection, kept)
        found = unknown + Counter({names[number]: kept[number] for number in kept})
        ranked = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
        return dict(ranked[:most])

    async def by_day(self, kind: SummaryKind[T], scope: Scope) -> dict[int, T]:
        """Return a kind's value for each local day of a scope's period that has messages."""
        days = self._days(scope)
        packed, dirty = await self._packed(kind, days)
        found = {number: kind.merge([blob], []) for number, blob in packed.items()}
        for number in sorted(days.loose(dirty)):
            rows = await self._rows(kind.query(), days, number)
            if rows:
                found[number] = kind.merge([], [kind.summarise(rows)])
        return dict(sorted(found.items()))

    async def coverage(self, scope: Scope) -> Coverage:
        """Return what there is of a scope's period: messages, and when we were not there."""
        totals = await self.summary(TOTALS, scope)
        stretch = Stretch(scope.period.since, scope.period.until)
        online = await online_stretches(self.connection, scope.group_id, stretch, self.now)
        return coverage_of(stretch, online, totals.messages)

    async def names(self, group_id: int, user_ids: Iterable[int]) -> dict[int, str]:
        """Return how members are called in their group."""
        return await names_of(self.connection, group_id, user_ids)

    async def named(self, group_id: int, name: str) -> list[tuple[int, str]]:
        """Return (user id, name) of the members called so."""
        return await members_named(self.connection, group_id, name)

    def group_name(self, group_id: int) -> str:
        """Return a group's name, or its number where it has none."""
        return self._groups.get(group_id).name or f"群 {group_id}"

    def _days(self, scope: Scope) -> Days:
        since, until = scope.period.since, max(scope.period.until, scope.period.since)
        ends = [
            divmod(at + self._groups.utc_offset(scope.group_id, at) * 60, SECONDS_A_DAY)
            for at in (since, until)
        ]
        (start, into_start), (last, _) = ends
        first = start + 1 if into_start else start
        cut = {number for number, into in ends if into}
        return Days(scope.group_id, since, until, first, max(first, last), frozenset(cut))

    async def _packed(self, kind: SummaryKind[T], days: Days) -> tuple[dict[int, bytes], list[int]]:
        """Return the summaries of clean whole days, and which days are not clean."""
        of_kind = (
            (day_summary.c.group_id == day.c.group_id)
            & (day_summary.c.day == day.c.day)
            & (day_summary.c.kind == kind.name)
            # A frozen day is never made anew: its summary counts, whatever version made it.
            & or_(day_summary.c.version == kind.version, day.c.frozen == 1)
        )
        rows = await self.connection.execute(
            select(day.c.day, day.c.changed, day.c.built, day.c.frozen, day_summary.c.blob)
            .select_from(day.outerjoin(day_summary, of_kind))
            .where(day.c.group_id == days.group_id, day.c.day >= days.first, day.c.day < days.last)
        )
        packed: dict[int, bytes] = {}
        dirty: list[int] = []
        for row in rows:
            if row.frozen or row.built == row.changed:
                if row.blob is not None:
                    packed[row.day] = row.blob
                    continue
                if row.frozen:
                    continue
            dirty.append(row.day)
        return packed, dirty

    async def _rows(self, query: Select[Any], days: Days, number: int) -> Sequence[Row[Any]]:
        """Return the rows of a local day, as far as the stretch goes."""
        result = await self.connection.execute(
            query.where(
                in_local_days(days.group_id, number, number),
                message.c.sent_at >= days.since,
                message.c.sent_at < days.until,
            )
        )
        return result.all()


def most_said(counts: Mapping[int, int], most: int) -> Mapping[int, int]:
    """Return the most frequent ones, with all that tie with the last: words settle those."""
    if len(counts) <= most:
        return counts
    least = nlargest(most, counts.values())[-1]
    return {number: count for number, count in counts.items() if count >= least}

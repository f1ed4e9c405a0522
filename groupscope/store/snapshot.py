"""A snapshot: one reading of the store, the same from the first query to the last.

All of a report's figures come from one snapshot, so that they agree with each other; and all of
its questions go through ``summary``, so that chat, digest and dashboard agree.
"""

import asyncio
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np
from sqlalchemy import Row, Select, bindparam, case, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.scope import Scope
from groupscope.store.coverage import Coverage, Stretch, coverage_of, online_stretches
from groupscope.store.days import SECONDS_A_DAY, WIDEST_OFFSET, local_seconds
from groupscope.store.dictionary import Dictionary
from groupscope.store.groups import Groups
from groupscope.store.names import members_named, names_of
from groupscope.store.summaries import TOTALS, SummaryKind
from groupscope.store.summaries.words import WordBag, words_kind
from groupscope.store.tables import day, day_summary, message
from groupscope.store.tones import Tone

T = TypeVar("T")
R = TypeVar("R")
AT_ONCE = 20
"""How many days are unpacked at most while everybody else waits."""


@dataclass(frozen=True, slots=True)
class Days:
    """A period, cut into local days; ``last`` is the day after the last whole one.

    ``cut`` are the days at its ends that it holds only a part of.
    """

    first: int
    last: int
    cut: frozenset[int]

    def loose(self, dirty: Iterable[int]) -> set[int]:
        """Return the days to read row by row: those changed since, and the cut ones."""
        return {*self.cut, *dirty}


class LooseDay(NamedTuple, Generic[T]):
    """What a day comes to that was read row by row; how many rows those were."""

    rows: int
    value: T


class Snapshot:
    """A reading of the store; made by ``Store.snapshot``, good until that is left."""

    def __init__(
        self, connection: AsyncConnection, groups: Groups, dictionary: Dictionary, now: int
    ) -> None:
        self.connection = connection
        self._dictionary = dictionary
        self._groups = groups
        self._known: dict[Hashable, Any] = {}
        self.now = now
        """The moment of asking, in epoch seconds."""

    async def summary(self, kind: SummaryKind[T], scope: Scope) -> T:
        """Return a kind's value over a scope's group and period, whoever is the scope's member.

        Whole closed days come from their summaries, the rest is read row by row. What has been
        asked for is remembered: nothing changes within a snapshot. Nobody may change the value.
        """
        asked = (kind, scope.group_id, scope.period.since, scope.period.until)
        if asked not in self._known:
            packed, numbers = await self.packed(kind, scope)
            loose = [(await self._day(kind, scope, number)).value for number in numbers]
            self._known[asked] = await _beside(
                len(packed), kind.merge, list(packed.values()), loose
            )
        return self._known[asked]

    async def words(
        self, scope: Scope, tone: Tone | None = None, *, most: int | None = None
    ) -> dict[str, int]:
        """Return in how many messages each word was said, most first, ties by word.

        By the scope's member, where it has one; ``most`` keeps the so many most frequent.
        """
        return await self.said(await self.summary(words_kind(scope.member_id, tone), scope), most)

    async def said(self, bag: WordBag, most: int | None = None) -> dict[str, int]:
        """Return the words of a bag by their texts, as ``words`` does."""
        known = await self._dictionary.known(self.connection, bag.loose)
        kept = most_said(bag, known, most)
        names = await self._dictionary.words(self.connection, kept)
        found = {text: said for text, said in bag.loose.items() if text not in known}
        # Another process may just have swept away a word that an erased member alone had said.
        found |= {names[number]: said for number, said in kept.items() if number in names}
        ranked = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
        return dict(ranked[:most])

    async def by_day(self, kind: SummaryKind[T], scope: Scope) -> dict[int, T]:
        """Return a kind's value for each local day of a scope's period that has messages."""
        packed, loose = await self.packed(kind, scope)
        found = await _beside(len(packed), _each, kind, packed)
        for number in loose:
            day_there = await self._day(kind, scope, number)
            if day_there.rows:
                found[number] = kind.merge([], [day_there.value])
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

    def utc_offset(self, group_id: int, at: int) -> int:
        """Return by how many minutes a group's clocks are ahead of UTC at an epoch second."""
        return self._groups.utc_offset(group_id, at)

    def recorded_groups(self) -> list[int]:
        """Return every group that is being recorded."""
        known = (group.group_id for group in self._groups.all())
        return [group_id for group_id in known if self._groups.is_recorded(group_id)]

    def days_of(self, scope: Scope) -> Days:
        """Return a scope's period in local days of its group."""
        since, until = scope.period.since, max(scope.period.until, scope.period.since)
        ends = [
            divmod(at + self._groups.utc_offset(scope.group_id, at) * 60, SECONDS_A_DAY)
            for at in (since, until)
        ]
        (start, into_start), (last, _) = ends
        first = start + 1 if into_start else start
        cut = {number for number, into in ends if into}
        return Days(first, max(first, last), frozenset(cut))

    async def packed(
        self, kind: SummaryKind[Any], scope: Scope
    ) -> tuple[dict[int, bytes], list[int]]:
        """Return the summaries of clean whole days, and the days to read row by row, in order."""
        days = self.days_of(scope)
        packed: dict[int, bytes] = {}
        dirty: list[int] = []
        whole = days.first, days.last
        for _, number, frozen, blob in await sealed_days(
            self.connection, kind, [scope.group_id], whole
        ):
            if blob is not None:
                packed[number] = blob
            elif not frozen:
                dirty.append(number)
        return packed, sorted(days.loose(dirty))

    async def _day(self, kind: SummaryKind[T], scope: Scope, number: int) -> LooseDay[T]:
        """Return what a local day comes to, read row by row as far as the period goes."""
        begins = number * SECONDS_A_DAY
        since = max(scope.period.since, begins - WIDEST_OFFSET)
        until = min(scope.period.until, begins + SECONDS_A_DAY + WIDEST_OFFSET)
        asked = (kind, scope.group_id, number, since, until)
        if asked not in self._known:
            rows = await self._rows(kind.query(), scope.group_id, number, (since, until))
            self._known[asked] = LooseDay(len(rows), kind.summarise(rows))
            await asyncio.sleep(0)  # a day of a big group takes milliseconds; a year must not
        return self._known[asked]

    async def _rows(
        self, query: Select[Any], group_id: int, number: int, bounds: tuple[int, int]
    ) -> Sequence[Row[Any]]:
        since, until = bounds
        begins, local = number * SECONDS_A_DAY, local_seconds()
        result = await self.connection.execute(
            query.where(
                message.c.group_id == group_id,
                message.c.sent_at >= since,
                message.c.sent_at < until,
                local >= begins,
                local < begins + SECONDS_A_DAY,
            )
        )
        return result.all()


async def _beside(days: int, work: Callable[..., R], *of: Any) -> R:  # noqa: ANN401 -- whatever the work is of
    """Do what so many packed days ask for: a year of a big group takes a tenth of a second.

    For that nobody else should wait; for a few days a thread would take longer than they do.
    """
    return work(*of) if days <= AT_ONCE else await asyncio.to_thread(work, *of)


def _each(kind: SummaryKind[T], packed: Mapping[int, bytes]) -> dict[int, T]:
    """Return each packed day by itself."""
    return {number: kind.merge([blob], []) for number, blob in packed.items()}


async def sealed_days(
    connection: AsyncConnection,
    kind: SummaryKind[Any],
    group_ids: Sequence[int],
    days: tuple[int, int],
) -> Sequence[Row[int, int, int, bytes | None]]:
    """Return groups' days, from the first up to the last of ``days``, with summaries of a kind.

    Rows of group, day, whether it is frozen, and its summary; None where that does not hold (any
    more), because there is none or something has changed since.
    """
    first, last = days
    named = {"groups": list(group_ids), "first": first, "last": last}
    return (await connection.execute(_asking(kind.name, kind.version), named)).all()


@cache
def _asking(name: str, version: int) -> Select[int, int, int, bytes | None]:
    """Return the query for days with summaries of a kind; to build it anew takes milliseconds."""
    of_kind = (
        (day_summary.c.group_id == day.c.group_id)
        & (day_summary.c.day == day.c.day)
        & (day_summary.c.kind == name)
        # A frozen day is never made anew: its summary counts, whatever version made it.
        & or_(day_summary.c.version == version, day.c.frozen == 1)
    )
    holds = or_(day.c.frozen == 1, day.c.built == day.c.changed)
    return (
        select(day.c.group_id, day.c.day, day.c.frozen, case((holds, day_summary.c.blob)))
        .select_from(day.outerjoin(day_summary, of_kind))
        .where(
            day.c.group_id.in_(bindparam("groups", expanding=True)),
            day.c.day >= bindparam("first"),
            day.c.day < bindparam("last"),
        )
    )


def most_said(bag: WordBag, known: Mapping[str, int], most: int | None) -> Mapping[int, int]:
    """Return words by number with their counts: all, or the ``most`` frequent ones.

    ``known`` has the numbers of loose words. All that tie with the last stay: words settle those.
    """
    numbers = np.fromiter(known.values(), np.int64, len(known))
    said = np.fromiter((bag.loose[text] for text in known), np.int64, len(known))
    # Arrays, since a year has sixty thousand words, of which a cloud shows four hundred.
    added = np.bincount(
        np.concatenate((bag.ids, numbers)), weights=np.concatenate((bag.counts, said))
    )
    ids = np.flatnonzero(added)
    counts = added[ids].astype(np.int64)
    if most is not None and len(ids) > most:
        often = counts >= np.partition(counts, -most)[-most]
        ids, counts = ids[often], counts[often]
    return dict(zip(ids.tolist(), counts.tolist(), strict=True))

"""What we have of a stretch: how many messages, and how long nobody was there to hear them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.store.tables import connection as connections
from groupscope.store.tables import filled, watch

HEARTBEAT = 90
"""A connection without an end that was seen this many seconds ago is there still."""


class Stretch(NamedTuple):
    """A half-open stretch of epoch seconds."""

    since: int
    until: int

    @property
    def seconds(self) -> int:
        """How long it is."""
        return max(self.until - self.since, 0)

    def within(self, other: "Stretch") -> "Stretch":
        """Return what two stretches share; of no seconds where they share nothing."""
        since = max(self.since, other.since)
        return Stretch(since, max(since, min(self.until, other.until)))


@dataclass(frozen=True, slots=True)
class Coverage:
    """What we have of a stretch.

    ``recorded``: from when on there is a record, until the end; None where there is none.
    ``gaps``: when nobody was there, within ``recorded``.
    """

    messages: int
    recorded: Stretch | None
    gaps: tuple[Stretch, ...] = ()

    @property
    def offline_seconds(self) -> int:
        """How long nobody was there."""
        return sum(gap.seconds for gap in self.gaps)

    def share_of(self, seconds: int) -> float:
        """Return which share of so many seconds was heard; all, where nothing tells of hearing.

        A record without connections was brought in from elsewhere.
        """
        if self.recorded is None:
            return 1.0 if self.messages else 0.0
        return (self.recorded.seconds - self.offline_seconds) / max(seconds, 1)


def coverage_of(asked: Stretch, online: Sequence[Stretch], messages: int) -> Coverage:
    """Return the coverage of a stretch, given all stretches that are covered (any order)."""
    if not online:
        return Coverage(messages, None)
    recorded = asked.within(Stretch(min(known.since for known in online), asked.until))
    if not recorded.seconds:
        return Coverage(messages, None)
    return Coverage(messages, recorded, gaps_in(recorded, online))


def gaps_in(whole: Stretch, covered: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Return what of a stretch is not covered, in order."""
    gaps: list[Stretch] = []
    reached = whole.since
    for known in sorted(covered):
        here = known.within(whole)
        if not here.seconds:
            continue
        if here.since > reached:
            gaps.append(Stretch(reached, here.since))
        reached = max(reached, here.until)
    if reached < whole.until:
        gaps.append(Stretch(reached, whole.until))
    return tuple(gaps)


async def online_stretches(
    connection: AsyncConnection, group_id: int, asked: Stretch, now: int
) -> list[Stretch]:
    """Return when a group was heard or filled in afterwards, up to the end of a stretch.

    An account hears a group while it is connected and in it; each connection alive within the
    last heartbeats counts as lasting until now.
    """
    rows = await connection.execute(
        select(
            watch.c.since_at,
            watch.c.until_at,
            connections.c.connected_at,
            connections.c.seen_at,
            connections.c.ended_by,
        )
        .join(connections, connections.c.self_id == watch.c.self_id)
        .where(
            watch.c.group_id == group_id,
            watch.c.since_at < asked.until,
            connections.c.connected_at < asked.until,
            or_(watch.c.until_at.is_(None), connections.c.connected_at <= watch.c.until_at),
        )
    )
    heard = [
        Stretch(row.since_at, row.until_at or now).within(
            Stretch(row.connected_at, alive_until(row, now))
        )
        for row in rows
    ]
    fetched = await connection.execute(
        select(filled.c.since_at, filled.c.until_at).where(filled.c.group_id == group_id)
    )
    stretches = heard + [Stretch(row.since_at, row.until_at) for row in fetched]
    return [stretch for stretch in stretches if stretch.seconds]


def alive_until(row: Any, now: int) -> int:  # noqa: ANN401 -- a row with seen_at and ended_by
    """Return until when a connection was alive, as far as is known now."""
    return now if row.ended_by is None and now - row.seen_at <= HEARTBEAT else row.seen_at

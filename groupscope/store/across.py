"""Looking at many groups at once, in as many queries as for one."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.periods import Period
from groupscope.scope import Scope
from groupscope.store.coverage import Coverage, Stretch, alive_until, coverage_of
from groupscope.store.days import MOST_KEYS, SECONDS_A_DAY, WIDEST_OFFSET, local_seconds
from groupscope.store.snapshot import Days, Snapshot, sealed_days
from groupscope.store.summaries.glance import GLANCE, Glance
from groupscope.store.tables import chat_group, filled, member, message, watch
from groupscope.store.tables import connection as connections

ROWS_AT_ONCE = 1_500
"""How many summaries are read before others have their turn."""


async def glances(db: Snapshot, group_ids: Iterable[int], period: Period) -> dict[int, Glance]:
    """Return what a period comes to in each of some groups, in days of each group's own zone."""
    days = {group_id: db.days_of(Scope(group_id, period)) for group_id in group_ids}
    packed, dirty = await _packed(db.connection, days)
    loose: defaultdict[int, list[Glance]] = defaultdict(list)
    wanted: defaultdict[int, list[int]] = defaultdict(list)
    for group_id, theirs in days.items():
        for number in theirs.loose(dirty[group_id]):
            wanted[number].append(group_id)
    stretch = Stretch(period.since, max(period.until, period.since))
    for number, groups in wanted.items():
        for group_id, glance in (await _read(db.connection, groups, number, stretch)).items():
            loose[group_id].append(glance)
    return {group_id: GLANCE.merge(packed[group_id], loose[group_id]) for group_id in days}


async def _packed(
    connection: AsyncConnection, days: Mapping[int, Days]
) -> tuple[defaultdict[int, list[bytes]], defaultdict[int, list[int]]]:
    """Return each group's summaries of clean whole days, and which of its days are not clean."""
    packed: defaultdict[int, list[bytes]] = defaultdict(list)
    dirty: defaultdict[int, list[int]] = defaultdict(list)
    span = max((one.last - one.first for one in days.values()), default=0)
    for some in _portions(days, min(MOST_KEYS, max(ROWS_AT_ONCE // max(span, 1), 1))):
        first = min(days[group_id].first for group_id in some)
        last = max(days[group_id].last for group_id in some)
        for group_id, number, frozen, blob in await sealed_days(
            connection, GLANCE, some, (first, last)
        ):
            theirs = days[group_id]
            if not theirs.first <= number < theirs.last:
                continue
            if blob is not None:
                packed[group_id].append(blob)
            elif not frozen:
                dirty[group_id].append(number)
    return packed, dirty


async def _read(
    connection: AsyncConnection, group_ids: Sequence[int], number: int, stretch: Stretch
) -> dict[int, Glance]:
    """Read a local day row by row in some groups, as far as the stretch goes."""
    begins, local = number * SECONDS_A_DAY, local_seconds()
    found: dict[int, Glance] = {}
    for some in _portions(group_ids, MOST_KEYS):
        group_id = message.c.group_id
        rows = await connection.execute(
            GLANCE.query()
            .add_columns(group_id)
            .where(
                group_id.in_(some),
                message.c.sent_at >= max(begins - WIDEST_OFFSET, stretch.since),
                message.c.sent_at < min(begins + SECONDS_A_DAY + WIDEST_OFFSET, stretch.until),
                local >= begins,
                local < begins + SECONDS_A_DAY,
            )
            .group_by(group_id)
        )
        found |= {row[-1]: Glance(row[0], row[1], int(row[2] or 0)) for row in rows}
    return found


async def member_counts(connection: AsyncConnection) -> dict[int, int]:
    """Return how many members each group has: as QQ told, else as many as are known."""
    known = select(member.c.group_id, func.count()).where(member.c.left_at.is_(None))
    counts = (await connection.execute(known.group_by(member.c.group_id))).all()
    told = select(chat_group.c.group_id, chat_group.c.member_count).where(
        chat_group.c.member_count.is_not(None)
    )
    return {row[0]: row[1] for row in [*counts, *(await connection.execute(told)).all()]}


async def coverages(
    db: Snapshot, messages: Mapping[int, int], period: Period
) -> dict[int, Coverage]:
    """Return the coverage of a period in each of some groups, given how many messages they have."""
    asked = Stretch(period.since, max(period.until, period.since))
    online = await _online(db.connection, asked, db.now)
    found: dict[int, Coverage] = {}
    for group_id, count in messages.items():
        found[group_id] = coverage_of(asked, online[group_id], count)
        await asyncio.sleep(0)  # a year of two hundred groups takes a while
    return found


async def _online(
    connection: AsyncConnection, asked: Stretch, now: int
) -> defaultdict[int, list[Stretch]]:
    """Return when each group was heard or filled in afterwards, within a stretch.

    Of what came before it no more than a second is told, by which to know that there was any.
    """
    theirs: defaultdict[int, list[Stretch]] = defaultdict(list)
    alive = select(connections).where(connections.c.connected_at < asked.until)
    for row in await connection.execute(alive.order_by(connections.c.connected_at)):
        theirs[row.self_id].append(Stretch(row.connected_at, alive_until(row, now)))
    found: defaultdict[int, list[Stretch]] = defaultdict(list)
    for row in await connection.execute(select(watch).where(watch.c.since_at < asked.until)):
        there = Stretch(row.since_at, row.until_at or now)
        found[row.group_id] += [known.within(there) for known in theirs[row.self_id]]
        await asyncio.sleep(0)
    for row in await connection.execute(select(filled).where(filled.c.since_at < asked.until)):
        found[row.group_id].append(Stretch(row.since_at, row.until_at))
    for group_id, stretches in found.items():
        found[group_id] = _clipped(stretches, asked)
    return found


def _clipped(stretches: Iterable[Stretch], asked: Stretch) -> list[Stretch]:
    """Return what lies within a stretch; for all that came before it, the second before it."""
    there = [known for known in stretches if known.seconds]
    before = Stretch(asked.since - 1, asked.since)
    earlier = [before] if any(known.since < asked.since for known in there) else []
    return earlier + [known for known in there if known.until > asked.since]


def _portions(group_ids: Iterable[int], most: int) -> list[list[int]]:
    """Return groups in lots of so many."""
    wanted = sorted(group_ids)
    return [wanted[start : start + most] for start in range(0, len(wanted), most)]

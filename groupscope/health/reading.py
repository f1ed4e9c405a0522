"""What the database tells of how the bot is; nothing is written, whether the bot runs or not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.store.coverage import HEARTBEAT, Stretch, coverage_of, online_stretches
from groupscope.store.days import SECONDS_A_DAY
from groupscope.store.groups import Groups
from groupscope.store.schedules import Run, State, all_runs
from groupscope.store.sizes import (
    bytes_a_message,
    database_bytes,
    last_message_at,
    messages_between,
)
from groupscope.store.tables import account, connection, day, keyed_value, quarantine, watch
from groupscope.store.upkeep import UPKEEP

RECENT: Final = 7 * SECONDS_A_DAY
"""An account that was online so many seconds ago is expected to come back."""
LOOKED_BACK: Final = 30 * SECONDS_A_DAY
"""How far back it is looked for times offline."""
MEASURED: Final = 14
"""Days over which it is measured how much comes in."""
MISSED: Final = 2 * SECONDS_A_DAY
"""For so long a digest that did not come is trouble."""
NOT_OUT: Final = (State.LATE, State.FAILED, State.REFUSED, State.MUTED)


@dataclass(frozen=True, slots=True)
class KnownAccount:
    """An account as the database knows it; moments in epoch seconds."""

    self_id: int
    nickname: str | None
    implementation: str | None
    version: str | None
    has_history: bool | None
    """Whether its implementation serves history; None as long as nobody has asked."""
    connected_at: int | None
    seen_at: int | None
    is_online: bool = False
    """Whether any process of ours hears it now, by its signs of life."""
    groups: tuple[int, ...] = ()
    """The recorded groups that it is in."""

    @property
    def runs_on(self) -> str:
        """What runs it, with its version."""
        return " ".join(filter(None, (self.implementation, self.version))) or "未知实现"


@dataclass(frozen=True, slots=True)
class GroupRecord:
    """What there is of a recorded group: rates a day over the last two weeks, gaps of a month."""

    group_id: int
    name: str
    last_at: int | None
    messages_a_day: float
    bytes_a_day: float
    offline_seconds: int
    gaps: int


@dataclass(frozen=True, slots=True)
class Stored:
    """What the database tells."""

    accounts: tuple[KnownAccount, ...]
    groups: tuple[GroupRecord, ...]
    database_bytes: int | None
    quarantined: int
    quarantine_reason: str
    refused: int
    """Messages that came after their day was frozen."""
    unsealed: int
    """Days that are over since the day before yesterday at least, and have no summary yet."""
    runs: tuple[Run, ...]
    """The latest digest of each rhythm in each group, the latest first."""
    upkeep_at: int | None

    @property
    def bytes_a_day(self) -> float:
        """How much the database grows."""
        return sum(group.bytes_a_day for group in self.groups)

    @property
    def messages_a_day(self) -> float:
        """How many messages come in."""
        return sum(group.messages_a_day for group in self.groups)


async def read(here: AsyncConnection, groups: Groups, file: Path | None, now: int) -> Stored:
    """Read everything; ``file`` is SQLite's. Raises what a database raises."""
    recorded = [one for one in groups.all() if groups.is_recorded(one.group_id)]
    return Stored(
        accounts=await known_accounts(here, now),
        groups=tuple([await _group(here, one.group_id, one.name or "", now) for one in recorded]),
        database_bytes=await database_bytes(here, file),
        quarantined=int(await here.scalar(select(func.count()).select_from(quarantine)) or 0),
        quarantine_reason=await _latest_reason(here),
        refused=int(await here.scalar(select(func.coalesce(func.sum(day.c.refused), 0))) or 0),
        unsealed=await _unsealed(here, now),
        runs=await digest_runs(here, now - LOOKED_BACK),
        upkeep_at=await _upkeep_at(here),
    )


def missed(runs: Iterable[Run], now: int) -> list[Run]:
    """Return the digests of late that did not come out, and none of their kind after them has."""
    return [run for run in runs if run.state in NOT_OUT and run.due_at >= now - MISSED]


async def digest_runs(here: AsyncConnection, since: int) -> tuple[Run, ...]:
    """Return the latest digest of each rhythm in each group since a moment, the latest first."""
    found: dict[tuple[int, str], Run] = {}
    for run in await all_runs(here, since):
        found.setdefault((run.group_id, run.rhythm), run)
    return tuple(found.values())


async def recent_accounts(here: AsyncConnection, now: int) -> set[int]:
    """Return the accounts that were online within the last week."""
    wanted = select(connection.c.self_id).where(connection.c.seen_at >= now - RECENT)
    return set((await here.scalars(wanted.distinct())).all())


async def usual_messages(
    here: AsyncConnection, group_ids: Iterable[int], seconds: int, now: int
) -> int:
    """Return how many messages groups bring at least in a stretch of the day that ends now.

    The least of the last seven days: a quiet night, or a bot that was off, alarms nobody.
    """
    known = sorted(group_ids)
    counts: list[int] = []
    for days in range(1, 8):
        until = now - days * SECONDS_A_DAY
        said = [await messages_between(here, one, until - seconds, until) for one in known]
        counts.append(sum(said))
    return min(counts)


async def known_accounts(here: AsyncConnection, now: int) -> tuple[KnownAccount, ...]:
    """Return every account that was ever connected."""
    seen: Mapping[int, tuple[int, int]] = {
        row[0]: (row[1], row[2])
        for row in await here.execute(
            select(
                connection.c.self_id,
                func.max(connection.c.connected_at),
                func.max(connection.c.seen_at),
            ).group_by(connection.c.self_id)
        )
    }
    alive = select(connection.c.self_id).where(
        connection.c.ended_by.is_(None), connection.c.seen_at >= now - HEARTBEAT
    )
    online = set((await here.scalars(alive)).all())
    watched: dict[int, list[int]] = {}
    rows = await here.execute(
        select(watch.c.self_id, watch.c.group_id).where(watch.c.until_at.is_(None)).distinct()
    )
    for row in rows:
        watched.setdefault(row.self_id, []).append(row.group_id)
    known = await here.execute(select(account).order_by(account.c.self_id))
    return tuple(
        KnownAccount(
            row.self_id,
            row.nickname,
            row.implementation,
            row.version,
            None if row.has_history is None else bool(row.has_history),
            *seen.get(row.self_id, (None, None)),
            row.self_id in online,
            tuple(sorted(watched.get(row.self_id, ()))),
        )
        for row in known
    )


async def _group(here: AsyncConnection, group_id: int, name: str, now: int) -> GroupRecord:
    measured = Stretch(now - MEASURED * SECONDS_A_DAY, now)
    said = await messages_between(here, group_id, *measured)
    asked = Stretch(now - LOOKED_BACK, now)
    online = await online_stretches(here, group_id, asked, now)
    gaps = coverage_of(asked, online, said).gaps
    # A group that is new has not had two weeks yet.
    began = min((one.since for one in online), default=measured.since)
    days = max((now - max(began, measured.since)) / SECONDS_A_DAY, 1.0)
    return GroupRecord(
        group_id,
        name,
        await last_message_at(here, group_id),
        said / days,
        said / days * await bytes_a_message(here, group_id) if said else 0.0,
        sum(gap.seconds for gap in gaps),
        len(gaps),
    )


async def _latest_reason(here: AsyncConnection) -> str:
    latest = select(quarantine.c.reason).order_by(quarantine.c.quarantine_id.desc()).limit(1)
    return await here.scalar(latest) or ""


async def _unsealed(here: AsyncConnection, now: int) -> int:
    columns = day.c
    left = select(func.count()).where(
        columns.built != columns.changed,
        columns.frozen == 0,
        columns.day < now // SECONDS_A_DAY - 1,
    )
    return int(await here.scalar(left) or 0)


async def _upkeep_at(here: AsyncConnection) -> int | None:
    told = await here.scalar(select(keyed_value.c.value).where(keyed_value.c.name == UPKEEP))
    return int(told) if told else None

"""What is done at night: messages past their group's limit go, and groups that we have left.

Once a day for each group, after three in the morning there or at the next start, in small steps.
"""

from collections.abc import Callable
from typing import Any

from loguru import logger
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.store.days import SECONDS_A_DAY, local_day
from groupscope.store.erasing import freeze_before
from groupscope.store.forgetting import Forgetting
from groupscope.store.groups import Groups
from groupscope.store.lookups import drop_old_lookups
from groupscope.store.sealer import Sealer
from groupscope.store.settings import GroupSettings
from groupscope.store.tables import chat_group, connection, message, watch
from groupscope.store.writer import Writer

NIGHT = 3 * 3600
"""Seconds after midnight from which on it is done."""
LISTED = 2 * SECONDS_A_DAY
"""Seconds within which an account that is online has listed its groups again."""


class Retention:
    """Erases what has had its time."""

    def __init__(
        self,
        writer: Writer,
        sealer: Sealer,
        groups: Groups,
        settings: GroupSettings,
        forgetting: Forgetting,
        grace_days: int,
        clock: Callable[[], float],
    ) -> None:
        self._writer = writer
        self._sealer = sealer
        self._groups = groups
        self._settings = settings
        self._forgetting = forgetting
        self._grace = grace_days * SECONDS_A_DAY
        self._clock = clock
        self._done: dict[int, int] = {}
        """The local day on which each group was last looked after."""

    async def enforce(self) -> int:
        """Do what is due now; return how many days were frozen and groups erased."""
        now = int(self._clock())
        due = [one.group_id for one in self._groups.all() if self._is_due(one.group_id, now)]
        if not due:
            return 0
        frozen = sum([await self._freeze(group_id, now) for group_id in due])
        if frozen:
            await self._forgetting.settle()
        async with self._writer.transaction() as here:
            await drop_old_lookups(here, now)
            gone = await left_groups(here, now, self._grace) if self._grace else []
        for group_id in gone:
            logger.info("Group {} was left long ago: it is erased", group_id)
            await self._forgetting.forget_group(group_id, now)
        return frozen + len(gone)

    def _is_due(self, group_id: int, now: int) -> bool:
        today = self._today(group_id, now - NIGHT)
        is_due = self._done.get(group_id) != today
        self._done[group_id] = today
        return is_due

    def _today(self, group_id: int, at: int) -> int:
        return local_day(at, self._groups.utc_offset(group_id, at))

    async def _freeze(self, group_id: int, now: int) -> int:
        days = self._settings.retention_days(group_id)
        if not days:
            return 0
        first = self._today(group_id, now) - days
        frozen = await freeze_before(self._writer, self._sealer, group_id, first)
        if frozen:
            logger.info("Group {}: {} days are past their time", group_id, frozen)
        return frozen


async def left_groups(here: AsyncConnection, now: int, grace: int) -> list[int]:
    """Return groups of which there are messages, and which we have left so many seconds ago.

    That is: no account watches one any more, none has listed it since, and every account that ever
    watched it is online, so that it would have. An account that is merely away has left nothing.
    """
    columns = watch.c
    rows = await here.execute(
        select(
            columns.group_id,
            func.max(columns.until_at).label("until_at"),
            func.count().label("all"),
            func.count(columns.until_at).label("ended"),
        ).group_by(columns.group_id)
    )
    ended = [row for row in rows if row.all == row.ended and row.until_at < now - grace]
    return [row.group_id for row in ended if await _is_left(here, row, now, grace)]


async def _is_left(here: AsyncConnection, row: Any, now: int, grace: int) -> bool:  # noqa: ANN401 -- a group with until_at
    group_id = row.group_id
    listed = select(chat_group.c.refreshed_at).where(chat_group.c.group_id == group_id)
    if (await here.scalar(listed) or 0) >= now - grace:
        return False
    accounts = set(
        (await here.scalars(select(watch.c.self_id).where(watch.c.group_id == group_id))).all()
    )
    seen = select(connection.c.self_id).where(connection.c.seen_at >= now - LISTED)
    if accounts - set((await here.scalars(seen.distinct())).all()):
        return False
    some = select(message.c.sent_at).where(message.c.group_id == group_id).limit(1)
    return await here.scalar(some) is not None

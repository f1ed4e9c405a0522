"""What each group has set from the chat, in memory, over what the owner's configuration says.

Every change has a moment of its own, by which other processes see that there is something new. Two
settings stand with the group itself, where the writer looks for them: whether it is recorded, and
its time zone.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from loguru import logger
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.access import Act
from groupscope.config import Config
from groupscope.settings import (
    ALWAYS_ANSWERED,
    COMMANDS_OFF,
    IGNORED,
    OPENS,
    QUIET_HOURS,
    RECALLED,
    RECORDING,
    RETENTION,
    SETTINGS,
    ZONE,
    Setting,
)
from groupscope.store.engine import insert_or_update
from groupscope.store.groups import Groups, Recording
from groupscope.store.tables import setting as settings_table
from groupscope.store.tables import setting_change

T = TypeVar("T")
EVERY_GROUP = 0
"""Under which stands what the configuration said when the bot was last started."""


@dataclass(frozen=True, slots=True)
class Change:
    """A setting that somebody has changed; ``changed_at`` in milliseconds.

    ``was`` and ``became`` are as people read them, None where nothing was set.
    """

    changed_at: int
    setting: Setting[Any]
    changed_by: int | None
    was: str | None
    became: str | None


class GroupSettings:
    """Every group's settings."""

    def __init__(self, config: Config, groups: Groups) -> None:
        self._config = config
        self._values: defaultdict[int, dict[str, Any]] = defaultdict(dict)
        self._revisions: dict[int, int] = {}
        self._latest = 0
        self._groups = groups
        self._with_the_group: dict[str, Callable[[int], Any]] = {
            RECORDING.key: groups.is_recorded,
            ZONE.key: lambda group_id: groups.zone(group_id).key,
        }

    async def load(self, connection: AsyncConnection) -> None:
        """Read what every group has set."""
        rows = (await connection.execute(select(settings_table))).all()
        self._values.clear()
        self._revisions.clear()
        for row in rows:
            setting = SETTINGS.get(row.name)
            if setting is not None:
                self._take(row.group_id, setting, row.value, row.changed_at)

    def of(self, group_id: int | None, setting: Setting[T]) -> T:
        """Return what holds in a group; None is no group, as in private."""
        if group_id is None:
            return setting.default(self._config)
        if setting.key in self._with_the_group:
            return self._with_the_group[setting.key](group_id)
        values = self._values.get(group_id)
        if values is None or setting.key not in values:
            return setting.default(self._config)
        return values[setting.key]

    def is_set(self, group_id: int, setting: Setting[Any]) -> bool:
        """Tell whether a group has set something itself."""
        if setting is RECORDING:
            return self._groups.get(group_id).recording is not None
        return setting.key in self._values.get(group_id, {})

    def retention_days(self, group_id: int) -> int:
        """Return after how many days a group's messages are erased; 0 for never."""
        return self.of(group_id, RETENTION)

    def keeps_recalled(self, group_id: int) -> bool:
        """Tell whether what recalled messages said is kept."""
        return self.of(group_id, RECALLED) == "keep"

    def is_ignored(self, group_id: int, user_id: int) -> bool:
        """Tell whether somebody has called a member another bot: the group, or the owner."""
        return user_id in self._config.other_bots or user_id in self.of(group_id, IGNORED)

    def is_switched_off(self, group_id: int, names: Iterable[str]) -> bool:
        """Tell whether a group has switched a command off, given its key and all its names."""
        off = self.of(group_id, COMMANDS_OFF)
        return bool(off) and not off.isdisjoint(names) and ALWAYS_ANSWERED.isdisjoint(names)

    def is_quiet(self, group_id: int, now: datetime) -> bool:
        """Tell whether nothing is to be posted unasked; ``now`` in the group's own time."""
        return self.of(group_id, QUIET_HOURS).holds(now.hour * 60 + now.minute)

    def opened(self, group_id: int) -> frozenset[Act]:
        """Return what a group has opened for everybody."""
        return frozenset(
            act for setting, act in OPENS.items() if self.of(group_id, setting) == "everyone"
        )

    def revision(self, group_id: int) -> int:
        """Return when something was last set that holds for what is stored already.

        In milliseconds; 0 for never.
        """
        return max(self._revisions.get(EVERY_GROUP, 0), self._revisions.get(group_id, 0))

    async def change(
        self,
        connection: AsyncConnection,
        group_id: int,
        setting: Setting[T],
        value: T | None,
        by: int | None,
        at: int,
    ) -> None:
        """Set something in a group, or (None) leave it to the configuration again.

        ``at`` in milliseconds.
        """
        was = self._packed(group_id, setting)
        became = None if value is None else setting.kind.pack(value)
        if setting is ZONE:
            await self._groups.move(connection, group_id, None if value is None else str(value))
        at = await self.note(connection, group_id, setting, (was, became), by, at)
        await self._write(connection, group_id, setting, became, by, at)

    async def note_switch(
        self, connection: AsyncConnection, group_id: int, said: Recording, by: int, at: int
    ) -> None:
        """Write down that somebody switches recording, if it is a change; before it is done."""
        before = self._groups.get(group_id).recording
        if before is said:
            return
        was = None if before is None else RECORDING.kind.pack(before is Recording.ON)
        became = RECORDING.kind.pack(said is Recording.ON)
        await self.note(connection, group_id, RECORDING, (was, became), by, at)

    async def note(
        self,
        connection: AsyncConnection,
        group_id: int,
        setting: Setting[Any],
        change: tuple[str | None, str | None],
        by: int | None,
        at: int,
    ) -> int:
        """Write a change down, as packed before and after; return the moment that it gets."""
        at = self._latest = max(at, self._latest + 1)
        await connection.execute(
            insert(setting_change),
            {
                "group_id": group_id,
                "changed_at": at,
                "name": setting.key,
                "changed_by": by,
                "was": change[0],
                "became": change[1],
            },
        )
        return at

    async def note_configured(self, connection: AsyncConnection, at: int) -> None:
        """Note what the configuration says of the stored past, and that it says it anew.

        A first time is no change: what is stored was written so.
        """
        for setting in SETTINGS.values():
            if not setting.rewrites:
                continue
            value = self._config.other_bots if setting is IGNORED else setting.default(self._config)
            before = self._values[EVERY_GROUP].get(setting.key)
            if before is not None and before == value:
                continue
            moment, packed = 0, setting.kind.pack(value)
            if before is not None:
                change = (setting.kind.pack(before), packed)
                moment = await self.note(connection, EVERY_GROUP, setting, change, None, at)
            await self._write(connection, EVERY_GROUP, setting, packed, None, moment)

    async def _write(
        self,
        connection: AsyncConnection,
        group_id: int,
        setting: Setting[Any],
        packed: str | None,
        by: int | None,
        at: int,
    ) -> None:
        row = {
            "group_id": group_id,
            "name": setting.key,
            "value": packed,
            "changed_at": at,
            "changed_by": by,
        }
        await connection.execute(
            insert_or_update(
                settings_table, connection.dialect.name, ["value", "changed_at", "changed_by"]
            ),
            row,
        )
        self._take(group_id, setting, packed, at)

    def _packed(self, group_id: int, setting: Setting[Any]) -> str | None:
        """Return what a group has set, as it is stored."""
        value = self._values.get(group_id, {}).get(setting.key)
        return None if value is None else setting.kind.pack(value)

    def _take(self, group_id: int, setting: Setting[Any], packed: str | None, at: int) -> None:
        self._values[group_id].pop(setting.key, None)
        self._latest = max(self._latest, at)
        if setting.rewrites:
            self._revisions[group_id] = max(self._revisions.get(group_id, 0), at)
        if packed is None:
            return
        try:
            self._values[group_id][setting.key] = setting.kind.unpack(packed)
        except (ValueError, TypeError):
            logger.warning("Setting {} of group {} is not understood", setting.key, group_id)


async def changes_of(connection: AsyncConnection, group_id: int, most: int) -> list[Change]:
    """Return the latest changes of a group's settings, newest first."""
    columns = setting_change.c
    rows = await connection.execute(
        select(setting_change)
        .where(columns.group_id == group_id)
        .order_by(columns.changed_at.desc())
        .limit(most)
    )
    return [
        Change(
            row.changed_at,
            setting,
            row.changed_by,
            _shown(setting, row.was),
            _shown(setting, row.became),
        )
        for row in rows
        if (setting := SETTINGS.get(row.name))
    ]


async def ever_ignored(connection: AsyncConnection, group_id: int) -> frozenset[int]:
    """Return the members who are, or once were, called other bots in a group."""
    columns = setting_change.c
    rows = await connection.execute(
        select(columns.was, columns.became).where(
            columns.group_id.in_((EVERY_GROUP, group_id)), columns.name == IGNORED.key
        )
    )
    told = [packed for row in rows for packed in row if packed is not None]
    return frozenset[int]().union(*(IGNORED.kind.unpack(packed) for packed in told))


def _shown(setting: Setting[Any], packed: str | None) -> str | None:
    if packed is None:
        return None
    try:
        return setting.kind.shown(setting.kind.unpack(packed))
    except (ValueError, TypeError, KeyError):
        return packed

"""The groups that the bot knows: which are recorded, and what time it is in each."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.config import Config
from groupscope.model import Group
from groupscope.store.engine import insert_or_update
from groupscope.store.names import GROUP_NAME, remember_names
from groupscope.store.tables import chat_group

QUARTER = 900
"""Offsets of time zones change on quarters of an hour."""


class Recording(StrEnum):
    """What an admin has said about recording a group."""

    ON = "on"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class KnownGroup:
    """A group as the store knows it."""

    group_id: int
    name: str | None = None
    recording: Recording | None = None
    recorded_since: int | None = None
    """When recording was last switched on; None where nobody had to."""
    time_zone: str | None = None
    introduced_at: int | None = None


class Groups:
    """Every known group, in memory, with the owner's rules for new ones."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._known: dict[int, KnownGroup] = {}
        self._offsets: dict[tuple[str, int], int] = {}

    async def load(self, connection: AsyncConnection) -> None:
        """Read all groups."""
        rows = await connection.execute(select(chat_group))
        self._known = {
            row.group_id: KnownGroup(
                row.group_id,
                row.name,
                Recording(row.recording) if row.recording else None,
                row.recorded_since,
                row.time_zone,
                row.introduced_at,
            )
            for row in rows
        }

    def get(self, group_id: int) -> KnownGroup:
        """Return what is known of a group, if only its number."""
        return self._known.get(group_id) or KnownGroup(group_id)

    def knows(self, group_id: int) -> bool:
        """Tell whether a group was ever seen."""
        return group_id in self._known

    def all(self) -> list[KnownGroup]:
        """Return every group that was ever seen."""
        return list(self._known.values())

    def is_denied(self, group_id: int) -> bool:
        """Tell whether the owner has ruled a group out; no admin can overrule that."""
        return group_id in self._config.deny_groups

    def is_recorded(self, group_id: int) -> bool:
        """Tell whether messages of a group are stored."""
        if self.is_denied(group_id):
            return False
        said = self.get(group_id).recording
        if said is not None:
            return said is Recording.ON
        return group_id in self._config.allow_groups or self._config.new_groups == "record"

    def is_waiting(self, group_id: int) -> bool:
        """Tell whether a group waits for an admin to switch recording on."""
        return (
            not self.is_denied(group_id)
            and not self.is_recorded(group_id)
            and (self.get(group_id).recording is not None or self._config.new_groups == "ask")
        )

    def zone(self, group_id: int) -> ZoneInfo:
        """Return a group's time zone."""
        return ZoneInfo(self.get(group_id).time_zone or self._config.timezone)

    def utc_offset(self, group_id: int, at: int) -> int:
        """Return a group's distance from UTC at an epoch second, in minutes."""
        known = self._known.get(group_id)
        name = (known.time_zone if known else None) or self._config.timezone
        key = (name, at // QUARTER)
        offset = self._offsets.get(key)
        if offset is None:
            offset = self._offsets[key] = zone_offset(ZoneInfo(name), at)
            if len(self._offsets) > 10_000:  # noqa: PLR2004 -- a bound, not a meaning
                self._offsets.pop(next(iter(self._offsets)))
        return offset

    async def switch(
        self, connection: AsyncConnection, group_id: int, said: Recording, at: int
    ) -> None:
        """Record a group from a moment on, or stop."""
        group = replace(self.get(group_id), recording=said)
        if said is Recording.ON and not self.is_recorded(group_id):
            group = replace(group, recorded_since=at)
        await self._set(connection, group)

    async def move(self, connection: AsyncConnection, group_id: int, zone: str | None) -> None:
        """Give a group a time zone, by its name; None: the configuration's."""
        await self._set(connection, replace(self.get(group_id), time_zone=zone))

    async def introduced(self, connection: AsyncConnection, group_id: int, at: int | None) -> None:
        """Remember when the bot has introduced itself; None: it could not."""
        await self._set(connection, replace(self.get(group_id), introduced_at=at))

    async def refresh(self, connection: AsyncConnection, groups: Iterable[Group], at: int) -> None:
        """Take names and sizes from a group list."""
        backend = connection.dialect.name
        table = chat_group.c
        for group in groups:
            statement = insert_or_update(
                chat_group,
                backend,
                {"refreshed_at": at}
                | ({"name": group.name} if group.name else {})
                | ({"member_count": group.member_count} if group.member_count else {}),
            )
            row = {
                table.group_id: group.group_id,
                table.name: group.name,
                table.member_count: group.member_count,
                table.refreshed_at: at,
            }
            await connection.execute(statement.values(row))
            await self._renamed(connection, group, at)

    async def renamed(self, connection: AsyncConnection, group: Group, at: int) -> None:
        """Take a group's name from a message or a notice, where it is a new one."""
        if group.name and self.get(group.group_id).name != group.name:
            await connection.execute(
                insert_or_update(chat_group, connection.dialect.name, ["name"]),
                {"group_id": group.group_id, "name": group.name},
            )
            await self._renamed(connection, group, at)

    async def _renamed(self, connection: AsyncConnection, group: Group, at: int) -> None:
        known = self.get(group.group_id)
        if group.name and known.name != group.name:
            await remember_names(connection, [(group.group_id, 0, GROUP_NAME, at, group.name)])
            known = replace(known, name=group.name)
        self._known[group.group_id] = known

    async def _set(self, connection: AsyncConnection, group: KnownGroup) -> None:
        await connection.execute(
            insert_or_update(
                chat_group,
                connection.dialect.name,
                ["recording", "recorded_since", "time_zone", "introduced_at"],
            ),
            {
                "group_id": group.group_id,
                "name": group.name,
                "recording": group.recording,
                "recorded_since": group.recorded_since,
                "time_zone": group.time_zone,
                "introduced_at": group.introduced_at,
            },
        )
        self._known[group.group_id] = group


def zone_offset(zone: ZoneInfo, at: int) -> int:
    """Return a zone's distance from UTC at an epoch second, in minutes."""
    moment = datetime.fromtimestamp(at, UTC).astimezone(zone)
    offset = moment.utcoffset()
    return 0 if offset is None else int(offset.total_seconds()) // 60

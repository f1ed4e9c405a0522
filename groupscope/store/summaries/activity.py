"""Who said how many messages in which hour of the day."""

import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Row, Select, func, select

from groupscope.store.days import local_hour
from groupscope.store.summaries.kind import NO_IDS, SummaryKind, counted
from groupscope.store.tables import message

HOURS = 24
HEADER = struct.Struct("<III")
"""Members, cells, and the length of the packed members."""
FASTEST = 1
"""zlib's level: a year is unpacked far more often than a day is packed."""

Column = NDArray[np.int64]
Rows = Sequence[Row[*tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Speakers:
    """Counted messages by member: user ids, ascending, and how many each sent, of shape (n,)."""

    members: Column
    counts: Column

    @property
    def total(self) -> int:
        """How many messages there are."""
        return int(self.counts.sum())

    def by_member(self) -> dict[int, int]:
        """Return how many messages each member sent, most first, ties by user id."""
        order = np.lexsort((self.members, -self.counts))
        return dict(zip(self.members[order].tolist(), self.counts[order].tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class Activity:
    """Counted messages by member and hour.

    ``members``: user ids, ascending, shape (n,). ``by_hour``: messages, shape (n, 24).
    """

    members: Column
    by_hour: Column

    @property
    def speakers(self) -> Speakers:
        """The same without the hours."""
        return Speakers(self.members, self.by_hour.sum(axis=1))

    def hours_of(self, member: int) -> Column:
        """Return a member's messages by hour, of shape (24,)."""
        return self.by_hour[self.members == member].sum(axis=0)


class ActivityKind(SummaryKind[Activity]):
    """Packed in two parts, so that who asks for members alone does not unpack the hours.

    First the ids and their counts, then each non-empty cell and its count; a cell is
    ``24 * position of the member + hour``.
    """

    name: ClassVar[str] = "activity"
    version: ClassVar[int] = 1
    names_members: ClassVar[bool] = True

    def query(self) -> Select[*tuple[Any, ...]]:
        """Count in the database, which is several times faster than here."""
        hour = local_hour().label("hour")
        said = func.count().label("said")
        return (
            select(message.c.sender_id, hour, said)
            .where(counted())
            .group_by(message.c.sender_id, hour)
        )

    def summarise(self, rows: Rows) -> Activity:
        """Return the activity of (sender, hour, count) rows."""
        table = np.array([tuple(row) for row in rows], np.int64).reshape(-1, 3)
        return _gather(table[:, 0], table[:, 1], table[:, 2])

    def pack(self, value: Activity, ids: Mapping[str, int] = NO_IDS) -> bytes:
        """Return an activity as bytes."""
        del ids
        speakers = value.speakers
        cells = np.flatnonzero(value.by_hour).astype("<u4")
        counts = value.by_hour.ravel()[cells].astype("<u4")
        members = zlib.compress(
            speakers.members.astype("<i8").tobytes() + speakers.counts.astype("<u4").tobytes(),
            FASTEST,
        )
        hours = zlib.compress(cells.tobytes() + counts.tobytes(), FASTEST)
        return HEADER.pack(len(value.members), len(cells), len(members)) + members + hours

    def merge(self, packed: Sequence[bytes], loose: Sequence[Activity]) -> Activity:
        """Return the activity of several days together."""
        if len(packed) == 1 and not loose:
            return _day_of(packed[0])
        days = [_cells_of(blob) for blob in packed] + [_cells(value) for value in loose]
        senders, hours, counts = _together(days, 3)
        return _gather(senders, hours, counts)


class SpeakersKind(SummaryKind[Speakers]):
    """What ``activity`` holds, without the hours; only read, being packed there."""

    name: ClassVar[str] = ActivityKind.name
    version: ClassVar[int] = ActivityKind.version
    names_members: ClassVar[bool] = ActivityKind.names_members

    def query(self) -> Select[*tuple[Any, ...]]:
        """Count in the database."""
        return (
            select(message.c.sender_id, func.count()).where(counted()).group_by(message.c.sender_id)
        )

    def summarise(self, rows: Rows) -> Speakers:
        """Return the speakers of (sender, count) rows."""
        table = np.array([tuple(row) for row in rows], np.int64).reshape(-1, 2)
        return _added(table[:, 0], table[:, 1])

    def pack(self, value: Speakers, ids: Mapping[str, int] = NO_IDS) -> bytes:
        """Refuse: ``activity`` is what is stored."""
        raise NotImplementedError

    def merge(self, packed: Sequence[bytes], loose: Sequence[Speakers]) -> Speakers:
        """Return the speakers of several days together."""
        days = [_speakers_of(blob) for blob in packed]
        if len(days) == 1 and not loose:
            return Speakers(*days[0])
        members, counts = _together([*days, *((value.members, value.counts) for value in loose)], 2)
        return _added(members, counts)


def _speakers_of(blob: bytes) -> tuple[Column, Column]:
    """Return a packed day's members and their counts."""
    members, _, length = HEADER.unpack_from(blob)
    body = zlib.decompress(memoryview(blob)[HEADER.size : HEADER.size + length])
    counts = np.frombuffer(body, "<u4", members, members * 8)
    return np.frombuffer(body, "<i8", members), counts.astype(np.int64)


def _hours_of(blob: bytes) -> tuple[Column, Column]:
    """Return a packed day's cells, and their counts."""
    _, cells, length = HEADER.unpack_from(blob)
    body = zlib.decompress(memoryview(blob)[HEADER.size + length :])
    return np.frombuffer(body, "<u4", cells), np.frombuffer(body, "<u4", cells, cells * 4)


def _cells_of(blob: bytes) -> tuple[Column, ...]:
    """Return a packed day as columns: sender, hour, count."""
    members, _ = _speakers_of(blob)
    places, counts = _hours_of(blob)
    return members[places // HOURS], places % HOURS, counts


def _day_of(blob: bytes) -> Activity:
    """Return a packed day as it is: it has been added up already."""
    members, _ = _speakers_of(blob)
    places, counts = _hours_of(blob)
    by_hour = np.zeros(len(members) * HOURS, np.int64)
    by_hour[places] = counts
    return Activity(members, by_hour.reshape(-1, HOURS))


def _cells(value: Activity) -> tuple[Column, ...]:
    member, hour = np.nonzero(value.by_hour)
    return value.members[member], hour, value.by_hour[member, hour]


def _together(days: Sequence[tuple[Column, ...]], width: int) -> list[Column]:
    """Return the columns of several days one below the other."""
    if not days:
        return [np.zeros(0, np.int64)] * width
    return [np.concatenate(column) for column in zip(*days, strict=True)]


def _added(members: Column, counts: Column) -> Speakers:
    """Add up equal members."""
    known, position = np.unique(members, return_inverse=True)
    added = np.bincount(position, weights=counts, minlength=len(known))
    return Speakers(known.astype(np.int64), added.astype(np.int64))


def _gather(senders: Column, hours: Column, counts: Column) -> Activity:
    """Add up equal (sender, hour) cells."""
    members, position = np.unique(senders, return_inverse=True)
    cells = position * HOURS + hours
    added = np.bincount(cells, weights=counts, minlength=len(members) * HOURS)
    return Activity(members.astype(np.int64), added.astype(np.int64).reshape(-1, HOURS))


ACTIVITY = ActivityKind()
SPEAKERS = SpeakersKind()

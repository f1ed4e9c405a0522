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
HEADER = struct.Struct("<II")
FASTEST = 1
"""zlib's level: a year is unpacked far more often than a day is packed."""


@dataclass(frozen=True, slots=True)
class Activity:
    """Counted messages by member and hour.

    ``members``: user ids, ascending, shape (n,). ``by_hour``: messages, shape (n, 24).
    """

    members: NDArray[np.int64]
    by_hour: NDArray[np.int64]

    @property
    def total(self) -> int:
        """How many messages there are."""
        return int(self.by_hour.sum())

    def by_member(self) -> dict[int, int]:
        """Return how many messages each member sent, most first, ties by user id."""
        counts = self.by_hour.sum(axis=1)
        order = np.lexsort((self.members, -counts))
        return dict(zip(self.members[order].tolist(), counts[order].tolist(), strict=True))


class ActivityKind(SummaryKind[Activity]):
    """Packed as: members and cells in number, the ids, then each non-empty cell and its count.

    A cell is ``24 * position of the member + hour``.
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

    def summarise(self, rows: Sequence[Row[*tuple[Any, ...]]]) -> Activity:
        """Return the activity of (sender, hour, count) rows."""
        table = np.array([tuple(row) for row in rows], np.int64).reshape(-1, 3)
        return _gather(table[:, 0], table[:, 1], table[:, 2])

    def pack(self, value: Activity, ids: Mapping[str, int] = NO_IDS) -> bytes:
        """Return an activity as bytes."""
        del ids
        cells = np.flatnonzero(value.by_hour).astype("<u4")
        counts = value.by_hour.ravel()[cells].astype("<u4")
        head = HEADER.pack(len(value.members), len(cells))
        body = value.members.astype("<i8").tobytes() + cells.tobytes() + counts.tobytes()
        return head + zlib.compress(body, FASTEST)

    def merge(self, packed: Sequence[bytes], loose: Sequence[Activity]) -> Activity:
        """Return the activity of several days together."""
        days = [_unpack(blob) for blob in packed] + [_cells(value) for value in loose]
        if not days:
            return _gather(*(np.zeros(0, np.int64) for _ in range(3)))
        senders, hours, counts = (np.concatenate(column) for column in zip(*days, strict=True))
        return _gather(senders, hours, counts)


Column = NDArray[np.int64]


def _unpack(blob: bytes) -> tuple[Column, Column, Column]:
    """Return a packed day as columns: sender, hour, count."""
    members, cells = HEADER.unpack_from(blob)
    body = zlib.decompress(memoryview(blob)[HEADER.size :])
    ids = np.frombuffer(body, "<i8", members)
    places = np.frombuffer(body, "<u4", cells, members * 8)
    counts = np.frombuffer(body, "<u4", cells, members * 8 + cells * 4)
    return ids[places // HOURS], places % HOURS, counts


def _cells(value: Activity) -> tuple[Column, Column, Column]:
    member, hour = np.nonzero(value.by_hour)
    return value.members[member], hour, value.by_hour[member, hour]


def _gather(senders: Column, hours: Column, counts: Column) -> Activity:
    """Add up equal (sender, hour) cells."""
    members, position = np.unique(senders, return_inverse=True)
    cells = position * HOURS + hours
    added = np.bincount(cells, weights=counts, minlength=len(members) * HOURS)
    return Activity(members.astype(np.int64), added.astype(np.int64).reshape(-1, HOURS))


ACTIVITY = ActivityKind()

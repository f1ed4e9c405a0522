"""Tables of integers as bytes, for day summaries: packed once, unpacked hundreds at a time."""

import zlib
from collections.abc import Iterable, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from groupscope.store.identity import BITS_62

FASTEST = 1
"""zlib's level: a year is unpacked far more often than a day is packed."""
ODD = np.uint64(0x9E3779B97F4A7C15)

Table = NDArray[np.int64]
"""Integers in rows and columns, of shape (n, width)."""


def table_of(rows: Iterable[Sequence[int]], width: int) -> Table:
    """Return rows of so many integers as a table, also where there are none."""
    return np.array(list(rows), np.int64).reshape(-1, width)


def as_bytes(table: Table) -> bytes:
    """Return a table as bytes: column by column, compressed."""
    return zlib.compress(np.ascontiguousarray(table.T).astype("<i8").tobytes(), FASTEST)


def stacked(blobs: Iterable[bytes], loose: Iterable[Table], width: int) -> Table:
    """Return packed tables and others, one below the other."""
    columns = [np.frombuffer(zlib.decompress(blob), "<i8").reshape(width, -1) for blob in blobs] + [
        table.T for table in loose
    ]
    return np.concatenate([np.zeros((width, 0), np.int64), *columns], axis=1).T


def number_of(said: str) -> int:
    """Return a 62-bit number that stands for a text, so that a summary need not hold it; not 0."""
    return (int.from_bytes(blake2b(said.encode(), digest_size=8).digest()) & BITS_62) or 1


def mixed_up(table: Table) -> NDArray[np.uint64]:
    """Return a number for each row, equal for equal rows: it is sorted in a fraction of the time.

    Different rows have the same one about as often as 64 random bits agree.
    """
    mixed = np.zeros(len(table), np.uint64)
    for column in table.T:
        mixed = (mixed ^ column.astype(np.uint64)) * ODD
        mixed ^= mixed >> np.uint64(29)
    return mixed


def tallied(table: Table, keys: int) -> Table:
    """Add up rows whose first ``keys`` columns are equal, keeping the latest example.

    The columns are the keys, a count, and the (sent_at, message_key) of an example.
    """
    if not len(table):
        return table
    mixed = mixed_up(table[:, :keys])
    order = np.lexsort((table[:, -2], mixed))
    starts = np.flatnonzero(np.diff(mixed[order], prepend=~mixed[order[0]]))
    added = table[order[np.append(starts[1:], len(order)) - 1]]
    added[:, keys] = np.add.reduceat(table[order, keys], starts)
    return added

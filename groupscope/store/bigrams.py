"""Which two characters stand side by side, and on which days: pure, in arrays.

Two characters, since Chinese words have two and since no list of words knows all of them: of the
words that people look for, an index of segmented words misses three to ten in a hundred. A pair is
a number of 32 bits, so that the index shows nobody what was said; what it finds is read again.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

BUCKETS = 64
DAYS_A_SPAN = 32
WIDTH_OF_BUCKET = 26
"""How many bits of a hash stand behind those of its bucket."""
BLANKS = (0x00A0, 0x3000)
"""Characters besides the first 33 that stand between words."""
FIRST_SYMBOL, LAST_SYMBOL, FIRST_EMOJI = 0x2600, 0x27BF, 0x1F000
FIRST, SECOND, LAST = np.uint32(0x9E3779B1), np.uint32(0x85EBCA6B), np.uint32(0xC2B2AE35)

Hashes = NDArray[np.uint32]
Marks = NDArray[np.uint32]
"""Two columns: a hash, and the days of a span on which it occurs, a bit each; sorted by hash."""


def hashes_of(texts: Iterable[str]) -> Hashes:
    """Return the hashes of all pairs in some texts, each once, in order; whatever their case.

    Nothing is paired across blanks. An emoji counts by itself, too: one looks for it alone.
    """
    joined = "\n".join(texts).casefold().encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(joined, "<u4").astype(np.uint32)
    is_blank = (codes <= ord(" ")) | np.isin(codes, BLANKS)
    is_pair = ~(is_blank[:-1] | is_blank[1:])
    pairs = _mixed(codes[:-1][is_pair], codes[1:][is_pair])
    is_symbol = (codes >= FIRST_SYMBOL) & (codes <= LAST_SYMBOL) | (codes >= FIRST_EMOJI)
    symbols = codes[is_symbol]
    return np.unique(np.concatenate((pairs, _mixed(symbols, np.zeros_like(symbols)))))


def _mixed(first: Hashes, second: Hashes) -> Hashes:
    mixed = first * FIRST ^ second * SECOND
    mixed = (mixed ^ (mixed >> np.uint32(15))) * LAST
    return mixed ^ (mixed >> np.uint32(13))


def bucket_of(pair: int) -> int:
    """Return the bucket of a hash."""
    return pair >> WIDTH_OF_BUCKET


def renewed(packed: Iterable[bytes], anew: Mapping[int, Hashes]) -> Marks:
    """Return a span's marks with some of its days made anew: day of the span → its hashes."""
    gone = np.uint32(sum(1 << place for place in anew))
    kept = unpacked(packed)
    kept[:, 1] &= ~gone
    parts = [kept[kept[:, 1] != 0]]
    for place, hashes in anew.items():
        marks = np.full((len(hashes), 2), np.uint32(1 << place), np.uint32)
        marks[:, 0] = hashes
        parts.append(marks)
    return _joined(np.concatenate(parts))


def _joined(marks: Marks) -> Marks:
    """Return marks with one row a hash."""
    if not len(marks):
        return marks
    marks = marks[np.argsort(marks[:, 0], kind="stable")]
    starts = np.flatnonzero(np.diff(marks[:, 0], prepend=~marks[0, 0]))
    joined = marks[starts]
    joined[:, 1] = np.bitwise_or.reduceat(marks[:, 1], starts)
    return joined


def packed_by_bucket(marks: Marks) -> dict[int, bytes]:
    """Return marks as bytes, by bucket; without the buckets that have none."""
    buckets = marks[:, 0] >> np.uint32(WIDTH_OF_BUCKET)
    cuts = np.searchsorted(buckets, np.arange(BUCKETS + 1))
    parts = ((bucket, marks[cuts[bucket] : cuts[bucket + 1]]) for bucket in range(BUCKETS))
    return {bucket: part.astype("<u4").tobytes() for bucket, part in parts if len(part)}


def unpacked(packed: Iterable[bytes]) -> Marks:
    """Return the marks that some rows hold, one below the other."""
    return np.frombuffer(b"".join(packed), "<u4").astype(np.uint32).reshape(-1, 2)


def days_with(pair: int, packed: Sequence[bytes]) -> list[tuple[int, int]]:
    """Return (place of the row, days as bits) of those rows that have a pair."""
    marks = unpacked(packed)
    ends = np.cumsum([len(one) // 8 for one in packed])
    found = np.flatnonzero(marks[:, 0] == np.uint32(pair))
    rows = np.searchsorted(ends, found, side="right")
    return list(zip(rows.tolist(), marks[found, 1].tolist(), strict=True))

"""Finding what was said: the newest messages that hold some words, in a group or in all of them.

The index of pairs says on which days of which groups the words may stand; those days are read, the
newest first, until there are enough. Days that the index does not have as they are, such as today,
are read in any case. So what is found is what is stored now, whatever the index says.
"""

from collections import defaultdict
from collections.abc import AsyncGenerator, Collection, Iterator, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Row,
    Select,
    func,
    select,
    union_all,
)

from groupscope.access import EVERY_GROUP
from groupscope.errors import QuestionError
from groupscope.scope import Scope
from groupscope.store.bigrams import DAYS_A_SPAN, bucket_of, days_with, hashes_of
from groupscope.store.days import SECONDS_A_DAY, WIDEST_OFFSET, local_day
from groupscope.store.indexing import behind
from groupscope.store.snapshot import Snapshot
from groupscope.store.summaries.kind import counted
from groupscope.store.tables import bigram, day, message

MOST_PAIRS = 4
"""Of a long word so many pairs are looked up; what they find is read anyhow."""
SPANS_AT_ONCE = 12
DAYS_AT_ONCE = 16
"""What is rare stands on many days with little on each: asking costs more than reading."""

Found = Row[*tuple[Any, ...]]
"""A message with the columns that are ``SHOWN``."""
SHOWN = (
    message.c.group_id,
    message.c.sent_at,
    message.c.message_key,
    message.c.self_id,
    message.c.message_id,
    message.c.sender_id,
    message.c.kind,
    message.c.text,
    message.c.segments,
)


class TooShortError(QuestionError):
    """No word is long enough to be looked for."""

    def __init__(self) -> None:
        super().__init__("要搜的至少两个字。")


class Bounds(NamedTuple):
    """The local days that a search reaches: from the first to the last one, both included."""

    first: int
    last: int


async def search(db: Snapshot, scope: Scope, words: Sequence[str], most: int) -> list[Found]:
    """Return a scope's newest messages that hold all of some words, at most so many.

    In all groups where the scope's group is 0; by its member alone, where it has one. Case does not
    matter. Messages that count nowhere (recalled, commands, of those who take no part) are not
    found. TooShortError.
    """
    wanted = _wanted(scope, words)
    found: dict[tuple[int, int, int], Found] = {}
    newest: list[Found] = []
    async for days in _batches(_days(db, scope, words), _most_at_once(scope, words)):
        stretches = [(groups, *_stretch(db, scope, groups, number)) for number, groups in days]
        latest = max(until for _, _, until in stretches)
        if len(newest) >= most and newest[most - 1].sent_at >= latest:
            break
        parts = [_on_a_day(wanted, *stretch, words, most) for stretch in stretches]
        rows = await db.connection.execute(_together(parts))
        found |= {row[:3]: row for row in rows if _holds(row.text, words)}
        newest = sorted(found.values(), key=lambda row: row[1:3], reverse=True)
    return newest[:most]


def looks_up(word: str) -> bool:
    """Tell whether a word is long enough to be looked for: two characters, or an emoji."""
    return bool(len(hashes_of([word])))


def _wanted(scope: Scope, words: Sequence[str]) -> Select[*tuple[Any, ...]]:
    columns = message.c
    wanted = select(*SHOWN).where(
        counted(),
        *(columns.text.icontains(word, autoescape=True) for word in words if _is_plain(word)),
    )
    if scope.member_id is not None:
        wanted = wanted.where(columns.sender_id == scope.member_id)
    return wanted


def _is_plain(word: str) -> bool:
    """Tell whether every database sees a word in any case: SQLite knows the case of ASCII alone."""
    return all(letter.isascii() or letter.upper() == letter.lower() for letter in word)


def _holds(text: str, words: Sequence[str]) -> bool:
    folded = text.casefold()
    return all(_is_plain(word) or word.casefold() in folded for word in words)


def _on_a_day(
    wanted: Select[*tuple[Any, ...]],
    groups: Collection[int],
    since: int,
    until: int,
    words: Sequence[str],
    most: int,
) -> Select[*tuple[Any, ...]]:
    columns = message.c
    here = wanted.where(
        columns.group_id.in_(sorted(groups)), columns.sent_at >= since, columns.sent_at < until
    )
    if not all(map(_is_plain, words)):
        return here
    return here.order_by(columns.sent_at.desc(), columns.message_key.desc()).limit(most)


def _together(
    parts: Sequence[Select[*tuple[Any, ...]]],
) -> Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]:
    """Return one question in place of several, each of which keeps its own order and limit."""
    return parts[0] if len(parts) == 1 else union_all(*(select(one.subquery()) for one in parts))


def _stretch(db: Snapshot, scope: Scope, groups: Collection[int], number: int) -> tuple[int, int]:
    """Return from when until when a local day of some groups lasts, within the scope's period.

    One pair of bounds, not two: SQLite takes any of them to go by, and may take the wider ones.
    """
    since, until = number * SECONDS_A_DAY, (number + 1) * SECONDS_A_DAY
    ends = (since - WIDEST_OFFSET, until + WIDEST_OFFSET)
    offsets = {60 * db.utc_offset(group_id, at) for group_id in groups for at in ends}
    earliest, latest = since - max(offsets), until - min(offsets)
    return max(earliest, scope.period.since), min(latest, scope.period.until)


def _most_at_once(scope: Scope, words: Sequence[str]) -> int:
    """Return how many days are asked for at once.

    One, where the database cannot tell which messages of a day are meant, and where each day has
    groups of its own: naming them costs as much as asking again.
    """
    is_told = all(map(_is_plain, words))
    return DAYS_AT_ONCE if is_told and scope.group_id != EVERY_GROUP else 1


async def _batches(
    days: AsyncGenerator[tuple[int, set[int]]], most: int
) -> AsyncGenerator[list[tuple[int, set[int]]]]:
    """Give days in batches: the newest alone, since what is common stands there, then more."""
    size = 1
    batch: list[tuple[int, set[int]]] = []
    async for one in days:
        batch.append(one)
        if len(batch) == size:
            yield batch
            batch, size = [], min(2 * size, most)
    if batch:
        yield batch


async def _days(
    db: Snapshot, scope: Scope, words: Sequence[str]
) -> AsyncGenerator[tuple[int, set[int]]]:
    """Give the days that words may have been said on, the newest first, and in which groups."""
    bounds = await _bounds(db, scope)
    if bounds is None:
        return
    loose = await _loose(db, scope, bounds)
    pairs = _pairs(words)
    spans = range(bounds.last // DAYS_A_SPAN, bounds.first // DAYS_A_SPAN - 1, -1)
    for some in _portions(spans):
        days = await _indexed(db, scope, some, pairs)
        for number in [number for number in loose if number // DAYS_A_SPAN in some]:
            days[number] |= loose[number]
        for number in sorted(days, reverse=True):
            if bounds.first <= number <= bounds.last:
                yield number, days[number]


def _pairs(words: Sequence[str]) -> list[int]:
    """Return the hashes to look up, of each word in turn; TooShortError where no word has any."""
    hashes = [hashes_of([word]).tolist() for word in words]
    in_turn = [pair for row in zip_longest(*hashes) for pair in row if pair is not None]
    if not in_turn:
        raise TooShortError
    return list(dict.fromkeys(in_turn))[:MOST_PAIRS]


def _portions(spans: range) -> Iterator[range]:
    """Give spans in portions: the newest alone, since what is common stands there, then many."""
    yield spans[:1]
    for start in range(1, len(spans), SPANS_AT_ONCE):
        yield spans[start : start + SPANS_AT_ONCE]


async def _bounds(db: Snapshot, scope: Scope) -> Bounds | None:
    """Return which local days of a period there is something of; None where there is nothing."""
    days = select(func.min(day.c.day), func.max(day.c.day)).where(*_of(scope, day.c.group_id))
    first, last = (await db.connection.execute(days)).one()
    if first is None:
        return None
    since, until = scope.period.since, scope.period.until
    earliest = local_day(since - WIDEST_OFFSET, 0)
    return Bounds(max(first, earliest), min(last, local_day(until + WIDEST_OFFSET, 0)))


def _of(scope: Scope, column: ColumnElement[int]) -> list[ColumnElement[bool]]:
    return [] if scope.group_id == EVERY_GROUP else [column == scope.group_id]


async def _loose(db: Snapshot, scope: Scope, bounds: Bounds) -> dict[int, set[int]]:
    """Return the days that are to be read whatever the index says, and of which groups."""
    rows = await db.connection.execute(
        select(day.c.group_id, day.c.day).where(
            *_of(scope, day.c.group_id), day.c.day.between(*bounds), behind(), day.c.frozen == 0
        )
    )
    found: defaultdict[int, set[int]] = defaultdict(set)
    for row in rows:
        found[row.day].add(row.group_id)
    return found


async def _indexed(
    db: Snapshot, scope: Scope, spans: range, pairs: Sequence[int]
) -> defaultdict[int, set[int]]:
    """Return the days on which all pairs stand, and in which groups."""
    bits: dict[tuple[int, int], int] | None = None
    for pair in pairs:
        here = await _days_of_pair(db, scope, spans, pair)
        before = here if bits is None else bits
        bits = {key: before[key] & here[key] for key in before.keys() & here.keys()}
        if not bits:
            break
    found: defaultdict[int, set[int]] = defaultdict(set)
    for (span, group_id), days in (bits or {}).items():
        for place in range(DAYS_A_SPAN):
            if days >> place & 1:
                found[span * DAYS_A_SPAN + place].add(group_id)
    return found


async def _days_of_pair(
    db: Snapshot, scope: Scope, spans: range, pair: int
) -> dict[tuple[int, int], int]:
    """Return on which days of which (span, group) a pair stands, as bits."""
    rows = (
        await db.connection.execute(
            select(bigram.c.span, bigram.c.group_id, bigram.c.days).where(
                bigram.c.bucket == bucket_of(pair),
                bigram.c.span.in_(spans),
                *_of(scope, bigram.c.group_id),
            )
        )
    ).all()
    found = days_with(pair, [row.days for row in rows])
    return {(rows[place].span, rows[place].group_id): days for place, days in found}

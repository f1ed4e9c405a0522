"""What was shared besides words: links by site, cards, files, and the kinds of messages."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, ClassVar

from sqlalchemy import Row, Select, case, or_, select

from groupscope.language.sites import card_name, site_of
from groupscope.model import Kind
from groupscope.store.media import segments_of
from groupscope.store.messages import from_json_list
from groupscope.store.packing import Table, as_bytes, number_of, stacked, table_of, tallied
from groupscope.store.summaries.kind import NO_IDS, SummaryKind, counted
from groupscope.store.tables import message

COLUMNS = 6
KEYS = 3
"""What rows are added up by: sort, thing and member."""


class Sort(IntEnum):
    """What sort of thing a row counts."""

    KIND = 1
    """Messages of a kind other than text; the thing is ``Kind``'s number."""
    SITE = 2
    """Messages with a link to a site; the thing is the number that stands for its name."""
    CARD = 3
    """Cards from an application; the thing is the number that stands for its name."""
    FILE = 4
    """Files; the thing is the number that stands for its name."""


@dataclass(frozen=True, slots=True)
class ShareCounts:
    """In how many messages each member shared what.

    ``cells``, of shape (n, 6): sort, thing, member, number of messages, and the (sent_at,
    message_key) of one of them, which tells what the thing is.
    """

    cells: Table


class SharesKind(SummaryKind[ShareCounts]):
    """Packed as the cells, compressed. A thing counts once a message."""

    name: ClassVar[str] = "shares"
    version: ClassVar[int] = 1
    names_members: ClassVar[bool] = True

    def query(self) -> Select[*tuple[Any, ...]]:
        """Return messages that are more than words; segments of cards alone."""
        columns = message.c
        return select(
            columns.sender_id,
            columns.sent_at,
            columns.message_key,
            columns.kind,
            columns.links,
            columns.files,
            case((columns.kind == int(Kind.CARD), columns.segments)).label("segments"),
        ).where(
            counted(),
            or_(
                columns.kind != int(Kind.TEXT),
                columns.links.is_not(None),
                columns.files.is_not(None),
            ),
        )

    def summarise(self, rows: Sequence[Row[*tuple[Any, ...]]]) -> ShareCounts:
        """Count what the query's rows share."""
        counts: Counter[tuple[int, int, int]] = Counter()
        places: dict[tuple[int, int, int], tuple[int, int]] = {}
        for row in rows:
            for sort, thing in set(_shared_in(row)):
                counts[sort, thing, row.sender_id] += 1
                places[sort, thing, row.sender_id] = (row.sent_at, row.message_key)
        cells = ((*shared, count, *places[shared]) for shared, count in counts.items())
        return ShareCounts(table_of(cells, COLUMNS))

    def pack(self, value: ShareCounts, ids: Mapping[str, int] = NO_IDS) -> bytes:
        """Return counts as bytes."""
        del ids
        return as_bytes(value.cells)

    def merge(self, packed: Sequence[bytes], loose: Sequence[ShareCounts]) -> ShareCounts:
        """Add up several days."""
        cells = stacked(packed, (value.cells for value in loose), COLUMNS)
        return ShareCounts(tallied(cells, KEYS))


def names_in(row: Any) -> Iterator[tuple[Sort, str]]:  # noqa: ANN401 -- a row of the message table
    """Give the names of the sites, cards and files that a message shares."""
    for host in from_json_list(row.links):
        yield Sort.SITE, site_of(host).name
    for name in from_json_list(row.files):
        yield Sort.FILE, name
    if row.kind == Kind.CARD:
        names = (card_name(piece.data) for piece in segments_of(row) if piece.type == "json")
        yield Sort.CARD, next(filter(None, names), "")


def _shared_in(row: Any) -> Iterator[tuple[int, int]]:  # noqa: ANN401 -- a row of the message table
    if row.kind != Kind.TEXT:
        yield int(Sort.KIND), int(row.kind)
    for sort, name in names_in(row):
        yield int(sort), number_of(name)


SHARES = SharesKind()

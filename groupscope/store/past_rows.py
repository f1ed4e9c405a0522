"""Rows of messages out of files, made by the column: most columns of most pages say nothing.

What no message of a page has is left to the database: a value that is not given costs nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from itertools import chain, compress
from typing import Any, Final

from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.language.pages import SAYS_NOTHING, Columns
from groupscope.language.reading import VERSION
from groupscope.store.engine import insert_new
from groupscope.store.identity import Place
from groupscope.store.meeting import BY_NOBODY, Past
from groupscope.store.messages import json_list
from groupscope.store.tables import message

ROWS_AT_ONCE: Final = (500, 50, 1)
"""So many rows in a statement for SQLite: five hundred have 13,000 values at most, of 32,766."""
UNREAD: Final = 0
"""The version of a reading that nobody has made."""
NOT_GIVEN: Final = {
    column.name: None if column.nullable else 0
    for column in message.c
    if column.nullable or column.server_default is not None
}
"""What the database puts where it is given nothing."""

ByColumn = dict[str, Sequence[Any]]
"""The values of rows, by the column's name."""


@dataclass(frozen=True, slots=True)
class Kept:
    """New messages of a group as they are to be stored: each has the same place in every list.

    ``utc_offsets`` in minutes; a reading is None where nobody has read the message yet.
    """

    pasts: list[Past]
    places: list[Place]
    utc_offsets: list[int]
    days: list[int]
    reads: list[Columns | None]
    withheld: list[bool]

    def without(self, days: Collection[int]) -> "Kept":
        """Return the messages of other local days than these."""
        wanted = [day not in days for day in self.days]
        columns: list[list[Any]] = [getattr(self, one.name) for one in fields(self)]
        return Kept(*(list(compress(column, wanted)) for column in columns))


def by_column(group_id: int, kept: Kept, targets: Mapping[int, Place]) -> ByColumn:
    """Return one group's messages by the column; ``targets`` are replies' targets by their id."""
    pasts = kept.pasts
    found = [None if past.reply_to is None else targets.get(past.reply_to) for past in pasts]
    reads = [read or SAYS_NOTHING for read in kept.reads]
    return {
        "group_id": [group_id] * len(pasts),
        "sent_at": [past.at for past in pasts],
        "message_key": [place.key for place in kept.places],
        "utc_offset": kept.utc_offsets,
        "sender_id": [past.sender_id for past in pasts],
        "self_id": [BY_NOBODY] * len(pasts),
        "message_id": [past.message_id for past in pasts],
        "kind": [int(past.kind) for past in pasts],
        "text": [past.text for past in pasts],
        "segments": [past.segments for past in pasts],
        "reply_to_id": [past.reply_to for past in pasts],
        "reply_to_at": [place and place.sent_at for place in found],
        "reply_to_key": [place and place.key for place in found],
        "mentions": _lists([past.mentions for past in pasts]),
        "media": _lists([past.media for past in pasts]),
        "links": _lists([past.links for past in pasts]),
        "files": _lists([past.files for past in pasts]),
        "is_command": [int(past.is_command) for past in pasts],
        "is_bot": [int(past.is_bot) for past in pasts],
        "is_own": [int(past.is_own) for past in pasts],
        "is_withheld": [int(is_withheld) for is_withheld in kept.withheld],
        "recalled_at": [past.recalled_at for past in pasts],
        "words": [words for words, _, _ in reads],
        "mood": [mood for _, mood, _ in reads],
        "is_question": [is_question for _, _, is_question in reads],
        "language_version": [VERSION if read else UNREAD for read in kept.reads],
    }


def given(columns: ByColumn) -> set[str]:
    """Return the columns that hold anything but what the database would put there by itself."""
    return {
        name
        for name, values in columns.items()
        if name not in NOT_GIVEN or values.count(NOT_GIVEN[name]) < len(values)
    }


async def insert_columns(
    connection: AsyncConnection, columns: ByColumn, names: Collection[str]
) -> None:
    """Write new messages, as the driver takes them; of the columns with these names.

    SQLAlchemy's own way of many rows costs more than the rest of an import. SQLite gets hundreds
    with a statement: it lets go of Python while it runs one, and the next page is filled meanwhile;
    after each it waits for Python, which takes longer than to write a row.
    """
    columns = {name: values for name, values in columns.items() if name in names}
    rows = list(zip(*columns.values(), strict=True))
    sizes = ROWS_AT_ONCE if connection.dialect.name == "sqlite" else (1,)
    start = 0
    for size in sizes:
        end = len(rows) - (len(rows) - start) % size
        together = [
            tuple(chain.from_iterable(rows[first : first + size]))
            for first in range(start, end, size)
        ]
        if together:
            statement = _statement(connection.dialect, tuple(columns), size)
            await connection.exec_driver_sql(statement, together)
        start = end


def _lists(values: Sequence[Collection[object]]) -> list[str | None]:
    return [json_list(one) if one else None for one in values]


@cache
def _statement(dialect: Dialect, names: tuple[str, ...], count: int) -> str:
    """Return the statement that writes so many new messages."""
    one = str(insert_new(message, dialect.name).compile(dialect=dialect, column_keys=list(names)))
    if count == 1:
        return one
    places = f"({', '.join('?' * len(names))})"
    return one.replace(places, ", ".join([places] * count))

"""Who turned to whom: replies and mentions, each with its moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, ClassVar

from sqlalchemy import Row, Select, and_, or_, select

from groupscope.model import EVERYONE
from groupscope.store.messages import from_json_list
from groupscope.store.packing import Table, as_bytes, stacked, table_of
from groupscope.store.summaries.kind import NO_IDS, SummaryKind, counted
from groupscope.store.tables import message

COLUMNS = 5
"""When, who, whom, and the (sent_at, message_key) of the message replied to; 0, 0 of a mention."""

quoted = message.alias("quoted")
"""The message that a message replies to."""


@dataclass(frozen=True, slots=True)
class Turns:
    """Each time that somebody turned to somebody else, in no order; ``cells`` of shape (n, 5)."""

    cells: Table

    @property
    def replies(self) -> Table:
        """Those that quote a message."""
        return self.cells[self.cells[:, 4] != 0]


class TurnsKind(SummaryKind[Turns]):
    """Packed as the cells, compressed.

    A message turns to a member once: to the author of what it quotes, and to everybody it @s. The
    @ that a reply brings along is no second time. Nobody turns to themselves, nor to what is known
    as a robot; a robot that is merely mentioned is for the reader to leave out.
    """

    name: ClassVar[str] = "turns"
    version: ClassVar[int] = 1
    names_members: ClassVar[bool] = True

    def query(self) -> Select[*tuple[Any, ...]]:
        """Return replies and mentions, with the author of what is quoted."""
        columns = message.c
        theirs = and_(
            quoted.c.group_id == columns.group_id,
            quoted.c.sent_at == columns.reply_to_at,
            quoted.c.message_key == columns.reply_to_key,
        )
        return (
            select(
                columns.sent_at,
                columns.sender_id,
                columns.mentions,
                columns.reply_to_at,
                columns.reply_to_key,
                quoted.c.sender_id.label("author_id"),
                (quoted.c.is_bot + quoted.c.is_own + quoted.c.is_anonymous).label("is_nobody"),
            )
            .select_from(message.outerjoin(quoted, theirs))
            .where(counted(), or_(columns.reply_to_key.is_not(None), columns.mentions.is_not(None)))
        )

    def summarise(self, rows: Sequence[Row[*tuple[Any, ...]]]) -> Turns:
        """Return the turns of the query's rows."""
        return Turns(table_of(chain.from_iterable(map(turns_of, rows)), COLUMNS))

    def pack(self, value: Turns, ids: Mapping[str, int] = NO_IDS) -> bytes:
        """Return turns as bytes."""
        del ids
        return as_bytes(value.cells)

    def merge(self, packed: Sequence[bytes], loose: Sequence[Turns]) -> Turns:
        """Return the turns of several days."""
        return Turns(stacked(packed, (value.cells for value in loose), COLUMNS))


def turns_of(row: Any) -> list[tuple[int, ...]]:  # noqa: ANN401 -- a row of the query
    """Return whom a message turns to, each once."""
    turns: list[tuple[int, ...]] = []
    done = {row.sender_id, EVERYONE}
    if row.author_id is not None:
        if row.author_id not in done and not row.is_nobody:
            place = (row.reply_to_at, row.reply_to_key)
            turns.append((row.sent_at, row.sender_id, row.author_id, *place))
        done.add(row.author_id)
    for whom in from_json_list(row.mentions):
        if whom not in done:
            turns.append((row.sent_at, row.sender_id, whom, 0, 0))
            done.add(whom)
    return turns


TURNS = TurnsKind()

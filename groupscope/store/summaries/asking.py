"""Who asked something, and what may answer it: replies, and mentions of the asker."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, ClassVar

from sqlalchemy import Row, Select, and_, or_, select

from groupscope.model import EVERYONE
from groupscope.store.messages import from_json_list
from groupscope.store.packing import Table, as_bytes, stacked, table_of
from groupscope.store.summaries.kind import NO_IDS, SummaryKind, counted
from groupscope.store.tables import message

COLUMNS = 6
"""When, its key, who; whom it mentions; the (sent_at, message_key) of the message replied to."""
NOTHING = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Asking:
    """Questions and what may answer one, in no order; ``cells`` of shape (n, 6).

    A day tells what was said on it: what a question has become is found where days are together,
    for its answer may stand on the next one.
    """

    cells: Table

    @property
    def questions(self) -> Table:
        """Those that ask something: when, key, who."""
        return self.cells[(self.cells[:, 3] == 0) & (self.cells[:, 5] == 0), :3]

    @property
    def replies(self) -> Table:
        """Those that quote a message."""
        return self.cells[self.cells[:, 5] != 0]

    @property
    def mentions(self) -> Table:
        """Those that mention somebody, quote nothing and ask nothing; one for each whom."""
        return self.cells[self.cells[:, 3] != 0]


class AskingKind(SummaryKind[Asking]):
    """Packed as the cells, compressed. A question that is a reply, too, is there twice."""

    name: ClassVar[str] = "asking"
    version: ClassVar[int] = 1
    names_members: ClassVar[bool] = True

    def query(self) -> Select[*tuple[Any, ...]]:
        """Return questions, replies and mentions."""
        columns = message.c
        may_matter = or_(
            columns.is_question == 1,
            columns.reply_to_key.is_not(None),
            and_(columns.mentions.is_not(None), columns.reply_to_id.is_(None)),
        )
        return select(
            columns.sent_at,
            columns.message_key,
            columns.sender_id,
            columns.is_question,
            columns.reply_to_id,
            columns.reply_to_at,
            columns.reply_to_key,
            columns.mentions,
        ).where(counted(), may_matter)

    def summarise(self, rows: Sequence[Row[*tuple[Any, ...]]]) -> Asking:
        """Return the query's rows as cells."""
        return Asking(table_of(chain.from_iterable(map(_cells_of, rows)), COLUMNS))

    def pack(self, value: Asking, ids: Mapping[str, int] = NO_IDS) -> bytes:
        """Return cells as bytes."""
        del ids
        return as_bytes(value.cells)

    def merge(self, packed: Sequence[bytes], loose: Sequence[Asking]) -> Asking:
        """Return the cells of several days."""
        return Asking(stacked(packed, (value.cells for value in loose), COLUMNS))


def _cells_of(row: Any) -> Iterator[tuple[int, ...]]:  # noqa: ANN401 -- a row of the query
    """Give what a message is: a question, a reply, or mentions of others, each once."""
    who = (row.sent_at, row.message_key, row.sender_id)
    if row.is_question:
        yield (*who, *NOTHING)
    if row.reply_to_key is not None:
        yield (*who, 0, row.reply_to_at, row.reply_to_key)
    if row.reply_to_id is None and not row.is_question:
        others = set(from_json_list(row.mentions)) - {EVERYONE, row.sender_id}
        yield from ((*who, whom, 0, 0) for whom in sorted(others))


ASKING = AskingKind()

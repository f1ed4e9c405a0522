"""Writing what files tell: messages by the thousand, notices and reactions, each once."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import Any, Final, NamedTuple

from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.language.pages import SAYS_NOTHING, Columns
from groupscope.language.reading import VERSION
from groupscope.model import Kind, Notice, Reaction, Recall
from groupscope.store.days import count_refused, frozen_among, local_day, mark_changed
from groupscope.store.engine import insert_new
from groupscope.store.events import apply_recall, write_notice, write_reaction
from groupscope.store.groups import QUARTER, Groups
from groupscope.store.identity import Place
from groupscope.store.meeting import BY_NOBODY, Met, Past
from groupscope.store.messages import json_list
from groupscope.store.optout import OptOuts
from groupscope.store.tables import message
from groupscope.store.tombstones import Tombstones
from groupscope.store.withheld import NOBODY, is_told

COLUMNS: Final = (
    "group_id", "sent_at", "message_key", "utc_offset", "sender_id", "self_id", "message_id",
    "kind", "text", "segments", "reply_to_id", "reply_to_at", "reply_to_key", "mentions", "media",
    "links", "files", "is_command", "is_bot", "is_own", "is_withheld", "recalled_at",
    "words", "mood", "is_question", "language_version",
)  # fmt: skip
ROWS_AT_ONCE: Final = (500, 50, 1)
"""So many rows in a statement for SQLite: five hundred have 13,000 of at most 32,766 values."""
UNREAD: Final = 0
"""The version of a reading that nobody has made."""


class Rules(NamedTuple):
    """What is asked before anything is stored; the same as for live messages."""

    groups: Groups
    tombstones: Tombstones
    opt_outs: OptOuts
    keeps_recalled: bool


class Written(NamedTuple):
    """What became of new messages: stored, or refused (erased people, frozen days)."""

    stored: int
    refused: int


class Writing:
    """Writes one group's past."""

    def __init__(self, group_id: int, rules: Rules) -> None:
        self._group_id = group_id
        self._rules = rules

    async def write(
        self,
        connection: AsyncConnection,
        new: Sequence[tuple[Met, Columns | None]],
        targets: dict[int, Place],
    ) -> Written:
        """Write new messages, and mark their days; ``targets`` are replies' targets by their id.

        What nobody has read yet is read later, by whoever reads anew.
        """
        if not new:
            return Written(0, 0)
        rules, group_id = self._rules, self._group_id
        kept = [one for one in new if not self._is_erased(one[0].past)]
        quarters = {met.past.at // QUARTER for met, _ in kept}
        known = {one: rules.groups.utc_offset(group_id, one * QUARTER) for one in quarters}
        offsets = [known[met.past.at // QUARTER] for met, _ in kept]
        days = [
            local_day(met.past.at, offset) for (met, _), offset in zip(kept, offsets, strict=True)
        ]
        marked = {(group_id, number) for number in days}
        frozen = {number for _, number in await frozen_among(connection, marked)}
        rows = [
            self._row(met, read, offset, targets)
            for (met, read), offset, number in zip(kept, offsets, days, strict=True)
            if number not in frozen
        ]
        if frozen:
            late = Counter((group_id, number) for number in days if number in frozen)
            await count_refused(connection, late)
        if rows:
            await _insert(connection, rows)
            await mark_changed(connection, {pair for pair in marked if pair[1] not in frozen})
        return Written(len(rows), len(new) - len(rows))

    async def recall(self, connection: AsyncConnection, met: Met) -> None:
        """Recall a message that is stored, where the file says that it was taken back."""
        past = met.past
        recall = Recall(
            self_id=BY_NOBODY,
            group_id=self._group_id,
            message_id=past.message_id or 0,
            recalled_at=past.recalled_at or past.at,
        )
        await apply_recall(connection, recall, met.place, keep_text=self._rules.keeps_recalled)

    async def happened(
        self, connection: AsyncConnection, event: Notice | Reaction, place: Place | None
    ) -> bool:
        """Write what happened besides talk; return whether it may be known."""
        at = event.happened_at if isinstance(event, Notice) else event.reacted_at
        user_id = event.user_id or NOBODY
        if self._rules.tombstones.covers(self._group_id, user_id, at):
            return False
        if not is_told(event, self._rules.opt_outs):
            return False
        write = write_notice if isinstance(event, Notice) else write_reaction
        await write(connection, event, place)  # pyright: ignore[reportArgumentType] -- each gets its own
        return True

    def _is_erased(self, past: Past) -> bool:
        return self._rules.tombstones.covers(self._group_id, past.sender_id, past.at)

    def _row(
        self, met: Met, read: Columns | None, offset: int, targets: dict[int, Place]
    ) -> tuple[Any, ...]:
        past, place = met.past, met.place
        if self._rules.opt_outs.covers(self._group_id, past.sender_id):
            past, read = _without_words(past), SAYS_NOTHING
        is_withheld = past is not met.past
        if past.recalled_at is not None and not self._rules.keeps_recalled:
            past, read = _without_text(past), SAYS_NOTHING
        target = targets.get(past.reply_to) if past.reply_to is not None else None
        return (
            self._group_id, past.at, place.key, offset, past.sender_id, BY_NOBODY,
            past.message_id, int(past.kind), past.text, past.segments, past.reply_to,
            target.sent_at if target else None, target.key if target else None,
            json_list(past.mentions), json_list(past.media), json_list(past.links),
            json_list(past.files), int(past.is_command), int(past.is_bot), int(past.is_own),
            int(is_withheld), past.recalled_at,
            *(read or SAYS_NOTHING), VERSION if read else UNREAD,
        )  # fmt: skip


def _without_text(past: Past) -> Past:
    """Return a message that was taken back: that it was there, and what kind it was."""
    return Past(
        past.line,
        past.sender_id,
        past.at,
        "",
        past.kind,
        past.message_id,
        past.reply_to,
        past.sequence,
        recalled_at=past.recalled_at,
    )


def _without_words(past: Past) -> Past:
    """Return a message of somebody who takes no part: a number, and when."""
    return Past(past.line, NOBODY, past.at, "", Kind.EMPTY, past.message_id)


async def _insert(connection: AsyncConnection, rows: Sequence[tuple[Any, ...]]) -> None:
    """Write new messages, as the driver takes them.

    SQLAlchemy's own way of many rows costs more than the rest of an import. SQLite gets hundreds
    with a statement: it lets go of Python while it runs one, and the next page is filled meanwhile;
    after each it waits for Python, which takes longer than to write a row.
    """
    sizes = ROWS_AT_ONCE if connection.dialect.name == "sqlite" else (1,)
    start = 0
    for size in sizes:
        end = len(rows) - (len(rows) - start) % size
        together = [
            tuple(chain.from_iterable(rows[first : first + size]))
            for first in range(start, end, size)
        ]
        if together:
            await connection.exec_driver_sql(_statement(connection.dialect, size), together)
        start = end


@cache
def _statement(dialect: Dialect, count: int) -> str:
    """Return the statement that writes so many new messages."""
    one = str(insert_new(message, dialect.name).compile(dialect=dialect, column_keys=list(COLUMNS)))
    if count == 1:
        return one
    places = f"({', '.join('?' * len(COLUMNS))})"
    return one.replace(places, ", ".join([places] * count))

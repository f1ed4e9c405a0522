"""Messages that a summary names by their keys, read when they are to be shown."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, select

from groupscope.store.days import MOST_KEYS
from groupscope.store.identity import Place
from groupscope.store.snapshot import Snapshot
from groupscope.store.summaries.kind import counted
from groupscope.store.tables import message


async def messages_at(
    db: Snapshot, group_id: int, places: Iterable[Place]
) -> dict[Place, Row[*tuple[Any, ...]]]:
    """Return the rows of messages by their keys; without those that do not count (any more).

    A row has all that can be quoted or recognised: who said it, and what it holds.
    """
    wanted = set(places)
    moments = sorted({place.sent_at for place in wanted})
    columns = message.c
    asked = select(
        columns.sent_at,
        columns.message_key,
        columns.sender_id,
        columns.kind,
        columns.text,
        columns.media,
        columns.segments,
        columns.links,
        columns.files,
    )
    found: dict[Place, Row[*tuple[Any, ...]]] = {}
    for start in range(0, len(moments), MOST_KEYS):
        among = columns.sent_at.in_(moments[start : start + MOST_KEYS])
        rows = await db.connection.execute(
            asked.where(columns.group_id == group_id, among, counted())
        )
        found |= {Place(row.sent_at, row.message_key): row for row in rows}
    return {place: row for place, row in found.items() if place in wanted}

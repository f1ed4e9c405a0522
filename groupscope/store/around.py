"""Where something was said: a message, and what was said just before and after it."""

from sqlalchemy import and_, select, tuple_

from groupscope.store.days import SECONDS_A_DAY
from groupscope.store.search import SHOWN, Found
from groupscope.store.snapshot import Snapshot
from groupscope.store.summaries.kind import counted
from groupscope.store.tables import message

NEAR = 2
"""How many messages before and after one are told with it in chat."""
NEAR_SECONDS = 3 * SECONDS_A_DAY


async def message_at(db: Snapshot, group_id: int, sent_at: int, key: int) -> Found | None:
    """Return a message by its key; None where there is none that may be found."""
    columns = message.c
    here = and_(
        columns.group_id == group_id, columns.sent_at == sent_at, columns.message_key == key
    )
    rows = await db.connection.execute(select(*SHOWN).where(here, counted()))
    return rows.one_or_none()


async def around(db: Snapshot, found: Found, most: int = NEAR) -> list[Found]:
    """Return a message with at most so many before and after it, in order."""
    columns = message.c
    at, key = tuple_(columns.sent_at, columns.message_key), (found.sent_at, found.message_key)
    near = select(*SHOWN).where(columns.group_id == found.group_id, counted())
    newest_first = (columns.sent_at.desc(), columns.message_key.desc())
    before = near.where(at <= key, columns.sent_at > found.sent_at - NEAR_SECONDS)
    after = near.where(at > key, columns.sent_at < found.sent_at + NEAR_SECONDS)
    rows = (await db.connection.execute(before.order_by(*newest_first).limit(most + 1))).all()
    later = after.order_by(columns.sent_at, columns.message_key).limit(most)
    return [*reversed(rows), *(await db.connection.execute(later)).all()]

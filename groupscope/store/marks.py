"""Marks that people put on messages: a question is settled."""

from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.store.engine import insert_new
from groupscope.store.identity import Place
from groupscope.store.tables import question_mark


async def mark_done(
    connection: AsyncConnection, group_id: int, place: Place, by: int, at: int
) -> None:
    """Mark a question as settled by somebody; a second mark changes nothing."""
    row = {
        "group_id": group_id,
        "sent_at": place.sent_at,
        "message_key": place.key,
        "done_at": at,
        "done_by": by,
    }
    await connection.execute(insert_new(question_mark, connection.dialect.name), row)

"""Answers that are given to a question long after it was asked, on the page of its lesson."""

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.store.coverage import Stretch
from groupscope.store.engine import insert_or_update
from groupscope.store.identity import Place
from groupscope.store.tables import late_answer


class LateAnswer(NamedTuple):
    """What somebody has answered, and when."""

    said_by: int
    said_at: int
    text: str


async def answer_late(
    connection: AsyncConnection, group_id: int, place: Place, answer: LateAnswer
) -> None:
    """Write an answer to a question; a second one takes the place of the first."""
    row = {"group_id": group_id, "sent_at": place.sent_at, "message_key": place.key}
    told = ["said_at", "said_by", "text"]
    await connection.execute(
        insert_or_update(late_answer, connection.dialect.name, told), row | answer._asdict()
    )


async def late_answers(
    connection: AsyncConnection, group_id: int, stretch: Stretch
) -> dict[Place, LateAnswer]:
    """Return the answers to questions that were asked in a stretch."""
    columns = late_answer.c
    rows = await connection.execute(
        select(late_answer).where(
            columns.group_id == group_id,
            columns.sent_at >= stretch.since,
            columns.sent_at < stretch.until,
        )
    )
    return {
        Place(row.sent_at, row.message_key): LateAnswer(row.said_by, row.said_at, row.text)
        for row in rows
    }

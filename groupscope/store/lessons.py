"""Lessons: named stretches of a group's time, opened and closed by admins."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.store.engine import insert_new
from groupscope.store.tables import lesson

LONGEST_OPEN = 4 * 3600
"""Seconds after which a lesson that nobody has closed is over by itself."""


@dataclass(frozen=True, slots=True)
class KnownLesson:
    """A lesson from ``since`` to ``until``, in epoch seconds; ``number`` is its own in its group.

    ``is_closed``: somebody has said when it ended. Else it ends by itself, and ``until`` says when.
    """

    number: int
    name: str
    since: int
    until: int
    is_closed: bool

    def is_open(self, now: int) -> bool:
        """Tell whether it still goes on."""
        return self.since <= now < self.until


async def lessons_of(connection: AsyncConnection, group_id: int) -> list[KnownLesson]:
    """Return a group's lessons, in the order in which they began."""
    rows = await connection.execute(
        select(lesson)
        .where(lesson.c.group_id == group_id)
        .order_by(lesson.c.since_at, lesson.c.number)
    )
    return [_known(row) for row in rows]


async def add_lesson(
    connection: AsyncConnection,
    group_id: int,
    name: str,
    stretch: tuple[int, int | None],
    by: int,
) -> KnownLesson:
    """Write a lesson down and return it with its number; without an end it is open."""
    since, until = stretch
    highest = select(func.max(lesson.c.number)).where(lesson.c.group_id == group_id)
    row = {
        "group_id": group_id,
        "name": name,
        "since_at": since,
        "until_at": until,
        "opened_by": by,
        "closed_by": None if until is None else by,
    }
    statement = insert_new(lesson, connection.dialect.name)
    while True:  # another process may take a number between the question and the writing
        number = ((await connection.scalar(highest)) or 0) + 1
        await connection.execute(statement, row | {"number": number})
        # Which databases count an insert that did nothing differs; what stands there does not.
        at = (lesson.c.group_id == group_id) & (lesson.c.number == number)
        stands = await connection.execute(select(*(lesson.c[key] for key in row)).where(at))
        if dict(stands.mappings().one()) == row:
            return KnownLesson(number, name, since, until or since + LONGEST_OPEN, bool(until))


async def set_lesson(
    connection: AsyncConnection, group_id: int, number: int, stretch: tuple[int, int], by: int
) -> None:
    """Say from when until when a lesson was: this closes one, and corrects one."""
    await connection.execute(
        update(lesson)
        .where(lesson.c.group_id == group_id, lesson.c.number == number)
        .values(since_at=stretch[0], until_at=stretch[1], closed_by=by)
    )


async def drop_lesson(connection: AsyncConnection, group_id: int, number: int) -> None:
    """Forget a lesson; what was said in it stays."""
    await connection.execute(
        delete(lesson).where(lesson.c.group_id == group_id, lesson.c.number == number)
    )


def _known(row: Any) -> KnownLesson:  # noqa: ANN401 -- a row of the lesson table
    until = row.since_at + LONGEST_OPEN if row.until_at is None else row.until_at
    return KnownLesson(row.number, row.name, row.since_at, until, row.until_at is not None)

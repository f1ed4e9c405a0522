"""Erasing what a member said, and freezing days whose messages have had their time.

Both work in small steps, so that recording goes on meanwhile.
"""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, and_, delete, func, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.settings import IGNORED
from groupscope.store.days import (
    MOST_KEYS,
    SECONDS_A_DAY,
    discard_summaries,
    in_local_days,
    local_day,
)
from groupscope.store.events import LOOK_BACK
from groupscope.store.loose_ends import untie_replies
from groupscope.store.messages import from_json_list
from groupscope.store.sealer import Sealer
from groupscope.store.tables import (
    day,
    day_summary,
    late_answer,
    lesson,
    lookup,
    member,
    message,
    name_history,
    notice,
    question_mark,
    reaction,
    setting,
    setting_change,
    vocabulary,
)
from groupscope.store.tombstones import Tombstones
from groupscope.store.unnaming import drop_own_posts, take_out_mentions
from groupscope.store.writer import Writer

ROWS_A_STEP = 2_000
"""Erased in one transaction, for a tenth of a second or so."""
A_MONTH = 30 * SECONDS_A_DAY
NOBODY = 0
"""Stands for a member who was erased, where a number must stand."""


@dataclass(slots=True)
class Erased:
    """What was erased: how many messages, and the words that were in them."""

    messages: int = 0
    words: set[str] = field(default_factory=set[str])


async def erase_member(
    writer: Writer, tombstones: Tombstones, group_id: int, user_id: int, before: int
) -> Erased:
    """Erase what a member said in a group before a time, and take them out of all the rest.

    The tombstone comes first: from then on nothing of it comes back, even if we are interrupted.
    """
    async with writer.transaction() as connection:
        await tombstones.add(connection, group_id, user_id, before)
    await writer.flush()
    erased = Erased()
    since, is_more = 0, True
    while is_more:
        async with writer.transaction() as connection:
            rows = await _erase_some(connection, group_id, user_id, (since, before))
        erased.messages += len(rows)
        erased.words.update(word for row in rows for word in from_json_list(row.words))
        is_more = len(rows) >= ROWS_A_STEP
        since = rows[-1].sent_at if rows else before
        await asyncio.sleep(0)
    async with writer.transaction() as connection:
        await _erase_traces(connection, group_id, user_id, before)
    await _tidy(writer, group_id, user_id, before)
    writer.forget_members()
    return erased


async def _erase_some(
    connection: AsyncConnection, group_id: int, user_id: int, stretch: tuple[int, int]
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Erase up to two thousand messages; return what they were: their keys, time zone and words."""
    columns = message.c
    rows = (
        await connection.execute(
            select(columns.sent_at, columns.message_key, columns.utc_offset, columns.words)
            .where(
                columns.group_id == group_id,
                columns.sent_at >= stretch[0],
                columns.sent_at < stretch[1],
                columns.sender_id == user_id,
            )
            .order_by(columns.sent_at, columns.message_key)
            .limit(ROWS_A_STEP)
        )
    ).all()
    if not rows:
        return rows
    first, last = rows[0], rows[-1]
    await connection.execute(
        delete(message).where(
            columns.group_id == group_id,
            columns.sender_id == user_id,
            columns.sent_at >= first.sent_at,
            or_(
                columns.sent_at < last.sent_at,
                and_(columns.sent_at == last.sent_at, columns.message_key <= last.message_key),
            ),
        )
    )
    await _erase_marks(connection, group_id, {(row.sent_at, row.message_key) for row in rows})
    days = {(group_id, local_day(row.sent_at, row.utc_offset)) for row in rows}
    await discard_summaries(connection, days)
    return rows


async def _erase_marks(
    connection: AsyncConnection, group_id: int, erased: set[tuple[int, int]]
) -> None:
    """Erase the marks of questions that are gone, and late answers to them; there are few."""
    first, last = min(erased)[0], max(erased)[0]
    for table in (question_mark, late_answer):
        marks = table.c
        nearby = await connection.execute(
            select(marks.sent_at, marks.message_key).where(
                marks.group_id == group_id, marks.sent_at >= first, marks.sent_at <= last
            )
        )
        keys = sorted(erased & {tuple(row) for row in nearby})
        for start in range(0, len(keys), MOST_KEYS):
            among = tuple_(marks.sent_at, marks.message_key).in_(keys[start : start + MOST_KEYS])
            await connection.execute(delete(table).where(marks.group_id == group_id, among))


async def _tidy(writer: Writer, group_id: int, user_id: int, before: int) -> None:
    """Take a member out of what others and the bot have said, a month at a time.

    Replies forget what they quoted and is gone.
    """
    async with writer.transaction() as connection:
        bounds = select(func.min(message.c.sent_at), func.max(message.c.sent_at))
        row = (await connection.execute(bounds.where(message.c.group_id == group_id))).one()
    first, last = row if row[0] is not None else (0, -1)
    for since in range(first, last + 1, A_MONTH):
        async with writer.transaction() as connection:
            stretch = (since, since + A_MONTH)
            await untie_replies(connection, group_id, *stretch)
            await drop_own_posts(connection, group_id, since, min(before, since + A_MONTH))
            await take_out_mentions(connection, group_id, user_id, *stretch)
        await asyncio.sleep(0)


async def _erase_traces(
    connection: AsyncConnection, group_id: int, user_id: int, before: int
) -> None:
    """Erase a member's names, reactions, and what they met with; what they did stays, by nobody."""
    for table, at in ((reaction, "reacted_at"), (notice, "happened_at")):
        mine = table.c.user_id == user_id
        await connection.execute(
            delete(table).where(table.c.group_id == group_id, mine, table.c[at] < before)
        )
    for table in (member, name_history, lookup):
        await connection.execute(
            delete(table).where(table.c.group_id == group_id, table.c.user_id == user_id)
        )

    theirs = (late_answer.c.group_id == group_id) & (late_answer.c.said_by == user_id)
    await connection.execute(delete(late_answer).where(theirs, late_answer.c.said_at < before))
    await _erase_mentions(connection, group_id, user_id, before)
    await _erase_listings(connection, group_id, user_id)
    did = (
        (message, "recalled_at", "recalled_by", None),
        (notice, "happened_at", "operator_id", None),
        (question_mark, "done_at", "done_by", NOBODY),
        (vocabulary, "changed_at", "changed_by", None),
        (setting, "changed_at", "changed_by", None),
        (setting_change, "changed_at", "changed_by", None),
        (lesson, "since_at", "opened_by", None),
        (lesson, "since_at", "closed_by", None),
    )
    for table, at, by, nobody in did:
        until = before * 1000 if at == "changed_at" else before  # those are in milliseconds
        await connection.execute(
            update(table)
            .where(table.c.group_id == group_id, table.c[by] == user_id, table.c[at] < until)
            .values({by: nobody})
        )


async def _erase_mentions(
    connection: AsyncConnection, group_id: int, user_id: int, before: int
) -> None:
    """Erase what happened to a member and is told of another: who was poked, the lucky king."""
    rows = await connection.execute(
        select(notice.c.happened_at, notice.c.event_key, notice.c.detail).where(
            notice.c.group_id == group_id,
            notice.c.happened_at < before,
            notice.c.detail.contains(str(user_id)),
        )
    )
    key = tuple_(notice.c.happened_at, notice.c.event_key)
    keys = [
        (row.happened_at, row.event_key)
        for row in rows
        if str(user_id) in map(str, json.loads(row.detail).values())
    ]
    for start in range(0, len(keys), MOST_KEYS):
        among = key.in_(keys[start : start + MOST_KEYS])
        await connection.execute(delete(notice).where(notice.c.group_id == group_id, among))


async def _erase_listings(connection: AsyncConnection, group_id: int, user_id: int) -> None:
    """Erase the changes of settings that name a member; who is ignored now, stays so."""
    columns = setting_change.c
    of_group = (columns.group_id == group_id) & (columns.name == IGNORED.key)
    rows = await connection.execute(
        select(columns.changed_at, columns.was, columns.became).where(of_group)
    )
    naming = [
        row.changed_at
        for row in rows
        if any(packed and user_id in json.loads(packed) for packed in (row.was, row.became))
    ]
    for start in range(0, len(naming), MOST_KEYS):
        among = columns.changed_at.in_(naming[start : start + MOST_KEYS])
        await connection.execute(delete(setting_change).where(of_group, among))


async def freeze_before(writer: Writer, sealer: Sealer, group_id: int, number: int) -> int:
    """Freeze a group's days before a local day; return how many.

    A frozen day loses its messages and whatever names members, also what happened besides messages;
    its anonymous totals stay, are never made anew, and what arrives for it later is refused and
    counted.
    """
    frozen = 0
    while days := await _thawed(writer, group_id, number):
        for old in days:
            await sealer.seal_day(group_id, old)
            async with writer.transaction() as connection:
                await _freeze(connection, group_id, old)
        frozen += len(days)
    beginning = sealer.beginning(group_id, number)
    async with writer.transaction() as connection:
        await _drop_events(connection, group_id, beginning)
        if frozen:
            quoting = beginning + LOOK_BACK + SECONDS_A_DAY
            await untie_replies(connection, group_id, beginning, quoting)
    return frozen


async def _thawed(writer: Writer, group_id: int, number: int) -> list[int]:
    async with writer.transaction() as connection:
        rows = await connection.scalars(
            select(day.c.day)
            .where(day.c.group_id == group_id, day.c.day < number, day.c.frozen == 0)
            .order_by(day.c.day)
            .limit(ROWS_A_STEP)
        )
        return list(rows.all())


async def _drop_events(connection: AsyncConnection, group_id: int, before: int) -> None:
    """Drop what happened in a group before a time, on days without messages, too."""
    events = ((reaction, "reacted_at"), (notice, "happened_at"))
    marks = ((question_mark, "sent_at"), (late_answer, "sent_at"))
    for table, at in (*events, *marks):
        await connection.execute(
            delete(table).where(table.c.group_id == group_id, table.c[at] < before)
        )


async def _freeze(connection: AsyncConnection, group_id: int, number: int) -> None:
    this_day = (day.c.group_id == group_id) & (day.c.day == number)
    if not await connection.scalar(select(day.c.built == day.c.changed).where(this_day)):
        return  # something came in between; the next round seals it first
    await connection.execute(delete(message).where(in_local_days(group_id, number, number)))
    await connection.execute(
        delete(day_summary).where(
            day_summary.c.group_id == group_id,
            day_summary.c.day == number,
            day_summary.c.names_members == 1,
        )
    )
    await connection.execute(update(day).where(this_day).values(frozen=1))

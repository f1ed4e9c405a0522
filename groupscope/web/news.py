"""What is new in a group that somebody watches: counts, moods and words, never what was said."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.store.messages import from_json_list
from groupscope.store.summaries.kind import counted
from groupscope.store.tables import day, message

LATE_SECONDS: Final = 15
"""By how much a message may be older than the newest one, and still be told as new."""
MOST_TOLD: Final = 2_000
MOST_WORDS: Final = 60


@dataclass(slots=True)
class Seen:
    """How far a group has been told: its newest message, and those around it."""

    newest: int
    keys: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])
    changed: int = 0


async def first_look(connection: AsyncConnection, group_id: int, changed: int) -> Seen:
    """Return where a group stands now: what is there already is not told."""
    columns = message.c
    newest = await connection.scalar(
        select(func.max(columns.sent_at)).where(columns.group_id == group_id)
    )
    seen = Seen(newest or 0, changed=changed)
    await new_messages(connection, group_id, seen)
    return seen


async def changes(connection: AsyncConnection, groups: Collection[int]) -> dict[int, int]:
    """Return how often anything of each group's days was touched."""
    if not groups:
        return {}
    found = dict.fromkeys(groups, 0)
    touched = select(day.c.group_id, func.sum(day.c.changed)).where(day.c.group_id.in_(groups))
    rows = await connection.execute(touched.group_by(day.c.group_id))
    return found | {row[0]: int(row[1]) for row in rows}


async def new_messages(
    connection: AsyncConnection, group_id: int, seen: Seen
) -> tuple[list[Any], bool]:
    """Return messages that were not told yet, and remember them; and whether told ones are gone."""
    columns = message.c
    since = seen.newest - LATE_SECONDS
    rows = (
        await connection.execute(
            select(
                columns.sent_at,
                columns.message_key,
                columns.sender_id,
                columns.mood,
                columns.words,
                columns.is_question,
            )
            .where(columns.group_id == group_id, columns.sent_at >= since, counted())
            .order_by(columns.sent_at.desc())
            .limit(MOST_TOLD)
        )
    ).all()
    keys = {(row.sent_at, row.message_key) for row in rows}
    is_gone = len(rows) < MOST_TOLD and any(key[0] >= since for key in seen.keys - keys)
    new = [row for row in rows if (row.sent_at, row.message_key) not in seen.keys]
    seen.newest = max([seen.newest, *(row.sent_at for row in new)])
    seen.keys = {key for key in keys if key[0] >= seen.newest - LATE_SECONDS}
    return new, is_gone


def said_of(
    group_id: int, rows: Sequence[Any], names: Mapping[int, str], now: int
) -> dict[str, Any]:
    """Return what pages are told of new messages: counts, never what was said."""
    moods = [row.mood / 1000 for row in rows if row.mood is not None]
    words = Counter(word for row in rows for word in from_json_list(row.words))
    return {
        "type": "said",
        "group": group_id,
        "now": now,
        "count": len(rows),
        "newest_at": max(row.sent_at for row in rows),
        "by_member": dict(Counter(str(row.sender_id) for row in rows)),
        "names": {str(member): name for member, name in names.items()},
        "scored": len(moods),
        "mood": round(sum(moods), 3),
        "words": dict(words.most_common(MOST_WORDS)),
        "questions": sum(row.is_question for row in rows),
    }

"""What was said: a member's messages, or a group's, newest first, by page, word, search or hour."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import Row, select, tuple_
from starlette.responses import Response

from groupscope.access import Act
from groupscope.errors import QuestionError
from groupscope.figures.said import quotable
from groupscope.model import Kind
from groupscope.scope import Scope
from groupscope.store import Snapshot
from groupscope.store.days import in_local_days, local_hour
from groupscope.store.search import search
from groupscope.store.summaries import ACTIVITY
from groupscope.store.summaries.kind import counted
from groupscope.store.tables import message
from groupscope.web.api.groups import A_PAGE, LONGEST_PAGE, PAGED
from groupscope.web.api.walls import csv_file
from groupscope.web.call import Call, Json, get
from groupscope.web.ranges import RANGE_WORDS, OthersHiddenError, must_tell, scope_of, told_period

MOST_FOUND, MOST_ROWS = 1_000, 5_000
LONGEST: Final = 2_000
THURSDAY: Final = 3
"""The day of the week on which days are counted from."""
ANY: Final = -1
WORDS: Final = {
    "member": "a QQ number: of this member alone",
    "word": "a word of the cloud that they hold",
    "search": "something that stands in them",
    "hour": "0 to 23: of this hour of the day alone",
    "weekday": "0 (Monday) to 6: of this day of the week alone",
    **RANGE_WORDS,
}
HEADINGS: Final = ("时间", "QQ", "群友", "消息", "心情", "种类", "是提问")
COLUMNS: Final = (
    message.c.sent_at,
    message.c.message_key,
    message.c.sender_id,
    message.c.kind,
    message.c.text,
    message.c.segments,
    message.c.mood,
    message.c.words,
    message.c.is_question,
)


class Clock(NamedTuple):
    """An hour of the day and a day of the week (0: Monday) that messages are of; ANY of them."""

    hour: int
    weekday: int

    def is_on(self, number: int) -> bool:
        """Tell whether a local day, counted from 1970-01-01 on, is such a day of the week."""
        return self.weekday in (ANY, (number + THURSDAY) % 7)


class Page(NamedTuple):
    """Some messages, how many there are in all (None: not counted), and whether more follow."""

    rows: Sequence[Row[*tuple[Any, ...]]]
    total: int | None
    has_more: bool


@get("groups/{group_id}/messages", "Messages, newest first", **WORDS, **PAGED)
async def messages(call: Call) -> Json:
    """Return a page of messages; a sentence in their place where they are not for the viewer."""
    scope = scope_of(call)
    size, number = call.number("size", A_PAGE, 1, LONGEST_PAGE), call.number("page", 1, 1, 10**6)
    told: dict[str, Any] = {"period": told_period(scope.period), "page": number}
    try:
        must_read(call, scope)
    except QuestionError as error:
        is_forbidden = isinstance(error, OthersHiddenError)
        nothing = {"rows": [], "total": 0, "pages": 1, "has_more": False}
        return told | nothing | {"empty": str(error), "forbidden": is_forbidden}
    async with call.app.store.snapshot() as db:
        page = await page_of(call, db, scope, (number - 1) * size, size)
        names = await db.names(scope.group_id, {row.sender_id for row in page.rows})
    pages = None if page.total is None else max(-(-page.total // size), 1)
    return told | {
        "rows": [told_message(call, scope, row, names) for row in page.rows],
        "total": page.total,
        "pages": pages,
        "has_more": page.has_more,
        "empty": None if page.rows else "没有这样的消息。",
        "forbidden": False,
    }


@get("groups/{group_id}/messages.csv", "Messages as CSV, up to 5,000", **WORDS)
async def messages_as_csv(call: Call) -> Response:
    """Return messages as CSV."""
    scope = scope_of(call)
    must_read(call, scope)
    async with call.app.store.snapshot() as db:
        page = await page_of(call, db, scope, 0, MOST_ROWS)
        names = await db.names(scope.group_id, {row.sender_id for row in page.rows})
    told = [told_message(call, scope, row, names) for row in page.rows]
    keys = ("sent_at", "id", "name", "text", "mood", "kind", "is_question")
    rows = ([row[key] for key in keys] for row in told)
    return csv_file(HEADINGS, rows, f"{scope.group_id}-messages")


def must_read(call: Call, scope: Scope) -> None:
    """Raise a QuestionError where what was said is not for the viewer."""
    must_tell(call, scope, Act.SEARCH_OTHERS)
    if scope.member_id is None and not call.viewer.may(scope.group_id, Act.SEARCH_OTHERS):
        raise OthersHiddenError


async def page_of(call: Call, db: Snapshot, scope: Scope, skipped: int, size: int) -> Page:
    """Return so many messages after the first ones, newest first."""
    word, sought = call.word("word"), call.word("search")
    if word or sought:
        return await found_page(db, scope, (word, sought), skipped, size)
    clock = Clock(call.number("hour", ANY, 0, 23), call.number("weekday", ANY, 0, 6))
    return await day_page(db, scope, clock, skipped, size)


async def found_page(
    db: Snapshot, scope: Scope, wanted: tuple[str, str], skipped: int, size: int
) -> Page:
    """Return messages that hold a word, or something else, out of the newest thousand."""
    word = wanted[0]
    rows = await search(db, scope, [one for one in wanted if one], MOST_FOUND)
    keys = [(row.sent_at, row.message_key) for row in rows]
    full = await messages_at(db, scope.group_id, keys)
    if word:
        full = [row for row in full if word in json.loads(row.words or "[]")]
    return Page(full[skipped : skipped + size], len(full), len(full) > skipped + size)


async def messages_at(
    db: Snapshot, group_id: int, keys: Sequence[tuple[int, int]]
) -> list[Row[*tuple[Any, ...]]]:
    """Return messages by their keys, newest first."""
    columns, found = message.c, list[Row[*tuple[Any, ...]]]()
    for start in range(0, len(keys), LONGEST_PAGE):
        among = tuple_(columns.sent_at, columns.message_key).in_(keys[start : start + LONGEST_PAGE])
        asked = select(*COLUMNS).where(columns.group_id == group_id, among)
        found += (await db.connection.execute(asked)).all()
    return sorted(found, key=lambda row: (-row.sent_at, -row.message_key))


async def day_page(db: Snapshot, scope: Scope, clock: Clock, skipped: int, size: int) -> Page:
    """Return messages day by day: summaries say how many are on which, so none is read twice."""
    counts = await counts_by_day(db, scope, clock)
    total, before = sum(counts.values()), skipped
    found: list[Row[*tuple[Any, ...]]] = []
    for number, count in sorted(counts.items(), reverse=True):
        if skipped >= count:
            skipped -= count
            continue
        found += await on_a_day(db, scope, number, clock.hour, (skipped, size - len(found)))
        skipped = 0
        if len(found) >= size:
            break
    return Page(found, total, before + len(found) < total)


async def counts_by_day(db: Snapshot, scope: Scope, clock: Clock) -> dict[int, int]:
    """Return how many messages there are on each day, as far as the clock says."""
    days = await db.by_day(ACTIVITY, Scope(scope.group_id, scope.period))
    found: dict[int, int] = {}
    for number, activity in days.items():
        who = scope.member_id
        by_hour = activity.by_hour.sum(axis=0) if who is None else activity.hours_of(who)
        count = int(by_hour.sum() if clock.hour == ANY else by_hour[clock.hour])
        if count and clock.is_on(number):
            found[number] = count
    return found


async def on_a_day(
    db: Snapshot, scope: Scope, number: int, hour: int, part: tuple[int, int]
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return messages of a local day, newest first, as far as the scope goes."""
    columns, (skipped, most) = message.c, part
    asked = select(*COLUMNS).where(
        in_local_days(scope.group_id, number, number),
        columns.sent_at >= scope.period.since,
        columns.sent_at < scope.period.until,
        counted(),
    )
    if scope.member_id is not None:
        asked = asked.where(columns.sender_id == scope.member_id)
    if hour != ANY:
        asked = asked.where(local_hour() == hour)
    newest = asked.order_by(columns.sent_at.desc(), columns.message_key.desc())
    return (await db.connection.execute(newest.limit(most).offset(skipped))).all()


def told_message(
    call: Call, scope: Scope, row: Row[*tuple[Any, ...]], names: Mapping[int, str]
) -> dict[str, Any]:
    """Return a message as a page shows it; its mood only where that is for the viewer."""
    is_own = row.sender_id == call.viewer.user_id
    sees_mood = is_own or call.viewer.may(scope.group_id, Act.SEE_MOOD_OF_OTHERS)
    return {
        "sent_at": row.sent_at,
        "key": row.message_key,
        "id": row.sender_id,
        "name": names[row.sender_id],
        "text": quotable(row, LONGEST),
        "mood": row.mood / 1000 if row.mood is not None and sees_mood else None,
        "kind": Kind(row.kind).name.lower(),
        "is_question": bool(row.is_question),
    }

"""Pickers: the groups that somebody may see, and the members of one, searchable and paged."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import func, select

from groupscope.access import Act, Role
from groupscope.periods import Period, read_period
from groupscope.reports.groups import FEWEST_SCORED
from groupscope.settings import QUESTION_BOARD
from groupscope.store import Snapshot
from groupscope.store.across import glances, member_counts
from groupscope.store.names import shown_name
from groupscope.store.present import members_present
from groupscope.store.summaries import SPEAKERS
from groupscope.store.tables import day, member
from groupscope.web.call import Call, Json, get
from groupscope.web.ranges import RANGE_WORDS, NoSuchRangeError, range_words, scope_of, told_period

ROLES: Final = {Role.MEMBER: "member", Role.ADMIN: "admin", Role.SUPERUSER: "superuser"}
A_PAGE, LONGEST_PAGE = 30, 100
SECONDS_A_DAY: Final = 86_400
PAGED: Final = {"page": "from 1 on", "size": f"rows of a page, up to {LONGEST_PAGE}"}


@get(
    "groups",
    "The groups that one may see",
    search="a part of the name or number",
    sort="messages, members or name",
    **PAGED,
    **RANGE_WORDS,
)
async def groups(call: Call) -> Json:
    """List groups with how much was said in them."""
    sort = call.one_of("sort", "messages", "members", "name")
    period = period_across(call)
    async with call.app.store.snapshot() as db:
        rows = await group_rows(call, db, period)
    wanted = call.word("search").casefold()
    found = [row for row in rows if wanted in row["name"].casefold() or wanted in str(row["id"])]
    order: Mapping[str, Callable[[Any], Any]] = {
        "messages": lambda row: (-row["messages"], row["id"]),
        "members": lambda row: (-(row["members"] or 0), row["id"]),
        "name": lambda row: (row["name"].casefold(), row["id"]),
    }
    return {"period": told_period(period), **paged(call, sorted(found, key=order[sort]))}


@get("groups/{group_id}", "A group, and what one may see there")
async def group(call: Call) -> Json:
    """Describe a group and the viewer's rights in it."""
    viewer, group_id, store = call.viewer, call.group_id, call.app.store
    async with store.snapshot() as db:
        members = (await member_counts(db.connection)).get(group_id)
        first = await db.connection.scalar(
            select(func.min(day.c.day)).where(day.c.group_id == group_id)
        )
    known = store.groups.get(group_id)
    return {
        "id": group_id,
        "name": known.name or f"群 {group_id}",
        "members": members,
        "role": ROLES[viewer.asker(group_id).role],
        "zone": store.groups.zone(group_id).key,
        "recorded_since": known.recorded_since,
        "first_day": None if first is None else date_of(first),
        "may": {
            "messages": viewer.may(group_id, Act.SEARCH_OTHERS),
            "mood": viewer.may(group_id, Act.SEE_MOOD_OF_OTHERS),
            "clock": viewer.may(group_id, Act.SEE_CLOCK_OF_OTHERS),
            "manage": viewer.manages(group_id),
            "questions": store.settings.of(group_id, QUESTION_BOARD),
        },
    }


@get(
    "groups/{group_id}/members",
    "The members of a group",
    search="a part of the card, nickname or number",
    sort="most (said), least or name",
    **PAGED,
    **RANGE_WORDS,
)
async def members(call: Call) -> Json:
    """List members with how much they said, also those who said nothing."""
    sort = call.one_of("sort", "most", "least", "name")
    scope = scope_of(call)
    async with call.app.store.snapshot() as db:
        counts = (await db.summary(SPEAKERS, scope)).by_member()
        here = await members_present(db.connection, scope.group_id, db.now)
        known = select(member).where(member.c.group_id == scope.group_id)
        rows = {row.user_id: row for row in await db.connection.execute(known)}
    people = here.keys() | counts.keys()
    found = [member_row(one, rows.get(one), counts.get(one, 0), one in here) for one in people]
    wanted = call.word("search").casefold()
    found = [row for row in found if any(wanted in text for text in texts_of(row))]
    order: Mapping[str, Callable[[Any], Any]] = {
        "most": lambda row: (-row["messages"], row["id"]),
        "least": lambda row: (row["messages"], row["id"]),
        "name": lambda row: (row["name"].casefold(), row["id"]),
    }
    return {"period": told_period(scope.period), **paged(call, sorted(found, key=order[sort]))}


async def group_rows(call: Call, db: Snapshot, period: Period) -> list[dict[str, Any]]:
    """Return the viewer's groups with members, messages, mood and role."""
    seen = await glances(db, call.viewer.askers, period)
    counts = await member_counts(db.connection)
    return [
        {
            "id": group_id,
            "name": db.group_name(group_id),
            "members": counts.get(group_id),
            "messages": glance.messages,
            "mood": round(glance.mean, 4) if glance.scored >= FEWEST_SCORED else None,
            "scored": glance.scored,
            "role": ROLES[call.viewer.asker(group_id).role],
        }
        for group_id, glance in seen.items()
    ]


def member_row(user_id: int, row: Any, said: int, is_here: bool) -> dict[str, Any]:  # noqa: ANN401, FBT001 -- a row of the member table
    """Return a member as a picker shows them."""
    if row is None:
        name = f"…{user_id % 10_000:04d}"
        told: dict[str, Any] = {"nickname": None, "card": None, "role": None, "title": None}
        told |= {"sex": "unknown", "joined_at": None}
    else:
        name = shown_name(row)
        told = {"nickname": row.nickname, "card": row.card, "role": row.role, "title": row.title}
        told |= {"sex": row.sex or "unknown", "joined_at": row.joined_at}
    return {"id": user_id, "name": name, "messages": said, "is_here": is_here, **told}


def texts_of(row: Mapping[str, Any]) -> Iterable[str]:
    """Give by what a member can be found."""
    for key in ("card", "nickname", "id"):
        yield str(row[key] or "").casefold()


def paged(call: Call, rows: Sequence[Any]) -> dict[str, Any]:
    """Return one page of rows, with how many there are."""
    size = call.number("size", A_PAGE, 1, LONGEST_PAGE)
    page = call.number("page", 1, 1, 1_000_000)
    pages = max(-(-len(rows) // size), 1)
    shown = rows[(page - 1) * size : page * size]
    return {"rows": list(shown), "total": len(rows), "page": page, "pages": pages}


def period_across(call: Call) -> Period:
    """Return the range of a request about several groups, in the bot's own time."""
    words, now = range_words(call), call.app.now_in(0)
    period = read_period(words, now)
    if period is None:
        raise NoSuchRangeError(words)
    return period.clamped(now)


def date_of(number: int) -> str:
    """Return a local day, given as days since 1970-01-01."""
    return f"{datetime.fromtimestamp(number * SECONDS_A_DAY, UTC):%Y-%m-%d}"

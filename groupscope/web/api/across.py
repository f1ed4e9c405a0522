"""The top of the wall: all groups that somebody may see beside each other."""

from typing import Any, Final

from starlette.responses import Response

from groupscope.scope import Scope
from groupscope.store import Snapshot
from groupscope.store.summaries import SPEAKERS as SUMMARY
from groupscope.web.api.groups import group_rows, period_across
from groupscope.web.api.walls import as_csv
from groupscope.web.call import Call, Json, get
from groupscope.web.failures import NotThereError
from groupscope.web.panels import Table, Told, columns
from groupscope.web.ranges import RANGE_WORDS, told_period

MOST_GROUPS, MOST_DOTS = 100, 40
ID, NAME = ("id", "群号", "id"), ("name", "群", "group")
MEMBERS, MESSAGES = ("members", "成员", "members"), ("messages", "消息", "messages")
SPEAKERS, MOOD = ("speakers", "发言的人", "speakers"), ("mood", "平均心情", "mood")
ACROSS: Final = {
    "by_members": ("成员最多的群", columns(ID, NAME, MEMBERS)),
    "by_messages": ("消息最多的群", columns(ID, NAME, MESSAGES)),
    "scatter": ("成员和消息", columns(ID, NAME, MEMBERS, MESSAGES, SPEAKERS, MOOD)),
}


@get("wall", "All groups that one may see beside each other", **RANGE_WORDS)
async def wall(call: Call) -> Json:
    """Return the figures of the whole, and the groups by members and messages."""
    period = period_across(call)
    async with call.app.store.snapshot() as db:
        rows = await group_rows(call, db, period)
        speakers = await speakers_in(call, db, rows)
    return {
        "period": told_period(period),
        "figures": {
            "groups": len(rows),
            "talking": sum(row["messages"] > 0 for row in rows),
            "members": sum(row["members"] or 0 for row in rows),
            "messages": sum(row["messages"] for row in rows),
            "mood": mood_across(rows),
        },
        "panels": {name: table_of(name, rows, speakers).as_json() for name in ACROSS},
    }


def mood_across(rows: list[dict[str, Any]]) -> float | None:
    """Return the mean mood of all messages of groups that show one: large ones weigh more."""
    known = [row for row in rows if row["mood"] is not None]
    scored = sum(row["scored"] for row in known)
    return round(sum(row["mood"] * row["scored"] for row in known) / scored, 4) if scored else None


@get("wall/{name}.csv", "One of the lists of groups as CSV", **RANGE_WORDS)
async def wall_as_csv(call: Call) -> Response:
    """Return a list of groups as CSV."""
    name = call.request.path_params["name"]
    if name not in ACROSS:
        raise NotThereError
    period = period_across(call)
    async with call.app.store.snapshot() as db:
        rows = await group_rows(call, db, period)
        speakers = await speakers_in(call, db, rows)
    return as_csv(table_of(name, rows, speakers), name)


def table_of(name: str, rows: list[dict[str, Any]], speakers: dict[int, int]) -> Table:
    """Return one of the lists."""
    title, told = ACROSS[name]
    by = "members" if name == "by_members" else "messages"
    known = [row for row in rows if row[by] is not None]
    best = sorted(known, key=lambda row: (-row[by], row["id"]))[:MOST_GROUPS]
    listed = [row | {"speakers": speakers.get(row["id"])} for row in best]
    return Table(title, told, Told([tuple(row[one.key] for one in told) for row in listed]))


async def speakers_in(call: Call, db: Snapshot, rows: list[dict[str, Any]]) -> dict[int, int]:
    """Return how many members spoke in each of the groups where most was said."""
    busiest = sorted(rows, key=lambda row: (-row["messages"], row["id"]))[:MOST_DOTS]
    period = period_across(call)
    found: dict[int, int] = {}
    for row in busiest:
        if row["messages"]:
            counts = await db.summary(SUMMARY, Scope(row["id"], period))
            found[row["id"]] = len(counts.members)
    return found

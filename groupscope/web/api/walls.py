"""The wall of a group: its panels as JSON, and each of them as CSV."""

import csv
import io
import json
from collections.abc import Iterable
from typing import Any, Final

from starlette.responses import Response

from groupscope.errors import QuestionError
from groupscope.report import coverage_line
from groupscope.scope import Scope
from groupscope.store import Snapshot
from groupscope.web.call import Call, Json, get
from groupscope.web.failures import NotThereError, NotUnderstoodError
from groupscope.web.panels import PANELS, PanelKind, Table, Told, Wanted
from groupscope.web.ranges import (
    RANGE_WORDS,
    OthersHiddenError,
    must_tell,
    scope_of,
    told_period,
)

MOST_PANELS: Final = 20
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""With these a spreadsheet begins to reckon: what people wrote must not."""
GROUP_WORDS: Final = {**RANGE_WORDS, "member": "a QQ number: of this member alone"}


@get(
    "groups/{group_id}/panels",
    "Panels of a group, all of one snapshot",
    names="names of panels with commas between: " + ", ".join(sorted(PANELS)),
    date="which day the panel day shows, as 2026-11-19",
    limit="how many rows the panel rank has",
    **GROUP_WORDS,
)
async def panels(call: Call) -> Json:
    """Return panels of a group."""
    names = [name.strip() for name in call.word("names").split(",")]
    if not 0 < len(names) <= MOST_PANELS:
        raise NotUnderstoodError(f"names 要写 1 到 {MOST_PANELS} 个面板。")
    kinds = [kind_of(name) for name in names]
    scope = scope_of(call)
    async with call.app.store.snapshot() as db:
        found = {one.name: await made(call, db, scope, one) for one in kinds}
        coverage = await db.coverage(scope)
        member = await member_of(db, scope)
    return {
        "group": {"id": scope.group_id, "name": db.group_name(scope.group_id)},
        "member": member,
        "period": told_period(scope.period),
        "coverage": {
            "messages": coverage.messages,
            "offline_seconds": coverage.offline_seconds,
            "recorded_since": coverage.recorded.since if coverage.recorded else None,
            "text": coverage_line(scope.period, coverage),
        },
        "panels": {name: table.as_json() for name, table in found.items()},
    }


@get("groups/{group_id}/panels/{name}.csv", "A panel of a group as CSV", **GROUP_WORDS)
async def panel_as_csv(call: Call) -> Response:
    """Return the rows of a panel as CSV."""
    kind = kind_of(call.request.path_params["name"])
    scope = scope_of(call)
    async with call.app.store.snapshot() as db:
        return as_csv(await made(call, db, scope, kind), f"{scope.group_id}-{kind.name}")


async def member_of(db: Snapshot, scope: Scope) -> Json | None:
    """Return the member who is asked about, with their name; None for the whole group."""
    if scope.member_id is None:
        return None
    names = await db.names(scope.group_id, [scope.member_id])
    return {"id": scope.member_id, "name": names[scope.member_id]}


def kind_of(name: str) -> PanelKind:
    """Return the panel of a name; NotThereError where there is none."""
    found = PANELS.get(name)
    if found is None:
        raise NotThereError
    return found


async def made(call: Call, db: Snapshot, scope: Scope, kind: PanelKind) -> Table:
    """Make a panel; what cannot be told is a sentence in its place."""
    asked = scope if kind.takes_member else Scope(scope.group_id, scope.period)
    try:
        must_tell(call, asked, kind.about_others)
        told = await kind.make(Wanted(call, db, asked))
    except QuestionError as error:
        is_forbidden = isinstance(error, OthersHiddenError)
        return Table(kind.title, kind.columns, Told(()), str(error), is_forbidden)
    return Table(kind.title, kind.columns, told)


def as_csv(table: Table, name: str) -> Response:
    """Return a table as a file that spreadsheets open, Chinese and all."""
    return csv_file((column.label for column in table.columns), table.told.rows, name)


def csv_file(headings: Iterable[str], rows: Iterable[Iterable[Any]], name: str) -> Response:
    """Return rows as a CSV file of some name."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(headings)
    writer.writerows([cell(value) for value in row] for row in rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response("\ufeff" + written.getvalue(), headers=headers, media_type="text/csv")


def cell(value: Any) -> Any:  # noqa: ANN401 -- whatever a row holds
    """Return a value as it stands in a cell: what people wrote is never a formula."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA) else value
    if isinstance(value, bool):
        return int(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value

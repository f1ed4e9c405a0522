"""The page for admins: how the bot is, what it stores, what was brought in, how a digest looks."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import func, select, text
from starlette.responses import Response

from groupscope.answers import pictured, refined
from groupscope.commands import Question
from groupscope.digest import DIGESTS, blocks_in
from groupscope.periods import Period, read_period
from groupscope.scope import Scope
from groupscope.settings import Rhythm
from groupscope.store import Snapshot
from groupscope.store.coverage import HEARTBEAT
from groupscope.store.engine import sqlite_file
from groupscope.store.summaries import TOTALS
from groupscope.store.tables import account, connection, day, imported, message, watch
from groupscope.web.call import Call, Json, look
from groupscope.web.failures import NotThereError, NotUnderstoodError

MOST_IMPORTS: Final = 20
USUAL_BYTES: Final = 150
"""Of a message beside what it says: its key, numbers, indexes and its part of the summaries."""


@look(
    "groups/{group_id}/digest.png", "How a digest would look now", rhythm="daily, weekly, monthly"
)
async def digest(call: Call) -> Response:
    """Draw the digest that would be posted now."""
    call.viewer.must_manage(call.group_id)
    rhythm = Rhythm(call.one_of("rhythm", *Rhythm))
    report = DIGESTS[rhythm]
    now = call.app.now_in(call.group_id)
    period = read_period(report.command.period or "今天", now)
    if period is None:
        raise NotThereError
    blocks = blocks_in(call.app.store.settings, call.group_id, ())
    question = Question(Scope(call.group_id, period.clamped(now)), blocks)
    async with call.app.store.snapshot() as db:
        found = await refined(call.app, await report.ask(db, question))
    picture = await pictured(call.app, found.card(), call.group_id)
    if picture is None:
        raise NotUnderstoodError("图片现在画不出来，请稍后再试。")
    return Response(picture, media_type="image/png")


@look("health", "How the bot is: connections, queue, last write, imports")
async def health(call: Call) -> Json:
    """Tell how the bot is, to whoever manages a group."""
    must_manage_some(call)
    writer, viewer = call.app.store.writer, call.viewer
    health = writer.health
    async with call.app.store.snapshot() as db:
        accounts = await accounts_of(call, db)
        imports = await imports_of(call, db)
    return {
        "accounts": accounts,
        "queue": writer.waiting,
        "queue_limit": call.app.config.queue_limit,
        "recorded": health.recorded,
        "repeated": health.repeated,
        "lost": health.lost,
        "put_aside": health.put_aside,
        "written_at": health.written_at,
        "write_seconds": round(health.write_seconds, 4),
        "refused_since": health.refused_since,
        "refusal": health.refusal if viewer.is_superuser else "",
        "pages": call.dashboard.hub.pages,
        "since": call.dashboard.since,
        "uptime": call.now - call.dashboard.since,
        "imports": imports,
    }


@look("storage", "How much is stored of each group")
async def storage(call: Call) -> Json:
    """Tell how many messages are stored, and about how much room they take."""
    must_manage_some(call)
    mine = [group_id for group_id in call.viewer.askers if call.viewer.manages(group_id)]
    async with call.app.store.snapshot() as db:
        rows = [await stored(call, db, group_id) for group_id in sorted(mine)]
        whole = await database_bytes(call, db) if call.viewer.is_superuser else None
        kind = db.connection.dialect.name
    rows.sort(key=lambda row: (-row["messages"], row["id"]))
    return {
        "rows": rows,
        "database_bytes": whole,
        "kind": "mariadb" if kind == "mysql" else kind,
    }


async def stored(call: Call, db: Snapshot, group_id: int) -> dict[str, Any]:
    """Return how much there is of a group; its bytes are estimated from the latest messages."""
    columns = message.c
    latest = (
        select(func.length(columns.text).label("said"), func.length(columns.segments).label("raw"))
        .where(columns.group_id == group_id)
        .order_by(columns.sent_at.desc())
        .limit(500)
        .subquery()
    )
    mean = await db.connection.scalar(
        select(func.avg(func.coalesce(latest.c.said, 0) * 3 + func.coalesce(latest.c.raw, 0)))
    )
    first = await db.connection.scalar(
        select(func.min(columns.sent_at)).where(columns.group_id == group_id)
    )
    last = await db.connection.scalar(
        select(func.max(columns.sent_at)).where(columns.group_id == group_id)
    )
    scope = Scope(group_id, everything_of(call, group_id))
    messages = (await db.summary(TOTALS, scope)).messages
    days = await db.connection.scalar(select(func.count()).where(day.c.group_id == group_id))
    return {
        "id": group_id,
        "name": db.group_name(group_id),
        "messages": messages,
        "days": int(days or 0),
        "first_at": first,
        "last_at": last,
        "bytes": round(messages * (float(mean or 0) + USUAL_BYTES)),
    }


def everything_of(call: Call, group_id: int) -> Period:
    """Return all of a group's time."""
    now = call.app.now_in(group_id)
    period = read_period("全部", now)
    if period is None:
        raise ValueError("全部 is a period")
    return period.clamped(now)


async def database_bytes(call: Call, db: Snapshot) -> int | None:
    """Return how large the database is; None where it does not say."""
    file = sqlite_file(call.app.config.database)
    if file is not None:
        parts = (file.with_name(file.name + tail) for tail in ("", "-wal"))
        return sum(part.stat().st_size for part in parts if part.exists())
    sizes: Mapping[str, str] = {
        "postgresql": "SELECT pg_database_size(current_database())",
        "mysql": "SELECT SUM(data_length + index_length) FROM information_schema.tables "
        "WHERE table_schema = DATABASE()",
    }
    asked = sizes.get(db.connection.dialect.name)
    return None if asked is None else int(await db.connection.scalar(text(asked)) or 0)


async def accounts_of(call: Call, db: Snapshot) -> list[dict[str, Any]]:
    """Return the accounts that hear groups of the viewer, with whether they are online."""
    rows = (await db.connection.execute(select(account))).all()
    hears = select(watch.c.self_id).where(watch.c.group_id.in_(call.viewer.askers))
    mine = set((await db.connection.scalars(hears.distinct())).all())
    latest = select(connection.c.self_id, func.max(connection.c.connected_at)).group_by(
        connection.c.self_id
    )
    since = {row[0]: row[1] for row in await db.connection.execute(latest)}
    alive = select(connection.c.self_id).where(
        connection.c.ended_by.is_(None), connection.c.seen_at >= call.now - HEARTBEAT
    )
    online = set((await db.connection.scalars(alive)).all())
    return [
        {
            "self_id": row.self_id,
            "nickname": row.nickname,
            "implementation": row.implementation,
            "version": row.version,
            "is_online": row.self_id in online,
            "since": since.get(row.self_id),
        }
        for row in rows
        if row.self_id in mine or call.viewer.is_superuser
    ]


async def imports_of(call: Call, db: Snapshot) -> list[dict[str, Any]]:
    """Return the latest imports into groups that the viewer manages."""
    mine = [group_id for group_id in call.viewer.askers if call.viewer.manages(group_id)]
    rows = await db.connection.execute(
        select(imported)
        .where(imported.c.group_id.in_(mine))
        .order_by(imported.c.began_at.desc())
        .limit(MOST_IMPORTS)
    )
    return [
        {
            "at": row.began_at // 1000,
            "group": row.group_id,
            "file": row.file,
            "format": row.format,
            "state": row.state,
            "entries": row.entries,
            "stored": row.stored,
            "already": row.already,
            "refused": row.refused,
            "ended_at": row.ended_at,
        }
        for row in rows
    ]


def must_manage_some(call: Call) -> None:
    """Raise NotThereError for whoever manages no group at all."""
    viewer = call.viewer
    if not viewer.is_superuser and not any(map(viewer.manages, viewer.askers)):
        raise NotThereError

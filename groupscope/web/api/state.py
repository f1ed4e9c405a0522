"""The page for admins: how the bot is, what it stores, how a digest looks."""

from typing import Any

from sqlalchemy import func, select
from starlette.responses import Response

from groupscope.answers import pictured, refined
from groupscope.commands import Question
from groupscope.digest import DIGESTS, blocks_in
from groupscope.health.reading import known_accounts
from groupscope.periods import Period, read_period
from groupscope.scope import Scope
from groupscope.settings import Rhythm
from groupscope.store import Snapshot
from groupscope.store.engine import sqlite_file
from groupscope.store.sizes import bytes_a_message, database_bytes, last_message_at
from groupscope.store.summaries import TOTALS
from groupscope.store.tables import day, message, watch
from groupscope.web.call import Call, Json, look
from groupscope.web.failures import NotThereError, NotUnderstoodError


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


@look("health", "How the bot is: connections, queue, last write")
async def health(call: Call) -> Json:
    """Tell how the bot is, to whoever manages a group."""
    must_manage_some(call)
    writer, viewer = call.app.store.writer, call.viewer
    health = writer.health
    async with call.app.store.snapshot() as db:
        accounts = await accounts_of(call, db)
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
    }


@look("storage", "How much is stored of each group")
async def storage(call: Call) -> Json:
    """Tell how many messages are stored, and about how much room they take."""
    must_manage_some(call)
    mine = [group_id for group_id in call.viewer.askers if call.viewer.manages(group_id)]
    async with call.app.store.snapshot() as db:
        rows = [await stored(call, db, group_id) for group_id in sorted(mine)]
        whole = await size_of(call, db) if call.viewer.is_superuser else None
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
    a_message = await bytes_a_message(db.connection, group_id)
    first = await db.connection.scalar(
        select(func.min(columns.sent_at)).where(columns.group_id == group_id)
    )
    last = await last_message_at(db.connection, group_id)
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
        "bytes": round(messages * a_message),
    }


def everything_of(call: Call, group_id: int) -> Period:
    """Return all of a group's time."""
    now = call.app.now_in(group_id)
    period = read_period("全部", now)
    if period is None:
        raise ValueError("全部 is a period")
    return period.clamped(now)


async def size_of(call: Call, db: Snapshot) -> int | None:
    """Return how large the database is; None where it does not say."""
    return await database_bytes(db.connection, sqlite_file(call.app.config.database))


async def accounts_of(call: Call, db: Snapshot) -> list[dict[str, Any]]:
    """Return the accounts that hear groups of the viewer, with whether they are online."""
    hears = select(watch.c.self_id).where(watch.c.group_id.in_(call.viewer.askers))
    mine = set((await db.connection.scalars(hears.distinct())).all())
    return [
        {
            "self_id": one.self_id,
            "nickname": one.nickname,
            "implementation": one.implementation,
            "version": one.version,
            "is_online": one.is_online,
            "since": one.connected_at,
        }
        for one in await known_accounts(db.connection, call.now)
        if one.self_id in mine or call.viewer.is_superuser
    ]


def must_manage_some(call: Call) -> None:
    """Raise NotThereError for whoever manages no group at all."""
    viewer = call.viewer
    if not viewer.is_superuser and not any(map(viewer.manages, viewer.askers)):
        raise NotThereError

"""Digests that were due: each claimed once, by whichever process is first, and what came of it.

A row is claimed before anything is made, and says ``sending`` before anything is sent. So whoever
finds an old claim after a crash knows that nothing went out, and may do it again; and whoever finds
``sending`` knows that it may have, and does not.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.model import NoticeKind
from groupscope.schedules import Due
from groupscope.settings import Rhythm
from groupscope.store.engine import insert_new
from groupscope.store.tables import digest_run, member, notice, watch

GIVEN_UP: Final = 900
"""Seconds after which a claim that nothing came of belongs to a process that is gone."""
CLOCKS_APART: Final = 120
"""Seconds by which processes' clocks may differ; a claim from further ahead was made by a clock
that was wrong."""


class State(StrEnum):
    """What became of a digest that was due."""

    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    """Sending timed out: it may have arrived, so it is not sent again."""
    MUTED = "muted"
    """Nobody of ours may speak there; as soon as somebody may, it comes."""
    FEW = "few"
    LATE = "late"
    REFUSED = "refused"
    FAILED = "failed"


OUTCOMES: Final[Mapping[State, str]] = {
    State.CLAIMED: "正在做",
    State.SENDING: "正在发",
    State.SENT: "发了",
    State.UNCERTAIN: "发送超时，不重发",
    State.MUTED: "我被禁言，没发出去",
    State.FEW: "消息太少，没发",
    State.LATE: "错过了（离线或安静时段），没补发",
    State.REFUSED: "QQ 不让发",
    State.FAILED: "出错了，没发",
}
"""What became of a digest, in words."""
OUT = (State.SENDING, State.SENT, State.UNCERTAIN)
"""It has gone out, or may have."""
WAITING = (State.CLAIMED, State.MUTED)
"""It may come yet."""


@dataclass(frozen=True, slots=True)
class Run:
    """A digest that was due, at ``due_at`` in epoch seconds, and what became of it."""

    group_id: int
    rhythm: Rhythm
    wall: int
    due_at: int
    state: State


def may_be_claimed(now: int) -> ColumnElement[bool]:
    """Return which rows are nobody's any more, though nothing has gone out."""
    columns = digest_run.c
    return or_(
        columns.state == State.MUTED,
        and_(columns.state == State.CLAIMED, columns.claimed_at < now - GIVEN_UP),
        and_(columns.state.not_in(OUT), columns.claimed_at > now + CLOCKS_APART),
    )


async def claim(connection: AsyncConnection, due: Due, now: int) -> bool:
    """Claim a digest; return whether it is ours now, in a transaction that writes."""
    token = secrets.token_hex(16)
    row = _row(due, now) | {"token": token, "state": State.CLAIMED}
    await connection.execute(insert_new(digest_run, connection.dialect.name), row)
    await connection.execute(
        update(digest_run)
        .where(_is(due), may_be_claimed(now))
        .values(token=token, state=State.CLAIMED, claimed_at=now)
    )
    # Which databases count an insert that did nothing differs; whose token stands there does not.
    return token == await connection.scalar(select(digest_run.c.token).where(_is(due)))


async def note(
    connection: AsyncConnection,
    due: Due,
    state: State,
    *,
    self_id: int | None = None,
    message_id: int | None = None,
) -> None:
    """Write down what becomes of a digest that is ours."""
    values = {"state": state, "self_id": self_id, "message_id": message_id}
    await connection.execute(update(digest_run).where(_is(due)).values(**values))


async def give_up(connection: AsyncConnection, due: Due) -> None:
    """Write down that something went wrong with a digest before it was sent."""
    await connection.execute(
        update(digest_run)
        .where(_is(due), digest_run.c.state == State.CLAIMED)
        .values(state=State.FAILED)
    )


async def note_unclaimed(connection: AsyncConnection, due: Due, state: State, now: int) -> bool:
    """Write down why nothing comes of a digest that is nobody's; return whether that is news."""
    token = secrets.token_hex(16)
    row = _row(due, now) | {"token": token, "state": state}
    await connection.execute(insert_new(digest_run, connection.dialect.name), row)
    is_new = token == await connection.scalar(select(digest_run.c.token).where(_is(due)))
    if not is_new:
        await connection.execute(
            update(digest_run).where(_is(due), may_be_claimed(now)).values(state=state)
        )
    return is_new


async def runs_since(connection: AsyncConnection, since: int, now: int) -> list[Run]:
    """Return the digests due after a moment that are settled, or in somebody's hands."""
    rows = await connection.execute(
        select(digest_run).where(digest_run.c.due_at > since, ~may_be_claimed(now))
    )
    return [_run(row) for row in rows]


async def all_runs(connection: AsyncConnection, since: int) -> list[Run]:
    """Return every group's digests that were due since a moment, the latest first."""
    rows = await connection.execute(
        select(digest_run)
        .where(digest_run.c.due_at >= since)
        .order_by(digest_run.c.due_at.desc(), digest_run.c.group_id)
    )
    return [_run(row) for row in rows]


async def latest_runs(connection: AsyncConnection, group_id: int, most: int) -> list[Run]:
    """Return a group's latest digests, the latest first."""
    rows = await connection.execute(
        select(digest_run)
        .where(digest_run.c.group_id == group_id)
        .order_by(digest_run.c.due_at.desc())
        .limit(most)
    )
    return [_run(row) for row in rows]


async def forget_runs(connection: AsyncConnection, before: int) -> None:
    """Forget digests that were due before a moment, in epoch seconds."""
    await connection.execute(delete(digest_run).where(digest_run.c.due_at < before))


async def accounts_in(connection: AsyncConnection, group_id: int) -> list[int]:
    """Return those of our accounts that are in a group, as far as they have told."""
    wanted = select(watch.c.self_id).where(watch.c.group_id == group_id, watch.c.until_at.is_(None))
    return sorted(set((await connection.scalars(wanted)).all()))


async def watched_groups(connection: AsyncConnection) -> set[int]:
    """Return the recorded groups that any account of ours is in, as far as they have told."""
    wanted = select(watch.c.group_id).where(watch.c.until_at.is_(None)).distinct()
    return set((await connection.scalars(wanted)).all())


async def is_muted(connection: AsyncConnection, group_id: int, self_id: int, now: int) -> bool:
    """Tell whether notices forbid an account to talk: itself, or everybody but the admins."""
    own = await _last_ban(connection, group_id, notice.c.user_id == self_id)
    if own is not None and own.happened_at + _seconds(own) > now:
        return True
    everybody = await _last_ban(connection, group_id, notice.c.user_id.is_(None))
    if everybody is None:
        return False
    whom = (member.c.group_id == group_id, member.c.user_id == self_id)
    return await connection.scalar(select(member.c.role).where(*whom)) not in ("owner", "admin")


async def _last_ban(
    connection: AsyncConnection, group_id: int, whom: ColumnElement[bool]
) -> Any | None:  # noqa: ANN401 -- a row of the notice table
    """Return the latest ban of somebody; None where it was lifted, or there was none."""
    columns = notice.c
    kinds = (NoticeKind.BAN, NoticeKind.LIFT_BAN)
    row = (
        await connection.execute(
            select(columns.kind, columns.happened_at, columns.detail)
            .where(columns.group_id == group_id, columns.kind.in_(kinds), whom)
            .order_by(columns.happened_at.desc(), columns.kind.desc())  # lifted comes last
            .limit(1)
        )
    ).one_or_none()
    return row if row is not None and row.kind == NoticeKind.BAN else None


def _seconds(ban: Any) -> int:  # noqa: ANN401 -- a row of the notice table
    """Return how long a ban lasts."""
    return int(json.loads(ban.detail or "{}").get("seconds", 0))


def _is(due: Due) -> ColumnElement[bool]:
    columns = digest_run.c
    return and_(
        columns.group_id == due.group_id, columns.rhythm == due.rhythm, columns.wall == due.wall
    )


def _row(due: Due, now: int) -> dict[str, Any]:
    return {
        "group_id": due.group_id,
        "rhythm": due.rhythm,
        "wall": due.wall,
        "due_at": due.at,
        "claimed_at": now,
    }


def _run(row: Any) -> Run:  # noqa: ANN401 -- a row of the table
    return Run(row.group_id, Rhythm(row.rhythm), row.wall, row.due_at, State(row.state))

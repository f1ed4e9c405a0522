"""Who has mentioned a member or replied to them, and when they last said something."""

from typing import Any, NamedTuple

from sqlalchemy import Row, Select, and_, func, select

from groupscope.scope import Scope
from groupscope.store.identity import Place
from groupscope.store.messages import from_json_list
from groupscope.store.snapshot import Snapshot
from groupscope.store.summaries.kind import counted
from groupscope.store.tables import message

LOOKED_AT = 2_000
"""How many of the newest messages that may mention somebody are looked at."""


class Mention(NamedTuple):
    """A message that mentions a member, or replies to one of theirs.

    ``row`` has the message's ``sent_at``, ``message_key``, ``sender_id``, ``kind``, ``text`` and
    ``segments``.
    """

    row: Row[*tuple[Any, ...]]
    is_reply: bool


async def mentions_of(db: Snapshot, scope: Scope) -> list[Mention]:
    """Return who has turned to a scope's member, the newest first; @全体成员 is not meant.

    ValueError where the scope has no member.
    """
    member = scope.member_id
    if member is None:
        raise ValueError("a mention is of somebody")
    columns = message.c
    mentioning = _said_to(scope, member).where(columns.mentions.contains(str(member)))
    rows = (await db.connection.execute(mentioning)).all()
    found = {
        Place(row.sent_at, row.message_key): Mention(row, is_reply=False)
        for row in rows
        if member in from_json_list(row.mentions)
    }
    for row in (await db.connection.execute(_replying(scope, member))).all():
        found[Place(row.sent_at, row.message_key)] = Mention(row, is_reply=True)
    return [found[place] for place in sorted(found, reverse=True)]


def _said_to(scope: Scope, member: int) -> Select[*tuple[Any, ...]]:
    columns = message.c
    return (
        select(
            columns.sent_at,
            columns.message_key,
            columns.sender_id,
            columns.kind,
            columns.text,
            columns.segments,
            columns.mentions,
        )
        .where(
            columns.group_id == scope.group_id,
            columns.sent_at >= scope.period.since,
            columns.sent_at < scope.period.until,
            columns.sender_id != member,
            counted(),
        )
        .order_by(columns.sent_at.desc(), columns.message_key.desc())
        .limit(LOOKED_AT)
    )


def _replying(scope: Scope, member: int) -> Select[*tuple[Any, ...]]:
    columns, quoted = message.c, message.alias("quoted")
    theirs = and_(
        quoted.c.group_id == columns.group_id,
        quoted.c.sent_at == columns.reply_to_at,
        quoted.c.message_key == columns.reply_to_key,
        quoted.c.sender_id == member,
    )
    return _said_to(scope, member).join(quoted, theirs).where(columns.reply_to_key.is_not(None))


async def last_said(db: Snapshot, scope: Scope) -> int | None:
    """Return when a scope's member last said something before its end; None where never."""
    columns = message.c
    return await db.connection.scalar(
        select(func.max(columns.sent_at)).where(
            columns.group_id == scope.group_id,
            columns.sent_at < scope.period.until,
            columns.sender_id == scope.member_id,
            counted(),
        )
    )

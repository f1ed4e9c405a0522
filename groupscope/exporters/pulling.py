"""What ChatLab asks for when it pulls: the groups, and a group's messages since a time.

Its Pull protocol, version 1: https://github.com/ChatLab/ChatLab, docs/en/standard/chatlab-pull.md;
docs/export.md goes through it point by point. Nothing here knows of HTTP: whoever serves it asks
for a token first, and lets nobody in who may not see every group.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Container, Sequence
from typing import Any, NamedTuple

from sqlalchemy import and_, func, select

from groupscope.errors import QuestionError
from groupscope.exporters.chatlab import PLATFORM, header, member_of, messages_of
from groupscope.exporters.format import Head
from groupscope.exporters.shown import Shown
from groupscope.store import Store
from groupscope.store.outgoing import Page, members_of, pages
from groupscope.store.summaries.kind import heard
from groupscope.store.tables import member, message

MOST_SESSIONS = 200
MOST_MESSAGES = 5_000
USUAL_MESSAGES = 1_000

Fields = dict[str, Any]


class PullError(QuestionError):
    """What is asked for does not fit the protocol."""


class NoSessionError(PullError):
    """There is no such group, or it is not recorded."""

    def __init__(self) -> None:
        super().__init__("没有这个群，或者没有记录它。")


class _Session(NamedTuple):
    group_id: int
    name: str
    last_at: int

    @property
    def order(self) -> tuple[int, int]:
        """The latest first, then by number."""
        return -self.last_at, self.group_id


async def sessions(
    store: Store,
    keyword: str = "",
    limit: int = 0,
    cursor: str = "",
    among: Container[int] | None = None,
) -> Fields:
    """Return the groups whose name or number holds a keyword, the latest first.

    ``limit`` 0: as many as go on one page; ``among``: no others than these. PullError for a cursor
    of another keyword.
    """
    keyword = keyword.strip().casefold()
    behind = _behind(cursor, keyword)
    found = sorted(await _sessions(store, keyword), key=lambda one: one.order)
    open_ones = [one for one in found if among is None or one.group_id in among]
    left = [one for one in open_ones if behind is None or one.order > behind]
    most = min(limit, MOST_SESSIONS) if limit > 0 else MOST_SESSIONS
    shown = left[:most]
    page: Fields = {"hasMore": len(left) > most}
    if page["hasMore"]:
        page["nextCursor"] = _cursor(keyword, shown[-1])
    return {"sessions": await _told(store, shown), "page": page}


async def messages_since(
    store: Store, session_id: str, since: int = 0, limit: int = USUAL_MESSAGES
) -> Fields:
    """Return a group's messages from an epoch second on, at least ``limit`` where there are more.

    A page ends with a second, so that the next one, which begins with the last second of this, goes
    on. The first one (``since`` 0) has the group and its members. NoSessionError.
    """
    group_id = _recorded(store, session_id)
    now = int(store.clock()) + 1
    head = await _head(store, group_id, now)
    size = min(max(limit, 1), MOST_MESSAGES)
    page, has_more = await _page(store, group_id, max(since, 0), now, size)
    told = list(messages_of(page, Shown(head.members)))
    last = max((one["timestamp"] for one in told), default=since)
    # All of a page in the second that it began with: the next one must begin behind it.
    next_since = last + 1 if has_more and last <= since else last
    begins = header(head) if since <= 0 else {"chatlab": header(head)["chatlab"]}
    members = {"members": [member_of(row) for row in head.members]} if since <= 0 else {}
    sync = {"hasMore": has_more, "nextSince": next_since}
    return {**begins, **members, "messages": told, "sync": sync}


async def _page(
    store: Store, group_id: int, since: int, until: int, size: int
) -> tuple[Page, bool]:
    """Return so many messages, and whatever else was said in the second of the last of them."""
    collected = Page()
    async for some in pages(store.engine, group_id, since, until, size):
        collected = _joined(collected, some)
        messages = collected.messages
        if len(messages) > size and messages[-1].sent_at > messages[size - 1].sent_at:
            return _up_to(collected, messages[size - 1].sent_at), True
    return collected, False


def _joined(one: Page, other: Page) -> Page:
    return Page(
        [*one.messages, *other.messages],
        [*one.names, *other.names],
        [*one.notices, *other.notices],
    )


def _up_to(page: Page, last: int) -> Page:
    """Return what a page holds up to a second, that one included."""
    return Page(
        [one for one in page.messages if one.sent_at <= last],
        [row for row in page.names if row.seen_at <= last],
        [row for row in page.notices if row.happened_at <= last],
    )


async def _head(store: Store, group_id: int, now: int) -> Head:
    async with store.engine.connect() as connection:
        members = await members_of(connection, group_id)
    name = store.groups.get(group_id).name or f"群 {group_id}"
    return Head(group_id, name, 0, now, now - 1, members)


def _recorded(store: Store, session_id: str) -> int:
    if not (session_id.isascii() and session_id.isdigit() and len(session_id) < 19):  # noqa: PLR2004 -- digits of 64 bit
        raise NoSessionError
    group_id = int(session_id)
    known = {group.group_id for group in store.groups.all()}
    if group_id not in known or not store.groups.is_recorded(group_id):
        raise NoSessionError
    return group_id


async def _sessions(store: Store, keyword: str) -> list[_Session]:
    """Return the recorded groups that a keyword fits, with when something was last said."""
    names = {
        group.group_id: group.name or f"群 {group.group_id}"
        for group in store.groups.all()
        if store.groups.is_recorded(group.group_id)
    }
    fitting = {
        group_id: name
        for group_id, name in names.items()
        if keyword in name.casefold() or keyword in str(group_id)
    }
    async with store.engine.connect() as connection:
        found: list[_Session] = []
        for group_id, name in fitting.items():
            last = await connection.scalar(
                select(func.max(message.c.sent_at)).where(message.c.group_id == group_id)
            )
            found.append(_Session(group_id, name, last or 0))
    return found


async def _told(store: Store, shown: Sequence[_Session]) -> list[Fields]:
    """Return groups as the protocol has them; how many messages is counted of these alone."""
    async with store.engine.connect() as connection:
        told: list[Fields] = []
        for one in shown:
            count = select(func.count()).where(message.c.group_id == one.group_id, heard())
            present = and_(member.c.group_id == one.group_id, member.c.left_at.is_(None))
            entry: Fields = {
                "id": str(one.group_id),
                "name": one.name,
                "platform": PLATFORM,
                "type": "group",
                "messageCount": int(await connection.scalar(count) or 0),
                "memberCount": int(
                    await connection.scalar(select(func.count()).where(present)) or 0
                ),
            }
            told.append(entry | ({"lastMessageAt": one.last_at} if one.last_at else {}))
    return told


def _cursor(keyword: str, last: _Session) -> str:
    return urlsafe_b64encode(json.dumps([keyword, *last.order]).encode()).decode()


def _behind(cursor: str, keyword: str) -> tuple[int, int] | None:
    """Return behind which group a page begins; None for the first one. PullError."""
    if not cursor:
        return None
    try:
        of, at, group_id = json.loads(urlsafe_b64decode(cursor.encode()))
        behind = int(at), int(group_id)
    except (NotBase64, ValueError, TypeError) as error:
        raise PullError("cursor 不对。") from error
    if of != keyword:
        raise PullError("cursor 是另一个关键词的，请从第一页开始。")
    return behind

"""Who is logged in on the dashboard: opaque secrets, of which only hashes are stored."""

import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.store.tables import web_session

IDLE, LONGEST = 12 * 3600, 7 * 86_400
"""Seconds after which a session ends: without any sign of life, and however lively it is."""
BETWEEN_SIGNS = 300
"""Seconds before a sign of life is written down anew."""


@dataclass(frozen=True, slots=True)
class WebSession:
    """A session that is still good: whose it is, since when, and when it was last seen."""

    digest: str
    user_id: int
    born_at: int
    seen_at: int

    def is_good(self, now: int) -> bool:
        """Tell whether it has not run out."""
        return now < min(self.born_at + LONGEST, self.seen_at + IDLE)


def digest_of(secret: str) -> str:
    """Return the hash under which a secret is stored."""
    return hashlib.sha256(secret.encode()).hexdigest()


async def open_session(connection: AsyncConnection, user_id: int, at: int) -> str:
    """Begin a session of somebody; return its secret, which is stored nowhere."""
    await _drop_old(connection, at)
    secret = secrets.token_urlsafe(32)
    row = {"digest": digest_of(secret), "user_id": user_id, "born_at": at, "seen_at": at}
    await connection.execute(insert(web_session), row)
    return secret


async def find_session(connection: AsyncConnection, secret: str, now: int) -> WebSession | None:
    """Return the session of a secret; None where there is none, or it has run out."""
    wanted = select(web_session).where(web_session.c.digest == digest_of(secret))
    row = (await connection.execute(wanted)).one_or_none()
    if row is None:
        return None
    found = WebSession(row.digest, row.user_id, row.born_at, row.seen_at)
    return found if found.is_good(now) else None


async def note_seen(connection: AsyncConnection, session: WebSession, now: int) -> None:
    """Write down that a session is alive."""
    mine = web_session.c.digest == session.digest
    await connection.execute(update(web_session).where(mine).values(seen_at=now))


async def end_session(connection: AsyncConnection, session: WebSession) -> None:
    """End one session."""
    await connection.execute(delete(web_session).where(web_session.c.digest == session.digest))


async def end_sessions_of(connection: AsyncConnection, user_id: int) -> int:
    """End every session of somebody; return how many there were."""
    gone = await connection.execute(delete(web_session).where(web_session.c.user_id == user_id))
    return gone.rowcount


async def _drop_old(connection: AsyncConnection, now: int) -> None:
    columns = web_session.c
    is_over = or_(columns.born_at <= now - LONGEST, columns.seen_at <= now - IDLE)
    await connection.execute(delete(web_session).where(is_over))

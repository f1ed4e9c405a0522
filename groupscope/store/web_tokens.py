"""Tokens by which programs may read: made and revoked by superusers, stored as hashes."""

import json
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.store.tables import web_token
from groupscope.store.web_sessions import digest_of


@dataclass(frozen=True, slots=True)
class WebToken:
    """A token as it is known; ``group_ids`` is None for every group."""

    token_id: str
    name: str
    group_ids: frozenset[int] | None
    made_by: int
    made_at: int
    used_at: int | None


async def make_token(
    connection: AsyncConnection, name: str, groups: Collection[int] | None, by: int, at: int
) -> tuple[str, str]:
    """Make a token; return its id and its secret, which is stored nowhere."""
    token_id, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
    row = {
        "token_id": token_id,
        "digest": digest_of(secret),
        "name": name,
        "group_ids": None if groups is None else json.dumps(sorted(groups)),
        "made_by": by,
        "made_at": at,
    }
    await connection.execute(insert(web_token), row)
    return token_id, secret


async def tokens(connection: AsyncConnection) -> list[WebToken]:
    """Return every token, the latest first."""
    rows = await connection.execute(select(web_token).order_by(web_token.c.made_at.desc()))
    return [_token(row) for row in rows]


async def find_token(connection: AsyncConnection, secret: str) -> WebToken | None:
    """Return the token of a secret; None where there is none."""
    wanted = select(web_token).where(web_token.c.digest == digest_of(secret))
    row = (await connection.execute(wanted)).one_or_none()
    return None if row is None else _token(row)


async def note_used(connection: AsyncConnection, token: WebToken, now: int) -> None:
    """Write down when a token was used."""
    mine = web_token.c.token_id == token.token_id
    await connection.execute(update(web_token).where(mine).values(used_at=now))


async def revoke_token(connection: AsyncConnection, token_id: str) -> bool:
    """Revoke a token; return whether there was one."""
    gone = await connection.execute(delete(web_token).where(web_token.c.token_id == token_id))
    return bool(gone.rowcount)


def _token(row: Any) -> WebToken:  # noqa: ANN401 -- a row of the table
    groups = None if row.group_ids is None else frozenset(map(int, json.loads(row.group_ids)))
    return WebToken(row.token_id, row.name, groups, row.made_by, row.made_at, row.used_at)

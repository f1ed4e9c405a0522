"""Who was erased, remembered without remembering who: salted hashes.

Every way in (live frames, backfill, imports, a restored backup) asks here, so that what was erased
does not come back.
"""

import hashlib
import secrets
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.store.engine import insert_new, insert_or_update
from groupscope.store.tables import keyed_value, tombstone

EVERY_GROUP = 0
SALT = "tombstone_salt"


class Tombstones:
    """The erased, in memory; empty for nearly everybody, and then it costs nothing to ask."""

    def __init__(self) -> None:
        self._salt = ""
        self._before: dict[tuple[str, int], int] = {}
        self._digest = lru_cache(10_000)(self._hash)

    async def load(self, connection: AsyncConnection) -> None:
        """Read the tombstones, making the salt on first use (needs a writing transaction)."""
        await connection.execute(
            insert_new(keyed_value, connection.dialect.name),
            {"name": SALT, "value": secrets.token_hex(16)},
        )
        self._salt = await connection.scalar(
            select(keyed_value.c.value).where(keyed_value.c.name == SALT)
        )
        self._digest.cache_clear()
        rows = await connection.execute(select(tombstone))
        self._before = {(row.digest, row.group_id): row.before_at for row in rows}

    def covers(self, group_id: int, user_id: int, at: int) -> bool:
        """Tell whether what a user said in a group at a time has been erased for good."""
        if not self._before:
            return False
        digest = self._digest(user_id)
        return any(at < self._before.get((digest, where), 0) for where in (group_id, EVERY_GROUP))

    async def add(
        self, connection: AsyncConnection, group_id: int, user_id: int, before: int
    ) -> None:
        """Lay a tombstone over what a user said in a group (0: in all) before a time."""
        digest = self._digest(user_id)
        before = max(before, self._before.get((digest, group_id), 0))
        await connection.execute(
            insert_or_update(tombstone, connection.dialect.name, ["before_at"]),
            {"digest": digest, "group_id": group_id, "before_at": before},
        )
        self._before[digest, group_id] = before

    def _hash(self, user_id: int) -> str:
        return hashlib.sha256(f"{self._salt}:{user_id}".encode()).hexdigest()

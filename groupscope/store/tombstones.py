"""Who was erased, remembered without remembering who: salted hashes.

Every way in (live frames, backfill, imports) asks here, so that what was erased does not come back.
They stand in the database and in a file beside it: after a backup was restored that knew nothing of
an erasure, the file does, and it is done again.
"""

import hashlib
import json
import secrets
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from loguru import logger
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.store.engine import insert_new, insert_or_update
from groupscope.store.tables import keyed_value, tombstone

EVERY_GROUP = 0
EVERYBODY = 0
"""Stands for all members of a group that was erased whole."""
SALT = "tombstone_salt"


class Tombstone(NamedTuple):
    """Nothing comes back that somebody has said in a group (0: in any) before a time."""

    digest: str
    group_id: int
    before_at: int


class Tombstones:
    """The erased, in memory; empty for nearly everybody, and then it costs nothing to ask.

    ``file`` holds them beside the database, None where nothing is kept there.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._salt = ""
        self._before: dict[tuple[str, int], int] = {}
        self._digest = lru_cache(10_000)(self._hash)
        self.forgotten: list[Tombstone] = []
        """Those that the database did not know when it was opened: it was restored."""

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

    async def remember(self, connection: AsyncConnection) -> None:
        """Take from the file what the database does not know; noted in ``forgotten``."""
        salt, written = _read(self._file)
        if salt and salt != self._salt and not self._before:
            await connection.execute(
                update(keyed_value).where(keyed_value.c.name == SALT).values(value=salt)
            )
            self._salt = salt
            self._digest.cache_clear()
        for one in written:
            if one.before_at > self._before.get((one.digest, one.group_id), 0):
                await self._write(connection, one)
                self.forgotten.append(one)
        self._save()

    def __bool__(self) -> bool:
        return bool(self._before)

    def covers(self, group_id: int, user_id: int, at: int) -> bool:
        """Tell whether what a user said in a group at a time has been erased for good."""
        if not self._before:
            return False
        where = (group_id, EVERY_GROUP)
        people = (self._digest(user_id), self._digest(EVERYBODY))
        return any(at < self._before.get((who, one), 0) for who in people for one in where)

    def is_of(self, stone: Tombstone, user_id: int) -> bool:
        """Tell whether a tombstone is somebody's."""
        return stone.digest == self._digest(user_id)

    async def add(
        self, connection: AsyncConnection, group_id: int, user_id: int, before: int
    ) -> None:
        """Lay a tombstone over what a user said in a group (0: in all) before a time."""
        digest = self._digest(user_id)
        before = max(before, self._before.get((digest, group_id), 0))
        await self._write(connection, Tombstone(digest, group_id, before))
        self._save()

    async def _write(self, connection: AsyncConnection, stone: Tombstone) -> None:
        await connection.execute(
            insert_or_update(tombstone, connection.dialect.name, ["before_at"]), stone._asdict()
        )
        self._before[stone.digest, stone.group_id] = stone.before_at

    def _save(self) -> None:
        """Write the file, whole or not at all; without it an erasure holds until a restore."""
        if self._file is None or not self._before:
            return
        told = {"salt": self._salt, "erased": [(*key, at) for key, at in self._before.items()]}
        part = self._file.with_suffix(".part")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps(told), "utf-8")
            part.replace(self._file)
        except OSError as error:
            logger.error("{} cannot be written: {}", self._file.name, type(error).__name__)

    def _hash(self, user_id: int) -> str:
        return hashlib.sha256(f"{self._salt}:{user_id}".encode()).hexdigest()


def _read(file: Path | None) -> tuple[str, list[Tombstone]]:
    """Return the salt and the tombstones of a file; none, where it is not there or is no such."""
    if file is None or not file.exists():
        return "", []
    try:
        told = json.loads(file.read_text("utf-8"))
        return str(told["salt"]), [Tombstone(str(a), int(b), int(c)) for a, b, c in told["erased"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        logger.error("{} cannot be read: {}", file.name, type(error).__name__)
        return "", []

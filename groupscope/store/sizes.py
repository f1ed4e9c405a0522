"""How much room what is stored takes, and how much comes in."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.store.tables import message

USUAL_BYTES: Final = 150
"""Of a message beside what it says: its key, numbers, indexes and its part of the summaries."""
SAMPLED: Final = 500
MARIADB: Final = (
    "SELECT SUM(data_length + index_length) FROM information_schema.tables "
    "WHERE table_schema = DATABASE()"
)
SIZES: Final[Mapping[str, str]] = {
    "postgresql": "SELECT pg_database_size(current_database())",
    "mysql": MARIADB,
    "mariadb": MARIADB,
}


async def bytes_a_message(connection: AsyncConnection, group_id: int) -> float:
    """Return about how many bytes a message of a group takes, by its latest five hundred."""
    columns = message.c
    # On MariaDB length() counts bytes.
    is_maria = connection.dialect.name in ("mysql", "mariadb")
    characters = func.char_length if is_maria else func.length
    latest = (
        select(characters(columns.text).label("said"), characters(columns.segments).label("raw"))
        .where(columns.group_id == group_id)
        .order_by(columns.sent_at.desc())
        .limit(SAMPLED)
        .subquery()
    )
    mean = await connection.scalar(
        select(func.avg(func.coalesce(latest.c.said, 0) * 3 + func.coalesce(latest.c.raw, 0)))
    )
    return float(mean or 0) + USUAL_BYTES


async def messages_between(
    connection: AsyncConnection, group_id: int, since: int, until: int
) -> int:
    """Return how many messages of a group are stored of a half-open stretch of epoch seconds."""
    columns = message.c
    wanted = select(func.count()).where(
        columns.group_id == group_id, columns.sent_at >= since, columns.sent_at < until
    )
    return int(await connection.scalar(wanted) or 0)


async def last_message_at(connection: AsyncConnection, group_id: int) -> int | None:
    """Return when the latest message of a group was sent, in epoch seconds; None for no message."""
    wanted = select(func.max(message.c.sent_at)).where(message.c.group_id == group_id)
    return await connection.scalar(wanted)


async def database_bytes(connection: AsyncConnection, file: Path | None) -> int | None:
    """Return how large a database is; ``file`` is SQLite's. None where it does not say."""
    if file is not None:
        parts = (file.with_name(file.name + tail) for tail in ("", "-wal"))
        return sum(part.stat().st_size for part in parts if part.exists())
    asked = SIZES.get(connection.dialect.name)
    return None if asked is None else int(await connection.scalar(text(asked)) or 0)

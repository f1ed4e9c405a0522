"""Sweeping up after an erasure: words that nobody says any more, and the pages that held them."""

import asyncio
from collections.abc import AsyncGenerator, Collection

import numpy as np
from loguru import logger
from numpy.typing import NDArray
from sqlalchemy import delete, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from groupscope.store import sqlite_thread
from groupscope.store.days import MOST_KEYS
from groupscope.store.dictionary import Dictionary
from groupscope.store.summaries.words import WORDS, word_numbers
from groupscope.store.tables import day_summary, metadata, word
from groupscope.store.writer import Writer

DAYS_AT_ONCE = 200
TRIES, PAUSE = 60, 0.5
"""How often a busy database is asked to empty its write-ahead log, and seconds in between."""


async def sweep_words(
    engine: AsyncEngine, writer: Writer, dictionary: Dictionary, words: Collection[str]
) -> int:
    """Delete those of some words that no day's summary holds; return how many.

    Nothing may be sealed meanwhile. The words of open days have no numbers.
    """
    async with engine.connect() as connection:
        numbers = await Dictionary().known(connection, words)
        left = np.array(sorted(numbers.values()), np.int64)
        async for used in _used(connection):
            left = left[~np.isin(left, used)]
            if not len(left):
                return 0
    gone: list[int] = left.tolist()
    for start in range(0, len(gone), MOST_KEYS):
        async with writer.transaction() as connection:
            among = word.c.word_id.in_(gone[start : start + MOST_KEYS])
            await connection.execute(delete(word).where(among))
    dictionary.forget()
    return len(gone)


async def _used(connection: AsyncConnection) -> AsyncGenerator[NDArray[np.uint32]]:
    """Give the numbers of the words of all days, some days at a time."""
    columns = day_summary.c
    after = (-1, -1)
    while True:
        group_id, number = after
        rows = (
            await connection.execute(
                select(columns.group_id, columns.day, columns.blob)
                .where(
                    columns.kind == WORDS.name,
                    columns.group_id >= group_id,
                    (columns.group_id > group_id) | (columns.day > number),
                )
                .order_by(columns.group_id, columns.day)
                .limit(DAYS_AT_ONCE)
            )
        ).all()
        if not rows:
            return
        yield np.unique(np.concatenate([word_numbers(row.blob) for row in rows]))
        after = (rows[-1].group_id, rows[-1].day)
        await asyncio.sleep(0)


async def settle_files(engine: AsyncEngine, writer: Writer) -> bool:
    """Have the database let go of what was erased; return whether it did.

    SQLite overwrites it (``secure_delete``), and what its write-ahead log still holds goes when the
    log is emptied, which readers can hold up for a while. PostgreSQL frees it now rather than some
    time; MariaDB does so by itself.
    """
    if engine.dialect.name == "sqlite":
        return await _empty_log(engine, writer)
    if engine.dialect.name == "postgresql":
        await _vacuum(engine)
    return True


async def _empty_log(engine: AsyncEngine, writer: Writer) -> bool:
    for _ in range(TRIES):
        async with writer.between(), engine.connect() as connection:
            plain = await connection.get_raw_connection()
            ours: sqlite_thread.Connection = plain.driver_connection  # pyright: ignore[reportAssignmentType] -- the engine opens no others
            is_busy, *_ = (await ours.run("execute", "PRAGMA wal_checkpoint(TRUNCATE)", ())).rows[0]
        if not is_busy:
            return True
        await asyncio.sleep(PAUSE)
    logger.warning("The write-ahead log could not be emptied: something reads without end")
    return False


async def _vacuum(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
        for table in metadata.sorted_tables:
            await alone.execute(text(f"VACUUM {table.name}"))

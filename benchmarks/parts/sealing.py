"""Sealing many days at once: the sealer's work without its manners, on every core."""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, bindparam, create_engine, select, text, update

from groupscope.store.days import in_local_days, local_day
from groupscope.store.engine import insert_new, insert_or_update
from groupscope.store.summaries import KINDS
from groupscope.store.tables import day, day_summary, word

Sealed = tuple[list[dict[str, Any]], list[dict[str, int]]]
"""Summaries, and the days that they make clean."""
AT_ONCE = 500
DAYS_A_JOB = 60


def seal(file: Path, now: int, offset: int) -> int:
    """Seal every closed day that has changed; return how many.

    The words of its messages must have their numbers (``number_words``).
    """
    engine = create_engine(f"sqlite:///{file}")
    due = select(day.c.group_id, day.c.day, day.c.changed).where(
        day.c.built != day.c.changed, day.c.day < local_day(now, offset)
    )
    with engine.connect() as connection:
        rows = connection.execute(due.order_by(day.c.group_id, day.c.day)).all()
    jobs = list(_jobs([tuple(row) for row in rows]))
    with engine.connect() as connection, ProcessPoolExecutor(os.cpu_count()) as processes:
        connection.execute(text("PRAGMA synchronous=OFF"))
        connection.commit()
        for summaries, days in processes.map(partial(summarised, file), jobs):
            _write(connection, summaries, days)
    engine.dispose()
    return len(rows)


def _jobs(due: list[tuple[int, int, int]]) -> Iterator[list[tuple[int, int, int]]]:
    for _, rows in groupby(due, key=lambda row: row[0]):
        days = list(rows)
        for start in range(0, len(days), DAYS_A_JOB):
            yield days[start : start + DAYS_A_JOB]


def summarised(file: Path, days: list[tuple[int, int, int]]) -> Sealed:
    """Summarise days of a group; runs in a process of its own."""
    engine = create_engine(f"sqlite:///{file}")
    which = bindparam("which_day")
    here = in_local_days(bindparam("which_group"), which, which)  # type: ignore[arg-type] -- numbers later
    queries = [(kind, kind.query().where(here)) for kind in KINDS]
    summaries: list[dict[str, Any]] = []
    with engine.connect() as connection:
        connection.execute(text("PRAGMA cache_size=-100000"))
        ids = {row.word: row.word_id for row in connection.execute(select(word))}
        for group_id, number, _ in days:
            asked = {"which_group": group_id, "which_day": number}
            summaries += [
                {
                    "group_id": group_id,
                    "day": number,
                    "kind": kind.name,
                    "version": kind.version,
                    "names_members": int(kind.names_members),
                    "blob": kind.pack(kind.summarise(connection.execute(query, asked).all()), ids),
                }
                for kind, query in queries
            ]
    engine.dispose()
    return summaries, [
        {"of_group": group_id, "of_day": number, "seen": changed}
        for group_id, number, changed in days
    ]


def _write(
    connection: Connection, summaries: list[dict[str, Any]], days: list[dict[str, int]]
) -> None:
    statement = insert_or_update(day_summary, "sqlite", ["version", "names_members", "blob"])
    connection.execute(statement, summaries)
    is_it = (day.c.group_id == bindparam("of_group")) & (day.c.day == bindparam("of_day"))
    connection.execute(update(day).where(is_it).values(built=bindparam("seen")), days)
    connection.commit()


def number_words(file: Path, words: set[str]) -> None:
    """Give words their numbers."""
    engine = create_engine(f"sqlite:///{file}")
    rows = [{"word": one} for one in sorted(words)]
    with engine.begin() as connection:
        for start in range(0, len(rows), AT_ONCE):
            connection.execute(insert_new(word, "sqlite"), rows[start : start + AT_ONCE])
    engine.dispose()

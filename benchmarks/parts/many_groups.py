"""Two hundred groups over a year: three months of the demo's group, told again and again.

What is said, quoted, repeated and asked is believable in each of them, for whole stretches of a
day are taken over; who says it is dealt anew each time. The rows are written as they are, with the
reading that the first telling got: to read five million messages would take an hour.
"""

import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

from numpy.random import default_rng

from groupscope.config import Config
from groupscope.demo import ACCOUNT
from groupscope.demo.lists import words
from groupscope.demo.plan import shared_out
from groupscope.store import Store
from groupscope.store.days import SECONDS_A_DAY
from groupscope.store.engine import open_engine
from groupscope.store.migrate import migrate
from groupscope.store.sealing_beside import Sealing
from parts.group_sizes import DAYS, FIRST_GROUP, GROUPS, Group, groups
from parts.pool import OFFSET, Pool, pool_until
from parts.telling import COLUMNS, Rows

AWAY = (97, 104)
"""The days, counted from the end, on which nobody listened."""


def settings(folder: Path) -> Config:
    """Return the configuration of the store in a folder."""
    url = f"sqlite+aiosqlite:///{folder / 'groupscope.db'}"
    return Config(_env_file=None, database_url=url, data_dir=folder, avatars=False)


def end(folder: Path) -> int:
    """Return the last moment of a folder's groups, in epoch seconds."""
    return int((folder / "end").read_text("ascii"))


async def made(folder: Path, messages: int) -> Store:
    """Return an open store of many groups, at the moment when they end.

    What is there already is kept; only what the code of today summarises otherwise is made anew.
    """
    if not (folder / "end").exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "groupscope.db").unlink(missing_ok=True)
        await _make(folder, messages)
    engine = open_engine(settings(folder).database)
    await migrate(engine, folder)
    await engine.dispose()
    store = Store(settings(folder), clock=lambda: end(folder))
    await store.open()
    await store.sealer.mark_outdated()
    await Sealing(store, end(folder)).run()
    return store


async def _make(folder: Path, messages: int) -> None:
    engine = open_engine(settings(folder).database)
    await migrate(engine, folder)
    await engine.dispose()
    until = int(time.time())
    pool = pool_until(until)
    with closing(sqlite3.connect(folder / "groupscope.db", isolation_level=None)) as database:
        database.execute("PRAGMA synchronous=OFF")
        database.execute("PRAGMA cache_size=-200000")
        for group in groups(messages):
            database.execute("BEGIN")
            _write(database, group, pool, until)
            database.execute("COMMIT")
        _write_presence(database, until)
        _write_lessons(database, until)
    (folder / "end").write_text(str(until), "ascii")


def _write(database: sqlite3.Connection, group: Group, pool: Pool, until: int) -> None:
    """Write a group: its members, its name, its days, and all that was said."""
    random = default_rng(group.place)
    rows, reactions, days = Rows(group), [], []
    last = (until + OFFSET * 60) // SECONDS_A_DAY
    numbers = [last - ago for ago in reversed(range(group.days)) if not AWAY[0] <= ago < AWAY[1]]
    weights = random.lognormal(0, 0.25, len(numbers)).tolist()
    for number, count in zip(numbers, shared_out(group.messages, weights), strict=True):
        if count:
            rows.tell(pool, number, count, until, random, reactions)
            days.append((group.group_id, number, 1))
            _insert(database, "message", rows.take(), ", ".join(COLUMNS))
    _insert(database, "reaction", reactions)
    _insert(database, "day", days, "group_id, day, changed")
    _insert(database, "member", members_of(group, until), ", ".join(MEMBER))
    name = words("group_names")[group.place % len(words("group_names"))]
    shown = name if group.place < len(words("group_names")) else f"{name} {group.place}"
    database.execute(
        "INSERT INTO chat_group (group_id, name, member_count, refreshed_at) VALUES (?, ?, ?, ?)",
        (group.group_id, shown, group.members, until),
    )
    since = (numbers[0] * SECONDS_A_DAY) - OFFSET * 60
    database.execute("INSERT INTO watch VALUES (?, ?, ?, NULL)", (group.group_id, ACCOUNT, since))


MEMBER = ("group_id", "user_id", "nickname", "card", "role", "level", "joined_at", "left_at")


def members_of(group: Group, until: int) -> Iterator[tuple[Any, ...]]:
    """Return the rows of a group's members; one in seven came within the year."""
    random = Random(group.place)
    made = [first + second for first in words("adjectives") for second in words("nouns")]
    names = [*(line.partition("|")[0] for line in words("nicknames")), *made]
    for number in range(group.members):
        nickname = names[number % len(names)]
        if number >= len(names):
            nickname += str(number // len(names))
        days_ago = (
            random.randint(1, DAYS) if random.random() < 1 / 7 else random.randint(DAYS, 2000)
        )
        role = "owner" if number == 5 else "admin" if number in (8, 11) else "member"
        joined = until - days_ago * SECONDS_A_DAY
        left = until - 40 * SECONDS_A_DAY if random.random() < 0.03 else None
        level = str(random.randint(1, 90))
        yield (group.group_id, group.first_member + number, nickname, "", role, level, joined, left)


def _insert(
    database: sqlite3.Connection,
    table: str,
    rows: Iterable[tuple[Any, ...]],
    columns: str | None = None,
) -> None:
    rows = list(rows)
    if rows:
        into = f"{table} ({columns})" if columns else table
        marks = ", ".join("?" * len(rows[0]))
        database.executemany(f"INSERT OR IGNORE INTO {into} VALUES ({marks})", rows)


def _write_presence(database: sqlite3.Connection, until: int) -> None:
    """Note that the account was there all the year, but for a week."""
    midnight = until - (until + OFFSET * 60) % SECONDS_A_DAY
    away, back = (midnight - (ago - 1) * SECONDS_A_DAY for ago in reversed(AWAY))
    database.execute("INSERT INTO account (self_id, nickname) VALUES (?, '群镜')", (ACCOUNT,))
    rows = [
        (ACCOUNT, until - DAYS * SECONDS_A_DAY, away, "disconnect"),
        (ACCOUNT, back, until, "stop"),
    ]
    database.executemany("INSERT INTO connection VALUES (?, ?, ?, ?)", rows)


def _write_lessons(database: sqlite3.Connection, until: int) -> None:
    """Give the largest group a lesson a week for three months, of an hour and a half each."""
    by = groups(GROUPS)[0].first_member + 5
    rows = [
        (FIRST_GROUP, number, f"第 {number} 讲", since, since + 5400, by, by)
        for number, weeks in enumerate(reversed(range(1, 13)), start=1)
        for since in [until - weeks * 7 * SECONDS_A_DAY]
    ]
    columns = "group_id, number, name, since_at, until_at, opened_by, closed_by"
    _insert(database, "lesson", rows, columns)

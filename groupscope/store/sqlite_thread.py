"""SQLite's connections: each statement is one errand to the connection's thread.

aiosqlite makes four of it (cursor, execute, fetch, close), and each wakes a thread and then the
event loop, which costs more than most statements do.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Self

import aiosqlite

Row = tuple[Any, ...]


@dataclass(slots=True)
class Outcome:
    """What a statement came to: the rows, where it has any, and what its cursor knew."""

    description: Sequence[Any] | None = None
    rowcount: int = -1
    lastrowid: int | None = None
    rows: Sequence[Row] = ()


class Connection(aiosqlite.Connection):
    """A connection as aiosqlite opens it, in a thread of its own, with cursors of ours."""

    def __init__(self, database: str, **options: Any) -> None:  # noqa: ANN401 -- sqlite3.connect's
        super().__init__(partial(sqlite3.connect, database, **options), iter_chunk_size=64)
        self._thread.daemon = (
            True  # a connection that nobody has closed must not keep the bot alive
        )

    def cursor(self) -> "Cursor":  # pyright: ignore[reportIncompatibleMethodOverride] -- theirs is awaited, too
        """Return a cursor; nothing is asked for yet."""
        return Cursor(self)

    async def run(self, method: str, operation: str, parameters: Sequence[Any]) -> Outcome:
        """Run a statement with ``execute`` or ``executemany``, and fetch all its rows."""
        return await self._execute(_run, self._conn, method, operation, parameters)


class Cursor:
    """A cursor as SQLAlchemy asks for it: what it executed it has fetched, too."""

    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._outcome = Outcome()

    async def __aenter__(self) -> Self:
        """Begin, without a journey."""
        return self

    @property
    def description(self) -> Sequence[Any] | None:
        """The columns of the rows; None where a statement has none."""
        return self._outcome.description

    @property
    def rowcount(self) -> int:
        """How many rows were changed, -1 where that is unknown."""
        return self._outcome.rowcount

    @property
    def lastrowid(self) -> int | None:
        """The number of the row inserted last."""
        return self._outcome.lastrowid

    async def execute(self, operation: str, parameters: Sequence[Any] = ()) -> Self:
        """Run a statement."""
        self._outcome = await self._connection.run("execute", operation, parameters)
        return self

    async def executemany(self, operation: str, parameters: Sequence[Sequence[Any]]) -> Self:
        """Run a statement once for each set of parameters."""
        self._outcome = await self._connection.run("executemany", operation, parameters)
        return self

    async def fetchall(self) -> Sequence[Row]:
        """Return the rows, and let go of them: whoever keeps the cursor does not keep a year."""
        rows, self._outcome.rows = self._outcome.rows, ()
        return rows

    async def close(self) -> None:
        """Do nothing: SQLite's own cursor is closed with the statement."""


def _run(
    connection: sqlite3.Connection, method: str, operation: str, parameters: Sequence[Any]
) -> Outcome:
    cursor = connection.cursor()
    try:
        getattr(cursor, method)(operation, parameters)
        rows = cursor.fetchall() if cursor.description else ()
        return Outcome(cursor.description, cursor.rowcount, cursor.lastrowid, rows)
    finally:
        cursor.close()

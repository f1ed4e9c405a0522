"""One process owns a SQLite database: a lock that the system releases when its holder dies.

A lease with a heartbeat would have to run out after a kill -9 before the bot may start again; a
file lock is free at once (docs/decisions/0002-file-lock.md).
"""

from pathlib import Path

from filelock import FileLock, Timeout

from groupscope.errors import StartError
from groupscope.store.engine import make_room
from groupscope.store.refusals import ClosedDatabaseError


class OwnedError(StartError):
    """Another process owns the database."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"数据库 {path} 正被另一个 groupscope 进程使用。请先停掉它；"
            "要同时运行多个机器人进程，请改用 PostgreSQL 或 MariaDB。"
        )


class Lease:
    """The right to be the one bot on a database file."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._lock = FileLock(f"{database}.lock")

    def take(self) -> None:
        """Take the lease; OwnedError where another process holds it."""
        make_room(self._database)
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise OwnedError(self._database) from error
        except OSError as error:
            raise ClosedDatabaseError(error) from error

    def release(self) -> None:
        """Give the lease back."""
        self._lock.release()

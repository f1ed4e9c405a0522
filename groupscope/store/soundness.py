"""Whether a SQLite file is sound: looked at before the bot starts, and for a few seconds only."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Final

from groupscope.errors import StartError

SECONDS: Final = 5.0
"""As long as the look may take: some 500 MB; the nightly backup reads what is beyond."""
STEPS: Final = 10_000


class DamagedError(StartError):
    """The database file is damaged; the sentence says what to do."""

    def __init__(self, database: Path, reason: str, backups: Path) -> None:
        newest = newest_backup(backups)
        cure = (
            f"请恢复最近的一份备份：uv run --no-dev groupscope restore --replace {newest}"
            " （之后的消息，连上 QQ 后会尽量补录）"
            if newest
            else f"{backups} 里没有备份；能读的部分也许可以用 sqlite3 的 .recover 救出来"
        )
        super().__init__(f"数据库 {database} 损坏了（{reason}），文件没有动过。{cure}。")


def must_be_sound(database: Path, backups: Path) -> None:
    """Raise DamagedError where a SQLite file is damaged; one that is not there yet is sound.

    Whatever else keeps it from being read is told by who opens it.
    """
    if not database.is_file():
        return
    try:
        with closing(sqlite3.connect(database, timeout=SECONDS)) as connection:
            until = time.monotonic() + SECONDS
            connection.set_progress_handler(lambda: time.monotonic() > until, STEPS)
            (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.OperationalError:
        return  # locked, unreadable, or too large for the time there is
    except sqlite3.DatabaseError as error:
        raise DamagedError(database, str(error), backups) from error
    if found != "ok":
        raise DamagedError(database, " ".join(str(found).split()), backups)


def newest_backup(backups: Path) -> Path | None:
    """Return the newest backup that we have made of ourselves; None where there is none."""
    found = [*backups.glob("nightly-*.db.gz"), *backups.glob("before-migration-*.db")]
    return max(found, key=lambda file: file.stat().st_mtime, default=None)

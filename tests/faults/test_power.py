"""The power fails, at any moment: what was committed is there, and the file is sound."""

import sqlite3
import sys
from contextlib import closing

import pytest

from tests.faults.power import cuts, need_strace, traced

FILES = ["x.db", "x.db-wal"]
PROMISES, AT_ONCE, CUTS = 60, 5, 60

SPEAK = """
import asyncio, os, sys
from pathlib import Path
from sqlalchemy import event
from groupscope.config import Config
from groupscope.model import Message
from groupscope.store import Store, writer
from groupscope.store.migrate import migrate

folder, synchronous = Path(sys.argv[1]), sys.argv[2]
writer.BATCH_SECONDS = 0

async def main():
    store = Store(Config(_env_file=None, database_url=f"sqlite+aiosqlite:///{folder}/x.db"))

    @event.listens_for(store.engine.sync_engine, "connect")
    def otherwise(connection, record):
        cursor = connection.cursor()
        cursor.execute("PRAGMA wal_autocheckpoint=100")
        if synchronous != "as it is":
            cursor.execute(f"PRAGMA synchronous={synchronous}")
        cursor.close()

    await migrate(store.engine, folder)
    await store.open(is_warm=False)
    number = 0
    while True:
        for _ in range(5):
            number += 1
            store.writer.record(
                Message(self_id=1, group_id=2, sender_id=3, sent_at=number, sequence=number,
                        text=f"{number} " + "番茄" * 300)
            )
        await store.writer.flush()
        os.write(1, b"promise\\n")

asyncio.run(main())
"""


def broken_and_lost(folder, synchronous: str) -> tuple[int, int]:
    """How many of the cuts leave a damaged file, and how many have lost what was committed."""
    trace = traced([sys.executable, "-c", SPEAK, str(folder), synchronous], folder, PROMISES)
    broken = lost = 0
    for number, cut in enumerate(cuts(trace, FILES, CUTS, seed=1)):
        place = folder / f"cut{number}"
        place.mkdir()
        for name, data in cut.files.items():
            (place / name).write_bytes(data)
        try:
            with closing(sqlite3.connect(place / "x.db")) as connection:
                sound = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                numbers = connection.execute("SELECT sent_at FROM message ORDER BY 1").fetchall()
        except sqlite3.DatabaseError as error:
            is_empty = "no such table" in str(error)  # not even its tables are there yet
            broken += not is_empty
            lost += is_empty
            continue
        broken += not sound
        told = [number for (number,) in numbers]
        assert told == list(range(1, len(told) + 1)), "a hole"
        lost += len(told) < cut.promised * AT_ONCE
    return broken, lost


def test_what_was_committed_outlives_a_power_cut(tmp_path):
    need_strace()
    assert broken_and_lost(tmp_path, "as it is") == (0, 0)


def test_the_simulation_finds_what_a_weaker_setting_loses(tmp_path):
    """Else the test above would prove nothing."""
    need_strace()
    broken, lost = broken_and_lost(tmp_path, "NORMAL")
    assert broken == 0
    assert lost > CUTS // 10


@pytest.fixture(autouse=True)
def from_the_project(monkeypatch):
    from tests.bots import ROOT

    monkeypatch.chdir(ROOT)

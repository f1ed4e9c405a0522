"""The nightly backup: when it is made, what it holds, and what has gone from it."""

import asyncio
import gzip
import threading
from datetime import date, timedelta

import pytest

from groupscope.config import Config
from groupscope.store import Store
from groupscope.store import nightly as module
from groupscope.store.backup import restore
from groupscope.store.counting import counts_in
from groupscope.store.nightly import Nightly, Resting, nightly_backups, worth_keeping
from tests.store.kit import GROUP, JIA, NOON, SHANGHAI, YI, Chat, at, said

TODAY = date(2026, 11, 20)


@pytest.fixture
def talk(sqlite_store):
    return Chat(sqlite_store)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "backups"


@pytest.fixture
def nightly(tmp_path, folder, clock):
    return Nightly(tmp_path / "x.db", folder, SHANGHAI, clock)


def names(folder):
    return sorted(file.name for file in folder.iterdir())


def days_before(*numbers):
    return {TODAY - timedelta(days=number) for number in numbers}


# When


async def test_it_is_made_once_a_night_after_four(talk, nightly, folder, clock):
    clock.now = at("2026-11-20 03:59")
    made = await nightly.look()
    assert made.name == "nightly-2026-11-19.db.gz"  # nobody made it then: the bot was off
    assert await nightly.look() is None
    clock.now = at("2026-11-20 04:00")
    assert (await nightly.look()).name == "nightly-2026-11-20.db.gz"
    assert await nightly.look() is None
    assert names(folder) == ["nightly-2026-11-19.db.gz", "nightly-2026-11-20.db.gz"]
    assert nightly.newest.name == "nightly-2026-11-20.db.gz"


# What it holds


async def test_it_restores_into_an_empty_folder_as_it_was(talk, nightly, tmp_path):
    await talk.tell(said(JIA, "番茄🍅", NOON, id=1), said(YI, "几点开会？", NOON + 1, id=2))
    await talk.seal()
    made = await nightly.look()
    assert made.read_bytes()[:2] == b"\x1f\x8b"
    empty = tmp_path / "elsewhere" / "new.db"
    counts = await restore(made, Config(database_url=f"sqlite+aiosqlite:///{empty}").database)
    assert counts["message", GROUP].rows == 2
    store = Store(Config(database_url=f"sqlite+aiosqlite:///{empty}"))
    async with store.engine.connect() as there, talk.store.engine.connect() as here:
        assert await counts_in(there) == await counts_in(here) == counts
    await store.engine.dispose()


async def test_recording_goes_on_while_it_is_made(talk, nightly, monkeypatch, tmp_path):
    """It stands still in the midst of it, and what is said then is written all the same."""
    held, go_on = threading.Event(), threading.Event()

    class Held(Resting):
        def __call__(self) -> bool:
            held.set()
            assert go_on.wait(60)
            return super().__call__()

    monkeypatch.setattr(module, "Resting", Held)
    monkeypatch.setattr("groupscope.store.copies.STEPS", 1)
    await talk.tell(said(JIA, "之前", NOON))
    making = asyncio.create_task(nightly.look())
    await asyncio.to_thread(held.wait, 60)
    await talk.tell(said(JIA, "其间", NOON + 1))
    go_on.set()
    made = await making
    counts = await restore(
        made, Config(database_url=f"sqlite+aiosqlite:///{tmp_path}/y.db").database
    )
    assert counts["message", GROUP].rows in (1, 2)  # as of the moment in which it began to read
    assert await talk.texts() == ["之前", "其间"]


# What goes


def test_seven_days_and_four_weeks_are_kept():
    """2026-11-20 is a Friday; its week began on the 16th."""
    kept = worth_keeping(days_before(*range(60)), TODAY)
    assert kept == days_before(0, 1, 2, 3, 4, 5, 6, 11, 18, 25)
    assert len(kept) == 10  # the first of this week is among the seven


def test_after_a_long_absence_a_week_is_what_is_there_of_it():
    assert worth_keeping(days_before(0, 12, 13, 21, 22, 29, 30), TODAY) == days_before(
        0, 12, 13, 21, 22, 29
    )


def test_a_month_of_nights_never_holds_more_than_eleven_nor_anything_older_than_thirty_days():
    kept = set()
    for number in range(100):
        today = TODAY + timedelta(days=number)
        kept = worth_keeping({*kept, today}, today)
        assert len(kept) <= 11
        assert min(kept) > today - timedelta(days=30)
        if number > 30:
            assert min(kept) <= today - timedelta(days=21)  # three whole weeks back, at least


def test_what_a_wrong_clock_has_dated_is_not_kept():
    assert worth_keeping(days_before(-400, 0, 1), TODAY) == days_before(0, 1)


async def test_who_was_erased_has_left_the_last_backup_after_thirty_days(
    talk, nightly, folder, clock
):
    """The deadline that is told in docs/privacy.md."""
    await talk.tell(said(JIA, "秘密番茄", NOON), said(YI, "早", NOON))
    clock.now = begun = at("2026-11-20 04:30")
    await nightly.look()
    await talk.store.forgetting.forget_member(JIA, GROUP, NOON + 1)
    assert "秘密番茄".encode() in gzip.decompress(nightly.newest.read_bytes())
    for day in range(1, 31):
        clock.now = begun + day * 86_400
        await nightly.look()
    holding = [
        file
        for file in folder.iterdir()
        if "秘密番茄".encode() in gzip.decompress(file.read_bytes())
    ]
    assert holding == []
    assert "早".encode() in gzip.decompress(nightly.newest.read_bytes())


async def test_the_deadline_holds_where_no_new_backup_can_be_made(
    talk, nightly, folder, clock, monkeypatch
):
    await nightly.look()
    monkeypatch.setattr(module, "ROOM", 1e12)  # no disk is large enough
    clock.now += 29 * 86_400
    assert await nightly.look() is None
    assert "no room" in nightly.failure
    assert len(nightly_backups(folder)) == 1
    clock.now += 86_400
    await nightly.look()
    assert names(folder) == []
    monkeypatch.undo()
    assert await nightly.look()
    assert nightly.failure == ""


# When it goes wrong


async def test_what_a_killed_process_has_left_is_cleared_away(talk, nightly, folder):
    folder.mkdir()
    for name in ("nightly.copy", "nightly.copy-journal", "nightly.part"):
        (folder / name).write_text("half")
    made = await nightly.look()
    assert names(folder) == [made.name]


async def test_a_bot_that_stops_leaves_nothing_half_made(talk, nightly, folder, monkeypatch):
    begun = threading.Event()

    class Slow(Resting):
        def __call__(self) -> bool:
            begun.set()
            assert self._over.wait(60)
            return super().__call__()

    monkeypatch.setattr(module, "Resting", Slow)
    monkeypatch.setattr(module, "SETTLED", 0)
    monkeypatch.setattr("groupscope.store.copies.STEPS", 1)
    nightly.start()
    assert await asyncio.to_thread(begun.wait, 60)
    await nightly.stop()
    assert names(folder) == []
    assert nightly.failure == ""


async def test_it_runs_by_itself(talk, nightly, folder, monkeypatch):
    monkeypatch.setattr(module, "SETTLED", 0)
    nightly.start()
    async with asyncio.timeout(60):
        while nightly.newest is None:
            await asyncio.sleep(0.01)
    await nightly.stop()
    assert len(names(folder)) == 1


async def test_who_looks_after_the_bot_hears_of_a_failure_and_of_its_end(
    talk, folder, clock, tmp_path
):
    told = []
    nightly = Nightly(tmp_path / "x.db", folder, SHANGHAI, clock, told.append)
    folder.write_text("a file")
    assert await nightly.look() is None
    assert told == [nightly.failure]
    assert nightly.failure
    folder.unlink()
    assert await nightly.look()
    assert told[1:] == [""]


def test_it_rests_as_long_as_it_works(monkeypatch):
    """The clock is ours: it has worked for 50 ms, so that it rests for 50."""
    shown, rested = iter([0.0, 0.01, 0.05, 0.05]), []
    monkeypatch.setattr(module.time, "monotonic", lambda: next(shown))

    class Over(threading.Event):
        def wait(self, timeout=None) -> bool:
            rested.append(timeout)
            return False

    resting = Resting(Over())
    assert not resting()
    assert not resting()
    assert rested == [pytest.approx(0.05)]

"""A damaged file is refused at the start, with the way to restore; a sound one is let in."""

import os
import sqlite3
from contextlib import closing

import pytest

from groupscope.store.soundness import DamagedError, must_be_sound

PAGE = 4096


@pytest.fixture
def file(tmp_path):
    """A database of some two hundred pages."""
    with closing(sqlite3.connect(tmp_path / "x.db")) as connection, connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE message (key INTEGER PRIMARY KEY, text TEXT)")
        rows = (("番茄" * 100,) for _ in range(1_000))
        connection.executemany("INSERT INTO message (text) VALUES (?)", rows)
    return tmp_path / "x.db"


def spoil(file, start: int, length: int) -> bytes:
    with file.open("r+b") as opened:
        opened.seek(start)
        opened.write(os.urandom(length))
    return file.read_bytes()


def test_a_sound_file_and_none_are_let_in(file, tmp_path):
    must_be_sound(file, tmp_path)
    must_be_sound(tmp_path / "none.db", tmp_path)
    assert not (tmp_path / "none.db").exists()
    (tmp_path / "empty.db").touch()
    must_be_sound(tmp_path / "empty.db", tmp_path)


@pytest.mark.parametrize(
    ("start", "length"),
    [(0, PAGE), (PAGE, PAGE), (60 * PAGE, PAGE), (60 * PAGE, 8)],
    ids=["its head", "the root of a table", "a page of it", "the head of a page"],
)
def test_a_damaged_one_is_refused_and_left_as_it_is(file, tmp_path, start, length):
    left = spoil(file, start, length)
    with pytest.raises(DamagedError, match=r"x\.db 损坏了") as refused:
        must_be_sound(file, tmp_path / "backups")
    assert "没有备份" in str(refused.value)
    assert file.read_bytes() == left


def test_a_file_that_has_lost_its_end_is_refused(file, tmp_path):
    os.truncate(file, 100 * PAGE)
    with pytest.raises(DamagedError):
        must_be_sound(file, tmp_path)


def test_the_newest_backup_is_named(file, tmp_path):
    for at, name in enumerate(
        ("nightly-2026-11-18.db.gz", "before-migration-from-0007-x.db", "nightly-2026-11-20.db.gz")
    ):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (at, at))
    spoil(file, 0, PAGE)
    with pytest.raises(DamagedError) as refused:
        must_be_sound(file, tmp_path)
    newest = tmp_path / "nightly-2026-11-20.db.gz"
    assert f"groupscope restore --replace {newest}" in str(refused.value)


def test_a_look_that_takes_too_long_is_given_up(file, tmp_path, monkeypatch):
    spoil(file, 190 * PAGE, PAGE)
    monkeypatch.setattr("groupscope.store.soundness.SECONDS", -1.0)
    monkeypatch.setattr("groupscope.store.soundness.STEPS", 1)
    must_be_sound(file, tmp_path)


def test_a_file_that_somebody_has_locked_is_not_called_damaged(file, tmp_path, monkeypatch):
    monkeypatch.setattr("groupscope.store.soundness.SECONDS", 0.05)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        must_be_sound(file, tmp_path)

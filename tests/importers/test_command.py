"""``groupscope import`` and ``groupscope watch``, as processes."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from groupscope import config
from groupscope.app import App
from groupscope.cli import watch
from groupscope.importers.bringing import Wishes
from groupscope.importers.folder import Folder
from groupscope.model import Message
from tests.importers import samples

ROOT = Path(__file__).resolve().parents[2]
HEAD = [samples.CHATLAB_JSONL[0]]
MANY = 60_000
"""Messages of a file that is worth processes beside, and takes seconds."""


@pytest.fixture
def environment(tmp_path):
    return os.environ | {
        "GROUPSCOPE_DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/x.db",
        "GROUPSCOPE_DATA_DIR": str(tmp_path / "data"),
    }


@pytest.fixture
def groupscope(environment):
    """``done = groupscope("import", path)``"""

    def run(*words) -> subprocess.CompletedProcess:
        call = [sys.executable, "-c", "from groupscope.cli import main; main()", *map(str, words)]
        return subprocess.run(
            call, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600,
            check=False,
        )  # fmt: skip

    return run


def stored(tmp_path) -> int:
    with closing(sqlite3.connect(tmp_path / "x.db")) as connection:
        return connection.execute("SELECT count(*) FROM message").fetchone()[0]


def sealed(tmp_path) -> int:
    with closing(sqlite3.connect(tmp_path / "x.db")) as connection:
        return connection.execute("SELECT count(*) FROM day WHERE built = changed").fetchone()[0]


def test_files_of_several_kinds_at_once(groupscope, write, tmp_path):
    first = write(samples.CHATLAB_JSONL, "first")
    second = write(samples.QQ_TXT, "second")
    done = groupscope("import", first, second, "--group", 20001)
    assert done.returncode == 0, done.stderr
    assert "ChatLab JSONL" in done.stdout
    assert "QQ 电脑版 TXT" in done.stdout
    assert "新增 1 条" in done.stdout
    assert stored(tmp_path) == 6
    assert sealed(tmp_path) == 3


def test_what_is_no_export_is_a_sentence(groupscope, write):
    done = groupscope("import", write("hello"))
    assert done.returncode == 1
    assert "认不出" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_torn_file_is_told_and_what_came_before_is_there(groupscope, write, tmp_path):
    path = write(samples.QCE)
    path.write_text(path.read_text("utf-8")[:-300], "utf-8")
    done = groupscope("import", path)
    assert done.returncode == 1
    assert "读不下去" in done.stdout
    assert "Traceback" not in done.stderr
    assert stored(tmp_path) >= 3


def test_ctrl_c_stops_and_the_next_run_goes_on(groupscope, environment, write, tmp_path):
    lines = [
        {"_type": "message", "sender": "10001", "accountName": "甲", "type": 0,
         "timestamp": samples.AT + place, "content": f"第{place}句"} for place in range(MANY)
    ]  # fmt: skip
    path = write(HEAD + lines)
    call = [sys.executable, "-c", "from groupscope.cli import main; main()", "import", str(path)]
    running = subprocess.Popen(
        call, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    while running.poll() is None and not has_begun(tmp_path):
        time.sleep(0.02)
    os.killpg(running.pid, signal.SIGINT)  # as a terminal does: its readers hear it, too
    told, errors = running.communicate(timeout=300)
    assert "接着导入" in told, errors
    assert "Traceback" not in errors
    there = stored(tmp_path)
    assert 0 < there < MANY
    done = groupscope("import", path)
    assert stored(tmp_path) == MANY, done.stdout + done.stderr
    assert "已有 0 条" in done.stdout


def has_begun(tmp_path) -> bool:
    try:
        return stored(tmp_path) > 0
    except sqlite3.OperationalError:
        return False


def test_a_watched_folder_is_emptied(groupscope, write, tmp_path):
    good = write(samples.CHATLAB_JSONL, "in/good.jsonl")
    write("hello", "in/bad.txt")
    done = groupscope("watch", good.parent, "--once")
    assert done.returncode == 0, done.stderr
    assert stored(tmp_path) == 1
    names = sorted(one.relative_to(good.parent).as_posix() for one in good.parent.rglob("*.*"))
    assert names == ["done/good.jsonl", "failed/bad.txt", "failed/bad.txt.reason.txt"]
    assert "认不出" in (good.parent / "failed" / "bad.txt.reason.txt").read_text("utf-8")


def test_a_file_that_another_program_holds_open_stays_for_the_next_look(
    environment, write, tmp_path, monkeypatch, capsys
):
    """Windows moves no file that somebody has open."""

    class Held(Folder):
        def put_aside(self, one: Path, why_not: str | None = None) -> Path:
            raise PermissionError(13, "in use", str(one), why_not)

    for key, value in environment.items():
        monkeypatch.setenv(key, value)
    path = write(samples.CHATLAB_JSONL, "in/good.jsonl")
    watch.take(config.load(), Held(path.parent, quiet=0), Wishes())
    assert "good.jsonl 现在移不走（in use）" in capsys.readouterr().err
    assert path.exists()
    assert stored(tmp_path) == 1


def test_a_file_that_still_grows_is_left_alone(write):
    path = write("hello", "in/x.txt")
    folder = Folder(path.parent, quiet=0.05)
    folder.prepare()
    assert folder.whole() == []
    path.write_text("hello again")
    assert folder.whole() == []
    time.sleep(0.1)
    assert folder.whole() == [path]


async def test_the_bot_watches_a_folder_by_itself(environment, write, tmp_path, monkeypatch):
    for key, value in environment.items():
        monkeypatch.setenv(key, value)
    folder = tmp_path / "in"
    monkeypatch.setenv("GROUPSCOPE_WATCH_FOLDER", str(folder))
    async with App(config.load()):
        write(samples.CHATLAB_JSONL, "in/x.jsonl")
        async with asyncio.timeout(300):
            while not (folder / "done" / "x.jsonl").exists():
                await asyncio.sleep(0.2)
        assert stored(tmp_path) == 1


async def test_a_running_bot_learns_of_groups_and_names(
    groupscope, environment, write, tmp_path, monkeypatch
):
    for key, value in environment.items():
        monkeypatch.setenv(key, value)
    async with App(config.load()) as app:
        app.store.writer.record(
            Message(self_id=1, group_id=20002, sender_id=10001, sent_at=samples.AT, text="早")
        )
        await app.store.writer.flush()
        done = await asyncio.to_thread(groupscope, "import", write(samples.CHATLAB_JSONL))
        assert done.returncode == 0, done.stderr
        app.hurry()  # what the minute does
        async with asyncio.timeout(300):
            while not app.store.groups.knows(20001):
                await asyncio.sleep(0.1)
        assert app.store.groups.get(20001).name == "样例群"

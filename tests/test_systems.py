"""What holds on Windows, too, as far as it can be tried elsewhere."""

import ast
import asyncio
import io
import os
import selectors
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from groupscope.importers.beside import CALL
from groupscope.systems import WINDOWS, bind_alone, to_read_only, write_any_letter
from groupscope.workers import Worker, WorkerError
from tests.bots import ROOT

SOURCES = [*ROOT.glob("groupscope/**/*.py"), *ROOT.glob("plugins/**/*.py"), ROOT / "bot.py"]
POSIX_ALONE = frozenset({"fcntl", "pwd", "grp", "resource", "termios", "pty", "posix", "uvloop"})
"""Modules that there are not on Windows."""
GUARDED = frozenset({"fork", "kill", "killpg", "getuid", "getpgid", "setsid", "mkfifo", "statvfs"})
"""Functions of ``os`` that there are not, or that do something else."""


@pytest.mark.parametrize("system", ["linux", "darwin", WINDOWS])
def test_a_port_that_somebody_listens_on_is_not_shared(system):
    with socket.socket() as theirs, socket.socket() as ours:
        theirs.bind(("127.0.0.1", 0))
        theirs.listen()
        with pytest.raises(OSError, match="in use"):
            bind_alone(ours, theirs.getsockname(), system)


def test_only_elsewhere_may_a_port_be_taken_over_from_what_lingers():
    for system, is_set in (("linux", True), (WINDOWS, False)):
        with socket.socket() as probe:
            bind_alone(probe, ("127.0.0.1", 0), system)
            option = probe.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR)
            assert bool(option) == is_set


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("gbk", "群镜 ?".encode("gbk")),
        ("cp1252", "群镜 🏆".encode()),
        ("ascii", "群镜 🏆".encode()),
        ("utf-8", "群镜 🏆".encode()),
    ],
)
def test_whatever_is_said_can_be_written(encoding, written):
    buffer = io.BytesIO()
    stream = io.TextIOWrapper(buffer, encoding=encoding)
    write_any_letter(stream, io.StringIO())
    print("群镜 🏆", end="", file=stream, flush=True)
    assert buffer.getvalue() == written


@pytest.mark.parametrize("encoding", ["cp1252", "gbk"])
def test_the_command_line_and_the_bot_speak_on_any_terminal(encoding):
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "GROUPSCOPE_NONSENSE": "1"}
    for words, told in (
        (("-c", CALL, "--help"), "群镜：记录 QQ 群聊"),
        (("bot.py",), "群镜没有启动：不认识配置项 GROUPSCOPE_NONSENSE"),
    ):
        run = subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, check=False
        )
        said = (run.stdout + run.stderr).decode("utf-8" if encoding == "cp1252" else encoding)
        assert told in said
        assert "Traceback" not in said


def test_any_path_is_one_to_read(tmp_path):
    file = tmp_path / "100% 群#1?.db"
    with closing(sqlite3.connect(file)) as database:
        database.execute("create table one (two)")
    with closing(sqlite3.connect(to_read_only(file), uri=True)) as database:
        assert database.execute("select count(*) from one").fetchone() == (0,)
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            database.execute("insert into one values (1)")
    with (
        pytest.raises(sqlite3.OperationalError),
        closing(sqlite3.connect(to_read_only(tmp_path / "none.db"), uri=True)),
    ):
        pass


def test_a_loop_that_runs_no_processes_gives_a_sentence():
    """As the selector loop of Windows, which some drivers of NoneBot choose."""

    class Selector(asyncio.selector_events.BaseSelectorEventLoop):
        pass

    def loop() -> Selector:
        return Selector(selectors.DefaultSelector())

    with asyncio.Runner(loop_factory=loop) as runner:
        worker = Worker()
        with pytest.raises(WorkerError, match="开不出后台进程"):
            runner.run(worker.warm())
        runner.run(worker.stop())


# What the code must not do


def calls_of(tree: ast.AST) -> set[str]:
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "os"
    }


def imports_of(tree: ast.AST) -> set[str]:
    named = (node for node in ast.walk(tree) if isinstance(node, ast.Import))
    whole = {one.name.partition(".")[0] for node in named for one in node.names}
    parts = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return whole | {(node.module or "").partition(".")[0] for node in parts}


def formats_of(tree: ast.AST) -> set[str]:
    """Return what is written behind a colon within braces."""
    specs = (node.format_spec for node in ast.walk(tree) if isinstance(node, ast.FormattedValue))
    return {
        "".join(str(part.value) for part in spec.values if isinstance(part, ast.Constant))
        for spec in specs
        if isinstance(spec, ast.JoinedStr)
    }


def test_nothing_is_asked_for_that_windows_has_not():
    for path in SOURCES:
        tree = ast.parse(path.read_text("utf-8"))
        assert not imports_of(tree) & POSIX_ALONE, path
        assert not calls_of(tree) & GUARDED, path


def test_times_are_written_in_formats_that_windows_knows():
    """Its strftime takes ASCII alone before Python 3.13, and does not know %-d."""
    found = {spec for path in SOURCES for spec in formats_of(ast.parse(path.read_text("utf-8")))}
    formats = {spec for spec in found if "%" in spec and not spec.endswith("%")}
    assert "%m-%d" in formats
    assert {spec for spec in formats if not spec.isascii() or "%-" in spec} == set()

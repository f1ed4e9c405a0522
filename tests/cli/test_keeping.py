"""``groupscope export``, ``backup``, ``restore`` and ``migrate-to``, as their user runs them."""

import asyncio
import json

import pytest
from click.testing import CliRunner

from groupscope.cli import main
from groupscope.config import Config
from groupscope.store import Store
from groupscope.store.engine import sqlite_file
from groupscope.store.lease import Lease
from groupscope.store.migrate import migrate
from tests.store.kit import GROUP, JIA, NOON, OTHER_GROUP, YI, said


@pytest.fixture
def run(tmp_path, monkeypatch):
    """``result = run("backup", "x")`` with a database in which 甲 and 乙 have spoken."""
    monkeypatch.setenv("GROUPSCOPE_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/x.db")
    monkeypatch.setenv("GROUPSCOPE_DATA_DIR", str(tmp_path / "data"))
    asyncio.run(talk(tmp_path))

    def called(*words: object):
        return CliRunner().invoke(main, [str(word) for word in words])

    return called


async def talk(folder, *more: str) -> None:
    store = Store(Config(database_url=f"sqlite+aiosqlite:///{folder}/x.db"))
    await migrate(store.engine, folder)
    await store.open()
    for message in (
        said(JIA, "番茄", NOON),
        said(YI, "香蕉", NOON + 1, group=OTHER_GROUP),
        *(said(JIA, text, NOON + 10 + place) for place, text in enumerate(more)),
    ):
        store.writer.record(message)
    await store.writer.flush()
    await store.close()


def messages(url: str) -> list[str]:
    async def asked() -> list[str]:
        store = Store(Config(database_url=url))
        await store.open()
        async with store.engine.connect() as connection:
            rows = await connection.exec_driver_sql("SELECT text FROM message ORDER BY sent_at")
            found = [row[0] for row in rows]
        await store.close()
        return found

    return asyncio.run(asked())


def test_a_group_is_exported(run, tmp_path):
    told = run("export", "--group", GROUP, "--to", "jsonl", "--out", tmp_path / "a.jsonl")
    assert told.exit_code == 0, told.output
    assert "好了：1 条消息" in told.output
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text("utf-8").splitlines()]
    assert [one["text"] for one in lines if one["_type"] == "message"] == ["番茄"]
    usual = run("export", "--group", GROUP, "--to", "csv")
    assert usual.exit_code == 0
    [file] = (tmp_path / "data" / "exports").iterdir()
    assert str(file) in usual.output


def test_what_cannot_be_exported_is_told(run):
    assert "没有可以导出的消息" in run("export", "--group", 999_999).output
    assert "不是时间" in run("export", "--group", GROUP, "--period", "哎呀").output


def test_a_backup_comes_back_in_place_of_what_is_there(run, tmp_path):
    told = run("backup", tmp_path / "b.backup")
    assert told.output.startswith("备份好了：2 个群，2 条消息"), told.output
    asyncio.run(talk(tmp_path, "后来的"))
    refused = run("restore", tmp_path / "b.backup")
    assert refused.exit_code == 1
    assert "已经有数据了" in refused.output
    restored = run("restore", "--replace", tmp_path / "b.backup")
    assert "恢复好了，核对过：2 个群，2 条消息。" in restored.output
    assert messages(f"sqlite+aiosqlite:///{tmp_path}/x.db") == ["番茄", "香蕉"]
    [aside] = [one for one in tmp_path.glob("x.db.before-restore-*") if one.suffix != ".lock"]
    assert str(aside) in restored.output


def test_a_backup_is_made_beside_a_running_bot_and_nothing_else_is(run, tmp_path):
    lease = Lease(sqlite_file(Config(database_url=f"sqlite+aiosqlite:///{tmp_path}/x.db").database))
    lease.take()
    try:
        assert run("backup", tmp_path / "b.backup").exit_code == 0
        for words in (("restore", tmp_path / "b.backup"), ("migrate-to", tmp_path / "y.db")):
            assert "正被另一个 groupscope 进程使用" in run(*words).output
    finally:
        lease.release()


def test_everything_moves_to_another_address(run, tmp_path):
    told = run("migrate-to", tmp_path / "y.db")
    assert "搬好了，逐群核对过：2 个群，2 条消息。" in told.output, told.output
    assert messages(f"sqlite+aiosqlite:///{tmp_path}/y.db") == ["番茄", "香蕉"]
    assert "已经有数据了" in run("migrate-to", tmp_path / "y.db").output
    assert "新地址就是现在的数据库" in run("migrate-to", tmp_path / "x.db").output
    assert "不是数据库" in run("migrate-to", "postgresql://x").output


def test_a_compressed_backup_comes_back_too(run, tmp_path):
    assert run("backup", tmp_path / "b.db.gz").exit_code == 0
    assert (tmp_path / "b.db.gz").read_bytes()[:2] == b"\x1f\x8b"
    assert [one.name for one in tmp_path.glob("b.db*")] == ["b.db.gz"]
    assert (tmp_path / "b.db.gz").stat().st_mode & 0o077 == 0
    restored = run("restore", "--replace", tmp_path / "b.db.gz")
    assert "恢复好了，核对过：2 个群，2 条消息。" in restored.output, restored.output


@pytest.mark.parametrize("name", ["x.backup", "torn.db.gz", "text.db.gz"])
def test_a_broken_backup_leaves_the_database_in_its_place(run, tmp_path, name):
    run("backup", tmp_path / "b.db.gz")
    whole = (tmp_path / "b.db.gz").read_bytes()
    (tmp_path / "torn.db.gz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "text.db.gz").write_text("番茄")
    (tmp_path / "x.backup").write_text("番茄")
    told = run("restore", "--replace", tmp_path / name)
    assert told.exit_code == 1
    assert "不是一份完好的备份" in told.output
    assert messages(f"sqlite+aiosqlite:///{tmp_path}/x.db") == ["番茄", "香蕉"]
    assert not list(tmp_path.glob("x.db.before-restore-*"))

"""``groupscope demo`` as people start it, and ``play`` in what it has made."""

import asyncio
import sqlite3
import sys

import pytest

from groupscope.cli.play import first_speaker, recorded_world
from groupscope.demo import ACCOUNT
from groupscope.demo.recorded import NoGroupError, UnknownDatabaseError, database_at


@pytest.fixture(scope="module")
def run():
    async def run(*words: str) -> tuple[int, str, str]:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-c", "from groupscope.cli import main; main()", *words),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await asyncio.wait_for(process.communicate(), 60)
        return process.returncode or 0, out.decode(), err.decode()

    return run


@pytest.fixture(scope="module")
async def made(run, tmp_path_factory):
    """A small group's file, and what was said while it was made."""
    file = tmp_path_factory.mktemp("demo") / "group.db"
    small = ("--days", "5", "--members", "12", "--messages", "400")
    code, out, err = await run("demo", "--into", str(file), "--until", "2026-11-20 21:00", *small)
    assert (code, err) == (0, "")
    return file, out


def rows(file, query: str) -> list[tuple]:
    with sqlite3.connect(file) as database:
        return database.execute(query).fetchall()


def test_it_says_what_there_is_and_what_to_do_next(made):
    file, out = made
    assert "「番茄俱乐部🍅」12 人，400 条消息，2026-11-16 00:00 到 2026-11-20 21:00" in out
    assert f"GROUPSCOPE_DATABASE_URL='sqlite+aiosqlite:///{file}' uv run --no-dev bot.py" in out
    assert f"groupscope play --database 'sqlite+aiosqlite:///{file}'" in out
    assert rows(file, "select count(*), max(sent_at) from message") == [(400, 1_795_179_600)]


async def test_a_database_with_other_groups_is_left_alone_unless_told(run, made, tmp_path):
    file = tmp_path / "own.db"
    file.write_bytes(made[0].read_bytes())
    with sqlite3.connect(file) as database:
        database.execute("insert into chat_group (group_id, name) values (123456, '真群')")
    few = ("--days", "1", "--messages", "10", "--members", "3")
    code, _, err = await run("demo", "--into", str(file), *few)
    assert code == 1
    assert "已经有别的群（1 个）" in err
    assert rows(file, "select count(*) from message") == [(400,)]
    code, _, err = await run("demo", "--into", str(file), "--anyway", *few)
    assert (code, err) == (0, "")
    assert rows(file, "select count(*) from message") == [(10,)]
    assert rows(file, "select name from chat_group where group_id = 123456") == [("真群",)]


async def test_a_moment_that_is_none_is_refused(run, tmp_path):
    code, _, err = await run("demo", "--into", str(tmp_path / "x.db"), "--until", "昨天")
    assert code == 2
    assert "「昨天」不是时间" in err


def test_one_can_talk_in_it(made):
    world, room = recorded_world(str(made[0]))
    assert list(world.rooms) == [room.group_id]
    assert room.name == "番茄俱乐部🍅"
    assert ACCOUNT in room.members
    assert len(room.members) >= 10
    assert first_speaker(room).role == "owner"
    said = room.remember(first_speaker(room), "早")
    assert (said.sequence,) > rows(made[0], "select max(message_key) from message")[0]


def test_nobody_in_it_has_just_come(made):
    """Else the bot would take the whole group for newcomers."""
    _, room = recorded_world(str(made[0]))
    told = rows(made[0], "select user_id, joined_at from member where left_at is null")
    assert len(told) >= 10
    assert {(who, room.members[who].joined_at or None) for who, _ in told} == set(told)


def test_what_holds_no_group_is_told(tmp_path):
    with pytest.raises(NoGroupError):
        recorded_world(str(tmp_path / "nothing.db"))
    (tmp_path / "other.db").write_bytes(b"")
    with pytest.raises(NoGroupError):
        recorded_world(str(tmp_path / "other.db"))
    with pytest.raises(UnknownDatabaseError):
        database_at("oracle://somewhere")

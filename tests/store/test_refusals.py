"""What a refusal is told as: its reason, and nothing of what was being written."""

import sqlite3

import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from groupscope.errors import StartError
from groupscope.store.engine import open_engine
from groupscope.store.migrate import migrate
from groupscope.store.refusals import ClosedDatabaseError, is_passing, reason_of
from tests.bots import free_port


class ServerError(Exception):
    """An error of a server, with its SQLSTATE."""

    def __init__(self, sqlstate: str | None, sentence: str = "no") -> None:
        super().__init__(sentence)
        self.sqlstate = sqlstate


def refused(sqlstate: str | None, sentence: str = "no") -> OperationalError:
    return OperationalError("INSERT …", {}, ServerError(sqlstate, sentence))


@pytest.mark.parametrize(
    "error",
    [
        refused("HY000", "(1205, Lock wait timeout exceeded)"),
        refused("HY000", "(1114, The table is full)"),
        refused("40001", "deadlock"),
        refused("53100", "disk full"),
        refused("57P03", "the database system is starting up"),
        refused("42P01", "relation does not exist"),
        refused("70100", "(1927, Connection was killed)"),
        refused(None, "(2013, Lost connection)"),
        OperationalError("", {}, sqlite3.OperationalError("database or disk is full")),
        OperationalError("", {}, sqlite3.DatabaseError("database disk image is malformed")),
        PoolTimeoutError("QueuePool limit of size 5 overflow 10 reached"),
        ConnectionRefusedError(),
        RuntimeError("the handler is closed"),
        EOFError(),
    ],
)
def test_what_may_succeed_later_is_waited_for(error):
    assert is_passing(error)


@pytest.mark.parametrize(
    "error",
    [
        refused("22003", "value out of range"),
        refused("22001", "value too long"),
        refused("23502", "null value"),
        DataError("", {}, ServerError("HY000", "(1366, Incorrect string value)")),
        OperationalError("", {}, sqlite3.ProgrammingError("Error binding parameter 1")),
        OverflowError("Python int too large to convert to SQLite INTEGER"),
        UnicodeEncodeError("utf-8", "\ud83d", 0, 1, "surrogates not allowed"),
    ],
)
def test_what_will_never_succeed_is_put_aside(error):
    assert not is_passing(error)


@pytest.mark.parametrize(
    "sentence",
    [
        "invalid input for query argument $1: '我喜欢你' (expected bytes)",
        """invalid input for query argument $1: 'it\\'s "我喜欢你" no' (expected bytes)""",
        "Incorrect string value: '我喜欢你' for column 'text' at row 1",
        "no\nDETAIL: Failing row contains (1, 我喜欢你)",
    ],
)
def test_a_reason_holds_nothing_of_what_was_said(sentence):
    reason = reason_of(refused("22000", sentence))
    assert reason.startswith("ServerError: ")
    assert not set("我喜欢你") & set(reason)


# A start that the database refuses


async def opened(url: str, tmp_path) -> None:
    engine = open_engine(make_url(url))
    try:
        await migrate(engine, tmp_path)
    finally:
        await engine.dispose()


async def why(url: str, tmp_path) -> str:
    with pytest.raises(StartError) as refused:
        await opened(url, tmp_path)
    return str(refused.value)


@pytest.mark.parametrize("driver", ["postgresql+asyncpg", "mysql+asyncmy"])
async def test_a_server_that_is_not_there_is_told_to_be_looked_after(driver, tmp_path):
    for host in (f"127.0.0.1:{free_port()}", "nowhere.invalid"):
        told = await why(f"{driver}://bot:sesame@{host}/groups", tmp_path)
        assert told.startswith("打不开数据库（GROUPSCOPE_DATABASE_URL）：连不上数据库服务器")
        assert "sesame" not in told


async def test_a_place_where_no_file_can_be_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file" / "x.db", tmp_path):
        assert "：这个位置打不开" in await why(f"sqlite+aiosqlite:///{place}", tmp_path)


class MariaDBError(Exception):
    """An error as asyncmy raises it."""


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (refused("28P01"), "用户名或密码不对（ServerError: no）"),
        (ServerError("28000"), "用户名或密码不对（ServerError: no）"),
        (refused("3D000"), "服务器上没有这个库，或者不许用它，请先建好（ServerError: no）"),
        (OperationalError("", {}, MariaDBError(1045, "Access denied")), "用户名或密码不对"),
        (OperationalError("", {}, MariaDBError(1049, "Unknown database")), "服务器上没有这个库"),
        (TimeoutError(), "连不上数据库服务器"),
        (refused("XX000"), "ServerError: no"),
    ],
)
def test_what_to_look_at_is_told_where_it_is_known(error, told):
    assert f"（GROUPSCOPE_DATABASE_URL）：{told}" in str(ClosedDatabaseError(error))

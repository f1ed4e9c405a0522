"""What a refusal is told as: its reason, and nothing of what was being written."""

import sqlite3

import pytest
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from groupscope.store.refusals import is_passing, reason_of


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

"""Why a database says no: for a while, or for good."""

import re
import socket
import sqlite3

from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    SQLAlchemyError,
    StatementError,
)

from groupscope.errors import StartError

REASON_LENGTH = 255

# SQLSTATE classes that are about a value: cardinality, data, integrity, a limit of the program.
STATES_OF_VALUES = ("21", "22", "23", "54")
ERRORS_OF_VALUES = (DataError, IntegrityError)
# What drivers let through, as it is, for values that they cannot send.
PYTHONS_OWN = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
REFUSALS = (
    SQLAlchemyError,
    OSError,
    # Of drivers whose connection has broken under them.
    EOFError,
    RuntimeError,
    *PYTHONS_OWN,
)
"""What may come out of a database: whoever has to go on without it catches all of these."""


def is_passing(error: Exception) -> bool:
    """Tell whether the same write may succeed later: locked, full disk, gone, restarting.

    Everything that is not plainly about a value passes, also a table that somebody has broken:
    what waits is not lost, and the owner is told; what is put aside does not come back.
    """
    if isinstance(error, DBAPIError):
        return not _is_about_a_value(error)
    # A value that SQLAlchemy itself cannot send comes as a bare StatementError.
    return not isinstance(error, (StatementError, *PYTHONS_OWN))


def _is_about_a_value(error: DBAPIError) -> bool:
    if isinstance(error, ERRORS_OF_VALUES):
        return True
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return str(state).startswith(STATES_OF_VALUES)
    # sqlite3 takes a value that it cannot bind for a mistake of the program.
    return isinstance(error.orig, sqlite3.ProgrammingError)


def reason_of(error: Exception) -> str:
    """Return one line that says why, without what was being written."""
    origin = error.orig if isinstance(error, DBAPIError) and error.orig else error
    # Servers quote the offending value in the detail that follows; the first line does without.
    first = str(origin).split("\n", 1)[0]
    # From the first quotation mark to the last: the value may hold quotation marks itself.
    unquoted = re.sub(r"['\"].*['\"]", "…", first)
    return f"{type(origin).__name__}: {unquoted}"[:REASON_LENGTH]


# Codes of servers: SQLSTATE of PostgreSQL, numbers of MariaDB and MySQL.
ABSENT = frozenset({2002, 2003, 2005, 2006, 2013})
STRANGERS = frozenset({"28000", "28P01", 1045, 1698})
UNKNOWN = frozenset({"3D000", 1044, 1049})


def cure_of(error: Exception) -> str:
    """Return what to look at where a database does not open; empty where nobody can tell."""
    origin = error.orig if isinstance(error, DBAPIError) and error.orig else error
    code = getattr(origin, "sqlstate", None) or next(iter(origin.args), None)
    if code in STRANGERS:
        return "用户名或密码不对"
    if code in UNKNOWN:
        return "服务器上没有这个库，或者不许用它，请先建好"
    if code in ABSENT or isinstance(origin, ConnectionError | TimeoutError | socket.gaierror):
        return "连不上数据库服务器，看看它是不是在运行，地址和端口对不对"
    if isinstance(origin, OSError) or "unable to open database file" in str(origin):
        return "这个位置打不开，看看目录在不在、能不能写"
    return ""


class ClosedDatabaseError(StartError):
    """The database cannot be opened."""

    def __init__(self, error: Exception) -> None:
        cure, reason = cure_of(error), reason_of(error)
        why = f"{cure}（{reason}）" if cure else reason
        super().__init__(f"打不开数据库（GROUPSCOPE_DATABASE_URL）：{why}")

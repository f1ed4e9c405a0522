"""Why a database says no: for a while, or for good."""

import re

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

REASON_LENGTH = 255

# SQLSTATE classes that pass: connection, transaction rollback, resources (disk full), object state
# (lock not available), operator intervention, system error.
PASSING_STATES = ("08", "40", "53", "55", "57", "58")


def is_passing(error: Exception) -> bool:
    """Tell whether the same write may succeed later: locked, full disk, gone, restarting.

    asyncpg's errors reach us as bare DBAPIError with an SQLSTATE; the other drivers' as
    OperationalError.
    """
    if isinstance(error, DBAPIError):
        state = getattr(error.orig, "sqlstate", None)
        if state is not None:
            return str(state).startswith(PASSING_STATES)
        return error.connection_invalidated or isinstance(error, OperationalError | InterfaceError)
    # A server that is down refuses the connection before SQLAlchemy has anything to wrap.
    return isinstance(error, OSError)


def reason_of(error: Exception) -> str:
    """Return one line that says why, without what was being written."""
    origin = error.orig if isinstance(error, DBAPIError) and error.orig else error
    # Servers quote the offending value in the detail that follows; the first line does without.
    first = str(origin).split("\n", 1)[0]
    unquoted = re.sub(r"'[^']*'|\"[^\"]*\"", "…", first)
    return f"{type(origin).__name__}: {unquoted}"[:REASON_LENGTH]

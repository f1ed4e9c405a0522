"""The ledger of imports: what became of every chat of every file, also of those broken off."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.store.engine import insert_or_update
from groupscope.store.tables import imported


class State(StrEnum):
    """How an import stands."""

    RUNNING = "running"
    STOPPED = "stopped"
    """Broken off; the next run goes on."""
    DONE = "done"
    BROKEN = "broken"
    """The file could not be read to its end."""


@dataclass(slots=True)
class Account:
    """What became of one chat of a file; the columns of its row. Times as in the table."""

    group_id: int
    began_at: int
    digest: str
    file: str
    format: str
    state: State = State.RUNNING
    entries: int = 0
    stored: int = 0
    already: int = 0
    refused: int = 0
    notices: int = 0
    reactions: int = 0
    since_at: int | None = None
    until_at: int | None = None
    ended_at: int | None = None
    detail: str | None = None


async def save(connection: AsyncConnection, account: Account) -> None:
    """Write an account as it stands now."""
    row = asdict(account)
    changes = [name for name in row if name not in ("group_id", "began_at", "digest")]
    await connection.execute(
        insert_or_update(imported, connection.dialect.name, changes),
        row | {"state": account.state.value},
    )


async def broken_off(connection: AsyncConnection, digest: str, group_id: int) -> list[Account]:
    """Return the accounts of a file's last import, where it did not come to its end.

    ``group_id``: the group that the file is to go into; 0 for those that it tells itself.
    """
    rows = (
        await connection.execute(
            select(imported).where(imported.c.digest == digest).order_by(imported.c.began_at)
        )
    ).all()
    last = [account_of(row) for row in rows if row.began_at == rows[-1].began_at]
    goes_there = not group_id or any(one.group_id == group_id for one in last)
    is_open = any(one.state in (State.RUNNING, State.STOPPED) for one in last)
    return last if is_open and goes_there else []


async def accounts(connection: AsyncConnection, group_id: int) -> list[Account]:
    """Return every import into a group, the latest first."""
    rows = await connection.execute(
        select(imported).where(imported.c.group_id == group_id).order_by(imported.c.began_at.desc())
    )
    return [account_of(row) for row in rows]


def account_of(row: Any) -> Account:  # noqa: ANN401 -- a row of the table
    """Return the account that a row holds."""
    told: dict[str, Any] = {name: getattr(row, name) for name in Account.__dataclass_fields__}
    told["state"] = State(row.state)
    return Account(**told)

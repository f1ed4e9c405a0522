"""What a database holds, in numbers: by them a copy is compared with its original."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.store.tables import metadata

MODULUS = 1_000_000_007
"""What is added up is what remains of a number by this: whole numbers would run over."""
SUMMED = ("message_key", "sender_id", "sent_at", "happened_at", "reacted_at", "user_id", "changed")
"""Columns whose sums are compared, beside the numbers of rows."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows a table has of a group (None: of none), and the sums of their numbers."""

    rows: int
    sums: tuple[int, ...]


Counts = Mapping[tuple[str, int | None], Count]
"""By table and group."""


async def counts_in(connection: AsyncConnection) -> Counts:
    """Count the rows of every table by group, and add up their numbers."""
    found: dict[tuple[str, int | None], Count] = {}
    for table in metadata.sorted_tables:
        sums = [func.sum(table.c[name] % MODULUS) for name in SUMMED if name in table.c]
        if "group_id" in table.c:
            asked = select(table.c.group_id, func.count(), *sums).group_by(table.c.group_id)
            for row in await connection.execute(asked):
                found[table.name, row[0]] = _count(row[1:])
        else:
            row = (await connection.execute(select(func.count(), *sums).select_from(table))).one()
            found[table.name, None] = _count(row)
    return found


def _count(row: Sequence[Any]) -> Count:
    return Count(int(row[0]), tuple(int(value or 0) for value in row[1:]))

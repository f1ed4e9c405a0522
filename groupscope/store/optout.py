"""Who takes no part in statistics: in a group, or everywhere.

Of those who take no part only a number is kept from then on (``withholding``); what they have said
before stays where it is, and counts nowhere as long as they take no part.
"""

from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.store.engine import insert_or_update
from groupscope.store.tables import opt_out

EVERY_GROUP = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """What a member has chosen in a group (0: everywhere), and when."""

    group_id: int
    user_id: int
    since_at: int
    is_out: bool


class OptOuts:
    """The choices of all members, in memory; none of nearly everybody."""

    def __init__(self) -> None:
        self._out: set[tuple[int, int]] = set()

    async def load(self, connection: AsyncConnection) -> None:
        """Read who takes no part."""
        rows = await connection.execute(select(opt_out).where(opt_out.c.is_out == 1))
        self._out = {(row.group_id, row.user_id) for row in rows}

    def __bool__(self) -> bool:
        return bool(self._out)

    def covers(self, group_id: int, user_id: int | None) -> bool:
        """Tell whether somebody takes no part in a group's statistics."""
        if not self._out or user_id is None:
            return False
        return (group_id, user_id) in self._out or self.is_everywhere(user_id)

    def is_everywhere(self, user_id: int) -> bool:
        """Tell whether somebody takes no part in any group's statistics."""
        return (EVERY_GROUP, user_id) in self._out

    def groups_of(self, user_id: int) -> list[int]:
        """Return the groups in which somebody takes no part; 0 is all of them."""
        return sorted(group_id for group_id, who in self._out if who == user_id)

    async def choose(
        self, connection: AsyncConnection, group_id: int, user_id: int, at: int, *, is_out: bool
    ) -> None:
        """Write down that somebody takes no part in a group (0: in any), or takes part again.

        Who takes part everywhere again, does so in each group.
        """
        groups = [group_id]
        if group_id == EVERY_GROUP and not is_out:
            groups = sorted({EVERY_GROUP, *self.groups_of(user_id)})
        rows = [
            {"group_id": one, "user_id": user_id, "since_at": at, "is_out": int(is_out)}
            for one in groups
        ]
        chosen = insert_or_update(
            opt_out,
            connection.dialect.name,
            {"since_at": at, "is_out": int(is_out), "is_applied": 0},
        )
        for row in rows:
            await connection.execute(chosen, row)
        pairs = {(one, user_id) for one in groups}
        self._out = self._out | pairs if is_out else self._out - pairs

    async def forget(self, connection: AsyncConnection, group_id: int) -> None:
        """Forget what everybody has chosen in a group that is erased."""
        await connection.execute(delete(opt_out).where(opt_out.c.group_id == group_id))
        self._out = {pair for pair in self._out if pair[0] != group_id}


async def unapplied(connection: AsyncConnection) -> list[Choice]:
    """Return the choices with which what is stored is not yet in line."""
    rows = await connection.execute(select(opt_out).where(opt_out.c.is_applied == 0))
    return [Choice(row.group_id, row.user_id, row.since_at, bool(row.is_out)) for row in rows]


async def note_applied(connection: AsyncConnection, choice: Choice) -> None:
    """Note that what is stored is in line with a choice, unless it was changed meanwhile."""
    this_one = (
        (opt_out.c.group_id == choice.group_id)
        & (opt_out.c.user_id == choice.user_id)
        & (opt_out.c.since_at == choice.since_at)
        & (opt_out.c.is_out == int(choice.is_out))
    )
    if choice.is_out:
        await connection.execute(update(opt_out).where(this_one).values(is_applied=1))
    else:
        await connection.execute(delete(opt_out).where(this_one))


async def opted_out(connection: AsyncConnection, group_id: int) -> frozenset[int]:
    """Return who takes no part in a group's statistics."""
    among = opt_out.c.group_id.in_((EVERY_GROUP, group_id))
    rows = await connection.scalars(select(opt_out.c.user_id).where(among, opt_out.c.is_out == 1))
    return frozenset(rows.all())

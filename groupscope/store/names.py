"""Members and their names: as messages, member lists and notices show them."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from unicodedata import category

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.model import Member
from groupscope.store.days import MOST_KEYS
from groupscope.store.engine import insert_new, insert_or_update
from groupscope.store.tables import member, name_history

NICKNAME, CARD, GROUP_NAME = "nickname", "card", "group"
REMEMBERED = 50_000
FILLERS = frozenset("\u2800\u3164\u115f\u1160\uffa0")
"""Letters and symbols that show nothing."""

Key = tuple[int, int]
NameRow = tuple[int, int, str, int, str]
"""Group, user (0: the group itself), kind, time, name."""


class Seen(NamedTuple):
    """A member shown at a time."""

    group_id: int
    at: int
    member: Member
    is_past: bool = False
    """Told by history: it may be how a member was shown once, and says nothing of one we know."""


class Members:
    """What was last written of each member, so that nothing is written twice."""

    def __init__(self) -> None:
        self._written: OrderedDict[Key, Member] = OrderedDict()
        self._shown: OrderedDict[Key, Member] = OrderedDict()
        self._away: set[Key] = set()
        """Of those remembered, who has left: seen again, they are back, however they are shown."""

    def is_news(self, group_id: int, shown: Member) -> bool:
        """Tell whether a member is shown otherwise than the last time."""
        key = (group_id, shown.user_id)
        if self._shown.get(key) == shown:
            return False
        self._shown[key] = shown
        if len(self._shown) > REMEMBERED:
            self._shown.popitem(last=False)
        return True

    async def write(self, connection: AsyncConnection, seen: Sequence[Seen]) -> None:
        """Write members as shown, and their new names into the history of names."""
        await self._load(connection, {(item.group_id, item.member.user_id) for item in seen})
        rows: dict[Key, dict[str, Any]] = {}
        names: list[NameRow] = []
        for item in seen:
            key = (item.group_id, item.member.user_id)
            before = self._written.get(key)
            if item.is_past and before is not None:
                continue
            after = item.member if before is None else merged(before, item.member)
            if before == after and key not in self._away:
                continue
            names += new_names(item, before)
            rows[key] = row_of(item.group_id, after)
            self._remember(key, after)
            self._away.discard(key)
        if rows:
            await connection.execute(upsert(connection.dialect.name), list(rows.values()))
            await remember_names(connection, names)

    def forget(self) -> None:
        """Forget what was written: a transaction that failed may not have written it."""
        self._written.clear()
        self._shown.clear()
        self._away.clear()

    def refused(self, seen: Seen) -> None:
        """Remember that a member was not written, being erased: shown again, they are news."""
        self._shown.pop((seen.group_id, seen.member.user_id), None)

    def left(self, group_id: int, user_ids: Iterable[int]) -> None:
        """Remember that members have left: whatever shows them next is news."""
        for user_id in user_ids:
            key = (group_id, user_id)
            self._shown.pop(key, None)
            if key in self._written:
                self._away.add(key)

    async def _load(self, connection: AsyncConnection, keys: set[Key]) -> None:
        wanted = sorted(keys - self._written.keys())
        for start in range(0, len(wanted), MOST_KEYS):
            among = tuple_(member.c.group_id, member.c.user_id).in_(
                wanted[start : start + MOST_KEYS]
            )
            for row in await connection.execute(select(member).where(among)):
                self._remember((row.group_id, row.user_id), member_of(row))
                if row.left_at is not None:
                    self._away.add((row.group_id, row.user_id))

    def _remember(self, key: Key, value: Member) -> None:
        self._written[key] = value
        if len(self._written) > REMEMBERED:
            self._away.discard(self._written.popitem(last=False)[0])


FIELDS = tuple(field for field in Member.__dataclass_fields__ if field != "user_id")


def merged(before: Member, after: Member) -> Member:
    """Return a member with what is newly told; what was not told stays."""
    told = {
        name: getattr(before if getattr(after, name) is None else after, name) for name in FIELDS
    }
    return Member(before.user_id, **told)


def member_of(row: Any) -> Member:  # noqa: ANN401 -- a row of the member table
    """Return the member that a row holds."""
    robot = None if row.is_robot is None else bool(row.is_robot)
    told = {name: getattr(row, name) for name in FIELDS if name != "is_robot"}
    return Member(row.user_id, is_robot=robot, **told)


def row_of(group_id: int, value: Member) -> dict[str, Any]:
    """Return the row that holds a member; whoever is shown is in the group."""
    row = {name: getattr(value, name) for name in FIELDS}
    return row | {
        "group_id": group_id,
        "user_id": value.user_id,
        "is_robot": None if value.is_robot is None else int(value.is_robot),
        "left_at": None,
    }


def upsert(backend: str) -> Any:  # noqa: ANN401 -- an Insert of one of three dialects
    """Return the statement that writes members."""
    return insert_or_update(member, backend, [*FIELDS, "left_at"])


def new_names(item: Seen, before: Member | None) -> list[NameRow]:
    """Return the names that a member did not have before."""
    pairs = ((NICKNAME, item.member.nickname), (CARD, item.member.card))
    return [
        (item.group_id, item.member.user_id, kind, item.at, name)
        for kind, name in pairs
        if name and (before is None or getattr(before, kind) != name)
    ]


async def remember_names(connection: AsyncConnection, names: Iterable[NameRow]) -> None:
    """Write names into the history."""
    columns = ("group_id", "user_id", "kind", "seen_at", "name")
    rows: list[dict[str, Any]] = [dict(zip(columns, name, strict=True)) for name in names]
    if rows:
        await connection.execute(insert_new(name_history, connection.dialect.name), rows)


def shown_name(row: Any) -> str:  # noqa: ANN401 -- a row with card, nickname and user_id
    """Return how a member is called in the group: card, else nickname, else a masked number.

    A name of white space and fillers alone is none.
    """
    named = (name for name in (row.card, row.nickname) if name and can_be_seen(name))
    return next(named, f"…{row.user_id % 10_000:04d}")


def can_be_seen(name: str) -> bool:
    """Tell whether there is anything to see of a name."""
    return any(letter not in FILLERS and category(letter)[0] not in "CMZ" for letter in name)


async def names_of(
    connection: AsyncConnection, group_id: int, user_ids: Iterable[int]
) -> dict[int, str]:
    """Return how members are called in their group."""
    wanted = sorted(set(user_ids))
    columns = (member.c.user_id, member.c.card, member.c.nickname)
    named = {user_id: f"…{user_id % 10_000:04d}" for user_id in wanted}
    for start in range(0, len(wanted), MOST_KEYS):
        among = member.c.user_id.in_(wanted[start : start + MOST_KEYS])
        rows = await connection.execute(
            select(*columns).where(member.c.group_id == group_id, among)
        )
        named |= {row.user_id: shown_name(row) for row in rows}
    return named


async def members_named(
    connection: AsyncConnection, group_id: int, name: str
) -> list[tuple[int, str]]:
    """Return (user id, card or nickname) of the members called so; cards before nicknames.

    Case does not matter, in any script: hence compared here, for SQLite lowers ASCII alone.
    """
    wanted = name.casefold()
    columns = (member.c.user_id, member.c.card, member.c.nickname)
    rows = (await connection.execute(select(*columns).where(member.c.group_id == group_id))).all()
    for kind in (CARD, NICKNAME):
        found = [row for row in rows if (getattr(row, kind) or "").casefold() == wanted]
        if found:
            return sorted((row.user_id, shown_name(row)) for row in found)
    return []

"""Whom a name may mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Named:
    """A member and the card or nickname by which they are known in the group."""

    user_id: int
    name: str


class Roster(Protocol):
    """Who is known under which name."""

    async def named(self, group_id: int, name: str) -> Sequence[Named]:
        """Find the members of a group whose card or nickname is ``name``, whatever its case."""
        ...

"""How often members turned to each other, by pair and direction."""

import asyncio
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from groupscope.scope import Scope
from groupscope.store.packing import Table
from groupscope.store.robots import Robots, robots_in
from groupscope.store.snapshot import Snapshot
from groupscope.store.summaries.turns import TURNS


class TwoWays(NamedTuple):
    """How often the left one turned to the right one, and back."""

    left: int
    right: int
    there: int
    back: int


@dataclass(frozen=True, slots=True)
class Pairs:
    """Who turned to whom how often; ``table``, of shape (n, 3): who, whom, how often.

    Nobody stands there with themselves, nor with a robot.
    """

    table: Table

    @property
    def total(self) -> int:
        """How often anybody turned to anybody."""
        return int(self.table[:, 2].sum())

    @property
    def people(self) -> int:
        """How many turned to somebody, or were turned to."""
        return len(np.unique(self.table[:, :2]))

    def of(self, member: int) -> "Pairs":
        """Return those pairs that a member is one of."""
        return Pairs(self.table[(self.table[:, :2] == member).any(axis=1)])

    def given(self) -> dict[int, int]:
        """Return how often each member turned to somebody, most first, ties by QQ number."""
        return self._sums(0)

    def received(self) -> dict[int, int]:
        """Return how often each member was turned to, most first, ties by QQ number."""
        return self._sums(1)

    def strongest(self, most: int, left: int | None = None) -> list[TwoWays]:
        """Return the strongest pairs: by both ways together, then by how mutual they are.

        On the left stands ``left``, where that one is of the pair, else whoever turned to the other
        more often; ties are settled by QQ number.
        """
        people, ends = np.unique(self.table[:, :2], return_inverse=True)
        who, whom = ends.reshape(-1, 2).T
        one, other = np.minimum(who, whom), np.maximum(who, whom)
        keys, position = np.unique(one * len(people) + other, return_inverse=True)
        ways = np.zeros((len(keys), 2), np.int64)
        np.add.at(ways, (position.ravel(), (who > whom).astype(np.int64)), self.table[:, 2])
        order = np.lexsort((keys, -ways.min(axis=1), -ways.sum(axis=1)))[:most]
        found = zip(keys[order].tolist(), ways[order].tolist(), strict=True)
        return [
            _turned(int(people[key // len(people)]), int(people[key % len(people)]), ways, left)
            for key, ways in found
        ]

    def _sums(self, end: int) -> dict[int, int]:
        members, position = np.unique(self.table[:, end], return_inverse=True)
        sums = np.bincount(position.ravel(), self.table[:, 2], len(members)).astype(np.int64)
        order = np.lexsort((members, -sums))
        return dict(zip(members[order].tolist(), sums[order].tolist(), strict=True))


def _turned(one: int, other: int, ways: list[int], left: int | None) -> TwoWays:
    """Return a pair with the right one on the left."""
    there, back = ways
    is_turned = other == left if left in (one, other) else back > there
    return TwoWays(other, one, back, there) if is_turned else TwoWays(one, other, there, back)


async def pairs_of(db: Snapshot, scope: Scope) -> Pairs:
    """Count who turned to whom in a scope's group and period, whoever its member is."""
    turns = await db.summary(TURNS, scope)
    robots = await robots_in(db.connection, scope.group_id)
    return Pairs(await asyncio.to_thread(_counted, turns.cells, robots))


def _counted(cells: Table, robots: Robots) -> Table:
    """Return (who, whom, how often) rows, without robots."""
    people, ends = np.unique(cells[:, 1:3], return_inverse=True)
    who, whom = ends.reshape(-1, 2).T
    size = max(len(people), 1)
    keys, counts = np.unique(who * size + whom, return_counts=True)
    pairs = np.stack([people[keys // size], people[keys % size], counts], axis=1)
    known = [number for number in people.tolist() if number in robots]
    return pairs[~np.isin(pairs[:, :2], known).any(axis=1)]

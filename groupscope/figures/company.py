"""Whom a member talks with: whom they reply to and mention, and by whom they are."""

from collections.abc import Mapping
from dataclasses import dataclass

from groupscope.charts import Board, BoardRow
from groupscope.scope import Scope
from groupscope.store import Snapshot
from groupscope.store.pairs import TwoWays, pairs_of


@dataclass(frozen=True, slots=True)
class Company:
    """A member's strongest companions, who stand on the right of each pair, with all the turns.

    ``turned`` is how often the member turned to others, ``was_turned_to`` how often others did.
    """

    companions: tuple[TwoWays, ...]
    turned: int
    was_turned_to: int

    def board(self, names: Mapping[int, str]) -> Board:
        """Return the companions as a board."""
        most = max((pair.there + pair.back for pair in self.companions), default=1)
        rows = tuple(
            BoardRow(
                place=None,
                member_id=pair.right,
                name=names[pair.right],
                value=f"{pair.there + pair.back:,} 次",
                share=(pair.there + pair.back) / most,
                note=ways(pair),
            )
            for pair in self.companions
        )
        return Board("🤝 最常互动", "回复和 @", rows)


async def company_of(db: Snapshot, scope: Scope, most: int) -> Company:
    """Return whom a scope's member talked with."""
    who = scope.member_id or 0
    pairs = (await pairs_of(db, scope)).of(who)
    turned = pairs.given().get(who, 0)
    return Company(tuple(pairs.strongest(most, who)), turned, pairs.total - turned)


def ways(pair: TwoWays) -> str:
    """Return how often two turned to each other: 12 去 8 回."""
    return f"{pair.there:,} 去 {pair.back:,} 回"

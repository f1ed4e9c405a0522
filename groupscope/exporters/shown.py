"""How members were called when they said something."""

from collections.abc import Sequence
from typing import NamedTuple

from groupscope.store.names import CARD, NICKNAME
from groupscope.store.outgoing import AnyRow


class Names(NamedTuple):
    """A member's nickname and card; None where it was never told."""

    nickname: str | None = None
    card: str | None = None


class Shown:
    """Everybody's names, as time goes on: before the first that is told, the present ones."""

    def __init__(self, members: Sequence[AnyRow]) -> None:
        self._names = {row.user_id: Names(row.nickname, row.card or None) for row in members}
        self._changes: list[AnyRow] = []
        """Still to come, the next one last."""

    def tell(self, changes: Sequence[AnyRow]) -> None:
        """Take the changes of names of the time that comes next, in order."""
        self._changes = [*reversed(changes), *self._changes]

    def at(self, moment: int, user_id: int) -> Names:
        """Return how somebody was called; moments must not go back."""
        while self._changes and self._changes[-1].seen_at <= moment:
            change = self._changes.pop()
            before = self._names.get(change.user_id, Names())
            if change.kind == NICKNAME:
                before = before._replace(nickname=change.name)
            elif change.kind == CARD:
                before = before._replace(card=change.name)
            self._names[change.user_id] = before
        return self._names.get(user_id, Names())

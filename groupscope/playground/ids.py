"""The message ids that one implementation knows."""

from collections.abc import Iterable

from groupscope.playground.dialects import Dialect
from groupscope.playground.room import Room
from groupscope.playground.values import Said
from groupscope.playground.world import World

MEMORY = 5000
"""How many ids NapCat keeps; the oldest go first."""


class Ids:
    """Which id stands for which message, as this account's implementation has it.

    An implementation with a database finds every id again; one that ``forgets_ids`` knows those
    that it has told since it was started, and no more than MEMORY of them.
    """

    def __init__(self, world: World, account: int, dialect: Dialect) -> None:
        self._world = world
        self._account = account
        self._dialect = dialect
        self._told: dict[int, Said] = {}
        self._boot = 0

    def of(self, said: Said) -> int:
        """Return the id of a message, remembered from now on."""
        number = self._dialect.message_id(said, self._account, self._boot)
        self._told[number] = said
        if self._dialect.forgets_ids and len(self._told) > MEMORY:
            del self._told[next(iter(self._told))]
        return number

    def find(self, number: int) -> Said | None:
        """Return the message that has this id, or None if this implementation does not know it."""
        if number not in self._told and not self._dialect.forgets_ids:
            self._read_database()
        return self._told.get(number)

    def restart(self) -> None:
        """Start the implementation anew: with its memory empty, where it keeps ids in memory."""
        self._boot += 1
        self._told.clear()

    def _read_database(self) -> None:
        for said in self._everything(self._world.rooms_of(self._account)):
            self.of(said)

    @staticmethod
    def _everything(rooms: Iterable[Room]) -> Iterable[Said]:
        return (said for room in rooms for said in room.history)

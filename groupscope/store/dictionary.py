"""Words by number: day summaries hold numbers, which pack well and add up fast."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.store.days import MOST_KEYS
from groupscope.store.engine import insert_new
from groupscope.store.tables import word

LONGEST_WORD = 64
REMEMBERED = 100_000


class Dictionary:
    """Words and their numbers; those used lately are in memory."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._words: dict[int, str] = {}

    async def number(self, connection: AsyncConnection, words: Collection[str]) -> dict[str, int]:
        """Return the numbers of words, giving new ones; once in a writing transaction."""
        known = await self.known(connection, words)
        new = sorted(set(words) - known.keys())
        if new:
            rows = [{"word": text} for text in new]
            await connection.execute(insert_new(word, connection.dialect.name), rows)
            # Not remembered: this transaction may yet be rolled back.
            known |= await _look_up(connection, new)
        return known

    async def known(self, connection: AsyncConnection, words: Collection[str]) -> dict[str, int]:
        """Return the numbers of those words that have one."""
        found = {text: self._ids[text] for text in words if text in self._ids}
        looked_up = await _look_up(connection, sorted(set(words) - found.keys()))
        for text, number in looked_up.items():
            self._remember(number, text)
        return found | looked_up

    async def words(self, connection: AsyncConnection, ids: Iterable[int]) -> dict[int, str]:
        """Return the words of numbers."""
        asked = list(ids)
        found = {number: self._words[number] for number in asked if number in self._words}
        wanted = sorted(set(asked) - found.keys())
        for start in range(0, len(wanted), MOST_KEYS):
            among = word.c.word_id.in_(wanted[start : start + MOST_KEYS])
            for row in await connection.execute(select(word).where(among)):
                found[row.word_id] = row.word
                self._remember(row.word_id, row.word)
        return found

    def forget(self) -> None:
        """Forget what is in memory: words were deleted."""
        self._ids.clear()
        self._words.clear()

    def _remember(self, number: int, text: str) -> None:
        if len(self._ids) >= REMEMBERED:
            self._ids.clear()
            self._words.clear()
        self._ids[text] = number
        self._words[number] = text


async def _look_up(connection: AsyncConnection, wanted: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(wanted), MOST_KEYS):
        among = word.c.word.in_(wanted[start : start + MOST_KEYS])
        rows = await connection.execute(select(word).where(among))
        found |= {row.word: row.word_id for row in rows}
    return found

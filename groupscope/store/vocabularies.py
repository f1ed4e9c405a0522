"""The words that an installation and its groups have added, or ignore."""

from collections import defaultdict
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.config import Config
from groupscope.language.reading import NOTHING, Reading, read, said_of
from groupscope.language.vocabulary import Vocabulary
from groupscope.model import Message
from groupscope.store.engine import insert_or_update
from groupscope.store.tables import vocabulary

EVERY_GROUP = 0
LONGEST_WORD = 64


class WordKind(StrEnum):
    """What has been said about a word."""

    ADDED = "added"
    IGNORED = "ignored"
    PLAIN = "plain"
    """Nothing any more; the row stays, so that the change is seen."""


class Vocabularies:
    """Every group's vocabulary, in memory."""

    def __init__(self, config: Config) -> None:
        self._base = Vocabulary(segmenter=config.segmenter)
        self._words: defaultdict[int, dict[str, WordKind]] = defaultdict(dict)
        self._revisions: dict[int, int] = {}
        self._made: dict[int, Vocabulary] = {}

    async def load(self, connection: AsyncConnection) -> None:
        """Read all words."""
        rows = (await connection.execute(select(vocabulary))).all()
        # Messages are read meanwhile: from here on nothing is waited for.
        self._words.clear()
        self._revisions.clear()
        self._made.clear()
        for row in rows:
            self._take(row.group_id, row.word, WordKind(row.kind), row.changed_at)

    def of(self, group_id: int) -> Vocabulary:
        """Return a group's vocabulary: the installation's words, and its own on top."""
        made = self._made.get(group_id)
        if made is None:
            words = self._said_in(EVERY_GROUP) | self._said_in(group_id)
            made = self._made[group_id] = Vocabulary(
                frozenset(word for word, kind in words.items() if kind is WordKind.ADDED),
                frozenset(word for word, kind in words.items() if kind is WordKind.IGNORED),
                self._base.segmenter,
            )
        return made

    def revision(self, group_id: int) -> int:
        """Return when a group's vocabulary last changed, in milliseconds; 0 for never."""
        return max(self._revisions.get(EVERY_GROUP, 0), self._revisions.get(group_id, 0))

    def words(self, group_id: int, kind: WordKind) -> list[str]:
        """Return a group's own words of a kind, sorted."""
        return sorted(word for word, said in self._words[group_id].items() if said is kind)

    async def change(
        self,
        connection: AsyncConnection,
        group_id: int,
        word: str,
        kind: WordKind,
        by: int,
        at: int,
    ) -> None:
        """Say something about a word in a group; ``at`` in milliseconds.

        Each change has a moment of its own, later than all before it, whatever the clock does.
        """
        at = max(at, max(self._revisions.values(), default=0) + 1)
        row = {"group_id": group_id, "word": word, "kind": kind, "changed_at": at, "changed_by": by}
        await connection.execute(
            insert_or_update(
                vocabulary, connection.dialect.name, ["kind", "changed_at", "changed_by"]
            ),
            row,
        )
        self._take(group_id, word, kind, at)

    def read(self, message: Message) -> Reading:
        """Return what a message says, in its group's vocabulary."""
        if message.is_command or message.is_bot or message.is_own:
            return NOTHING
        said = said_of(message.segments, message.text)
        return read(said, self.of(message.group_id)) if said else NOTHING

    def _said_in(self, group_id: int) -> dict[str, WordKind]:
        """Return what holds in a group by its own words."""
        said = self._words[group_id].items()
        return {word: kind for word, kind in said if kind is not WordKind.PLAIN}

    def _take(self, group_id: int, word: str, kind: WordKind, at: int) -> None:
        self._words[group_id][word] = kind
        self._revisions[group_id] = max(self._revisions.get(group_id, 0), at)
        self._made.clear()

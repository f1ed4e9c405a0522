"""The store as a whole: opened once, closed once."""

import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncEngine

from groupscope.config import Config
from groupscope.language.reading import read
from groupscope.store.batch import Memory
from groupscope.store.dictionary import Dictionary
from groupscope.store.engine import open_engine
from groupscope.store.groups import Groups
from groupscope.store.identity import Identities
from groupscope.store.names import Members
from groupscope.store.rereading import Rereading
from groupscope.store.sealer import Sealer
from groupscope.store.snapshot import Snapshot
from groupscope.store.tombstones import Tombstones
from groupscope.store.vocabularies import Vocabularies
from groupscope.store.writer import Writer


class Store:
    """Engine, writer, sealer and what they remember; migrated beforehand (``store.migrate``)."""

    def __init__(self, config: Config, *, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.engine: AsyncEngine = open_engine(config.database)
        self._is_alone = config.database.get_backend_name() == "sqlite"
        self.groups = Groups(config)
        self.tombstones = Tombstones()
        self.vocabularies = Vocabularies(config)
        self.identities = Identities()
        self.dictionary = Dictionary()
        self._memory = Memory(
            self.identities,
            Members(),
            self.groups,
            self.tombstones,
            self.vocabularies,
            keep_recalled=config.recalled == "keep",
        )
        self.writer = Writer(self.engine, self._memory, limit=config.queue_limit, clock=clock)
        self.rereading = Rereading(self.writer, self.vocabularies)
        self.sealer = Sealer(self.engine, self.writer, self.groups, self.dictionary)

    async def open(self) -> None:
        """Read what is known, and begin to write."""
        await self._load()
        read("热身")  # loads dictionary and models now, not under the first messages
        self.writer.start()

    async def look_again(self) -> None:
        """Learn what other processes have said: groups switched, people erased, words added."""
        if not self._is_alone:
            await self._load()

    async def _load(self) -> None:
        async with self.writer.transaction() as connection:
            await self._memory.load(connection)

    async def close(self) -> None:
        """Write what is left, then let go of the database."""
        await self.writer.stop()
        await self.engine.dispose()

    @asynccontextmanager
    async def snapshot(self) -> AsyncGenerator[Snapshot]:
        """Open a reading of the store that does not change while it is open."""
        async with self.engine.connect() as connection:
            if connection.dialect.name != "sqlite":
                # SQLite's explicit BEGIN gives a snapshot by itself.
                await connection.execution_options(isolation_level="REPEATABLE READ")
            yield Snapshot(connection, self.groups, self.dictionary, int(self.clock()))

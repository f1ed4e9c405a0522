"""The store as a whole: opened once, closed once."""

import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from groupscope.config import Config
from groupscope.store.batch import Memory
from groupscope.store.dictionary import Dictionary
from groupscope.store.engine import open_engine
from groupscope.store.forgetting import Forgetting
from groupscope.store.groups import Groups
from groupscope.store.identity import Identities
from groupscope.store.indexing import Indexing
from groupscope.store.names import Members
from groupscope.store.optout import OptOuts
from groupscope.store.rereading import Rereading
from groupscope.store.retention import Retention
from groupscope.store.rewriting import Rewriting
from groupscope.store.sealer import Sealer
from groupscope.store.settings import GroupSettings
from groupscope.store.snapshot import Snapshot
from groupscope.store.tombstones import Tombstones
from groupscope.store.understanding import warm_up
from groupscope.store.vocabularies import Vocabularies
from groupscope.store.withholding import Withholding
from groupscope.store.writer import Writer


class Store:
    """Engine, writer, sealer and what they remember; migrated beforehand (``store.migrate``).

    ``erased`` is the file that remembers who was erased, also after a backup was restored.
    """

    def __init__(
        self,
        config: Config,
        *,
        clock: Callable[[], float] = time.time,
        erased: Path | None = None,
    ) -> None:
        self.clock = clock
        self.engine: AsyncEngine = open_engine(config.database)
        self._is_alone = config.database.get_backend_name() == "sqlite"
        self.groups = Groups(config)
        self.tombstones = Tombstones(erased)
        self.vocabularies = Vocabularies(config)
        self.settings = GroupSettings(config, self.groups)
        self.opt_outs = OptOuts()
        self.identities = Identities()
        self.dictionary = Dictionary()
        self._memory = Memory(
            self.identities,
            Members(),
            self.groups,
            self.tombstones,
            self.vocabularies,
            self.settings,
            self.opt_outs,
        )
        self.writer = Writer(self.engine, self._memory, limit=config.queue_limit, clock=clock)
        self.rereading = Rereading(self.writer, self.vocabularies)
        self.rewriting = Rewriting(
            self.writer,
            self.settings,
            self.groups,
            self.vocabularies,
            is_alone=self._is_alone,
            clock=clock,
        )
        self.withholding = Withholding(
            self.writer, self.opt_outs, is_alone=self._is_alone, clock=clock
        )
        self.sealer = Sealer(self.engine, self.writer, self.groups, self.dictionary)
        self.indexing = Indexing(self.engine, self.writer, self.groups)

        self.forgetting = Forgetting(
            self.engine, self.writer, self.tombstones, self.sealer, self.dictionary
        )

        self.retention = Retention(
            self.writer,
            self.sealer,
            self.groups,
            self.settings,
            self.forgetting,
            config.grace_days,
            clock,
        )

    async def open(self, *, is_warm: bool = True) -> None:
        """Read what is known, and begin to write.

        ``is_warm``: load what reading messages needs, too; it takes 100 MB and a second.
        """
        await self.learn()
        async with self.writer.transaction() as connection:
            await self.tombstones.remember(connection)
            await self.settings.note_configured(connection, int(self.clock() * 1000))
        if is_warm:
            warm_up()
        self.writer.start()

    async def learn(self) -> None:
        """Learn what stands in the database by now, whoever has written it.

        Other processes of the bot switch groups, erase people and add words; imports bring groups
        and names, also beside a SQLite database that one bot owns.
        """
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

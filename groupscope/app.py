"""The App owns what lives: store, sealer, worker, avatars; one order to start, one to stop.

The bot, the command line, the tests and the dashboard all use it: ``async with App(config)``.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Self

from loguru import logger

from groupscope.avatars import Avatars
from groupscope.commands import Named, find
from groupscope.config import Config
from groupscope.digest import discover
from groupscope.errors import StartError
from groupscope.health import Vitals
from groupscope.health.watch import Watch
from groupscope.heap import give_back
from groupscope.importers.watching import Watching
from groupscope.pacing import Kept, Pacing, Spacing
from groupscope.report import Answer
from groupscope.settings import PACING
from groupscope.store import Store
from groupscope.store.engine import open_engine, sqlite_file
from groupscope.store.groups import Recording
from groupscope.store.lease import Lease
from groupscope.store.migrate import BACKUPS, drop_old_copies, migrate
from groupscope.store.nightly import Nightly
from groupscope.store.refusals import REFUSALS, reason_of
from groupscope.store.since import Since
from groupscope.store.soundness import must_be_sound
from groupscope.store.upkeep import Upkeep
from groupscope.workers import Worker

Switch = Callable[[int, Recording, int], Awaitable[None]]
"""Switches recording of a group, as somebody says; a QuestionError where that cannot be."""
KeptAnswer = tuple[Answer, Since]
"""An answer, and what had happened in its group when it was made."""
SEAL_SECONDS = 60
SUMMARISING_SECONDS, SUMMARISER_IDLE = 300, 10
"""How long another process may take for a loud day, and how long it is kept when it has none."""
ERASED = "erased.json"
"""The file that remembers who was erased, beside a database that may be restored."""
WITHDRAWN = 1_000


class App:
    """Everything that runs as long as the bot does."""

    def __init__(self, config: Config, *, clock: Callable[[], float] = time.time) -> None:
        discover()
        check_commands(config)
        self.config = config
        self.clock = clock
        self.store = Store(config, clock=clock, erased=config.data / ERASED)
        self.worker = Worker()
        self._summariser = Worker(limit=SUMMARISING_SECONDS, idle=SUMMARISER_IDLE)
        self.store.sealer.elsewhere = self._summariser.run
        self.vitals = Vitals(clock)
        self.watch = Watch(config, self.store, self.worker, self.vitals)
        self.upkeep = Upkeep(self.store.engine, self.store.writer, config.zone, clock)
        self.avatars = Avatars(config.data / "avatars", enabled=True)
        self.watching = Watching(config.watched) if config.watched else None
        self.pacing = Pacing(clock)
        self.spacing = Spacing(time.monotonic)
        self.kept = Kept[KeptAnswer](clock)
        self.withdrawn: OrderedDict[tuple[int, int], None] = OrderedDict()
        """Group and id of messages recalled lately: a recalled question is not answered."""
        self.switch: Switch | None = None
        """How recording is switched: the recorder brings it, for it knows who of ours is where."""
        file = sqlite_file(config.database)
        self._lease = Lease(file) if file else None
        self._file = file
        self.nightly = (
            Nightly(file, config.data / BACKUPS, config.zone, clock, self.vitals.backed_up)
            if file and config.nightly_backup == "on"
            else None
        )
        self._sealing: asyncio.Task[None] | None = None
        self._something_to_do = asyncio.Event()

    def prepare(self) -> None:
        """Take the database and bring it up to date, before anything runs.

        StartError with a sentence where that must not or cannot be.
        """
        asyncio.run(self._take_database())

    async def start(self) -> None:
        """Begin to write, and to seal what is over."""
        await self.store.open()
        self._sealing = asyncio.create_task(self._keep_up(), name="sealer")
        await self.watch.start()
        if self.watching:
            self.watching.start()
        if self.nightly:
            self.nightly.start()

    async def stop(self) -> None:
        """Stop in order: backup, imports, worker, sealer, writer drained, engine."""
        await self.watch.stop()
        if self.nightly:
            await self.nightly.stop()
        if self.watching:
            await self.watching.stop()
        await self.worker.stop()
        await self.avatars.stop()
        if self._sealing:
            async with self.store.writer.between():
                self._sealing.cancel()
            await asyncio.gather(self._sealing, return_exceptions=True)
        await self._summariser.stop()
        await self.store.close()
        if self._lease:
            self._lease.release()

    async def __aenter__(self) -> Self:
        """Migrate and start, for those who have no loop to prepare outside of."""
        await self._take_database()
        await self.start()
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.stop()

    def withdraw(self, group_id: int, message_id: int) -> None:
        """Remember that a message was recalled."""
        self.pacing.taken_back(group_id, message_id)
        self.kept.forget(group_id)
        self.withdrawn[group_id, message_id] = None
        if len(self.withdrawn) > WITHDRAWN:
            self.withdrawn.popitem(last=False)

    def hurry(self) -> None:
        """Let the background work begin now: something was set that touches the past."""
        self._something_to_do.set()

    async def forget_member(self, user_id: int, group_id: int) -> int:
        """Erase what is stored of a member in a group (0: in all); return how many messages."""
        messages = await self.store.forgetting.forget_member(
            user_id, group_id, int(self.clock()) + 1
        )
        self.avatars.forget(user_id)
        self.kept.clear()
        self.hurry()
        return messages

    async def forget_group(self, group_id: int) -> int:
        """Erase all that is stored of a group; return how many messages."""
        messages = await self.store.forgetting.forget_group(group_id, int(self.clock()) + 1)
        self.kept.clear()
        return messages

    def is_paced(self, group_id: int | None) -> bool:
        """Tell whether those who ask too much are slowed down in a group (None: in private)."""
        return self.store.settings.of(group_id, PACING)

    def now_in(self, group_id: int) -> datetime:
        """Return the present moment in a group's time zone."""
        return datetime.fromtimestamp(self.clock(), self.store.groups.zone(group_id))

    async def named(self, group_id: int, name: str) -> Sequence[Named]:
        """Return the members of a group that are called so."""
        async with self.store.snapshot() as db:
            return [Named(user_id, shown) for user_id, shown in await db.named(group_id, name)]

    async def _take_database(self) -> None:
        """Take the database and migrate it; where that is refused it is left to others."""
        if self._lease:
            self._lease.take()
        try:
            await self._migrate()
        except StartError:
            if self._lease:
                self._lease.release()
            raise

    async def _migrate(self) -> None:
        if self._file:
            await asyncio.to_thread(must_be_sound, self._file, self.config.data / BACKUPS)
        engine = open_engine(self.config.database)
        try:
            copy = await migrate(engine, self.config.data / BACKUPS)
        finally:
            await engine.dispose()
        if copy:
            logger.info("The database was copied to {} before its migration", copy)

    async def _keep_up(self) -> None:
        """Seal what is over, and read anew what is out of date, as long as the bot runs."""
        is_marked = False
        while True:
            try:
                await self.store.learn()
                groups = [group.group_id for group in self.store.groups.all()]
                changed = await self.store.withholding.catch_up()
                changed += await self.store.forgetting.catch_up()
                if await self.store.rewriting.catch_up(groups) or changed:
                    self.kept.clear()
                if not is_marked:
                    await self.store.sealer.mark_outdated()
                    await self.store.indexing.sweep()
                    is_marked = True
                await self.store.sealer.seal_all(int(self.clock()))
                await self.store.indexing.catch_up(int(self.clock()))
                await self.store.rereading.catch_up(groups)
                if await self.store.retention.enforce():
                    self.kept.clear()
                await self.upkeep.catch_up()
                drop_old_copies(self.config.data / BACKUPS, self.clock(), self._file)
                await asyncio.to_thread(give_back)
            except REFUSALS as error:
                logger.warning("Sealing waits: {}", reason_of(error))
            with suppress(TimeoutError):
                async with asyncio.timeout(SEAL_SECONDS):
                    await self._something_to_do.wait()
            self._something_to_do.clear()


def check_commands(config: Config) -> None:
    """Raise StartError where the configuration switches off what is no command."""
    unknown = [name for name in sorted(config.commands_off) if find(name) is None]
    if unknown:
        raise StartError(
            f"配置项 GROUPSCOPE_COMMANDS_OFF 里的“{unknown[0]}”不是命令"
            "（全部命令见 docs/commands.md）。"
        )


_current: App | None = None


def install(app: App) -> App:
    """Make an App the one that this process's plugins use."""
    global _current  # noqa: PLW0603 -- NoneBot imports plugins; nothing can be handed to them
    _current = app
    return app


def installed() -> App | None:
    """Return the App of this process, if there is one yet."""
    return _current


def current() -> App:
    """Return the App of this process; RuntimeError before there is one."""
    if _current is None:
        raise RuntimeError("no App was installed: start through bot.py")
    return _current

"""The writer: everything that is recorded goes through its queue into one transaction a batch.

``record`` and ``put`` never wait, so the door is never held up. A batch is committed within 100 ms;
while the database refuses (locked, full disk, gone), items wait in memory up to a stated bound, in
order, and nothing is lost when it comes back. An item that the database will not take is put aside
by itself, so that it never blocks the rest.
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager

from loguru import logger
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from groupscope.model import Group, Message, Notice, Reaction, Recall, Source
from groupscope.store.batch import GroupSeen, Item, Memory, write_batch
from groupscope.store.engine import writing
from groupscope.store.events import Echoes
from groupscope.store.health import WriterHealth
from groupscope.store.history import compare
from groupscope.store.identity import Known
from groupscope.store.messages import Heard
from groupscope.store.names import Seen
from groupscope.store.quarantine import quarantine_row
from groupscope.store.refusals import REFUSALS, is_passing, reason_of
from groupscope.store.tables import quarantine
from groupscope.store.understanding import understood

BATCH_SECONDS = 0.1
MOST_AT_ONCE = 1_000
FIRST_RETRY, LAST_RETRY = 0.2, 5.0


class Writer:
    """The one way into the store for whatever is recorded."""

    def __init__(
        self,
        engine: AsyncEngine,
        memory: Memory,
        *,
        limit: int,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.health = WriterHealth()
        self._engine = engine
        self._memory = memory
        self._limit = limit
        self._clock = clock
        self._echoes = Echoes()
        self._queue: deque[Item] = deque()
        self._taken = self._done = 0
        self._something = asyncio.Event()
        self._turn = asyncio.Lock()
        self._settled = asyncio.Condition()
        self._task: asyncio.Task[None] | None = None
        self._stopping = False
        self._is_in_doubt = False

    @property
    def waiting(self) -> int:
        """How many items are not yet committed."""
        return self._taken - self._done

    def keeps_recalled(self, group_id: int) -> bool:
        """Tell whether the text of a group's recalled messages is kept."""
        return self._memory.settings.keeps_recalled(group_id)

    def watch(self, watcher: Callable[[WriterHealth], None]) -> None:
        """Have a function called when the database begins to refuse, and when that is over."""
        self.health.watchers.append(watcher)

    def record(self, message: Message) -> bool:
        """Put a message on its way into the store; return whether it is heard for the first time.

        Two accounts in a group both bring it; whose frame came first is told True.
        """
        known = self._memory.identities.recognise(message)
        if not known.is_new:
            self.health.repeated += 1
        if (known.is_new or known.replaces) and self._keep(message, known):
            self._note_names(message)
        self._recall_overtaken(message)
        return known.is_new

    async def record_history(self, page: Sequence[Message]) -> int:
        """Record messages of one group that were fetched afterwards; return how many were new.

        Their ids are remembered, too: replies come with the ids that history tells now.
        """
        await self.flush()
        async with self._engine.connect() as connection:
            told = await compare(connection, page)
        new: list[Message] = []
        found = 0
        for message, stored in told:
            known = self._memory.identities.fetched(message, stored)
            if known.is_new and self._keep(message, known):
                found += known.replaces is None  # else our own post, known before its echo
                new.append(message)
            self._recall_overtaken(message)
        self._note_strangers(new)
        await self.flush()
        return found

    def put(self, event: Recall | Reaction | Notice) -> None:
        """Put an event on its way into the store, unless another account has told of it."""
        if isinstance(event, Recall) or self._echoes.is_new(event):
            self._put(event)

    def put_seen(self, *items: Item) -> None:
        """Put members, groups or already recognised messages on their way into the store."""
        for item in items:
            self._put(item)

    def forget_members(self) -> None:
        """Write members anew when they are next seen: what is stored of them has changed."""
        self._memory.members.forget()

    def learn_again(self) -> None:
        """Read what is remembered anew with the next transaction: a group was erased."""
        self._is_in_doubt = True

    async def flush(self) -> None:
        """Wait until everything that was put so far is committed, or put aside."""
        taken = self._taken
        async with self._settled:
            await self._settled.wait_for(lambda: self._done >= taken)

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[AsyncConnection]:
        """Open a transaction of one's own, in turn with the batches.

        After one that failed memory is read anew: it may have noted what was never committed.
        """
        async with self._turn:
            is_in_doubt, self._is_in_doubt = self._is_in_doubt, True
            async with writing(self._engine) as connection:
                if is_in_doubt:
                    await self._memory.load(connection)
                yield connection
            self._is_in_doubt = False

    @asynccontextmanager
    async def between(self) -> AsyncGenerator[None]:
        """Be between two transactions: only here may one that writes be given up.

        Cut off in the midst of a statement, a SQLite connection would keep its lock.
        """
        async with self._turn:
            yield

    def start(self) -> None:
        """Begin to write."""
        self._task = asyncio.create_task(self._run(), name="writer")
        self._task.add_done_callback(self._ended)

    async def stop(self, patience: float = 10.0) -> None:
        """Write what is left, waiting for a refusing database for ``patience`` seconds."""
        self._stopping = True
        self._something.set()
        if self._task is None:
            return
        done, _ = await asyncio.wait({self._task}, timeout=patience)
        if not done:
            logger.error("The database still refuses: {} items are lost", self.waiting)
            self._task.cancel()
            await asyncio.wait({self._task}, timeout=LAST_RETRY)

    def _heard(self, message: Message, known: Known) -> Heard:
        memory = self._memory
        reply_to = memory.identities.place_of(message.self_id, message.group_id, message.reply_to)
        return Heard(
            message,
            known.place,
            memory.groups.utc_offset(message.group_id, message.sent_at),
            reply_to,
            known.replaces,
            is_provisional=message.source is Source.SENT,
        )

    def _recall_overtaken(self, message: Message) -> None:
        """Recall a message at once whose recall came before it: frames overtake each other."""
        overtaking = self._memory.overtaking
        if not overtaking:
            return
        recall = self._memory.overtaken(message)
        if recall is not None:
            del overtaking[recall.self_id, recall.group_id, recall.message_id]
            self._put(recall)
        while len(overtaking) > MOST_AT_ONCE:
            del overtaking[next(iter(overtaking))]

    def _note_names(self, message: Message) -> None:
        """Put the sender and the group on their way, too, where they are not known as shown."""
        group_id, at = message.group_id, message.sent_at
        if message.sender is not None and self._memory.members.is_news(group_id, message.sender):
            self._put(Seen(group_id, at, message.sender))
        name = message.group_name
        if name and self._memory.groups.get(group_id).name != name:
            self._put(GroupSeen(Group(group_id, name), at))

    def _note_strangers(self, past: Sequence[Message]) -> None:
        """Put senders whom history alone knows on their way; the latest of their names comes first.

        Of those who are known, and of the group, it may tell names that are names no more.
        """
        for message in sorted(past, key=lambda one: one.sent_at, reverse=True):
            if message.sender is not None:
                self._put(Seen(message.group_id, message.sent_at, message.sender, is_past=True))

    def _keep(self, message: Message, known: Known) -> bool:
        """Put a message on its way; without room for it, it is news when told again."""
        is_kept = self._put(self._heard(message, known))
        if not is_kept:
            self._memory.identities.forget(message, known)
        return is_kept

    def _put(self, item: Item) -> bool:
        if len(self._queue) >= self._limit:
            self.health.lost += 1
            return False
        self._queue.append(item)
        self._taken += 1
        self._something.set()
        return True

    async def _run(self) -> None:
        while not (self._stopping and not self._queue):
            await self._something.wait()
            if len(self._queue) < MOST_AT_ONCE and not self._stopping:
                await asyncio.sleep(BATCH_SECONDS)
            self._something.clear()
            await self._write_some()
            if self._queue or self._stopping:
                self._something.set()

    async def _write_some(self) -> None:
        count = min(len(self._queue), MOST_AT_ONCE)
        items = [self._queue.popleft() for _ in range(count)]
        await self._write(await understood(items, self._memory.vocabularies, self.health))
        self._done += count
        async with self._settled:
            self._settled.notify_all()

    async def _write(self, items: Sequence[Item]) -> None:
        """Write items: wait for a database that refuses all, put aside what it alone refuses."""
        delay = FIRST_RETRY
        while items:
            try:
                await self._commit(items)
            except REFUSALS as error:
                if is_passing(error):
                    self.health.refused(error, self._clock(), self._limit)
                    await asyncio.sleep(delay)
                    delay = min(delay * 2, LAST_RETRY)
                    continue
                await self._divide(items, error)
            else:
                self.health.accepted(len(items), self._clock())
            return

    async def _commit(self, items: Sequence[Item]) -> None:
        began = time.perf_counter()
        async with self.transaction() as connection:
            await write_batch(connection, items, self._memory, int(self._clock()))
        self.health.wrote(time.perf_counter() - began)

    async def _divide(self, items: Sequence[Item], error: Exception) -> None:
        """Find the item that the database will not take, by halves."""
        if len(items) == 1:
            await self._put_aside(items[0], error)
            return
        middle = len(items) // 2
        await self._write(items[:middle])
        await self._write(items[middle:])

    async def _put_aside(self, item: Item, error: Exception) -> None:
        """Keep the ids of an item that the database refuses, and why; not what it says."""
        self.health.put_aside += 1
        note = quarantine_row(item, error, int(self._clock()))
        try:
            async with self.transaction() as connection:
                await connection.execute(insert(quarantine), note)
        except REFUSALS as again:
            logger.warning("The note of it could not be written: {}", reason_of(again))

    def _ended(self, task: asyncio.Task[None]) -> None:
        """Tell the owner when writing has ended by an error: it never should, and nobody asks."""
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception):
            logger.critical("The writer has ended: {}", reason_of(error))
            self.health.refused(error, self._clock(), self._limit)

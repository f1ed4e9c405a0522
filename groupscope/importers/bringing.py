"""Bringing a file into the store: page by page, each with the ledger in one transaction.

Whoever runs it again goes on where it stopped, and finds there what is there. The bot may record
meanwhile: pages and its batches take turns.
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.importers.entries import Chat, Entry, Happened, Said, Shown
from groupscope.importers.errors import DeniedGroupError, FileError, RefusedError
from groupscope.importers.filing import ChatFile, Page
from groupscope.importers.format import Format, Reading
from groupscope.importers.identities import group_number, is_made
from groupscope.importers.outcome import ChatOutcome, Outcome
from groupscope.importers.readers import Page as Texts
from groupscope.importers.readers import Readers
from groupscope.importers.source import Source
from groupscope.importers.tally import Remark, Tally
from groupscope.store import Store
from groupscope.store.ledger import Account, State, broken_off
from groupscope.store.meeting import Met
from groupscope.store.refusals import REFUSALS, is_passing

PAGE: Final = 2_000
MOST_ON_A_PAGE: Final = 4_000
"""A page ends with a second; not where a file tells everything in one."""
PAGES_AHEAD: Final = 4
A_BREATH: Final = 100
"""After so many entries whatever else waits has its turn: the page that is being written."""
OVERLAP: Final = 20_000
"""So many entries before where an import stopped are looked at again: replies name them."""

WORTH_A_PROCESS: Final = 4_000_000
"""Bytes of a file; of a smaller one everything is read here, before another process has begun."""
TRIES: Final = 60
PAUSE: Final = 1.0
"""Seconds between two tries to begin a transaction."""

Progress = Callable[[int, int], None]
"""Told how many bytes have been read, and how many messages have been dealt with."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a file is to be brought in.

    ``zone``: whose clock files without one show; None for the group's. ``group_id``: into this
    group, whatever the file says. ``processes``: how many read along, None for as many as there are
    cores to spare. ``is_read``: whether messages are understood now; else the bot does it later.
    """

    zone: ZoneInfo | None = None
    group_id: int | None = None
    is_dry: bool = False
    processes: int | None = None
    starts: frozenset[str] = frozenset("/")
    is_read: bool = True


class _Waiting(NamedTuple):
    """A page that is being read, and how far into the file it goes."""

    file: ChatFile
    page: Page
    met: Sequence[Met]
    texts: Texts | None
    entries: int


@dataclass(slots=True)
class Import:
    """One file on its way into an open store."""

    store: Store
    source: Source
    format: Format
    wishes: Wishes
    progress: Progress = lambda _bytes, _messages: None
    outcome: Outcome = field(init=False)
    is_stopped: bool = False
    """Set it, and the import ends after the pages that are under way."""

    _readers: Readers = field(init=False)
    _waiting: deque[_Waiting] = field(default_factory=deque[_Waiting])
    _files: dict[int, ChatFile] = field(default_factory=dict[int, ChatFile])
    _chat: ChatFile | None = None
    _page: Page = field(default_factory=Page)
    _entries: int = 0
    _messages: int = 0
    _done: int = 0
    _before: dict[int, Account] = field(default_factory=dict[int, Account])
    _digest: str = ""
    _began_at: int = 0
    _writing: asyncio.Task[None] | None = None

    def __post_init__(self) -> None:
        self.outcome = Outcome(
            self.source.path, self.format.name, Tally(), is_dry=self.wishes.is_dry
        )
        is_small = self.source.size < WORTH_A_PROCESS
        self._readers = Readers(0 if is_small else self.wishes.processes)

    @property
    def zone(self) -> ZoneInfo:
        """Whose clock files without one show: the group's, where it is told and known."""
        return self.wishes.zone or self.store.groups.zone(self.wishes.group_id or 0)

    async def run(self) -> Outcome:
        """Bring the file in; DeniedGroupError. Where it breaks off, the outcome says so."""
        began = time.monotonic()
        try:
            with self.source:
                await self._look_back()
                await self._finish(await self._read())
        finally:
            self._readers.close()
            self.outcome.seconds = time.monotonic() - began
        return self.outcome

    async def _look_back(self) -> None:
        """Learn how far an earlier import of this file has come."""
        self._digest = self.source.digest()
        self._began_at = int(self.store.clock() * 1000)
        if self.wishes.is_dry:
            return
        async with self.store.engine.connect() as connection:
            earlier = await broken_off(connection, self._digest, self.wishes.group_id or 0)
        self._before = {account.group_id: account for account in earlier}
        if earlier:
            self._done = max(account.entries for account in earlier)
            self._began_at = earlier[0].began_at

    async def _read(self) -> State:
        """Take every entry of the file; return how that ended."""
        state = State.DONE
        entries = self.format.read(Reading(self.source, self.outcome.tally, self.zone))
        try:
            await self._take_all(entries)
        except FileError as error:
            self.outcome.broken = str(error)
            state = State.BROKEN
        await self._turn_page()
        await self._write_waiting(0)
        self.outcome.is_stopped = self.is_stopped
        return State.STOPPED if self.is_stopped else state

    async def _take_all(self, entries: Iterator[Entry]) -> None:
        for entry in entries:
            self._entries += 1
            if type(entry) is Said and self._chat is not None:
                self._page.said.append(entry)  # nearly all are; the rest is asked more
            else:
                await self._take(entry)
            if self._is_page_full() or self._entries == self._done:
                await self._turn_page()
            elif self._entries % A_BREATH:
                continue
            await asyncio.sleep(0)  # else nothing could be written meanwhile, and nobody stop it
            if self.is_stopped:
                return

    async def _take(self, entry: Entry) -> None:
        if isinstance(entry, Chat):
            await self._open(entry)
            return
        if self._chat is None:
            await self._open(Chat("file", self.source.path.stem))
        if isinstance(entry, Shown):
            if self._chat:
                self._chat.people.number(entry.who, 0)
        elif isinstance(entry, Said):
            self._page.said.append(entry)
        elif isinstance(entry, Happened):
            self._page.happened.append(entry)
        else:
            self._page.reacted.append(entry)

    def _is_page_full(self) -> bool:
        said = self._page.said
        if len(said) < PAGE and len(self._page.reacted) < PAGE:
            return False
        is_same_second = len(said) > 1 and said[-2].at == said[-1].at
        return not is_same_second or len(said) >= MOST_ON_A_PAGE

    async def _open(self, chat: Chat) -> None:
        """Begin a chat, or go on with one that the file has told of before."""
        await self._turn_page()
        await self._write_waiting(0)
        group_id = self.wishes.group_id or group_number(chat.platform, chat.key)
        if self.store.groups.is_denied(group_id):
            raise DeniedGroupError(group_id)
        file = self._files.get(group_id)
        if file is None:
            file = self._files[group_id] = await self._file(group_id, chat)
        self._chat = file

    async def _file(self, group_id: int, chat: Chat) -> ChatFile:
        account = self._before.get(group_id) or Account(
            group_id, self._began_at, self._digest, self.source.path.name[:255], self.format.key
        )
        account.state = State.RUNNING
        outcome = ChatOutcome(chat, account)
        self.outcome.chats.append(outcome)
        if is_made(group_id) and self.wishes.group_id is None:
            self.outcome.tally.remarks[Remark.GROUP_BY_NAME] += 1
        async with self.store.engine.connect() as connection:
            return await ChatFile.opened(connection, self.store, outcome, self.wishes.starts)

    async def _turn_page(self) -> None:
        """Begin to read the page that is full, and write those that have been read."""
        file, page = self._chat, self._page
        self._page = Page(is_repeated=self._entries < self._done)
        if file is None or not len(page):
            return
        file.outcome.found += len(page.said)
        self._messages += len(page.said)
        self.progress(self.source.position, self._messages)
        if self._entries <= self._done - OVERLAP:
            file.pass_over(page)
            return
        async with self.store.engine.connect() as connection:
            met = await file.meet(connection, page)
        page.said = []  # they are told by what was met, now
        if self.wishes.is_dry:
            file.count(page, met)
            return
        self._waiting.append(_Waiting(file, page, met, self._begin(file, met), self._entries))
        await self._write_waiting(PAGES_AHEAD)

    def _begin(self, file: ChatFile, met: Sequence[Met]) -> Texts | None:
        if not self.wishes.is_read:
            return None
        said = [one.past.said for one in met if one.is_new]
        return self._readers.begin(said, self.store.vocabularies.of(file.group_id))

    async def _write_waiting(self, at_most: int) -> None:
        """Write pages, the oldest first, until no more than so many are under way.

        The last of them is written while the next page is filled.
        """
        while len(self._waiting) > at_most:
            await self._settle()
            self._writing = asyncio.create_task(self._write(self._waiting.popleft()))
        if at_most == 0:
            await self._settle()

    async def _settle(self) -> None:
        """Wait for the page that is being written."""
        writing, self._writing = self._writing, None
        if writing is not None:
            await writing

    async def _write(self, waiting: _Waiting) -> None:
        file, page, met, texts, entries = waiting
        reads = await self._readers.done(texts) if texts else [None] * len(met)
        async with self._turn() as connection:
            await file.write(connection, page, met, reads)
            await file.save(connection, entries, self.outcome.tally)

    @asynccontextmanager
    async def _turn(self) -> AsyncGenerator[AsyncConnection]:
        """Open a transaction, waiting for a database that others are writing to; RefusedError."""
        for patience in range(TRIES, -1, -1):
            has_begun = False
            try:
                async with self.store.writer.transaction() as connection:
                    has_begun = True
                    yield connection
            except REFUSALS as error:
                # What has begun has been counted, and is rolled back: the next run counts anew.
                if has_begun or not patience or not is_passing(error):
                    raise RefusedError(error) from error
                await asyncio.sleep(PAUSE)
            else:
                return

    async def _finish(self, state: State) -> None:
        """Close the ledger of every chat, and tell what the tally cannot know by itself."""
        tally = self.outcome.tally
        lost = sum(file.outcome.lost_replies for file in self._files.values())
        if lost:
            tally.remarks[Remark.LOST_REPLY] += lost
        if self.wishes.is_dry:
            return
        for file in self._files.values():
            async with self._turn() as connection:
                await file.finish(connection, state, tally)

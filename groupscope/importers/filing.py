"""One chat of a file on its way into its group."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.importers.entries import Happened, Reacted, Said
from groupscope.importers.gathering import Gathering
from groupscope.importers.outcome import ChatOutcome, detail_of
from groupscope.importers.people import People
from groupscope.importers.tally import Tally
from groupscope.language.pages import Columns
from groupscope.model import Group, NoticeKind
from groupscope.store import Store
from groupscope.store.importing import Rules, Writing
from groupscope.store.ledger import State, save
from groupscope.store.meeting import Meeting, Met
from groupscope.store.past_names import known_names, note_departures, write_names
from groupscope.store.presence import fill, own_accounts

SOURCE = "import"
GONE = (NoticeKind.LEAVE, NoticeKind.KICK)


@dataclass(slots=True)
class Page:
    """Some entries of one chat. ``is_repeated``: an earlier import has counted them."""

    said: list[Said] = field(default_factory=list[Said])
    happened: list[Happened] = field(default_factory=list[Happened])
    reacted: list[Reacted] = field(default_factory=list[Reacted])
    is_repeated: bool = False

    def __len__(self) -> int:
        """How many entries it has."""
        return len(self.said) + len(self.happened) + len(self.reacted)


class ChatFile:
    """One chat of a file: who its people are, where its messages stand, what became of them."""

    def __init__(
        self,
        store: Store,
        outcome: ChatOutcome,
        people: People,
        gathering: Gathering,
        writing: Writing,
    ) -> None:
        self.outcome = outcome
        self.people = people
        self.group_id = outcome.account.group_id
        self._store = store
        self._gathering = gathering
        self._meeting = Meeting(self.group_id)
        self._writing = writing
        self._departures: dict[int, int] = {}

    @classmethod
    async def opened(
        cls,
        connection: AsyncConnection,
        store: Store,
        outcome: ChatOutcome,
        starts: frozenset[str],
    ) -> Self:
        """Learn who is known in the group already."""
        group_id = outcome.account.group_id
        known = await known_names(connection, group_id)
        people = People(outcome.chat.platform, group_id, known)
        ours = await own_accounts(connection)
        gathering = Gathering(group_id, people, starts=starts, ours=ours)
        keeps_recalled = store.writer.keeps_recalled(group_id)
        rules = Rules(store.groups, store.tombstones, store.opt_outs, keeps_recalled)
        return cls(store, outcome, people, gathering, Writing(group_id, rules))

    async def meet(self, connection: AsyncConnection, page: Page) -> Sequence[Met]:
        """Tell which of a page's messages are new."""
        past = [self._gathering.past(said) for said in page.said]
        met = await self._meeting.met(connection, past) if past else []
        for one in met:
            self._gathering.remember(one)
        return met

    def pass_over(self, page: Page) -> None:
        """Take no more than the names from a page that an earlier import has dealt with."""
        for said in page.said:
            self.people.number(said.sender, said.at)

    def count(self, page: Page, met: Sequence[Met]) -> None:
        """Count a page that is only looked at."""
        account = self.outcome.account
        new = sum(one.is_new for one in met)
        account.stored += new
        account.already += len(met) - new
        account.notices += len(page.happened)
        account.reactions += len(page.reacted)
        self._note_times(met)

    async def write(
        self,
        connection: AsyncConnection,
        page: Page,
        met: Sequence[Met],
        reads: Sequence[Columns | None],
    ) -> None:
        """Write a page: what is new of its messages, and what happened besides."""
        account = self.outcome.account
        new = [one for one in met if one.is_new]
        targets = {
            number: place
            for one in new
            if (number := one.past.reply_to) is not None
            and (place := self._gathering.place(number)) is not None
        }
        if not page.is_repeated:
            self.outcome.lost_replies += sum(
                one.past.reply_to is not None and one.past.reply_to not in targets for one in new
            )
        written = await self._writing.write(
            connection, list(zip(new, reads, strict=False)), targets
        )
        account.stored += written.stored
        for one in met:
            if one.past.recalled_at is not None and not one.is_new:
                await self._writing.recall(connection, one)
        if not page.is_repeated:
            account.refused += written.refused
            account.already += len(met) - len(new)
            self._note_times(met)
            await self._write_events(connection, page)

    async def _write_events(self, connection: AsyncConnection, page: Page) -> None:
        gathering, account = self._gathering, self.outcome.account
        for happened in page.happened:
            notice = gathering.notice(happened)
            place = gathering.place(notice.message_id)
            account.notices += await self._writing.happened(connection, notice, place)
            if notice.user_id and happened.kind in GONE:
                self._departures[notice.user_id] = happened.at
            elif notice.user_id and happened.kind is NoticeKind.JOIN:
                self._departures.pop(notice.user_id, None)
        for reacted in page.reacted:
            reaction = gathering.reaction(reacted)
            place = gathering.place(reaction.message_id)
            account.reactions += await self._writing.happened(connection, reaction, place)

    def _note_times(self, met: Sequence[Met]) -> None:
        account = self.outcome.account
        for one in met:
            at = one.past.at
            if account.since_at is None or at < account.since_at:
                account.since_at = at
            if account.until_at is None or at > account.until_at:
                account.until_at = at

    async def save(self, connection: AsyncConnection, entries: int, tally: Tally) -> None:
        """Write the ledger as it stands, up to so many entries of the file."""
        account = self.outcome.account
        account.entries = max(entries, account.entries)
        account.detail = detail_of(tally, self.outcome.found)
        await save(connection, account)

    async def finish(self, connection: AsyncConnection, state: State, tally: Tally) -> None:
        """Write names, who left, and that the stretch is filled; close the ledger."""
        account, chat = self.outcome.account, self.outcome.chat
        self.outcome.met_by_name = len(self.people.met_by_name)
        account.state = state
        account.ended_at = int(self._store.clock())
        tombstones, opt_outs = self._store.tombstones, self._store.opt_outs
        last = {
            number: names
            for number, names in self.people.last_shown().items()
            if not tombstones.covers(self.group_id, number, names.since_at)
            and not opt_outs.covers(self.group_id, number)
        }
        history = [row for row in self.people.take_history() if row[1] in last]
        await write_names(connection, self.group_id, last, history)
        await note_departures(connection, self.group_id, self._departures)
        await self._note_group(connection, chat.name, account.until_at)
        if account.since_at is not None and account.until_at is not None:
            until = account.until_at + 1
            await fill(connection, self.group_id, account.since_at, until, SOURCE)
        await self.save(connection, account.entries, tally)

    async def _note_group(
        self, connection: AsyncConnection, name: str | None, at: int | None
    ) -> None:
        """Give a group that nobody knew the name that the file tells."""
        groups = self._store.groups
        if not groups.get(self.group_id).name:
            shown = (name or "")[:255] or None
            await groups.refresh(connection, [Group(self.group_id, shown)], at or 0)

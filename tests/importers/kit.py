"""What tests of imports share: a file is written, brought in, and looked at in the store."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select

from groupscope.importers import recognised
from groupscope.importers.bringing import Import, Wishes
from groupscope.importers.entries import Chat, Entry, Happened, Reacted, Said, Shown
from groupscope.importers.errors import FileError
from groupscope.importers.format import Reading
from groupscope.importers.outcome import Outcome
from groupscope.importers.tally import Tally
from groupscope.store import Store
from groupscope.store.tables import filled, member, message, name_history, notice, reaction

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass
class Found:
    """What a file holds, read without a store."""

    format: str
    entries: list[Entry]
    tally: Tally
    broken: str | None

    def _of(self, kind):
        return [entry for entry in self.entries if isinstance(entry, kind)]

    @property
    def said(self) -> list[Said]:
        return self._of(Said)

    @property
    def texts(self) -> list[tuple[str, str]]:
        """Who said what."""
        return [(one.sender.card or one.sender.nickname or "", one.text) for one in self.said]

    @property
    def happened(self) -> list[Happened]:
        return self._of(Happened)

    @property
    def reacted(self) -> list[Reacted]:
        return self._of(Reacted)

    @property
    def chats(self) -> list[Chat]:
        return self._of(Chat)

    @property
    def shown(self) -> list[Shown]:
        return self._of(Shown)

    def closes(self) -> bool:
        """Whether everything that was read went somewhere."""
        tally = self.tally
        assert tally.messages == len(self.said)
        assert tally.notices == len(self.happened)
        return tally.read == tally.accounted


def look_into(path: Path, zone: ZoneInfo = SHANGHAI) -> Found:
    """Read a file as whatever it is recognised as."""
    source, form = recognised(path)
    tally = Tally()
    entries, broken = [], None
    with source:
        try:
            entries.extend(form.read(Reading(source, tally, zone)))
        except FileError as error:
            broken = str(error)
    return Found(form.key, entries, tally, broken)


class Bringing:
    """``outcome = await bring(path)``, and what is in the store then."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def __call__(
        self, path: Path, *, group: int | None = None, dry: bool = False,
        stop_after: int | None = None, zone: ZoneInfo = SHANGHAI,
    ) -> Outcome:  # fmt: skip
        source, form = recognised(path)
        wishes = Wishes(zone, group, is_dry=dry, processes=0)
        job = Import(self.store, source, form, wishes)
        if stop_after is not None:

            def stop(_bytes: int, messages: int) -> None:
                job.is_stopped = messages >= stop_after

            job.progress = stop
        return await job.run()

    async def rows(self, table=message, **where) -> list:
        """The rows of a table, in the order of their keys."""
        asked = select(table).order_by(*table.primary_key.columns)
        for name, value in where.items():
            asked = asked.where(table.c[name] == value)
        async with self.store.engine.connect() as connection:
            return list((await connection.execute(asked)).all())

    async def texts(self) -> list[str]:
        return [row.text for row in await self.rows()]

    async def members(self) -> dict[int, str]:
        return {row.user_id: row.card or row.nickname for row in await self.rows(member)}

    async def names(self) -> list[tuple[int, str]]:
        return [(row.user_id, row.name) for row in await self.rows(name_history) if row.user_id]

    async def notices(self) -> list:
        return await self.rows(notice)

    async def reactions(self) -> list:
        return await self.rows(reaction)

    async def stretches(self) -> list[tuple[int, int, str]]:
        return [(row.since_at, row.until_at, row.source) for row in await self.rows(filled)]


Write = Callable[..., Path]

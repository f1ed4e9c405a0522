"""Backfill: fetching what was said while nobody was there, page by page, slowly.

The call is the one that all implementations understand (NapCat takes the anchor as
``message_seq``, others as ``message_id``), newest page first, each page inclusive of its anchor.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from nonebot.adapters.onebot.v11 import Bot
from nonebot.log import logger

from groupscope.app import App
from groupscope.model import Message, Source
from groupscope.store import presence
from groupscope.store.coverage import Stretch, gaps_in, online_stretches
from plugins._failures import FAILURES
from plugins.recorder.calls import is_unknown_action
from plugins.recorder.frames import Surroundings, UnreadableError, read_message
from plugins.recorder.holes import reached_by, unique
from plugins.recorder.values import number

PAGE = 200
TRIES = 3
MARGIN = 10
"""Seconds fetched beyond a gap: the last batch before a kill was not yet written."""
MOST_PAGES = 2_000
ASKED_AGAIN = 3600
"""Seconds for which it is believed where an account's history begins: it may have grown by then."""


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of the history: what it holds, and where the next older one begins."""

    messages: tuple[Message, ...]
    anchor: Mapping[str, int]

    @property
    def oldest(self) -> int:
        """When its first message was sent."""
        return min(message.sent_at for message in self.messages)


class Fetched(NamedTuple):
    """What a fetch came to: how much was new, and how far back it is whole (None: it has holes).

    ``is_all``: it has come to the beginning of the history.
    """

    found: int
    reached: int | None = None
    is_all: bool = False


class NoHistoryError(Exception):
    """The implementation has no history to ask for."""


class UntoldError(Exception):
    """A page was asked for in vain."""


@dataclass(frozen=True, slots=True)
class Fetching:
    """What those who fetch history for our accounts know of each other, and of earlier times."""

    turns: defaultdict[int, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    """One lock a group: what another account has fetched meanwhile is no gap any more."""
    beginnings: dict[tuple[int, int], tuple[int, int]] = field(
        default_factory=dict[tuple[int, int], tuple[int, int]]
    )
    """By account and group, where a history begins that is too short for a gap, as seen when."""

    def forget(self, self_id: int) -> None:
        """Forget where an account's histories begin: it may know more now."""
        for known in [known for known in self.beginnings if known[0] == self_id]:
            del self.beginnings[known]


class Backfill:
    """Fetches history for one account."""

    def __init__(self, app: App, bot: Bot, around: Surroundings, fetching: Fetching) -> None:
        self._app = app
        self._bot = bot
        self._around = around
        self._fetching = fetching

    async def fill_groups(
        self,
        group_ids: Sequence[int],
        hours: int,
        told: Callable[[int, int, int], object] = lambda _done, _groups, _found: None,
        *,
        is_asked_for: bool = False,
    ) -> int:
        """Fill the gaps of the last hours in groups, one after the other; return what was new.

        ``told`` hears how many are done, of how many, and what was new so far: where there was
        something new, and at the end. ``is_asked_for``: somebody wants it tried in any case.
        """
        found = 0
        for done, group_id in enumerate(group_ids, start=1):
            before = found
            try:
                async with self._fetching.turns[group_id]:
                    if is_asked_for:
                        self._fetching.beginnings.pop(self._at(group_id), None)
                    found += await self.fill(group_id, hours)
            except NoHistoryError:
                await self._note(has_history=False)
                logger.info("Account {} has no history to fetch", self._bot.self_id)
                return found
            if found > before or done == len(group_ids):
                told(done, len(group_ids), found)
        return found

    async def fill(self, group_id: int, hours: int) -> int:
        """Fill the gaps of the last hours in a group; return how many messages were new."""
        now = int(self._app.clock())
        allowed = self._allowed_since(group_id)
        begin = max(now - hours * 3600, allowed, self._beginning(group_id, now))
        gap = await self._gap(group_id, Stretch(begin, now))
        if gap is None:
            return 0
        found, reached, is_all = await self._fetch_back_to(
            group_id, max(gap.since - MARGIN, allowed)
        )
        if reached is not None:
            since = max(gap.since, reached)
            async with self._app.store.writer.transaction() as connection:
                await presence.fill(connection, group_id, since, now, "backfill")
            if is_all and since > gap.since:
                self._fetching.beginnings[self._at(group_id)] = since, now
        if found:
            logger.info("Backfilled {} messages of a group", found)
        return found

    def _allowed_since(self, group_id: int) -> int:
        """Return from when on a group may be fetched: after the second that switched it on."""
        since = self._app.store.groups.get(group_id).recorded_since
        return 0 if since is None else since + 1

    def _at(self, group_id: int) -> tuple[int, int]:
        return int(self._bot.self_id), group_id

    def _beginning(self, group_id: int, now: int) -> int:
        """Return where a group's history begins; 0 where that is not known, or no longer."""
        begins, seen = self._fetching.beginnings.get(self._at(group_id), (0, 0))
        return begins if 0 <= now - seen < ASKED_AGAIN else 0

    async def _gap(self, group_id: int, lately: Stretch) -> Stretch | None:
        """Return from the first gap of a stretch to its end; None where there is none."""
        async with self._app.store.engine.connect() as connection:
            online = await online_stretches(connection, group_id, lately, lately.until)
        gaps = gaps_in(lately, online)
        return Stretch(gaps[0].since, lately.until) if gaps else None

    async def _fetch_back_to(self, group_id: int, since: int) -> Fetched:
        """Fetch pages until one reaches ``since``.

        The messages of a page's oldest second wait for the next page, which may hold more of them.
        """
        found, held, anchor = 0, list[Message](), dict[str, int]()
        numbered: dict[int, int] = {}
        for _ in range(MOST_PAGES):
            try:
                page = await self._page(group_id, anchor)
                is_all = page is None or page.anchor == anchor
            except UntoldError:
                page, is_all = None, False
            if not self._app.store.groups.is_recorded(group_id):
                return Fetched(found)  # switched off meanwhile: nothing more is taken in
            if page is None or is_all:
                found += await self._record(held, since)
                reached = reached_by(held, since, numbered) if page or held else None
                return Fetched(found, reached, is_all)
            numbered |= {item.sequence: item.sent_at for item in page.messages if item.sequence}
            whole = unique([*page.messages, *held])
            if page.oldest < since:
                found += await self._record(whole, since)
                return Fetched(found, reached_by(whole, since, numbered))
            held = [item for item in whole if item.sent_at == page.oldest]
            found += await self._record(
                [item for item in whole if item.sent_at != page.oldest], since
            )
            anchor = dict(page.anchor)
            await asyncio.sleep(self._app.config.backfill_pause)
        return Fetched(found)

    async def _record(self, messages: Sequence[Message], since: int) -> int:
        wanted = [item for item in messages if item.sent_at >= since]
        return await self._app.store.writer.record_history(wanted)

    async def _page(self, group_id: int, anchor: Mapping[str, int]) -> Page | None:
        """Return the page that ends at an anchor (none: the newest); None at the beginning.

        NoHistoryError, UntoldError.
        """
        for attempt in range(TRIES):
            try:
                answer = await self._bot.call_api(
                    "get_group_msg_history",
                    group_id=group_id,
                    count=PAGE,
                    reverse_order=True,
                    reverseOrder=True,
                    **anchor,
                )
            except FAILURES as error:
                if is_unknown_action(error):
                    raise NoHistoryError from error
                await asyncio.sleep(self._app.config.backfill_pause * (attempt + 1))
            else:
                return self._read(answer, group_id)
        raise UntoldError

    def _read(self, answer: object, group_id: int) -> Page | None:
        rows = answer.get("messages") if isinstance(answer, Mapping) else answer
        read = [
            (message, row)
            for row in (rows if isinstance(rows, list) else [])
            if isinstance(row, Mapping) and (message := self._message(row, group_id))
        ]
        if not read:
            return None
        read.sort(key=_in_time)
        return Page(tuple(message for message, _ in read), _anchor(read[0][1]))

    def _message(self, row: Mapping[str, Any], group_id: int) -> Message | None:
        frame = {**row, "group_id": group_id}
        try:
            return read_message(
                frame, self._around, source=Source.HISTORY, self_id=int(self._bot.self_id)
            ).message
        except UnreadableError:
            return None

    async def _note(self, *, has_history: bool) -> None:
        async with self._app.store.writer.transaction() as connection:
            await presence.note_history(connection, int(self._bot.self_id), has_history=has_history)


def _in_time(pair: tuple[Message, Mapping[str, Any]]) -> tuple[int, int]:
    return pair[0].sent_at, pair[0].sequence or 0


def _anchor(row: Mapping[str, Any]) -> dict[str, int]:
    """Return both names of a page's oldest message: each implementation takes its own."""
    told = {
        "message_seq": number(row.get("message_seq")),
        "message_id": number(row.get("message_id")),
    }
    return {name: value for name, value in told.items() if value}

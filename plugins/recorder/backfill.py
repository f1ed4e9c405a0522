"""Backfill: fetching what was said while nobody was there, page by page, slowly.

The call is the one that all implementations understand (NapCat takes the anchor as
``message_seq``, others as ``message_id``), newest page first, each page inclusive of its anchor.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Any

from nonebot.adapters.onebot.v11 import Bot
from nonebot.log import logger

from groupscope.app import App
from groupscope.model import Message, Source
from groupscope.store import presence
from groupscope.store.coverage import Stretch, gaps_in, online_stretches
from plugins._failures import FAILURES
from plugins.recorder.calls import is_unknown_action
from plugins.recorder.frames import Surroundings, UnreadableError, read_message
from plugins.recorder.values import number

PAGE = 200
TRIES = 3
MARGIN = 10
"""Seconds fetched beyond a gap: the last batch before a kill was not yet written."""
MOST_PAGES = 2_000
ASKED_AGAIN = 6 * 3600
"""Seconds after which history that was told up to its beginning may have a longer one."""
WHOLE = 0.8
"""A stretch counts as filled when this share of its sequence numbers is there."""
NUMBERED_NOTICES = 5
"""So many numbers in a row may be missing: QQ numbers its grey notices, too."""

Numbered = Mapping[int, int]
"""Sequence numbers, and when each of them was sent."""


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of the history: what it holds, and where the next older one begins."""

    messages: tuple[Message, ...]
    anchor: Mapping[str, int]

    @property
    def oldest(self) -> int:
        """When its first message was sent."""
        return min(message.sent_at for message in self.messages)


class NoHistoryError(Exception):
    """The implementation has no history to ask for."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What those who fetch history for our accounts know of each other."""

    turns: defaultdict[int, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    """One lock a group: what another account has fetched meanwhile is no gap any more."""
    heard_out: dict[tuple[int, int], int] = field(default_factory=dict[tuple[int, int], int])
    """Until when an account has told all that it knew of a group: it is not asked again soon."""


class Backfill:
    """Fetches history for one account."""

    def __init__(self, app: App, bot: Bot, around: Surroundings, shared: Shared) -> None:
        self._app = app
        self._bot = bot
        self._around = around
        self._shared = shared

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
                async with self._shared.turns[group_id]:
                    if is_asked_for:
                        self._shared.heard_out.pop(self._at(group_id), None)
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
        begin = max(now - hours * 3600, allowed, self._heard_out_until(group_id, now))
        gap = await self._gap(group_id, Stretch(begin, now))
        if gap is None:
            return 0
        found, reached = await self._fetch_back_to(group_id, max(gap.since - MARGIN, allowed))
        if reached is not None:
            self._shared.heard_out[self._at(group_id)] = now
            since = max(gap.since, reached)
            async with self._app.store.writer.transaction() as connection:
                await presence.fill(connection, group_id, since, now, "backfill")
        if found:
            logger.info("Backfilled {} messages of a group", found)
        return found

    def _allowed_since(self, group_id: int) -> int:
        """Return from when on a group may be fetched: after the second that switched it on."""
        since = self._app.store.groups.get(group_id).recorded_since
        return 0 if since is None else since + 1

    def _at(self, group_id: int) -> tuple[int, int]:
        return int(self._bot.self_id), group_id

    def _heard_out_until(self, group_id: int, now: int) -> int:
        """Return until when nothing more will be told; 0 where it is worth a try."""
        until = self._shared.heard_out.get(self._at(group_id), 0)
        return until if now - until < ASKED_AGAIN else 0

    async def _gap(self, group_id: int, lately: Stretch) -> Stretch | None:
        """Return from the first gap of a stretch to its end; None where there is none."""
        async with self._app.store.engine.connect() as connection:
            online = await online_stretches(connection, group_id, lately, lately.until)
        gaps = gaps_in(lately, online)
        return Stretch(gaps[0].since, lately.until) if gaps else None

    async def _fetch_back_to(self, group_id: int, since: int) -> tuple[int, int | None]:
        """Fetch pages until one reaches ``since``; return what was new, and how far we got.

        The messages of a page's oldest second wait for the next page, which may hold more of them.
        """
        found, held, anchor = 0, list[Message](), dict[str, int]()
        numbered: dict[int, int] = {}
        for _ in range(MOST_PAGES):
            page = await self._page(group_id, anchor)
            if not self._app.store.groups.is_recorded(group_id):
                return found, None  # switched off meanwhile: nothing more is taken in
            if page is None or page.anchor == anchor:
                found += await self._record(held, since)
                return found, _reached(held, since, numbered) if page or held else None
            numbered |= {item.sequence: item.sent_at for item in page.messages if item.sequence}
            whole = unique([*page.messages, *held])
            if page.oldest < since:
                found += await self._record(whole, since)
                return found, _reached(whole, since, numbered)
            held = [item for item in whole if item.sent_at == page.oldest]
            found += await self._record(
                [item for item in whole if item.sent_at != page.oldest], since
            )
            anchor = dict(page.anchor)
            await asyncio.sleep(self._app.config.backfill_pause)
        return found, None

    async def _record(self, messages: Sequence[Message], since: int) -> int:
        wanted = [item for item in messages if item.sent_at >= since]
        return await self._app.store.writer.record_history(wanted)

    async def _page(self, group_id: int, anchor: Mapping[str, int]) -> Page | None:
        """Return the page that ends at an anchor (none: the newest); None at the beginning."""
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
        return None

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


def _reached(messages: Sequence[Message], since: int, numbered: Numbered) -> int | None:
    """Return how far back a fetch is whole; None where sequence numbers show holes in it."""
    if has_holes(numbered, since):
        return None
    return max(since, min((item.sent_at for item in messages), default=since))


def has_holes(numbered: Numbered, since: int) -> bool:
    """Tell whether numbers that mostly follow one another miss some, from a moment on.

    The last number before that moment counts, too: the first ones after it may be what is missing.
    """
    numbers = sorted(numbered)
    if len(numbers) < 2 or median(steps_of(numbers)) != 1:  # noqa: PLR2004 -- a step needs two
        return False  # too few, or a platform that leaves numbers out by itself
    before = [number for number in numbers if numbered[number] < since]
    missing = [step - 1 for step in steps_of(numbers[max(len(before) - 1, 0) :])]
    share = sum(missing) / (sum(missing) + len(missing)) if missing else 0
    return max(missing, default=0) > NUMBERED_NOTICES or (
        sum(missing) > NUMBERED_NOTICES and share > 1 - WHOLE
    )


def steps_of(numbers: Sequence[int]) -> list[int]:
    """Return how far each number is from the one before it."""
    return [later - earlier for earlier, later in pairwise(numbers)]


def unique(messages: Sequence[Message]) -> list[Message]:
    """Return messages once each: pages overlap at their anchor."""
    seen: dict[tuple[int | None, int | None, int, int], Message] = {}
    for position, item in enumerate(messages):
        is_named = item.message_id is not None or item.sequence is not None
        seen.setdefault(
            (item.message_id, item.sequence, item.sent_at, -1 if is_named else position), item
        )
    return list(seen.values())

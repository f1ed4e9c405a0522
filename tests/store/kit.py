"""What the store's tests say: who said what when, told by which account, and what is stored."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Table, select, update

from groupscope.model import Kind, Message, Notice, NoticeKind, Reaction, Recall, Source
from groupscope.periods import Period
from groupscope.scope import Scope
from groupscope.store import Store
from groupscope.store.days import local_day, mark_changed
from groupscope.store.summaries.moods import Moods, moods_kind
from groupscope.store.tables import message
from groupscope.store.vocabularies import WordKind

GROUP, OTHER_GROUP = 20001, 20002
JIA, YI, BING = 30001, 30002, 30003
NAPCAT, LAGRANGE, LLBOT = 10001, 10002, 10003
"""Accounts: NapCat and LLBot tell sequence numbers here, Lagrange does not."""
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(moment: str, zone: ZoneInfo = SHANGHAI) -> int:
    """``at("2026-11-20 12:00")`` in epoch seconds."""
    return int(datetime.fromisoformat(moment).replace(tzinfo=zone).timestamp())


def period(since: int, until: int, label: str = "那时", zone: ZoneInfo = SHANGHAI) -> Period:
    start, end = (datetime.fromtimestamp(moment, zone) for moment in (since, until))
    return Period(start, end, label)


NOON = at("2026-11-20 12:00")


class Clock:
    """A clock that a test sets."""

    def __init__(self, now: int = at("2026-11-20 21:00")) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def said(by: int, text: str, when: int = NOON, *, told_by: int = NAPCAT, **more) -> Message:
    """A message; ``number`` is its sequence, ``id`` its message id."""
    return Message(
        self_id=told_by,
        group_id=more.pop("group", GROUP),
        sender_id=by,
        sent_at=when,
        text=text,
        kind=more.pop("kind", Kind.TEXT),
        sequence=more.pop("number", None),
        message_id=more.pop("id", None),
        **more,
    )


def history(*args, **more) -> Message:
    return said(*args, source=Source.HISTORY, **more)


def recalled(id: int, when: int = NOON + 60, *, told_by: int = NAPCAT, **more) -> Recall:  # noqa: A002 -- what QQ calls it
    return Recall(
        self_id=told_by,
        group_id=more.get("group", GROUP),
        message_id=id,
        recalled_at=when,
        sender_id=JIA,
        operator_id=JIA,
    )


def poked(by: int, whom: int, when: int = NOON, *, told_by: int = NAPCAT) -> Notice:
    return Notice(
        self_id=told_by,
        group_id=GROUP,
        kind=NoticeKind.POKE,
        happened_at=when,
        user_id=by,
        operator_id=by,
        detail={"target": whom},
    )


def reacted(by: int, emoji: str, id: int, when: int = NOON, *, told_by: int = NAPCAT) -> Reaction:  # noqa: A002
    return Reaction(
        self_id=told_by,
        group_id=GROUP,
        reacted_at=when,
        emoji=emoji,
        is_added=True,
        message_id=id,
        user_id=by,
    )


class Chat:
    """A group's talk on its way into a store, and what came of it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.writer = store.writer

    async def tell(self, *told: Message | Recall | Notice | Reaction) -> list[bool]:
        """Let accounts tell of messages and events in this order; which messages were new?"""
        new: list[bool] = []
        for one in told:
            if isinstance(one, Message):
                new.append(self.writer.record(one))
            else:
                self.writer.put(one)
        await self.writer.flush()
        return new

    async def fetch(self, *page: Message) -> int:
        """Let a page of history come in; how many messages were new?"""
        return await self.writer.record_history(page)

    async def rows(self, table: Table = message) -> Sequence[Row]:
        await self.writer.flush()
        async with self.store.engine.connect() as connection:
            order = list(table.primary_key.columns)
            return (await connection.execute(select(table).order_by(*order))).all()

    async def texts(self) -> list[str]:
        """What is stored, in order of time."""
        return [row.text for row in await self.rows()]

    async def counts(self, since: int, until: int, *, group: int = GROUP) -> dict[int, int]:
        """How much each member said, as a report would hear it."""
        from groupscope.store.summaries import SPEAKERS

        async with self.store.snapshot() as db:
            value = await db.summary(SPEAKERS, Scope(group, period(since, until)))
        return value.by_member()

    async def words(
        self, since: int, until: int, *, by: int | None = None, **more
    ) -> dict[str, int]:
        """In how many messages each word was said; ``tone`` and ``most`` as ``Snapshot.words``."""
        await self.writer.flush()
        async with self.store.snapshot() as db:
            return await db.words(Scope(GROUP, period(since, until), by), **more)

    async def mood(self, since: int, until: int, *, by: int | None = None) -> Moods:
        """How everybody, or one member, felt by hour."""
        await self.writer.flush()
        async with self.store.snapshot() as db:
            return await db.summary(moods_kind(by), Scope(GROUP, period(since, until), by))

    async def felt(self, *told: tuple[int, int, int | None]) -> None:
        """Let lines be said whose moods, in thousandths, are given: (by, when, mood)."""
        lines = [said(by, f"第 {n} 句", when, id=n) for n, (by, when, _) in enumerate(told)]
        await self.tell(*lines)
        async with self.writer.transaction() as connection:
            for by, when, mood in told:
                here = (message.c.sender_id == by) & (message.c.sent_at == when)
                await connection.execute(update(message).where(here).values(mood=mood))
            days = {(GROUP, local_day(when, 480)) for _, when, _ in told}
            await mark_changed(connection, days)

    async def change_word(
        self, word: str, kind: WordKind, at: int, *, group: int = GROUP, by: int = JIA
    ) -> None:
        """Say something about a word; ``at`` in epoch seconds."""
        async with self.writer.transaction() as connection:
            await self.store.vocabularies.change(connection, group, word, kind, by, at * 1000)

    async def reread(self, *groups: int) -> int:
        """Read old messages anew; how many are understood otherwise than before?"""
        await self.writer.flush()
        return await self.store.rereading.catch_up(groups or (GROUP,))

    async def seal(self) -> int:
        await self.writer.flush()
        return await self.store.sealer.seal_all(int(self.store.clock()))

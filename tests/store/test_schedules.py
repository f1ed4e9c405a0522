"""Digests that are due: each belongs to one process, and is never sent twice."""

import asyncio

import pytest

from groupscope.config import Config
from groupscope.model import Notice, NoticeKind
from groupscope.schedules import Due
from groupscope.settings import Rhythm
from groupscope.store import Store, presence
from groupscope.store.schedules import (
    CLOCKS_APART,
    GIVEN_UP,
    State,
    accounts_in,
    claim,
    forget_runs,
    give_up,
    is_muted,
    latest_runs,
    note,
    note_unclaimed,
    runs_since,
    watched_groups,
)
from tests.store.kit import GROUP, JIA, LAGRANGE, NAPCAT, OTHER_GROUP, at

TEN = at("2026-11-20 22:00")
DUE = Due(GROUP, Rhythm.DAILY, 29_900_000, TEN)


async def claimed(store, due: Due = DUE, now: int = TEN) -> bool:
    async with store.writer.transaction() as connection:
        return await claim(connection, due, now)


async def noted(store, state: State, due: Due = DUE) -> None:
    async with store.writer.transaction() as connection:
        await note(connection, due, state)


async def unclaimed(store, state: State, now: int = TEN) -> bool:
    async with store.writer.transaction() as connection:
        return await note_unclaimed(connection, DUE, state, now)


async def states(store) -> list[State]:
    async with store.snapshot() as db:
        return [run.state for run in await latest_runs(db.connection, GROUP, 9)]


async def open_ones(store, now: int = TEN) -> list[State]:
    async with store.snapshot() as db:
        return [run.state for run in await runs_since(db.connection, TEN - 1, now)]


async def test_a_digest_is_claimed_once(store):
    assert await claimed(store)
    assert not await claimed(store)
    assert await claimed(store, DUE._replace(rhythm=Rhythm.WEEKLY))
    assert await claimed(store, DUE._replace(wall=DUE.wall + 1))
    assert await claimed(store, DUE._replace(group_id=OTHER_GROUP))


async def test_of_many_who_claim_at_once_one_gets_it(store, furnished_url):
    others = [Store(Config(database_url=furnished_url), clock=store.clock) for _ in range(3)]
    try:
        dues = [DUE._replace(wall=DUE.wall + number) for number in range(5)]
        for due in dues:
            got = await asyncio.gather(*(claimed(one, due) for one in (store, *others)))
            assert sorted(got) == [False, False, False, True]
            # Long after a crash they may all want it, and again one gets it.
            later = TEN + GIVEN_UP + 1
            got = await asyncio.gather(*(claimed(one, due, later) for one in (store, *others)))
            assert sorted(got) == [False, False, False, True]
    finally:
        for one in others:
            await one.engine.dispose()


@pytest.mark.parametrize("state", [State.SENDING, State.SENT, State.UNCERTAIN])
async def test_what_may_have_gone_out_is_nobodys_any_more(store, state):
    await claimed(store)
    await noted(store, state)
    for now in (TEN, TEN + GIVEN_UP + 1, TEN - 86_400):
        assert not await claimed(store, DUE, now)
    assert await open_ones(store, TEN + 86_400) == [state]


@pytest.mark.parametrize("state", [State.FEW, State.LATE, State.REFUSED, State.FAILED])
async def test_what_is_settled_stays_so(store, state):
    await claimed(store)
    await noted(store, state)
    assert not await claimed(store, DUE, TEN + GIVEN_UP + 1)
    assert await open_ones(store) == [state]


async def test_after_a_crash_before_sending_it_is_taken_up_again(store):
    await claimed(store)
    assert await open_ones(store, TEN + GIVEN_UP) == [State.CLAIMED]
    assert not await claimed(store, DUE, TEN + GIVEN_UP)
    assert await open_ones(store, TEN + GIVEN_UP + 1) == []
    assert await claimed(store, DUE, TEN + GIVEN_UP + 1)


async def test_what_a_clock_from_tomorrow_gave_up_is_still_to_come(store):
    tomorrow = TEN + 86_400
    await claimed(store, DUE, tomorrow)
    await noted(store, State.FEW)
    assert await open_ones(store, tomorrow - CLOCKS_APART) == [State.FEW]
    assert await open_ones(store) == []
    assert await claimed(store, DUE, TEN)
    assert not await claimed(store, DUE, TEN)


async def test_a_muted_one_waits_and_is_news_once(store):
    assert await unclaimed(store, State.MUTED)
    assert not await unclaimed(store, State.MUTED)
    assert await open_ones(store) == []
    assert await claimed(store)
    assert await states(store) == [State.CLAIMED]


async def test_a_muted_one_gets_too_late(store):
    await unclaimed(store, State.MUTED)
    await unclaimed(store, State.LATE, TEN + 7201)
    assert await open_ones(store) == [State.LATE]
    assert not await claimed(store, DUE, TEN + 7300)


async def test_nobody_is_late_for_what_was_sent(store):
    await claimed(store)
    await noted(store, State.SENT)
    assert not await unclaimed(store, State.LATE, TEN + 9000)
    assert await states(store) == [State.SENT]


async def test_what_failed_before_it_was_sent_is_given_up(store):
    async def failed() -> None:
        async with store.writer.transaction() as connection:
            await give_up(connection, DUE)

    await claimed(store)
    await failed()
    assert await states(store) == [State.FAILED]
    await noted(store, State.SENDING)
    await failed()
    assert await states(store) == [State.SENDING]


async def test_old_ones_are_forgotten(store):
    await claimed(store)
    async with store.writer.transaction() as connection:
        await forget_runs(connection, TEN)
        await forget_runs(connection, TEN + 1)
    assert await states(store) == []


# Who may speak


async def test_accounts_that_are_in_a_group(store):
    async with store.writer.transaction() as connection:
        for account in (NAPCAT, LAGRANGE):
            await presence.watches(connection, account, [GROUP], TEN)
        await presence.watch_ends(connection, GROUP, TEN + 1, LAGRANGE)
    async with store.snapshot() as db:
        assert await accounts_in(db.connection, GROUP) == [NAPCAT]
        assert await watched_groups(db.connection) == {GROUP}
        assert await accounts_in(db.connection, OTHER_GROUP) == []


def ban(whom: int | None, seconds: int, when: int, kind: NoticeKind = NoticeKind.BAN) -> Notice:
    everyone = {"everyone": True} if whom is None else {}
    return Notice(
        self_id=NAPCAT,
        group_id=GROUP,
        kind=kind,
        happened_at=when,
        user_id=whom,
        operator_id=JIA,
        detail={"seconds": seconds, **everyone},
    )


async def muted(store, now: int = TEN) -> bool:
    async with store.snapshot() as db:
        return await is_muted(db.connection, GROUP, NAPCAT, now)


async def test_a_ban_lasts_as_long_as_was_said_or_until_it_is_lifted(chat, store):
    assert not await muted(store)
    await chat.tell(ban(NAPCAT, 600, TEN - 600))
    assert await muted(store, TEN - 1)
    assert not await muted(store, TEN)
    await chat.tell(ban(NAPCAT, 600, TEN), ban(NAPCAT, 0, TEN + 60, NoticeKind.LIFT_BAN))
    assert not await muted(store, TEN + 60)


async def test_a_ban_of_somebody_else_is_none(chat, store):
    await chat.tell(ban(JIA, 600, TEN))
    assert not await muted(store)


async def test_a_ban_of_everybody_does_not_hold_for_admins(chat, store):
    from groupscope.model import Member
    from groupscope.store.names import Seen

    await chat.tell(ban(None, -1, TEN))
    assert await muted(store, TEN + 9999)
    store.writer.put_seen(Seen(GROUP, TEN, Member(NAPCAT, role="admin")))
    await store.writer.flush()
    assert not await muted(store)

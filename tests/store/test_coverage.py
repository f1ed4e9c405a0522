"""What there is of a stretch: gaps are told, not hidden."""

import pytest

from groupscope.scope import Scope
from groupscope.store import presence
from groupscope.store.coverage import Stretch
from tests.store.kit import GROUP, JIA, LLBOT, NAPCAT, OTHER_GROUP, at, period, said

MINUTE, HOUR = 60, 3600
MORNING = at("2026-11-20 08:00")


class Presence:
    """Accounts that come and go, in words."""

    def __init__(self, chat) -> None:
        self.chat = chat

    async def connects(self, when: int, account: int = NAPCAT, *groups: int) -> None:
        async with self.chat.writer.transaction() as connection:
            await presence.connected(connection, account, when)
            await presence.watches(connection, account, groups or [GROUP], when)

    async def is_alive(self, since: int, when: int, account: int = NAPCAT, **more) -> None:
        async with self.chat.writer.transaction() as connection:
            await presence.still_there(connection, account, since, when, **more)

    async def leaves(self, since: int, when: int, account: int = NAPCAT) -> None:
        await self.is_alive(since, when, account, ended_by="disconnect")

    async def fills(self, since: int, until: int) -> None:
        async with self.chat.writer.transaction() as connection:
            await presence.fill(connection, GROUP, since, until, "backfill")

    async def switches_off(self, when: int) -> None:
        async with self.chat.writer.transaction() as connection:
            await presence.watch_ends(connection, GROUP, when)

    async def switches_on(self, when: int, account: int = NAPCAT) -> None:
        async with self.chat.writer.transaction() as connection:
            await presence.watch_begins(connection, GROUP, when, account)

    async def gaps(self, since: int, until: int, group: int = GROUP) -> list[tuple[int, int]]:
        """Gaps in minutes after eight o'clock."""
        coverage = await self.coverage(since, until, group)
        return [
            ((gap.since - MORNING) // MINUTE, (gap.until - MORNING) // MINUTE)
            for gap in coverage.gaps
        ]

    async def coverage(self, since: int, until: int, group: int = GROUP):
        async with self.chat.store.snapshot() as db:
            return await db.coverage(Scope(group, period(since, until)))


@pytest.fixture
def bot(chat, clock) -> Presence:
    clock.now = MORNING + 2 * HOUR
    return Presence(chat)


async def test_who_is_there_all_the_time_misses_nothing(bot, chat, clock):
    await bot.connects(MORNING)
    await bot.is_alive(MORNING, clock.now - 30)
    await chat.tell(said(JIA, "早", MORNING + 5))
    coverage = await bot.coverage(MORNING, clock.now)
    assert (coverage.messages, coverage.gaps) == (1, ())
    assert coverage.recorded == Stretch(MORNING, clock.now)


async def test_a_disconnection_is_a_gap(bot, clock):
    await bot.connects(MORNING)
    await bot.leaves(MORNING, MORNING + 10 * MINUTE)
    await bot.connects(MORNING + 25 * MINUTE)
    await bot.is_alive(MORNING + 25 * MINUTE, clock.now)
    assert await bot.gaps(MORNING, clock.now) == [(10, 25)]


async def test_after_a_kill_the_gap_begins_at_the_last_heartbeat(bot, clock):
    await bot.connects(MORNING)
    await bot.is_alive(MORNING, MORNING + 10 * MINUTE)
    await bot.connects(MORNING + 40 * MINUTE)
    await bot.is_alive(MORNING + 40 * MINUTE, clock.now)
    assert await bot.gaps(MORNING, clock.now) == [(10, 40)]


async def test_who_was_killed_and_is_not_back_yet_is_not_there(bot, clock):
    await bot.connects(MORNING)
    await bot.is_alive(MORNING, MORNING + 10 * MINUTE)
    assert await bot.gaps(MORNING, clock.now) == [(10, 120)]


async def test_one_of_two_accounts_is_enough(bot, clock):
    await bot.connects(MORNING)
    await bot.connects(MORNING + 5 * MINUTE, LLBOT)
    await bot.leaves(MORNING, MORNING + 30 * MINUTE)
    await bot.leaves(MORNING + 5 * MINUTE, MORNING + 50 * MINUTE, LLBOT)
    assert await bot.gaps(MORNING, MORNING + HOUR) == [(50, 60)]


async def test_an_account_that_is_not_in_the_group_hears_nothing_of_it(bot, clock):
    await bot.connects(MORNING, NAPCAT, OTHER_GROUP)
    await bot.is_alive(MORNING, clock.now)
    assert (await bot.coverage(MORNING, clock.now)).recorded is None
    assert (await bot.coverage(MORNING, clock.now, OTHER_GROUP)).gaps == ()


async def test_what_was_fetched_afterwards_is_no_gap(bot, clock):
    await bot.connects(MORNING)
    await bot.leaves(MORNING, MORNING + 10 * MINUTE)
    await bot.connects(MORNING + 40 * MINUTE)
    await bot.is_alive(MORNING + 40 * MINUTE, clock.now)
    await bot.fills(MORNING + 20 * MINUTE, MORNING + 40 * MINUTE)
    assert await bot.gaps(MORNING, clock.now) == [(10, 20)]


async def test_while_recording_is_off_there_is_a_gap(bot, clock):
    await bot.connects(MORNING)
    await bot.is_alive(MORNING, clock.now)
    await bot.switches_off(MORNING + 10 * MINUTE)
    await bot.switches_on(MORNING + 30 * MINUTE)
    assert await bot.gaps(MORNING, clock.now) == [(10, 30)]


async def test_off_and_on_within_a_second_leaves_it_on(bot, clock):
    await bot.connects(MORNING)
    await bot.is_alive(MORNING, clock.now)
    await bot.switches_off(MORNING)
    await bot.switches_on(MORNING)
    assert await bot.gaps(MORNING, clock.now) == []


async def test_before_the_first_connection_there_is_no_record_and_no_gap(bot, clock):
    await bot.connects(MORNING + HOUR)
    await bot.is_alive(MORNING + HOUR, clock.now)
    coverage = await bot.coverage(MORNING, clock.now)
    assert coverage.recorded == Stretch(MORNING + HOUR, clock.now)
    assert coverage.gaps == ()
    assert (await bot.coverage(MORNING, MORNING + HOUR)).recorded is None


async def test_gaps_are_those_of_the_period_that_is_asked_about(bot, clock):
    await bot.connects(MORNING)
    await bot.leaves(MORNING, MORNING + 10 * MINUTE)
    await bot.connects(MORNING + 40 * MINUTE)
    assert await bot.gaps(MORNING + 20 * MINUTE, MORNING + 30 * MINUTE) == [(20, 30)]
    assert (await bot.coverage(MORNING + 20 * MINUTE, MORNING + 30 * MINUTE)).offline_seconds == 600

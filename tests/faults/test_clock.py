"""The machine's clock jumps: a day that was closed too early is counted again, nothing is lost."""

import pytest

from tests.store.conftest import *  # noqa: F403 -- the store's fixtures
from tests.store.kit import JIA, NOON, YI, at, said

DAY = 86_400
TODAY = (at("2026-11-20 00:00"), at("2026-11-21 00:00"))


@pytest.mark.parametrize("jump", [2 * DAY, 400 * DAY])
async def test_a_clock_that_was_ahead_for_a_while_costs_nothing(chat, clock, jump):
    await chat.tell(said(JIA, "早", NOON, number=1), said(YI, "早", NOON + 1, number=2))
    clock.now += jump
    await chat.tell(said(JIA, "还在", NOON + 2, number=3))
    await chat.seal()  # today is over, for that clock
    assert await chat.counts(*TODAY) == {JIA: 2, YI: 1}
    clock.now -= jump
    await chat.tell(said(YI, "又对了", NOON + 3, number=4))
    assert await chat.counts(*TODAY) == {JIA: 2, YI: 2}
    clock.now += DAY
    await chat.seal()
    assert await chat.counts(*TODAY) == {JIA: 2, YI: 2}
    assert await chat.texts() == ["早", "早", "还在", "又对了"]


async def test_a_clock_that_was_behind_costs_nothing(chat, clock):
    """As on a small machine without a battery, before it has asked for the time."""
    clock.now = at("1970-01-01 08:00")
    await chat.tell(said(JIA, "早", NOON, number=1))
    await chat.seal()
    clock.now = at("2026-11-21 09:00")
    await chat.tell(said(JIA, "晚了", NOON + 1, number=2))
    await chat.seal()
    assert await chat.counts(*TODAY) == {JIA: 2}

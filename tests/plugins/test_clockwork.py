"""Looking for digests every minute, also when the clock is put back."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from tests.bots import until


@pytest.fixture
async def clockwork(loaded, monkeypatch):
    from plugins.digest import clockwork as clockworks

    monkeypatch.setattr(clockworks, "A_MINUTE", 0.05)
    scheduler = AsyncIOScheduler()
    scheduler.start()
    looks: list[datetime] = []
    clockwork = clockworks.Clockwork(scheduler, lambda: looks.append(datetime.now(UTC)))
    await clockwork.start()
    yield scheduler, looks
    await clockwork.stop()
    assert scheduler.get_jobs() == []
    scheduler.shutdown()


def next_look(scheduler: AsyncIOScheduler) -> datetime:
    (job,) = scheduler.get_jobs()
    return job.next_run_time


async def test_it_looks_at_every_full_minute(clockwork):
    scheduler, looks = clockwork
    following = next_look(scheduler)
    assert following.second == 0
    assert following - datetime.now(UTC) <= timedelta(minutes=1)
    (job,) = scheduler.get_jobs()
    job.modify(next_run_time=datetime.now(UTC))
    await until(lambda: looks)


async def test_a_clock_that_was_put_back_is_noticed(clockwork):
    scheduler, looks = clockwork
    (job,) = scheduler.get_jobs()
    job.modify(next_run_time=datetime.now(UTC) + timedelta(hours=1))
    await until(lambda: looks)
    assert next_look(scheduler) - datetime.now(UTC) <= timedelta(minutes=1)


async def test_a_clock_that_goes_as_it_should_is_left_alone(clockwork):
    _, looks = clockwork
    await asyncio.sleep(0.2)
    assert looks == []


def test_groups_are_spaced_out_by_chance_and_the_first_one_waits_for_nobody(loaded):
    from plugins.digest.posting import LONGEST_ROUND, SPACED, spaced

    assert spaced(0) == []
    assert spaced(1) == [0.0]
    first, *others = spaced(20)
    assert first == 0.0
    assert all(SPACED[0] <= pause <= SPACED[1] for pause in others)
    assert len(set(others)) > 1
    assert sum(spaced(2_000)) <= LONGEST_ROUND + 1

"""Answers that are kept for a minute."""

import asyncio

import pytest

from groupscope.pacing import Kept
from groupscope.pacing import kept as kept_module

GROUP, OTHER_GROUP = 20001, 20002


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def kept(clock) -> Kept[str]:
    return Kept(clock)


def found(kept: Kept[str], question: str, group: int = GROUP) -> str | None:
    answered = kept.find(group, question)
    return None if answered is None else answered.answer


def test_an_answer_is_kept_for_a_minute(kept, clock):
    kept.keep(GROUP, "rank", "甲", clock.now)
    clock.now += 59.9
    assert found(kept, "rank") == "甲"
    assert found(kept, "mood") is None
    assert found(kept, "rank", OTHER_GROUP) is None
    clock.now += 0.1
    assert found(kept, "rank") is None


def test_what_is_changed_in_a_group_makes_its_answers_void(kept, clock):
    kept.keep(GROUP, "rank", "甲", clock.now)
    kept.keep(OTHER_GROUP, "rank", "乙", clock.now)
    kept.forget(GROUP)
    assert found(kept, "rank") is None
    assert found(kept, "rank", OTHER_GROUP) == "乙"
    kept.clear()
    assert found(kept, "rank", OTHER_GROUP) is None


def test_pictures_are_kept_within_bounds(kept, clock, monkeypatch):
    monkeypatch.setattr(kept_module, "MOST", 3)
    for number in range(10):
        kept.keep(GROUP, number, "甲", clock.now)
    assert [number for number in range(10) if found(kept, number)] == [7, 8, 9]


async def test_one_at_a_time_answers_a_question(kept):
    lock = kept.lock(GROUP, "rank")
    async with lock:
        assert kept.lock(GROUP, "rank").locked()
        assert not kept.lock(GROUP, "mood").locked()
        assert not kept.lock(OTHER_GROUP, "rank").locked()
    await asyncio.sleep(0)
    del lock
    assert len(kept._locks) == 0

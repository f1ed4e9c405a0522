"""How fast the bot speaks."""

import asyncio

import pytest

from groupscope.pacing import Spacing
from groupscope.pacing import spacing as spacing_module

BOT, OTHER_BOT = 10000, 10001


class Mouth:
    """The bot's accounts, at a time that a test sets."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.spacing = Spacing(lambda: self.now)

    def waits(self, place: int, account: int = BOT) -> float:
        return round(self.spacing.wait(account, place), 3)


@pytest.fixture
def mouth() -> Mouth:
    return Mouth()


def test_the_first_word_in_a_group_never_waits(mouth):
    assert mouth.waits(20001) == 0
    mouth.now += 5
    assert mouth.waits(20001) == 0
    mouth.now += 0.6
    assert mouth.waits(20002) == 0


def test_a_group_gets_a_message_every_second_and_a_half(mouth):
    assert [mouth.waits(20001) for _ in range(4)] == [0, 1.5, 3, 4.5]


def test_an_account_speaks_every_three_fifths_of_a_second(mouth):
    assert [mouth.waits(20001 + number) for number in range(4)] == [0, 0.6, 1.2, 1.8]
    assert mouth.waits(20001, OTHER_BOT) == 0


def test_a_group_gets_twenty_messages_a_minute(mouth):
    waits = [mouth.waits(20001) for _ in range(21)]
    assert waits[19] == 19 * 1.5
    assert waits[20] == 60


def test_what_would_come_a_minute_late_does_not_come_and_takes_nobodys_turn(mouth):
    for _ in range(21):
        mouth.waits(20001)
    assert [mouth.waits(20001) for _ in range(3)] == [61.5] * 3
    mouth.now += 61.5
    assert mouth.waits(20001) == 0


async def test_a_turn_is_waited_for_or_given_up(monkeypatch):
    monkeypatch.setattr(spacing_module, "IN_A_PLACE", 0.05)
    monkeypatch.setattr(spacing_module, "OF_AN_ACCOUNT", 0.0)
    monkeypatch.setattr(spacing_module, "PATIENCE", 0.12)
    loop = asyncio.get_running_loop()
    spacing = Spacing(loop.time)
    began = loop.time()
    turns = await asyncio.gather(*(spacing.turn(BOT, 20001) for _ in range(3)))
    assert turns == [True, True, True]
    assert loop.time() - began >= 0.1
    monkeypatch.setattr(spacing_module, "PATIENCE", 0.0)
    assert not await spacing.turn(BOT, 20001)


def test_it_remembers_within_bounds(mouth, monkeypatch):
    monkeypatch.setattr(spacing_module, "REMEMBERED", 10)
    for number in range(100):
        mouth.waits(number)
        mouth.now += 1
    assert len(mouth.spacing._places) == 10

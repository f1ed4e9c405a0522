"""The sample group: the last 24 hours of one day's talk, the same whenever one plays."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from groupscope.playground.sample import ACCOUNT, newcomer, sample_world, talk

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=SHANGHAI)


@pytest.fixture
def history_at():
    def history_at(moment):
        with time_machine.travel(moment.astimezone(UTC), tick=False):
            return sample_world(SHANGHAI)[1].history

    return history_at


def test_every_line_was_said_once_within_the_last_day(history_at):
    history = history_at(NOON)
    assert len(history) == len(talk()) > 100
    times = [said.happened_at for said in history]
    assert times == sorted(set(times))
    assert NOON.timestamp() - 86400 <= times[0] < times[-1] <= NOON.timestamp()


def test_numbers_grow_with_time(history_at):
    numbers = [said.sequence for said in history_at(NOON)]
    assert numbers == sorted(set(numbers))
    assert numbers[-1] < 1 << 31


@pytest.mark.parametrize("hours", [1, 5, 13, 23])
def test_playing_again_tells_the_same_messages(history_at, hours):
    first, later = history_at(NOON), history_at(NOON + timedelta(hours=hours))
    told = {(said.sequence, said.happened_at): said.segments for said in first}
    again = {(said.sequence, said.happened_at): said.segments for said in later}
    common = told.keys() & again.keys()
    start = later[0].happened_at
    assert common == {key for key in told if key[1] >= start}
    assert all(told[key] == again[key] for key in common)


def test_what_is_typed_comes_after_all_that(history_at):
    with time_machine.travel(NOON.astimezone(UTC), tick=False):
        _, room = sample_world(SHANGHAI)
        said = room.remember("甲", "早")
    assert said.sequence > room.history[-2].sequence


def test_replies_quote_the_line_above(history_at):
    by_words = {said.text: said for said in history_at(NOON)}
    answer = by_words["哪条线？"]
    assert answer.reply_to == by_words["地铁又延误了，服了"].sequence


def test_there_are_pictures_faces_mentions_and_links(history_at):
    pieces = [piece for said in history_at(NOON) for piece in said.segments]
    assert {piece.type for piece in pieces} == {"text", "image", "record", "face", "at"}
    assert any("https://" in str(piece.data.get("text")) for piece in pieces)


def test_everyone_speaks_but_the_account(history_at):
    speakers = {said.sender.user_id for said in history_at(NOON)}
    assert len(speakers) == 8
    assert ACCOUNT not in speakers


def test_newcomers_always_have_the_same_number():
    assert newcomer("戊") == 10015
    assert newcomer("陌生人") == newcomer("陌生人") >= 20_000

"""Misbehaviour, when asked for and not otherwise, the same every time."""

import asyncio
import json

import pytest
from websockets.exceptions import ConnectionClosed

from groupscope.playground import NAPCAT, Faults
from groupscope.playground.faults import EVERY_ACTION, Disorder, malformed


@pytest.fixture
def chatter(say):
    """Say the numbers from 1 to ``count``."""

    async def chatter(count):
        for number in range(1, count + 1):
            await say("甲", str(number))

    return chatter


def words(frames):
    return [int(frame["raw_message"]) for frame in frames]


async def test_without_faults_everything_comes_once_and_in_order(bot, connect, chatter):
    await connect()
    await chatter(20)
    assert words(await bot.heard(20)) == list(range(1, 21))
    assert bot.raw == []


async def test_every_third_event_is_lost(bot, connect, chatter):
    await connect(faults=Faults(drop_every=3))
    await chatter(8)
    assert words(await bot.heard(6)) == [1, 2, 4, 5, 7, 8]


async def test_every_third_event_comes_twice(bot, connect, chatter):
    await connect(faults=Faults(repeat_every=3))
    await chatter(6)
    assert words(await bot.heard(8)) == [1, 2, 3, 3, 4, 5, 6, 6]


async def test_events_are_shuffled_within_a_few(bot, connect, chatter):
    peer = await connect(faults=Faults(shuffle=5, seed=7))
    await chatter(12)
    heard = words(await bot.heard(10))
    assert heard != sorted(heard)
    assert sorted(heard[:5]) == [1, 2, 3, 4, 5]
    assert sorted(heard[5:]) == [6, 7, 8, 9, 10]
    await peer.settle()
    assert sorted(words(await bot.heard(12))[10:]) == [11, 12]


async def test_leaving_sends_what_was_held_back(bot, connect, chatter):
    peer = await connect(faults=Faults(shuffle=5))
    await chatter(3)
    await peer.disconnect()
    assert sorted(words(await bot.heard(3))) == [1, 2, 3]


def test_the_same_seed_makes_the_same_disorder():
    def disordered(seed):
        disorder = Disorder(Faults(shuffle=10, drop_every=7, repeat_every=4, seed=seed))
        return [out for number in range(100) for out in disorder.pass_on(str(number))]

    assert disordered(1) == disordered(1) != disordered(2)


async def test_what_cannot_be_read_comes_between_what_can(bot, connect, chatter):
    await connect(faults=Faults(malform_every=1))
    await chatter(len(malformed()))
    frames = await bot.heard(len(malformed()))
    readable = [frame for frame in frames if str(frame.get("raw_message")).isdecimal()]
    assert words(readable) == list(range(1, len(malformed()) + 1))
    assert b"\xff\xfe\x00" in bot.raw
    assert "" in bot.raw


def test_some_malformed_frames_are_no_json_and_some_are_far_too_large():
    frames = malformed()
    with pytest.raises(ValueError, match="Expecting value"):
        json.loads(frames[0])
    with pytest.raises(RecursionError):
        json.loads(next(frame for frame in frames if frame[:2] == "[["))
    assert max(map(len, frames)) > 2_000_000


async def test_the_connection_is_torn_after_so_many_events(bot, connect, chatter):
    peer = await connect(faults=Faults(abort_after=3))
    await chatter(5)
    assert words(await bot.heard(3)) == [1, 2, 3]
    with pytest.raises(ConnectionClosed):
        await peer.send_frame("{}")
    await peer.connect()
    await chatter(1)
    assert len(await bot.heard(4)) == 4


async def test_answers_come_late(bot, connect):
    await connect(faults=Faults(answer_delay=0.2))
    begun = asyncio.get_running_loop().time()
    await bot.call("get_status")
    assert asyncio.get_running_loop().time() - begun >= 0.2


async def test_late_answers_do_not_wait_for_each_other(bot, connect):
    await connect(faults=Faults(answer_delay=0.2))
    begun = asyncio.get_running_loop().time()
    await asyncio.gather(*(bot.call("get_status") for _ in range(20)))
    assert asyncio.get_running_loop().time() - begun < 3


async def test_some_actions_or_all_get_no_answer(bot, connect):
    peer = await connect(faults=Faults(silent_on=frozenset({"get_status"})))
    with pytest.raises(TimeoutError):
        await bot.ask("get_status", seconds=0.1)
    await bot.call("get_login_info")
    peer.faults = Faults(silent_on=EVERY_ACTION)
    with pytest.raises(TimeoutError):
        await bot.ask("get_login_info", seconds=0.1)


async def test_history_can_be_missing(bot, connect, say):
    await connect(faults=Faults(without_history=True))
    await say("甲", "早")
    answer = await bot.ask("get_group_msg_history", group_id=20001)
    assert answer["retcode"] == 1404
    await bot.call("get_group_list")


async def test_any_action_can_be_missing(bot, connect):
    await connect(faults=Faults(unknown_actions=frozenset({"get_msg"})))
    assert (await bot.ask("get_msg", message_id=1))["retcode"] == 1404


@pytest.mark.parametrize(
    ("faults", "words", "is_said"),
    [
        (Faults(send_fails=True), "EventChecker Failed", False),
        (Faults(muted=True), "禁言", False),
        (Faults(send_times_out=True), "Timeout: NTEvent", True),
    ],
)
async def test_sending_fails_and_a_timed_out_message_was_sent_all_the_same(
    bot, connect, room, faults, words, is_said
):
    peer = await connect(faults=faults)
    answer = await bot.ask("send_group_msg", group_id=20001, message="喂")
    assert answer["retcode"] == NAPCAT.failure
    assert words in answer["wording"]
    assert len(peer.sent) == len(room.history) == is_said

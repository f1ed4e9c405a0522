"""Coming, going, and what is said without anything having happened."""

import asyncio
import json

import pytest
from websockets.exceptions import ConnectionClosed

from groupscope.playground import DIALECTS, LAGRANGE, LLBOT, NAPCAT, SNOWLUMA, Peer
from groupscope.playground.link import BotAbsentError, RefusedError

SESAME = "sesame"
every_dialect = pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)


@every_dialect
async def test_it_introduces_itself_as_an_implementation_does(bot, connect, dialect):
    await connect(dialect, token=SESAME)
    await bot.beats(1)
    assert bot.headers["X-Self-ID"] == "10000"
    assert bot.headers["X-Client-Role"] == "Universal"
    assert bot.headers["Authorization"] == "Bearer sesame"
    assert bot.headers["User-Agent"] == dialect.user_agent
    assert "Sec-WebSocket-Extensions" not in bot.headers


@every_dialect
async def test_the_first_frame_is_lifecycle_connect(bot, connect, dialect):
    await connect(dialect)
    frames = await bot.beats(2 if dialect is SNOWLUMA else 1)
    words = [frame["sub_type"] for frame in frames]
    assert words == (["connect", "enable"] if dialect is SNOWLUMA else ["connect"])
    assert {frame["meta_event_type"] for frame in frames} == {"lifecycle"}


async def test_the_heart_beats(bot, connect):
    await connect(heartbeat=0.02)
    beat = (await bot.beats(3))[2]
    assert (beat["meta_event_type"], beat["interval"]) == ("heartbeat", 20)
    assert beat["status"] == {"online": True, "good": True}


def test_hearts_beat_every_thirty_or_every_five_seconds(world):
    assert Peer(world, 1, dialect=NAPCAT).heartbeat == 30
    assert Peer(world, 1, dialect=LAGRANGE).heartbeat == 5


async def test_a_wrong_token_is_told_in_a_sentence(strict_bot, world, room):
    with pytest.raises(RefusedError, match="访问令牌不对"):
        await Peer(world, 10000, url=strict_bot.url, token=SESAME[::-1]).connect()
    async with Peer(world, 10000, url=strict_bot.url, token=SESAME):
        assert await strict_bot.call("get_status")


async def test_an_absent_bot_is_told_in_a_sentence(world, room):
    with pytest.raises(BotAbsentError, match="请先在另一个终端运行"):
        await Peer(world, 10000, url="ws://127.0.0.1:9/onebot/v11/ws").connect()


async def test_who_is_away_hears_nothing_and_finds_it_in_the_history(bot, connect, say):
    peer = await connect(LLBOT)
    await peer.abort()
    await say("甲", "有人吗")
    await peer.connect()
    assert bot.events == []
    data = await bot.call("get_group_msg_history", group_id=20001)
    assert data["messages"][0]["raw_message"] == "有人吗"


async def test_logging_in_again_the_heart_beats_well(bot, connect, say):
    peer = await connect(LLBOT)
    await peer.log_out()
    await peer.restart()
    await peer.log_out()
    await peer.disconnect()
    await peer.connect()
    assert peer.is_online
    await say("甲", "早")
    await say("甲", "完")
    assert [frame["raw_message"] for frame in await bot.heard(2)] == ["早", "完"]


async def test_a_bot_that_hangs_up_is_noticed(bot, connect, say):
    peer = await connect()
    await bot.beats(1)
    await bot.hang_up(code=1008)
    assert await peer.wait_closed() == 1008
    await say("甲", "早")
    assert bot.events == []


async def test_without_a_connection_nothing_can_be_sent(world, room):
    peer = Peer(world, 10000)
    with pytest.raises(ConnectionClosed):
        await peer.send_frame("{}")
    with pytest.raises(ConnectionClosed):
        await peer.flood(["{}"])


async def test_any_frame_can_be_sent_as_it_is(bot, connect):
    peer = await connect()
    await peer.send_frame({"post_type": "notice", "self_id": 10000})
    await peer.send_frame('{"post_type": "notice", "self_id": 1}')
    await peer.send_frame(b"\x00")
    assert [frame["self_id"] for frame in await bot.heard(2)] == [10000, 1]
    await asyncio.sleep(0.05)
    assert bot.raw == [b"\x00"]


async def test_a_flood_arrives_whole_and_in_order(bot, connect):
    peer = await connect()
    await peer.flood(json.dumps({"post_type": "message", "n": n}) for n in range(5000))
    assert [frame["n"] for frame in await bot.heard(5000)] == list(range(5000))


async def test_a_group_one_is_not_in_is_not_heard(bot, connect, world, say):
    await connect()
    stranger = world.open(20002, "别人的群")
    stranger.seat(30001, "甲")
    await stranger.say("甲", "秘密")
    await say("甲", "早")
    assert (await bot.hears())["group_id"] == 20001

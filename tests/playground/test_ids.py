"""Message ids, as each implementation makes them."""

from hashlib import md5, sha1
from zlib import crc32

import pytest

from groupscope.playground import DIALECTS, GOCQHTTP, LAGRANGE, LLBOT, NAPCAT, SNOWLUMA

every_dialect = pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)


def signed(number):
    return number - (1 << 32) if number >= 1 << 31 else number


async def test_llbot_hashes_group_number_and_nonce(say):
    said = await say("甲", "早")
    digest = md5(f"2-20001-41-{said.nonce}".encode(), usedforsecurity=False).hexdigest()
    assert LLBOT.message_id(said, 10000, 0) == signed(int(digest[:8], 16))


async def test_snowluma_hashes_the_number_and_the_kind(say):
    digest = sha1(b"41:20001:group_message", usedforsecurity=False).hexdigest()
    assert SNOWLUMA.message_id(await say("甲", "早"), 10000, 0) == signed(int(digest[:8], 16))


async def test_gocqhttp_takes_a_checksum(say):
    assert GOCQHTTP.message_id(await say("甲", "早"), 10000, 0) == signed(crc32(b"20001-41"))


async def test_lagrange_packs_number_and_nonce(room, say):
    room.skip_to(0x18001)
    said = await say("甲", "早")
    number = LAGRANGE.message_id(said, 10000, 0)
    assert number == signed(0x8001 << 16 | said.nonce & 0xFFFF)
    assert number < 0


async def test_napcat_stays_within_31_bits(room):
    numbers = [NAPCAT.message_id(room.remember("甲", "早"), 10000, 0) for _ in range(200)]
    assert len(set(numbers)) == 200
    assert 0 <= min(numbers) <= max(numbers) < 1 << 31
    assert max(numbers) >= 1 << 30


@every_dialect
async def test_two_accounts_agree_on_ids_except_on_napcat(connect, say, dialect):
    one, other = await connect(dialect), await connect(dialect, account=30003)
    said = await say("甲", "早")
    assert (one.id_of(said) == other.id_of(said)) == (dialect is not NAPCAT)


@every_dialect
async def test_two_accounts_hear_the_same_true_number(bot, connect, say, dialect):
    await connect(dialect)
    await connect(dialect, account=30003)
    await say("甲", "早")
    frames = await bot.heard(2)
    assert {frame["self_id"] for frame in frames} == {10000, 30003}
    assert {number(frame, dialect) for frame in frames} == {41}


def number(frame, dialect):
    if dialect is LAGRANGE:
        return frame["message_id"] >> 16 & 0xFFFF
    return int(frame["real_seq" if dialect is NAPCAT else "message_seq"])


@every_dialect
async def test_a_restart_changes_ids_on_napcat_alone(connect, say, dialect):
    peer = await connect(dialect)
    said = await say("甲", "早")
    before = peer.id_of(said)
    await peer.restart()
    assert (peer.id_of(said) == before) == (dialect is not NAPCAT)


@every_dialect
async def test_after_a_restart_only_napcat_has_forgotten(bot, connect, say, dialect):
    peer = await connect(dialect)
    number = peer.id_of(await say("甲", "早"))
    await peer.restart()
    answer = await bot.ask("get_msg", message_id=number)
    assert answer["retcode"] == (1200 if dialect is NAPCAT else 0)


async def test_napcat_keeps_the_last_5000_ids(bot, connect, room):
    peer = await connect(NAPCAT)
    numbers = [peer.id_of(room.remember("甲", "早")) for _ in range(5001)]
    assert (await bot.ask("get_msg", message_id=numbers[0]))["retcode"] == 1200
    assert (await bot.ask("get_msg", message_id=numbers[1]))["retcode"] == 0

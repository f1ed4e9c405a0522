"""Paging through what was said: every implementation in its own way, one call for them all."""

import pytest

from groupscope.playground import DIALECTS, GOCQHTTP, LAGRANGE, LLBOT, NAPCAT, SNOWLUMA

every_dialect = pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)


@pytest.fixture
def spoken(room):
    """A hundred messages, numbers 41 to 140, of which the words are the numbers."""
    return [room.remember("甲", str(number)) for number in range(41, 141)]


@pytest.fixture
def page(bot):
    async def page(**params):
        data = await bot.call("get_group_msg_history", group_id=20001, **params)
        return [int(row["raw_message"] or 0) for row in data["messages"]]

    return page


def numbers(first, last):
    return list(range(first, last + 1))


@every_dialect
async def test_without_an_anchor_come_the_latest_old_to_new(connect, page, spoken, dialect):
    await connect(dialect)
    assert await page() == numbers(121, 140)


COUNTED = {NAPCAT: 100, LLBOT: 100, SNOWLUMA: 100, LAGRANGE: 30, GOCQHTTP: 20}


@every_dialect
async def test_counts_are_kept_or_capped(connect, page, spoken, dialect):
    await connect(dialect)
    assert len(await page(count=100)) == COUNTED[dialect]


async def test_snowluma_gives_200_at_most(connect, page, room, spoken):
    for number in range(141, 341):
        room.remember("甲", str(number))
    await connect(SNOWLUMA)
    assert await page(count=500) == numbers(141, 340)


@every_dialect
async def test_the_portable_call_goes_back_to_the_first_message(bot, connect, spoken, dialect):
    """Anchor both ways, ask for the older, stop when the oldest no longer moves.

    The oldest is not where one expects it: LLBot turns the page round.
    """
    await connect(dialect)
    seen, anchor = set(), {}
    while True:
        data = await bot.call("get_group_msg_history", group_id=20001, count=50, **anchor)
        oldest = min(data["messages"], key=lambda row: int(row["raw_message"]))
        anchor = {key: oldest[key] for key in ("message_id", "message_seq") if key in oldest}
        anchor |= {"reverse_order": True, "reverseOrder": True}
        if int(oldest["raw_message"]) in seen:
            break
        seen |= {int(row["raw_message"]) for row in data["messages"]}
    assert sorted(seen) == numbers(41, 140)


async def test_napcat_anchors_by_id_and_pages_forward_by_itself(connect, page, spoken):
    peer = await connect(NAPCAT)
    anchor = peer.id_of(spoken[10])
    assert await page(message_seq=anchor, count=3) == [51, 52, 53]
    assert await page(message_seq=anchor, count=3, reverse_order=True) == [49, 50, 51]
    assert await page(message_seq=str(anchor), count=3, reverseOrder=True) == [49, 50, 51]


async def test_llbot_anchors_by_number_and_reverse_order_turns_the_page(connect, page, spoken):
    await connect(LLBOT)
    assert await page(message_seq=51, count=3) == [49, 50, 51]
    assert await page(message_seq=51, count=3, reverseOrder=True) == [51, 50, 49]


@pytest.mark.parametrize("dialect", [SNOWLUMA, LAGRANGE], ids=lambda dialect: dialect.name)
async def test_some_anchor_by_message_id(connect, page, spoken, dialect):
    peer = await connect(dialect)
    assert await page(message_id=peer.id_of(spoken[10]), count=3) == [49, 50, 51]


async def test_gocqhttp_gives_twenty_up_to_the_number(connect, page, spoken):
    await connect(GOCQHTTP)
    assert await page(message_seq=70, count=3) == numbers(51, 70)


@pytest.mark.parametrize(
    ("dialect", "anchor", "retcode"),
    [(NAPCAT, "message_seq", 1200), (SNOWLUMA, "message_id", 1200), (LAGRANGE, "message_id", 200)],
    ids=lambda value: getattr(value, "name", None),
)
async def test_an_unknown_anchor_is_a_failure(bot, connect, spoken, dialect, anchor, retcode):
    await connect(dialect)
    answer = await bot.ask("get_group_msg_history", group_id=20001, **{anchor: 999})
    assert answer["retcode"] == retcode
    assert "消息999不存在" in answer["message"]


async def test_an_anchor_of_before_the_restart_means_nothing_to_napcat(bot, connect, spoken):
    peer = await connect(NAPCAT)
    anchor = peer.id_of(spoken[10])
    await peer.restart()
    answer = await bot.ask("get_group_msg_history", group_id=20001, message_seq=anchor)
    assert answer["status"] == "failed"


async def test_what_napcat_shows_in_its_history_it_knows_again(bot, connect, spoken):
    peer = await connect(NAPCAT)
    await peer.restart()
    data = await bot.call("get_group_msg_history", group_id=20001)
    found = await bot.call("get_msg", message_id=data["messages"][0]["message_id"])
    assert found["raw_message"] == "121"


@every_dialect
async def test_a_recalled_message_stays_empty_on_napcat_and_goes_elsewhere(
    connect, page, room, spoken, dialect
):
    await connect(dialect)
    await room.recall(spoken[-1])
    expected = [138, 139, 0] if dialect is NAPCAT else [137, 138, 139]
    assert (await page(count=3))[-3:] == expected


@every_dialect
async def test_own_messages_are_there_under_their_own_post_type(bot, connect, say, dialect):
    await connect(dialect)
    await say("机器人", "7")
    data = await bot.call("get_group_msg_history", group_id=20001)
    own = data["messages"][-1]
    expected = {LAGRANGE: "message", SNOWLUMA: None}.get(dialect, "message_sent")
    assert (own["user_id"], own.get("post_type")) == (10000, expected)


@every_dialect
async def test_history_says_what_the_event_said(bot, connect, say, dialect):
    await connect(dialect)
    await say("甲", "早 @乙乙")
    heard = await bot.hears()
    data = await bot.call("get_group_msg_history", group_id=20001)
    if dialect is SNOWLUMA:
        del heard["post_type"]
    assert data["messages"] == [heard]


async def test_a_foreign_group_has_no_history(bot, connect, world):
    world.open(20002, "别人的群")
    await connect(NAPCAT)
    answer = await bot.ask("get_group_msg_history", group_id=20002)
    assert answer["retcode"] == 1200

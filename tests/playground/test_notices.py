"""What happens in a group besides talk, as each implementation tells it or keeps silent."""

import pytest

from groupscope.playground import DIALECTS, GOCQHTTP, LAGRANGE, LLBOT, NAPCAT, SNOWLUMA

every_dialect = pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)


@pytest.fixture
def notice(bot, connect, say):
    """The notices that something causes: all events before the next message."""

    async def noticed(dialect, happen):
        await connect(dialect)
        await happen()
        await say("甲", "完")
        frames = []
        while (frame := await bot.hears())["post_type"] == "notice":
            frames.append({key: value for key, value in frame.items() if key not in COMMON})
            assert {frame["self_id"], frame["group_id"]} == {10000, 20001}
        return frames

    return noticed


COMMON = ("time", "self_id", "post_type", "group_id")


@every_dialect
async def test_a_recall(bot, connect, say, room, dialect):
    peer = await connect(dialect)
    said = await say("丙", "错了")
    await room.recall(said, by="甲")
    frame = (await bot.heard(2))[1]
    assert (frame["notice_type"], frame["user_id"]) == ("group_recall", 30003)
    assert frame["operator_id"] == 30001
    assert frame["message_id"] == peer.id_of(said)
    assert ("tip" in frame) == (dialect is LAGRANGE)


@every_dialect
async def test_an_invited_member_comes_in(notice, room, dialect):
    [frame] = await notice(dialect, lambda: room.join(30009, "辛", by="甲"))
    by, how = (0, "approve") if dialect is GOCQHTTP else (30001, "invite")
    assert frame == {
        "notice_type": "group_increase",
        "user_id": 30009,
        "operator_id": by,
        "sub_type": how,
    }


@every_dialect
async def test_a_member_leaves(notice, room, dialect):
    [frame] = await notice(dialect, lambda: room.leave("丙"))
    operator = 30003 if dialect in (LLBOT, GOCQHTTP) else 0
    assert frame == {
        "notice_type": "group_decrease",
        "user_id": 30003,
        "operator_id": operator,
        "sub_type": "leave",
    }


@every_dialect
async def test_the_account_itself_is_kicked_and_hears_no_more(bot, connect, room, say, dialect):
    await connect(dialect)
    await room.leave(10000, kicked_by="甲")
    await say("甲", "走了")
    frame = await bot.hears()
    assert (frame["sub_type"], frame["operator_id"]) == ("kick_me", 30001)
    assert bot.events == []


@every_dialect
async def test_the_whole_group_is_silenced(notice, room, dialect):
    [frame] = await notice(dialect, lambda: room.mute_everyone("甲"))
    duration = -1 if dialect in (NAPCAT, LLBOT) else 0xFFFFFFFF
    assert frame == {
        "notice_type": "group_ban",
        "user_id": 0,
        "operator_id": 30001,
        "duration": duration,
        "sub_type": "ban",
    }


@every_dialect
async def test_a_ban_is_lifted(notice, room, dialect):
    [frame] = await notice(dialect, lambda: room.mute("丙", 0, by="乙"))
    assert (frame["duration"], frame["sub_type"]) == (0, "lift_ban")


@every_dialect
async def test_an_admin_is_made(notice, room, dialect):
    [frame] = await notice(dialect, lambda: room.set_admin("丙"))
    assert frame == {"notice_type": "group_admin", "user_id": 30003, "sub_type": "set"}


@pytest.mark.parametrize(
    ("dialect", "is_told"),
    [(NAPCAT, False), (LLBOT, True), (SNOWLUMA, False), (LAGRANGE, False), (GOCQHTTP, False)],
    ids=lambda value: getattr(value, "name", None),
)
async def test_only_llbot_tells_a_new_card_at_once(notice, room, dialect, is_told):
    frames = await notice(dialect, lambda: room.set_card("丙", "丙丙"))
    told = {"notice_type": "group_card", "user_id": 30003, "card_new": "丙丙", "card_old": ""}
    assert frames == ([told] if is_told else [])


async def test_napcat_sees_a_new_card_when_its_owner_speaks(bot, connect, room, say):
    await connect(NAPCAT)
    await room.set_card("丙", "丙丙")
    await say("甲", "早")
    await say("丙", "早")
    kinds = [frame.get("notice_type", "message") for frame in await bot.heard(3)]
    assert kinds == ["message", "group_card", "message"]


@every_dialect
async def test_essence_is_added_and_taken_away(bot, connect, room, say, dialect):
    await connect(dialect)
    said = await say("丙", "金句")
    await room.set_essence(said, "甲")
    await room.set_essence(said, "甲", added=False)
    await say("甲", "完")
    told = [f for f in await bot.heard(3 if dialect is NAPCAT else 4) if "sender_id" in f]
    assert [f["sub_type"] for f in told] == (["add"] if dialect is NAPCAT else ["add", "delete"])
    assert ("user_id" in told[0]) == (dialect is not LAGRANGE)
    assert (told[0].get("message_seq") == said.sequence) == (dialect is SNOWLUMA)


async def test_gocqhttp_is_silent_about_its_own_essence(notice, room, say):
    said = await say("丙", "金句")
    assert await notice(GOCQHTTP, lambda: room.set_essence(said, 10000)) == []


@pytest.mark.parametrize("dialect", [NAPCAT, LLBOT], ids=lambda dialect: dialect.name)
async def test_reactions_with_is_add(bot, connect, room, say, dialect):
    peer = await connect(dialect)
    said = await say("丙", "好消息")
    await room.react(said, "甲", "66")
    frame = (await bot.heard(2))[1]
    assert {key: value for key, value in frame.items() if key not in COMMON} == {
        "notice_type": "group_msg_emoji_like",
        "user_id": 30001,
        "message_id": peer.id_of(said),
        "likes": [{"emoji_id": "66", "count": 1}],
        "is_add": True,
    }


async def test_reactions_on_snowluma_have_a_sub_type_instead(bot, connect, room, say):
    await connect(SNOWLUMA)
    said = await say("丙", "好消息")
    await room.react(said, "甲")
    await room.react(said, "甲", added=False)
    added, removed = (await bot.heard(3))[1:]
    assert "is_add" not in added
    assert (added["sub_type"], added["message_seq"]) == ("add", 41)
    assert (removed["sub_type"], removed["likes"]) == ("remove", [{"emoji_id": "76", "count": 0}])


async def test_reactions_on_lagrange_are_another_notice(bot, connect, room, say):
    peer = await connect(LAGRANGE)
    said = await say("丙", "好消息")
    await room.react(said, "甲", "128077")
    frame = (await bot.heard(2))[1]
    assert {key: value for key, value in frame.items() if key not in COMMON} == {
        "notice_type": "reaction",
        "message_id": peer.id_of(said),
        "operator_id": 30001,
        "sub_type": "add",
        "code": "128077",
        "count": 1,
    }


async def test_gocqhttp_knows_no_reactions(notice, room, say):
    said = await say("丙", "好消息")
    assert await notice(GOCQHTTP, lambda: room.react(said, "甲")) == []


POKE = {
    NAPCAT: "raw_info",
    LLBOT: "raw_info",
    SNOWLUMA: "action",
    LAGRANGE: "action",
    GOCQHTTP: "sender_id",
}


@every_dialect
async def test_a_poke(notice, room, dialect):
    [frame] = await notice(dialect, lambda: room.poke("甲", "丙"))
    assert (frame["notice_type"], frame["sub_type"]) == ("notify", "poke")
    assert (frame["user_id"], frame["target_id"]) == (30001, 30003)
    assert POKE[dialect] in frame


@every_dialect
async def test_a_title(notice, room, dialect):
    frames = await notice(dialect, lambda: room.set_title("丙", "龙王"))
    told = {"notice_type": "notify", "sub_type": "title", "user_id": 30003, "title": "龙王"}
    assert frames == ([] if dialect in (SNOWLUMA, LAGRANGE) else [told])


@every_dialect
async def test_a_new_group_name(notice, room, dialect):
    frames = await notice(dialect, lambda: room.rename("新名字", by="甲"))
    told = {
        NAPCAT: ["notify"],
        LAGRANGE: ["group_name_change"],
    }
    assert [frame["notice_type"] for frame in frames] == told.get(dialect, [])


@every_dialect
async def test_a_file_comes_twice_or_only_as_a_notice(bot, connect, room, say, dialect):
    await connect(dialect)
    await room.upload("丙", "报告.pdf", 2048)
    await say("甲", "完")
    frames = await bot.heard(2 if dialect is GOCQHTTP else 3)
    upload = frames[-2]
    assert upload["notice_type"] == "group_upload"
    assert (upload["file"]["name"], upload["file"]["size"]) == ("报告.pdf", 2048)
    assert ("url" in upload["file"]) == (dialect is LAGRANGE)
    if dialect is not GOCQHTTP:
        assert [piece["type"] for piece in frames[0]["message"]] == ["file"]


@every_dialect
async def test_being_logged_out(bot, connect, dialect):
    peer = await connect(dialect)
    await peer.log_out()
    beat = (await bot.beats(3 if dialect is SNOWLUMA else 2))[-1]
    assert beat["status"]["online"] is False
    told = [frame["notice_type"] for frame in bot.events]
    assert told == (["bot_offline"] if dialect in (NAPCAT, LAGRANGE) else [])

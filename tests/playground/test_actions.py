"""What the bot asks and does, and what comes of it."""

import base64

import pytest

from groupscope.playground import DIALECTS, GOCQHTTP, LAGRANGE, LLBOT, NAPCAT, SNOWLUMA

every_dialect = pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
PICTURE = b"\x89PNG\r\n\x1a\n...."


def text(words):
    return {"type": "text", "data": {"text": words}}


def picture(content=PICTURE):
    source = "base64://" + base64.b64encode(content).decode()
    return {"type": "image", "data": {"file": source}}


def quote(number):
    return {"type": "reply", "data": {"id": str(number)}}


@every_dialect
async def test_it_says_who_it_is(bot, connect, dialect):
    await connect(dialect)
    assert await bot.call("get_login_info") == {"user_id": 10000, "nickname": "机器人"}
    assert (await bot.call("get_version_info"))["app_name"] == dialect.app_name
    assert await bot.call("get_status") == {"online": True, "good": True}


@every_dialect
async def test_groups_and_members_are_listed(bot, connect, world, dialect):
    await connect(dialect)
    world.open(20002, "别人的群").seat(30001, "甲")
    [group] = await bot.call("get_group_list")
    assert (group["group_id"], group["group_name"]) == (20001, "番茄俱乐部")
    assert (group["member_count"], group["max_member_count"]) == (4, 500)
    assert ("group_all_shut" in group, "owner_id" in group) == (dialect is NAPCAT, dialect is LLBOT)
    assert await bot.call("get_group_info", group_id="20001") == group
    members = await bot.call("get_group_member_list", group_id=20001)
    assert [row["user_id"] for row in members] == [10000, 30001, 30002, 30003]
    row = members[2]
    assert (row["card"], row["role"], row["level"]) == ("乙乙", "admin", "1")
    assert ("is_robot" in row) == (dialect not in (LAGRANGE, GOCQHTTP))


@every_dialect
async def test_a_member_who_left_is_a_failure(bot, connect, room, dialect):
    await connect(dialect)
    params = {"group_id": 20001, "user_id": 30003}
    assert (await bot.call("get_group_member_info", **params))["nickname"] == "丙"
    await room.leave("丙")
    answer = await bot.ask("get_group_member_info", **params)
    assert answer["retcode"] == {LAGRANGE: 200, GOCQHTTP: 100}.get(dialect, 1200)


@every_dialect
async def test_an_unknown_action_has_its_code(bot, connect, dialect):
    await connect(dialect)
    answer = await bot.ask("make_coffee")
    assert (answer["status"], answer["data"]) == ("failed", None)
    assert answer["retcode"] == (404 if dialect in (LAGRANGE, GOCQHTTP) else 1404)
    assert "make_coffee" in answer["wording"]


async def test_a_missing_parameter_is_a_bad_request(bot, connect):
    await connect()
    assert (await bot.ask("get_group_info"))["retcode"] == 1400
    assert (await bot.ask("send_group_msg", group_id=20001, message=7))["retcode"] == 1400


async def test_what_is_sent_is_kept_once_and_said_in_the_group(bot, connect, room, say):
    peer = await connect()
    question = await say("甲", "/rank")
    message = [quote(peer.id_of(question)), text("看图"), picture()]
    data = await bot.call("send_group_msg", group_id=20001, message=message)
    answer = await peer.answer_to(question)
    assert peer.sent == [answer]
    assert (answer.text, answer.pictures) == ("看图", (PICTURE,))
    assert answer.message_id == data["message_id"] == peer.id_of(room.history[-1])
    assert room.history[-1].reply_to == question.sequence
    assert (await bot.call("get_msg", message_id=data["message_id"]))["user_id"] == 10000


async def test_another_account_hears_what_the_bot_sends(bot, connect):
    await connect()
    await connect(account=30003)
    await bot.call("send_group_msg", group_id=20001, message=[picture(), text("好")])
    frame = await bot.hears()
    assert (frame["self_id"], frame["user_id"]) == (30003, 10000)
    assert [piece["type"] for piece in frame["message"]] == ["image", "text"]
    assert "base64" not in str(frame)


async def test_messages_come_as_strings_and_single_segments_too(bot, connect, room):
    peer = await connect()
    await bot.call("send_msg", group_id=20001, message="你好[CQ:at,qq=30001]")
    await bot.call("send_msg", message_type="group", group_id=20001, message=text("单个"))
    await bot.call("send_group_msg", group_id=20001, message="[CQ:face,id=1]", auto_escape=True)
    assert [sent.text for sent in peer.sent] == ["你好", "单个", "[CQ:face,id=1]"]
    assert room.history[0].segments[1].data["qq"] == 30001


async def test_replies_are_read_one_after_the_other(bot, connect):
    peer = await connect()
    for words in ("一", "二"):
        await bot.call("send_group_msg", group_id=20001, message=words)
    assert [(await peer.next_reply()).text, (await peer.next_reply()).text] == ["一", "二"]
    with pytest.raises(TimeoutError):
        await peer.next_reply(timeout=0.05)


async def test_private_messages_are_kept_and_nobody_hears_them(bot, connect, room):
    peer = await connect()
    await bot.call("send_private_msg", user_id=30001, message="悄悄话")
    assert (peer.sent[0].user_id, peer.sent[0].text) == (30001, "悄悄话")
    assert room.history == []


async def test_a_merged_forward_is_one_message_with_its_nodes(bot, connect, room):
    peer = await connect()
    node = {"user_id": "10000", "nickname": "bot", "content": [text("第一页")]}
    nodes = [{"type": "node", "data": node}]
    data = await bot.call("send_group_forward_msg", group_id=20001, messages=nodes)
    assert data["forward_id"] == data["res_id"]
    assert peer.sent[0].nodes[0][0].data["text"] == "第一页"
    assert room.history[0].segments[0].type == "forward"


async def test_napcat_refuses_an_unknown_segment_and_llbot_leaves_it_out(bot, connect):
    message = [text("看"), {"type": "hologram", "data": {}}]
    await connect(NAPCAT)
    assert (await bot.ask("send_group_msg", group_id=20001, message=message))["retcode"] == 1200
    other = await connect(LLBOT, account=30003)
    await bot.ask("send_group_msg", account=30003, group_id=20001, message=message)
    assert [piece.type for piece in other.sent[0].segments] == ["text"]


async def test_an_admin_takes_back_anybodys_words_a_member_only_its_own(bot, connect, room, say):
    await connect()
    member = await connect(account=30003)
    said = await say("甲", "错了")
    number = member.id_of(said)
    assert (await bot.ask("delete_msg", account=30003, message_id=number))["retcode"] == 1200
    assert room.recalled == set()
    await bot.hears()
    await bot.call("delete_msg", message_id=(await bot.hears())["message_id"])
    assert room.recalled == {said.sequence}


LIKES = {
    "set_msg_emoji_like": {NAPCAT, LLBOT, SNOWLUMA},
    "set_group_reaction": {SNOWLUMA, LAGRANGE},
}


@every_dialect
@pytest.mark.parametrize("action", LIKES)
async def test_reactions_go_by_the_action_that_is_there(bot, connect, room, say, dialect, action):
    peer = await connect(dialect)
    said = await say("甲", "/rank")
    number = peer.id_of(said)
    answer = await bot.ask(action, message_id=number, emoji_id="76", code="76", group_id=20001)
    assert (answer["status"] == "ok") == (dialect in LIKES[action])
    assert room.likes(said) == ({"76": 1} if dialect in LIKES[action] else {})


async def test_reactions_are_in_napcats_get_msg_and_the_state_in_llbots(bot, connect, room, say):
    said = await say("甲", "早")
    await room.react(said, "乙")
    napcat, llbot = await connect(NAPCAT), await connect(LLBOT, account=30003)
    found = await bot.call("get_msg", message_id=napcat.id_of(said))
    assert found["emoji_likes_list"][0]["likes_cnt"] == "1"
    answer = await bot.ask("get_msg", account=30003, message_id=llbot.id_of(said))
    assert (answer["data"]["status"], answer["data"]["real_id"]) == ("normal", 41)


async def test_who_is_muted_cannot_send(bot, connect, room):
    peer = await connect()
    await room.mute(10000, 60, by="甲")
    answer = await bot.ask("send_group_msg", group_id=20001, message="喂")
    assert "禁言" in answer["message"]
    await room.mute(10000, 0, by="甲")
    await bot.call("send_group_msg", group_id=20001, message="喂")
    assert len(peer.sent) == len(room.history) == 1


async def test_a_silenced_group_still_hears_its_admins(bot, connect, room):
    await connect()
    await connect(account=30003)
    await room.mute_everyone("甲")
    params = {"group_id": 20001, "message": "喂"}
    assert (await bot.ask("send_group_msg", account=30003, **params))["retcode"] == 1200
    assert (await bot.ask("send_group_msg", **params))["retcode"] == 0


async def test_the_bot_pokes(bot, connect, room):
    await connect()
    await bot.call("group_poke", group_id=20001, user_id=30001)
    assert (await bot.hears())["target_id"] == 30001


async def test_every_call_is_kept(bot, connect):
    peer = await connect()
    await bot.call("get_group_info", group_id=20001)
    assert peer.calls == [("get_group_info", {"group_id": 20001})]

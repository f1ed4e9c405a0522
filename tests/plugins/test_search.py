"""Searching in the chat: who may, how one goes on, and where a message stands."""

import pytest

from tests.bots import until


@pytest.fixture
async def talk(chat, peer):
    """甲 says 番茄 twelve times, 丙 once between them."""
    for number in range(12):
        await chat.say("甲", f"第{number:02}次说番茄")
        if number == 5:
            await chat.say("丙", "我也说番茄")


async def test_an_admin_finds_what_everybody_said_and_goes_on(chat, talk):
    found = await chat.ask("乙", "/搜 番茄")
    assert found.text.startswith("「番茄」最近 10 条，甲 ")
    assert len(found.pictures) == 1
    further = await chat.ask("乙", "/搜 更多")
    assert further.text.startswith("「番茄」第 11–13 条，甲 ")
    assert (await chat.ask("乙", "/search more")).text == "没有更早的了。"


async def test_a_member_finds_their_own_words(chat, talk):
    own = await chat.ask("丙", "/搜 番茄")
    assert own.text.startswith("「番茄」全部 1 条，丙 ")
    refused = await chat.ask("丙", ["/搜 番茄 ", "@甲"])
    assert refused.text == "只有群主和管理员可以搜别人说过的话。"
    await chat.ask("乙", "/设置 搜别人 所有人")
    opened = await chat.ask("丙", "/搜 番茄 本周")
    assert opened.text.startswith("「番茄」最近 10 条，甲 ")
    await chat.ask("乙", "/设置 搜别人 自己")
    assert (await chat.ask("丙", "/搜 更多")).text == "只有群主和管理员可以搜别人说过的话。"


async def test_a_message_is_quoted_with_what_was_said_around_it(chat, talk):
    assert (await chat.ask("乙", "/搜 更多")).text.startswith("还没有搜过")
    await chat.ask("乙", "/搜 我也说")
    (peer,) = chat.peers
    count = len(peer.sent)
    await chat.say("乙", "/搜 原文 1")
    (led,) = await until(lambda: peer.sent[count:])
    said = next(one for one in chat.room.history if one.text == "我也说番茄")
    assert led.reply_to == peer.id_of(said)
    lines = led.text.splitlines()
    assert [line.split("：", 1)[1] for line in lines] == [
        "第04次说番茄",
        "第05次说番茄",
        "我也说番茄",
        "第06次说番茄",
        "第07次说番茄",
    ]
    assert lines[2].startswith("▶ 丙（")
    assert (await chat.ask("乙", "/搜 原文 7")).text == "编号要在 1 到 1 之间，例如：/搜 原文 1"


async def test_what_was_recalled_is_not_found(chat, talk, peer):
    said = await chat.say("丁", "绝密螃蟹")
    await chat.room.recall(said)
    assert (await chat.ask("乙", "/搜 螃蟹")).text == "全部没有人说过「螃蟹」。"


async def test_all_groups_are_searched_in_private_by_the_owner_alone(chat, talk, peer):
    refused = await chat.ask("乙", "/搜 番茄 所有群")
    assert refused.text == "只有机器人的主人可以查看别的群。"
    assert (await chat.ask("主", "/搜 番茄 所有群")).text == "别的群里的话不在群里说，请私聊我问。"
    other = chat.open(chat.group_id + 840_000, "另一个群")
    await other.say("甲", "那边的番茄")
    await chat.stored()
    count = len(peer.sent)
    await peer.whisper(30009, "/搜 那边的番茄 所有群")
    (sent,) = await until(lambda: peer.sent[count:])
    assert sent.user_id == 30009
    assert sent.text.startswith("「那边的番茄」全部 1 条，甲 ")


async def test_who_turned_to_me_while_i_was_away(chat, peer):
    chat.later(-60)
    said = await chat.say("丙", "我先走了")
    chat.later(60)
    await chat.say("甲", ["@丙", " 回来"])
    await chat.say("丁", "好的", reply_to=said)
    asked = await chat.ask("丙", "/谁艾特我")
    assert "有 2 人来找，2 次" in asked.text
    refused = await chat.ask("丁", ["/who ", "@丙", " mentions"])
    assert refused.text == "只有群主和管理员可以搜别人说过的话。"

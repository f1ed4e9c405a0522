"""Which groups are recorded: the owner's rule for new ones, and what admins say."""

import time

import pytest

from groupscope.playground import Faults
from tests.bots import Chat, until

SETTINGS = {
    "GROUPSCOPE_NEW_GROUPS": "ask",
    "GROUPSCOPE_DENY_GROUPS": "[66666]",
    "GROUPSCOPE_ALLOW_GROUPS": "77777, 19999",
}
INTRODUCTION = "大家好，我是群镜"


@pytest.fixture
async def made(bot):
    """Make a room of a certain number."""
    chats = []

    async def made(group_id: int) -> Chat:
        chat = Chat(bot, group_id)
        chats.append(chat)
        await chat.connect()
        return chat

    yield made
    for chat in chats:
        await chat.close()


def introductions(chat) -> list[str]:
    return [sent.text for sent in chat.peers[0].sent if sent.text.startswith(INTRODUCTION)]


async def test_a_group_that_waits_is_not_recorded_until_an_admin_says_so(chat, peer):
    await chat.say("甲", "还没有记")
    answer = await chat.ask("丙", "/rank")
    assert "本群还没有开启记录" in answer.text
    assert await chat.stored() == []
    await chat.say("甲", "/群镜 开启")
    await until(lambda: introductions(chat))
    await chat.say("甲", "开始记了")
    assert "开始记了" in await chat.texts()
    assert "还没有记" not in await chat.texts()
    answer = await chat.ask("丙", "/rank")
    assert answer.text.startswith("今天 1 条，甲 1 条领先")


@pytest.mark.parametrize(("who", "may"), [("甲", True), ("乙", True), ("主", True), ("丙", False)])
async def test_owners_admins_and_superusers_switch_recording_on(chat, peer, who, may):
    question = await chat.say(who, "/群镜 开启")
    await until(lambda: introductions(chat) or chat.answers(question))
    assert bool(introductions(chat)) == may
    if not may:
        assert "群主和管理员" in chat.answers(question)[0].text


@pytest.mark.parametrize("words", ["/groupscope on", "/群镜 开", "／群镜 启用", "/GROUPSCOPE ON"])
async def test_it_is_switched_on_in_many_words(chat, peer, words):
    await chat.say("甲", words)
    await until(lambda: introductions(chat))


async def test_switched_off_nothing_is_stored_and_what_was_stays(chat, peer):
    await chat.say("甲", "/群镜 开启")
    await until(lambda: introductions(chat))
    await chat.say("甲", "记下")
    refused = await chat.ask("丙", "/群镜 关闭")
    assert "群主和管理员" in refused.text
    stopped = await chat.ask("乙", "/群镜 关闭")
    assert stopped.text.startswith("已停止记录")
    await chat.say("甲", "不记")
    await chat.room.poke("甲", "丙")
    texts = await chat.texts()
    assert "记下" in texts
    assert "不记" not in texts
    assert stopped.text not in texts
    assert chat.bot.notices(chat.group_id, "poke") == []
    again = await chat.ask("乙", "/群镜 开启")
    assert again.text.startswith("已开启记录")
    await chat.say("甲", "又记")
    assert "又记" in await chat.texts()
    assert len(introductions(chat)) == 1


async def test_a_group_is_watched_again_after_a_pause(chat, peer):
    await chat.say("甲", "/群镜 开启")
    await until(lambda: introductions(chat))
    began = int(time.time())
    await until(lambda: int(time.time()) > began)
    await chat.ask("甲", "/群镜 关闭")
    await until(lambda: int(time.time()) > began + 1)
    await chat.ask("甲", "/群镜 开启")
    watches = chat.bot.rows(
        "select since_at, until_at from watch where group_id = ? order by since_at", chat.group_id
    )
    assert len(watches) == 2
    assert watches[0]["until_at"] <= watches[1]["since_at"]
    assert watches[1]["until_at"] is None


async def test_joining_a_group_the_bot_introduces_itself_once_in_three_lines(chat, peer):
    newer = chat.open(chat.group_id + 1_000_000, "新来的群")
    del newer.members[10000]
    await newer.join(10000, "群镜", by="甲")
    await newer.join(10000, "群镜", by="甲")
    await until(lambda: introductions(chat))
    (words,) = introductions(chat)
    assert len(words.splitlines()) == 3
    assert "/帮助" in words
    assert "管理员发「/群镜 开启」" in words
    await newer.leave(10000)
    await newer.join(10000, "群镜", by="甲")
    await chat.ask("甲", "/help")
    assert len(introductions(chat)) == 1


async def test_connecting_is_not_joining(chat, peer):
    await chat.ask("甲", "/help")
    assert introductions(chat) == []


async def test_a_denied_group_hears_nothing_from_the_bot_and_nothing_is_stored(made):
    chat = await made(66666)
    said = [
        await chat.say(who, words)
        for who, words in [
            ("甲", "早"),
            ("甲", "/rank"),
            ("甲", "/群镜 开启"),
            ("主", "/群镜 开启"),
            ("甲", "/help"),
        ]
    ]
    await chat.room.leave(10000)
    await chat.room.join(10000, "群镜", by="甲")
    assert await chat.stored() == []
    other = chat.open(66667)
    asked = await other.say("甲", "/help")
    await until(lambda: chat.answers(asked))
    assert not any(chat.answers(one) for one in said)
    assert introductions(chat) == []
    assert chat.bot.notices(66666) == []
    assert chat.bot.rows("select * from member where group_id = 66666") == []


async def test_an_allowed_group_is_recorded_from_the_beginning(made):
    chat = await made(77777)
    await chat.say("甲", "早")
    assert await chat.texts() == ["早"]


async def test_invitations_are_never_accepted(chat, peer):
    await peer.send_frame(
        {
            "time": int(chat.world.clock()),
            "self_id": 10000,
            "post_type": "request",
            "request_type": "group",
            "sub_type": "invite",
            "group_id": 12345,
            "user_id": 30001,
            "comment": "",
            "flag": "1742714780404951",
        }
    )
    await chat.ask("甲", "/help")
    assert not [action for action, _ in peer.calls if "request" in action]


async def test_an_unknown_word_is_told_what_there_is(chat, peer):
    answer = await chat.ask("丙", "/群镜 跳舞")
    assert "不认识「跳舞」" in answer.text
    assert "开启" in answer.text


async def test_of_two_accounts_one_obeys_the_words_that_switch_recording(chat):
    """The second one tells them when recording is switched already."""
    peer = await chat.connect(account=10000)
    other = await chat.connect(account=10009, faults=Faults(shuffle=2, seed=1))
    on = await chat.say("甲", "/群镜 开启")
    await until(lambda: introductions(chat))
    await chat.say("丙", "早")
    await chat.stored()
    off = await chat.ask("甲", "/群镜 关闭")
    await chat.say("丙", "不记")
    await other.settle()
    await chat.ask("丙", "/help")
    await other.settle()
    texts = await chat.texts()
    assert texts.count("早") == 1
    assert "不记" not in texts
    assert chat.answers(on) == []
    answered = [sent.text.splitlines()[0] for sent in (*peer.sent, *other.sent)]
    assert len(answered) == 3, answered
    assert off.text in answered


async def test_a_muted_bot_introduces_itself_at_the_next_occasion(chat, peer):
    peer.faults = Faults(muted=True)
    await chat.say("甲", "/群镜 开启")
    await until(lambda: [1 for action, _ in peer.calls if action == "send_group_msg"])
    on = (
        "select 1 from chat_group where group_id = ? and recording = 'on' and introduced_at is null"
    )
    await until(lambda: chat.bot.rows(on, chat.group_id))
    peer.faults = Faults()
    await chat.say("甲", "/群镜 开启")
    await until(lambda: introductions(chat))
    await chat.ask("甲", "/群镜 开启")
    assert len(introductions(chat)) == 1

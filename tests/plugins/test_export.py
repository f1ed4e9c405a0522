"""Taking a group's record out by chat: the owner alone, and in private."""

import json
from base64 import b64decode

import pytest

from groupscope.logs import shortened
from groupscope.playground import Faults
from tests.bots import until

OWNER = 30009


@pytest.fixture
async def talk(chat, peer):
    await chat.say("甲", "番茄牛腩")
    await chat.say("乙", "香蕉")
    await chat.stored()


def files(peer) -> list[dict]:
    return [words for action, words in peer.calls if action == "upload_private_file"]


def whispered(peer) -> list[str]:
    return [sent.text for sent in peer.sent if sent.user_id == OWNER]


async def test_the_owner_gets_the_file_in_private(chat, talk, peer):
    await peer.whisper(OWNER, f"/导出 in {chat.group_id} 今天")
    [call] = await until(lambda: files(peer))
    assert call["user_id"] == OWNER
    assert call["name"].startswith(f"{chat.group_id}-")
    lines = b64decode(call["file"].removeprefix("base64://")).decode().splitlines()
    told = [json.loads(line) for line in lines]
    assert [one["text"] for one in told if one["_type"] == "message"] == ["番茄牛腩", "香蕉"]
    await until(lambda: [text for text in whispered(peer) if text.startswith("导出好了：2 条消息")])
    assert list((chat.bot.folder / "exports").iterdir()) == []
    taken = f"User {OWNER} took 2 messages of group {chat.group_id} out as jsonl"
    assert shortened(taken) in chat.bot.log
    assert "番茄牛腩" not in chat.bot.log


async def test_asked_in_a_group_it_comes_in_private_all_the_same(chat, talk, peer):
    answer = await chat.ask("主", "/导出 csv")
    assert answer.text == "开始导出，好了私聊发给你。"
    [call] = await until(lambda: files(peer))
    assert call["user_id"] == OWNER
    assert call["name"].endswith(".csv")


async def test_where_no_file_can_be_sent_it_stays_and_the_place_is_told(chat, talk, peer):
    peer.faults = Faults(unknown_actions=frozenset({"upload_private_file"}))
    await peer.whisper(OWNER, f"/导出 in {chat.group_id} chatlab")
    [told] = await until(lambda: [text for text in whispered(peer) if "在服务器上" in text])
    [left] = (chat.bot.folder / "exports").iterdir()
    assert str(left) in told
    assert left.name.endswith(".chatlab.jsonl")


async def test_what_is_not_understood_is_told(chat, talk, peer):
    told = {
        "/导出": "私聊里请写明群号",
        f"/导出 in {chat.group_id} 番茄": "没看懂「番茄」：不是时间，也不是格式",
        f"/导出 in {chat.group_id} 昨天": f"群 {chat.group_id} 在这段时间里没有可以导出的消息。",
    }
    for words, answer in told.items():
        await peer.whisper(OWNER, words)
        await until(lambda answer=answer: [t for t in whispered(peer) if t.startswith(answer)])

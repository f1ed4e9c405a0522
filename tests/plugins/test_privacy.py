"""What members may do about what is stored of them, as they do it in the chat."""

import asyncio
import json
import re
from base64 import b64decode

import pytest

from groupscope.logs import shortened
from groupscope.playground.faults import Faults
from groupscope.playground.segments import at
from tests.bots import PATIENCE, until

SETTINGS = {"GROUPSCOPE_REPLIES": "text", "GROUPSCOPE_OWNER_CONTACT": "QQ 10001（番茄）"}
NO_FILES = Faults(unknown_actions=frozenset({"upload_private_file"}))


@pytest.fixture
async def talk(chat, peer):
    """丙 says four things and 丁 two."""
    for who, words in (("丙", "火锅"), ("丁", "奶茶"), ("丙", "火锅"), ("丁", "奶茶")):
        await chat.say(who, words)
    await chat.say("丙", "秘密火锅")
    await chat.say("丙", "还是火锅")
    await chat.stored()
    return chat


def whispered(peer, user_id: int) -> list[str]:
    return [sent.text for sent in peer.sent if sent.user_id == user_id]


async def test_everybody_can_read_how_it_is_kept(talk):
    told = (await talk.ask("丙", "/隐私")).text
    assert told.startswith("群镜怎样对待你说的话\n记：文字、表情、图片的编号")
    assert "存：没有期限，管理员可以设。" in told
    assert told.endswith("运行者：QQ 10001（番茄）")
    assert len(told) <= 500
    await talk.ask("甲", "/设置 保留天数 365")
    told = (await talk.ask("丁", "/privacy")).text
    assert "存：365 天，过期的夜里抹去，只留不记名的总数。" in told


# /别记我, /恢复记录


async def test_whoever_takes_no_part_is_on_no_board(talk):
    assert "丙" in (await talk.ask("甲", "/排行")).text
    answer = (await talk.ask("丙", "/别记我")).text
    assert answer.startswith("好的，从现在起本群只数你说了几条，不记名字和内容")
    await talk.say("丙", "新的秘密")
    board = (await talk.ask("甲", "/rank")).text
    assert "丙" not in board
    assert "丁 2 条" in board
    assert "新的秘密" not in await talk.texts()
    assert (await talk.ask("丙", "/optout")).text == "你本来就不参与本群的统计。"


async def test_nobody_is_told_about_them(talk, room):
    await talk.ask("丙", "/别记我")
    for words in ("/排行 丙", "/portrait 30003", ("/词云 ", at(30003))):
        assert (await talk.ask("丁", words)).text == "TA 选择了不参与统计。"
    own = (await talk.ask("丙", "/我的词云")).text
    assert own == "你选择了不参与统计。想重新参与，发 /恢复记录。"


async def test_they_come_back_with_what_they_had_said_before(talk):
    await talk.ask("丙", "/别记我")
    await talk.say("丙", "没有记下")
    assert (await talk.ask("丙", "/恢复记录")).text.startswith("好的，从现在起本群重新记录你")
    assert "丙 4 条" in (await talk.ask("甲", "/排行")).text
    await talk.say("丙", "又记下了")
    assert "丙 5 条" in (await talk.ask("丁", "/rank 今天")).text
    assert (await talk.ask("丙", "/optin")).text == "你本来就参与本群的统计。"


async def test_everywhere_is_said_with_one_word(talk):
    assert "所有群只数你说了几条" in (await talk.ask("丙", "/别记我 全部")).text
    refused = (await talk.ask("丙", "/恢复记录")).text
    assert refused == "你选择了在所有群都不参与统计。想恢复，发：/恢复记录 全部"
    await talk.ask("丙", "/恢复记录 全部")
    assert "丙" in (await talk.ask("甲", "/排行")).text


async def test_friends_say_it_in_private(talk, peer):
    number = await peer.whisper(30004, "/别记我")
    assert (await peer.answer_to(number, 30)).text.startswith("好的，从现在起所有群只数你")
    assert "丁" not in (await talk.ask("甲", "/排行")).text
    number = await peer.whisper(30004, "/恢复记录")
    assert "所有群重新记录你" in (await peer.answer_to(number, 30)).text
    await peer.whisper(30004, "/排行")  # that is not for members
    number = await peer.whisper(30004, "/隐私")
    assert (await peer.answer_to(number, 30)).text.startswith("群镜怎样对待")
    assert not [text for text in whispered(peer, 30004) if "条" in text and "排行" in text]


async def test_a_group_that_nobody_knows_is_no_group(talk, peer):
    group = talk.group_id
    for command in ("/别记我", "/恢复记录", "/忘记我"):
        number = await peer.whisper(30004, f"{command} 群{group}7")
        told = (await peer.answer_to(number, PATIENCE)).text
        assert told == f"我不在群 {group}7 里，也没有存过它的消息。要对所有群都有效，后面写：全部"
    number = await peer.whisper(30004, f"/别记我 群{group}")
    assert "番茄俱乐部" in (await peer.answer_to(number, PATIENCE)).text
    assert "丁" not in (await talk.ask("甲", "/排行")).text


# /忘记我


def code_of(answer: str) -> str:
    return re.search(r"[0-9]{4}$", answer)[0]


async def test_forgetting_takes_a_code(talk):
    answer = (await talk.ask("丙", "/忘记我")).text
    # The command, too, where it is written by then.
    assert re.match("将抹去你在本群的全部记录：[45] 条消息，还有名片", answer)
    code = code_of(answer)
    wrong = f"{(int(code) + 1) % 10_000:04}"
    refused = (await talk.ask("丙", f"/忘记我 {wrong}")).text
    assert refused == "确认码不对，或者已经过了 5 分钟。请重新发：/忘记我"
    assert (await talk.ask("丁", f"/忘记我 {code}")).text == refused
    done = (await talk.ask("丙", f"/忘记我 {code}")).text
    assert re.match(r"已抹去你在本群的 7 条消息和其他记录，统计都重算过了。", done)
    texts = await talk.texts()
    assert not [text for text in texts if "火锅" in text]
    assert "丙" not in (await talk.ask("甲", "/排行")).text
    assert (await talk.ask("丙", f"/忘记我 {code}")).text == refused
    await asyncio.sleep(1.1)
    await talk.say("丙", "从头再来")
    assert "丙 1 条" in (await talk.ask("丁", "/rank 今天")).text


async def test_a_code_dies_of_three_mistakes(talk):
    code = code_of((await talk.ask("丙", "/忘记我")).text)
    for step in (1, 2, 3):
        await talk.ask("丙", f"/忘记我 {(int(code) + step) % 10_000:04}")
    assert "确认码不对" in (await talk.ask("丙", f"/忘记我 {code}")).text
    assert "秘密火锅" in await talk.texts()


async def test_no_file_holds_a_forgotten_word(talk, peer):
    """Nor the log; the bot goes on running."""
    await talk.say("丙", "独角鲸的口令")
    await talk.ask("丙", "/我的数据")
    await talk.stored()
    code = code_of((await talk.ask("丙", "/forget all")).text)
    await talk.ask("丙", f"/forget all {code}")
    await asyncio.sleep(1.1)
    held = [
        path.name
        for path in talk.bot.folder.rglob("*")
        if path.is_file() and "独角鲸".encode() in path.read_bytes()
    ]
    assert held == []


# /我的数据


async def test_what_is_stored_is_told_in_private_with_a_file(talk, peer):
    for words in ("/排行 丙", "/词云 丙", "/rank 今天 丙"):
        await talk.ask("丁", words)
    assert (await talk.ask("丙", "/我的数据")).text == "已经私聊发给你。"
    [told] = whispered(peer, 30003)
    assert "· 番茄俱乐部：5 条（" in told
    assert "近 30 天别人查过你：排行 2 次、词云 1 次（不记是谁查的）。" in told
    [call] = await until(lambda: [p for a, p in peer.calls if a == "upload_private_file"])
    export = json.loads(b64decode(call["file"].removeprefix("base64://")))
    assert call["user_id"] == export["user_id"] == 30003
    [group] = export["groups"]
    said = [row["text"] for row in group["message"]]
    assert said == ["火锅", "火锅", "秘密火锅", "还是火锅", "/我的数据"]
    assert group["message"][0]["words"] == ["火锅"]
    assert group["member"][0]["nickname"] == "丙"
    assert "丁" not in json.dumps(export, ensure_ascii=False)


async def test_without_files_it_comes_as_a_forward_message(talk, peer):
    peer.faults = NO_FILES
    await talk.ask("丙", "/mydata")
    await until(lambda: any("秘密火锅" in text for text in whispered(peer, 30003)))


async def test_nothing_private_is_posted_where_one_cannot_be_written_to(talk, peer):
    peer.faults = Faults(unknown_actions=frozenset({"send_private_msg"}))
    answer = (await talk.ask("丙", "/我的数据")).text
    assert answer == "没法私聊你，所以什么都没有发。加我好友后，私聊发 /我的数据 给我。"
    assert not [sent for sent in peer.sent if "条" in sent.text]


async def test_a_friend_asks_in_private(talk, peer):
    number = await peer.whisper(30003, "/我的数据")
    assert "· 番茄俱乐部：4 条" in (await peer.answer_to(number, 30)).text
    number = await peer.whisper(39998, "/我的数据")
    told = (await peer.answer_to(number, 30)).text
    assert told == "没有存你的任何消息、名字和表情回应。近 30 天没有人查过你的统计。"


# /群镜 清除


async def test_only_the_superuser_erases_a_group(talk):
    for who in ("丙", "乙", "甲"):
        refused = (await talk.ask(who, "/群镜 清除")).text
        assert refused == "只有机器人的主人可以抹去一个群的全部记录。"
    code = code_of((await talk.ask("主", "/群镜 清除")).text)
    done = (await talk.ask("主", f"/群镜 清除 {code}")).text
    assert re.match(rf"已抹去群 {talk.group_id} 的 [0-9]+ 条消息和其他记录。", done)
    assert "火锅" not in "".join(await talk.texts())
    await asyncio.sleep(1.1)  # what is said within the second of the erasure goes with it
    await talk.say("丁", "新的开始")
    assert "丁 1 条" in (await talk.ask("甲", "/排行")).text


async def test_it_is_erased_from_afar(talk, peer):
    number = await peer.whisper(30009, "/群镜 清除")
    told = (await peer.answer_to(number, 30)).text
    assert told == "私聊里请写明群号，例如：/群镜 清除 in 123456"
    number = await peer.whisper(30009, f"/群镜 清除 in {talk.group_id}")
    code = code_of((await peer.answer_to(number, 30)).text)
    number = await peer.whisper(30009, f"/群镜 清除 in {talk.group_id} {code}")
    assert (await peer.answer_to(number, 30)).text.startswith(f"已抹去群 {talk.group_id} 的 ")
    assert shortened(f"30009 manages group {talk.group_id}: ERASE_GROUP") in talk.bot.log

"""Nobody makes the bot flood a group."""

import time

import pytest

from groupscope.playground import GOCQHTTP
from tests.bots import until

SETTINGS = {"GROUPSCOPE_PACING": "on"}


def reactions(chat) -> list[int]:
    """The ids of the messages on which the bot has put its thumb."""
    calls = chat.peers[0].calls
    return [params["message_id"] for action, params in calls if action == "set_msg_emoji_like"]


@pytest.fixture
async def talk(chat, peer):
    for who in ("甲", "甲", "丙"):
        await chat.say(who, "早")


async def test_who_repeats_a_question_is_pointed_at_the_answer_that_stands_there(chat, peer, talk):
    first = await chat.ask("丙", "/rank")
    assert first.pictures
    await chat.say("丙", "/排行 今天")
    (pointing,) = await until(lambda: chat.answers(first.said))
    assert not pointing.pictures
    assert "刚答过" in pointing.text
    third = await chat.say("丙", "/rank")
    await until(lambda: peer.id_of(third) in reactions(chat))
    fourth = await chat.say("丙", "/rank")
    assert await chat.silence(third, fourth)


async def test_an_answer_that_an_admin_took_back_is_given_again(chat, peer, talk):
    first = await chat.ask("乙", "/rank")
    await chat.say("乙", "/撤回", reply_to=first.said)
    await until(lambda: first.said.sequence in chat.room.recalled)
    assert (await chat.ask("乙", "/rank")).pictures


async def test_somebody_else_gets_the_same_answer_without_a_second_reckoning(chat, peer, talk):
    (first,) = (await chat.ask("丙", "/rank")).pictures
    (second,) = (await chat.ask("丁", "/排行 今天")).pictures
    assert first == second


async def test_what_is_said_meanwhile_makes_it_anew_where_it_matters(chat, peer, talk):
    """Of three messages a fourth is more than one in a hundred."""
    before = await chat.ask("丙", "/rank")
    await chat.say("甲", "又来")
    after = await chat.ask("丁", "/rank")
    assert before.text.startswith("今天 3 条")
    assert after.text.startswith("今天 4 条")


async def test_of_many_messages_one_more_makes_no_difference_but_to_whom_it_is_about(chat, peer):
    now = int(time.time())
    for number in range(200):
        await peer.send_frame(told(chat, now - 1, number, 30001 if number % 2 else 30003))
    await chat.stored()
    before = await chat.ask("丙", "/rank")
    own = await chat.ask("乙", "/rank 甲")
    await chat.say("甲", "又来")
    await chat.stored()
    assert (await chat.ask("丁", "/rank")).text == before.text
    assert "200 条" in before.text
    assert (await chat.ask("丁", "/rank 甲")).text != own.text


def told(chat, at: int, number: int, sender: int) -> dict[str, object]:
    return {
        "time": at,
        "self_id": 10000,
        "post_type": "message",
        "message_type": "group",
        "sub_type": "normal",
        "message_id": 900_000 + number,
        "real_seq": str(500_000 + number),
        "group_id": chat.group_id,
        "user_id": sender,
        "message": [{"type": "text", "data": {"text": f"第 {number} 句"}}],
        "sender": {"user_id": sender, "nickname": "甲" if sender == 30001 else "丙"},
    }


async def test_what_was_recalled_is_in_no_kept_answer(chat, peer):
    said = [await chat.say("甲", f"火锅第{n}次") for n in range(3)]
    await chat.stored()
    assert "3 条" in (await chat.ask("丙", "/rank")).text
    await chat.room.recall(said[0])
    await chat.stored()
    assert "2 条" in (await chat.ask("丁", "/rank")).text


async def test_a_closed_period_is_answered_from_what_was_kept(chat, peer, talk):
    """Nothing that is said today changes yesterday."""
    first = await chat.ask("丙", "/rank 昨天")
    await chat.say("甲", "又来")
    assert (await chat.ask("丁", "/rank 昨天")).text == first.text


async def test_different_questions_are_not_slowed_down(chat, talk):
    for words in ("/rank", "/rank 本周", "/rank 近7天", "/rank 甲"):
        answer = await chat.ask("丙", words)
        assert answer.pictures


async def test_a_member_has_six_questions_a_minute_then_a_thumb_then_silence(chat, peer, talk):
    for days in range(2, 8):
        assert (await chat.ask("丙", f"/rank 近{days}天")).pictures
    seventh = await chat.say("丙", "/rank 近8天")
    await until(lambda: peer.id_of(seventh) in reactions(chat))
    eighth = await chat.say("丙", "/rank 近9天")
    assert (await chat.ask("丁", "/rank 近10天")).pictures
    assert await chat.silence(seventh, eighth)
    assert peer.id_of(eighth) not in reactions(chat)


async def test_without_reactions_the_notice_is_one_sentence(chat):
    await chat.connect(GOCQHTTP)
    await chat.say("甲", "早")
    for days in range(2, 8):
        await chat.ask("丙", f"/rank 近{days}天")
    seventh = await chat.ask("丙", "/rank 近8天")
    assert seventh.text == "问得有点快，歇一分钟再问我。"
    eighth = await chat.say("丙", "/rank 近9天")
    assert await chat.silence(eighth)


async def test_answers_in_a_group_come_a_second_and_a_half_apart(chat, peer, talk):
    asked = [await chat.say(who, f"/rank 近{n}天") for n, who in enumerate("甲乙丙", 2)]
    await until(lambda: any(map(chat.answers, asked)))
    began = time.monotonic()
    await until(lambda: all(map(chat.answers, asked)))
    assert time.monotonic() - began > 2.5


async def test_an_admin_switches_it_off_and_on(chat, peer, talk):
    await chat.ask("甲", "/设置 防刷屏 关")
    for _ in range(8):
        assert (await chat.ask("丙", "/rank")).pictures
    await chat.ask("甲", "/设置 防刷屏 开")
    assert (await chat.ask("丙", "/rank")).pictures
    await chat.say("丙", "/rank")
    await until(lambda: [sent for sent in peer.sent if "刚答过" in sent.text])

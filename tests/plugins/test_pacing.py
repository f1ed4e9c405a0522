"""Nobody makes the bot flood a group."""

import pytest

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


async def test_the_same_question_points_at_the_answer_that_stands_there(chat, peer, talk):
    first = await chat.ask("丙", "/rank")
    assert first.pictures
    await chat.say("丁", "/排行 今天")
    (pointing,) = await until(lambda: chat.answers(first.said))
    assert not pointing.pictures
    assert "刚答过" in pointing.text
    third = await chat.say("丙", "/rank")
    await until(lambda: peer.id_of(third) in reactions(chat))
    fourth = await chat.say("丙", "/rank")
    assert await chat.silence(third, fourth)


async def test_different_questions_are_not_slowed_down(chat, talk):
    for words in ("/rank", "/rank 本周", "/rank 近7天", "/rank 甲"):
        answer = await chat.ask("丙", words)
        assert answer.pictures


async def test_a_member_has_six_questions_a_minute(chat, peer, talk):
    for days in range(2, 8):
        assert (await chat.ask("丙", f"/rank 近{days}天")).pictures
    seventh = await chat.say("丙", "/rank 近8天")
    await until(lambda: peer.id_of(seventh) in reactions(chat))
    eighth = await chat.say("丙", "/rank 近9天")
    assert (await chat.ask("丁", "/rank 近10天")).pictures
    assert await chat.silence(seventh, eighth)
    assert peer.id_of(eighth) not in reactions(chat)

"""What tells of members goes to its asker alone: the group learns no name."""

import pytest

from groupscope.playground.faults import Faults
from tests.bots import until


@pytest.fixture
async def talk(chat, peer):
    """甲 and 乙 have talked; 丙, 丁 and 主 have just joined and have not."""
    for who in ("甲", "乙"):
        await chat.say(who, "早")
    await until(
        lambda: len(chat.bot.rows("select * from member where group_id = ?", chat.group_id)) > 4
    )


def whispered(peer, user_id: int) -> list:
    return [sent for sent in peer.sent if sent.user_id == user_id]


async def test_an_admin_gets_the_silent_ones_in_private(chat, peer, talk):
    answer = await chat.ask("乙", "/潜水 1")
    assert answer.text == "涉及群友，已经私聊发给你。"
    [told] = whispered(peer, 30002)
    assert told.text.startswith("近1天 老群友都说过话（共 5 人）；另有 3 位新人没开口")
    assert len(told.pictures) == 1
    [call] = [params for action, params in peer.calls if action == "send_private_msg"]
    assert call["group_id"] == chat.group_id


async def test_the_whole_list_is_words(chat, peer, talk):
    await chat.ask("乙", "/潜水 1 全")
    [told] = whispered(peer, 30002)
    assert not told.pictures
    assert "这段时间才入群、还没说话：丙、丁、主" in told.text.splitlines()


async def test_where_nobody_can_be_written_to_no_name_is_posted(chat, peer, talk):
    peer.faults = Faults(unknown_actions=frozenset({"send_private_msg"}))
    answer = await chat.ask("乙", "/潜水 1")
    assert answer.text.startswith("没法私聊你，所以没有发出来。")
    posted = "".join(sent.text for sent in peer.sent)
    assert not any(name in posted for name in ("丙", "丁", "主"))


async def test_members_are_refused(chat, peer, talk):
    answer = await chat.ask("丙", "/潜水 1")
    assert answer.text == "只有群主和管理员可以查看谁在潜水。"
    assert whispered(peer, 30003) == []


async def test_a_superuser_who_asks_in_private_is_answered_there(chat, peer, talk):
    number = await peer.whisper(30009, "/群榜 今天")
    assert "个群" in (await peer.answer_to(number, 30)).text
    number = await peer.whisper(30009, f"/潜水 1 in {chat.group_id}")
    answer = await peer.answer_to(number, 30)
    assert answer.text.startswith("近1天 老群友都说过话（共 5 人）；另有 3 位新人没开口")

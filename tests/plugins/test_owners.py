"""Owners of one account alone, and members whom the owner does not serve.

丙 owns the account 10000, 丁 the account 10009; 主 owns all of them.
"""

import pytest

from tests.bots import ME, MY_OTHER_SELF, until

SETTINGS = {
    "GROUPSCOPE_ACCOUNT_OWNERS": f"{ME}:30003, {MY_OTHER_SELF}:30004",
    "GROUPSCOPE_DENY_MEMBERS": "30666",
    "GROUPSCOPE_REPLIES": "text",
}
REFUSED = "只有机器人的主人可以"


@pytest.fixture
async def both(chat):
    """A room with both accounts, one with the first alone, and one with the second alone."""
    chat.room.seat(MY_OTHER_SELF, "群镜二号")
    chat.mine = chat.open(chat.group_id + 100_000, "一号的群")
    chat.theirs = chat.world.open(chat.group_id + 200_000, "二号的群")
    for user_id, name in ((MY_OTHER_SELF, "群镜二号"), (30003, "丙"), (30004, "丁")):
        chat.theirs.seat(user_id, name)
    chat.one = await chat.connect(account=ME)
    chat.other = await chat.connect(account=MY_OTHER_SELF)
    for room in (chat.room, chat.mine, chat.theirs):
        await room.say("丁", "早")
    rooms = (chat.mine.group_id, chat.theirs.group_id)
    watched = "select distinct group_id from watch where until_at is null and group_id in (?, ?)"
    await until(lambda: len(chat.bot.rows(watched, *rooms)) == 2)
    return chat


async def asked(chat, room, who, words) -> str:
    said = await room.say(who, words)
    return (await until(lambda: chat.answers(said), words))[0].text


async def whispered(chat, peer, user_id, words) -> str:
    sent = await until_answered(peer, user_id, words)
    return sent.text


async def until_answered(peer, user_id, words):
    before = len(peer.sent)
    await peer.whisper(user_id, words)
    mine = lambda: [one for one in peer.sent[before:] if one.user_id == user_id]  # noqa: E731
    return (await until(mine, words))[0]


async def test_they_are_superusers_in_the_groups_of_their_account(both):
    for who in ("丙", "丁", "主"):  # whichever account has heard it first
        assert (await asked(both, both.room, who, "/设置 主题 深色")) != ""
        assert REFUSED not in await asked(both, both.room, who, "/导出 csv")
    assert "群主和管理员" in await asked(both, both.mine, "丁", "/设置 主题 深色")
    assert "群主和管理员" not in await asked(both, both.mine, "丙", "/设置 主题 深色")


async def test_they_reach_the_groups_of_their_account_and_no_others(both):
    mine, theirs = both.mine.group_id, both.theirs.group_id
    assert REFUSED not in await asked(both, both.room, "丙", f"/rank in {mine}")
    for group_id in (theirs, mine):
        wanted = group_id == mine
        for words in (
            f"/rank in {group_id}",
            f"/设置 主题 in {group_id}",
            f"/群镜 状态 in {group_id}",
        ):
            told = await asked(both, both.room, "丙", words)
            assert (REFUSED not in told) == wanted, (words, told)
            assert REFUSED not in await asked(both, both.room, "主", words)


async def test_all_groups_at_once_are_not_theirs(both):
    for words in ("/群榜", "/搜 早 所有群"):
        assert REFUSED in await asked(both, both.room, "丙", words)
        assert REFUSED not in await asked(both, both.room, "主", words)


async def test_in_private_their_own_account_answers_them_and_another_does_not(both):
    told = await whispered(both, both.one, 30003, f"/rank in {both.mine.group_id}")
    assert "丁" in told
    assert REFUSED in await whispered(both, both.one, 30003, f"/rank in {both.theirs.group_id}")
    before = len(both.other.sent)
    await both.other.whisper(30003, f"/rank in {both.mine.group_id}")
    await whispered(both, both.other, 30004, f"/rank in {both.theirs.group_id}")
    assert [one for one in both.other.sent[before:] if one.user_id == 30003] == []


async def test_whom_the_owner_denies_is_recorded_and_not_answered(both):
    both.room.seat(30666, "戊")
    said = [await both.room.say("戊", words) for words in ("大家好", "/rank", "/help", "/看板")]
    await both.one.whisper(30666, "/看板")
    assert await both.silence(*said)
    assert [one for one in both.one.sent if one.user_id == 30666] == []
    assert "大家好" in await both.texts()
    assert "戊 1 条" in await asked(both, both.room, "甲", "/rank")


async def test_whom_the_owner_denies_keeps_a_say_in_their_own_data(both):
    both.room.seat(30666, "戊")
    assert "条" in await asked(both, both.room, "戊", "/隐私")
    assert (await whispered(both, both.one, 30666, "/隐私")) != ""
    assert "只数你说了几条" in await asked(both, both.room, "戊", "/别记我")

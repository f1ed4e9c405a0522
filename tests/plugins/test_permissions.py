"""Who may do what, cell by cell: each command by a member, an admin, the owner and a superuser.

In their group, about another group, and in private. Written down by hand: the code's own table is
what is tested.
"""

import re

import pytest

from groupscope.commands import COMMANDS
from groupscope.digest import discover
from groupscope.playground.segments import at
from tests.bots import Chat, until

SETTINGS = {"GROUPSCOPE_REPLIES": "text"}

MEMBER, ADMIN, OWNER, SUPERUSER = PEOPLE = ("丙", "乙", "甲", "主")
ALL, ADMINS, SUPERUSERS = PEOPLE, PEOPLE[1:], PEOPLE[3:]
REFUSAL = re.compile("^只有(群主和管理员|机器人的主人)可以")

STATISTICS = {
    "/digest": ALL,
    "/weekly": ALL,
    "/monthly": ALL,
    "/dragon": ALL,
    "/faces": ALL,
    "/hours": ALL,
    "/hours 丁": ADMINS,
    "/我的作息": ALL,
    "/lesson": ALL,
    "/lessons": ALL,
    "/mood": ALL,
    "/mood 丁": ADMINS,
    "/我的心情": ALL,
    "/newcomers": ALL,
    "/night": ALL,
    "/night 丁": ADMINS,
    "/portrait": ALL,
    "/portrait 丁": ALL,
    "/questions": ALL,
    "/quiet": ADMINS,
    "/quotes": ALL,
    "/rank": ALL,
    "/rank 丁": ALL,
    "/repeat": ALL,
    "/search 番茄": ALL,
    "/search 番茄 @丁": ADMINS,
    "/我的搜索 番茄": ALL,
    "/search 番茄 所有群": SUPERUSERS,
    "/shares": ALL,
    "/streak": ALL,
    "/ties": ALL,
    "/trend": ALL,
    "/trend 丁": ADMINS,
    "/unanswered": ALL,
    "/who": ALL,
    "/who @丁": ADMINS,
    "/wordcloud": ALL,
    "/wordcloud 丁": ALL,
    "/words": ALL,
    "/groups": SUPERUSERS,
}
"""What asks, and who may ask it."""

ACTS = {
    "/questions done 1": ADMINS,
    "/words list": ALL,
    "/words add 番茄牛腩": ADMINS,
    "/words ignore 番茄": ADMINS,
    "/words reset 番茄": ADMINS,
    "/open_lesson 线性代数": ADMINS,
    "/close_lesson": ADMINS,
    "/help": ALL,
    "/help rank": ALL,
    "/retract": ADMINS,
    "/digest status": ALL,
    "/digest on 22:00": ADMINS,
    "/digest weekly 周一 09:00": ADMINS,
    "/weekly off": ADMINS,
    "/monthly on": ADMINS,
    "/monthly off": ADMINS,
    "/digest off": ADMINS,
    "/groupscope": ALL,
    "/groupscope status": ALL,
    "/groupscope settings": ALL,
    "/settings": ALL,
    "/settings theme": ALL,
    "/settings theme dark": ADMINS,
    "/settings theme default": ADMINS,
    "/settings log": ADMINS,
    "/settings recording off": ADMINS,
    "/settings recording on": ADMINS,
    "/groupscope off": ADMINS,
    "/groupscope on": ADMINS,
    "/groupscope backfill": ADMINS,
    "/export": SUPERUSERS,
    "/groupscope erase": SUPERUSERS,
}
"""What does something else, in an order in which it can be done; and who may do it."""

OWN = {
    "/privacy": ALL,
    "/optout": ALL,
    "/optin": ALL,
    "/forget": ALL,
    "/mydata": ALL,
}
"""What is about nobody but the asker: everybody may, also in private."""

ENTRANCES = {"dashboard", "login"}
"""What lets people into the dashboard; tests/web tells whom."""

OF_A_GROUP = [
    *(words for words, who in STATISTICS.items() if who is not SUPERUSERS),
    "/digest status",
    "/digest off",
    "/groupscope status",
    "/groupscope on",
    "/groupscope off",
    "/groupscope backfill",
    "/groupscope settings",
    "/settings",
    "/settings theme",
    "/settings theme dark",
    "/settings log",
    "/settings recording off",
]
"""What can be asked of another group: ``/rank in 123456``."""


def test_every_command_is_on_the_table():
    discover()
    told = {words.split()[0].lstrip("/") for words in (*STATISTICS, *ACTS, *OWN)}
    assert {one.key for one in COMMANDS.values()} <= told | ENTRANCES


@pytest.fixture
async def room(chat, peer):
    """A group in which things were said, and the bot has introduced itself."""
    await chat.say("丁", "有人吃火锅吗？")
    await chat.say("甲", "早")
    await chat.say("甲", "/群镜 开启")
    await until(lambda: [sent for sent in peer.sent if "我是群镜" in sent.text])
    await chat.stored()
    return chat.room


async def answer(chat: Chat, who: str, words: str, room=None) -> str:
    """What the bot says to it, as a reply or, where it is long, as a forward message."""
    (peer,) = chat.peers
    before = len(peer.sent)
    said = await (room or chat.room).say(who, words)

    def found():
        return [
            sent for sent in peer.sent[before:] if sent.nodes or sent.reply_to == peer.id_of(said)
        ]

    return whole((await until(found, f"{who}: {words}\n{chat.bot.log[-1200:]}"))[0])


def whole(sent) -> str:
    """All that a message says, also where it is a forward of several."""
    nodes = "\n".join(str(piece.data["text"]) for node in sent.nodes for piece in node)
    return nodes or sent.text


@pytest.mark.parametrize("who", PEOPLE)
async def test_in_their_group(chat, room, who):
    told = {words: await answer(chat, who, words) for words in (*STATISTICS, *ACTS, *OWN)}
    allowed = {words for words, people in (STATISTICS | ACTS | OWN).items() if who in people}
    assert {words for words, said in told.items() if not REFUSAL.match(said)} == allowed


@pytest.mark.parametrize("who", [MEMBER, ADMIN, OWNER])
async def test_nobody_but_a_superuser_reaches_another_group(chat, room, who):
    """They are what they are in the other group, too; it does not matter here."""
    other = chat.open(chat.group_id + 810_000, "另一个群")
    await other.say("甲", "早")
    for words in OF_A_GROUP:
        said = await answer(chat, who, f"{words} in {other.group_id}")
        assert REFUSAL.match(said), (words, said)
    changed = "select * from setting_change where group_id = ?"
    assert chat.bot.rows(changed, other.group_id) == []


async def test_a_superuser_reaches_every_group(chat, room):
    other = chat.open(chat.group_id + 820_000, "另一个群")
    await other.say("丁", "有人吃火锅吗？")
    for words in OF_A_GROUP:
        said = await answer(chat, SUPERUSER, f"{words} in {other.group_id}")
        assert not REFUSAL.match(said), (words, said)
    named = "select name from setting_change where group_id = ? order by changed_at"
    assert {row[0] for row in chat.bot.rows(named, other.group_id)} == {"theme", "recording"}


async def test_in_private_superusers_are_answered_about_every_group(chat, room, peer):
    for words in OF_A_GROUP:
        before = len(peer.sent)
        await peer.whisper(30009, f"{words} in {chat.group_id}")
        (sent,) = await until(lambda before=before: peer.sent[before : before + 1], words)
        assert sent.user_id == 30009
        assert not REFUSAL.match(sent.text), words
    await until(lambda: "补录完成" in peer.sent[-1].text or len(peer.sent))


@pytest.mark.parametrize("who", [30001, 30002, 30003])
async def test_in_private_nobody_else_is_answered(chat, room, peer, who):
    for words in (*STATISTICS, *ACTS):
        await peer.whisper(who, words)
        await peer.whisper(who, f"{words} in {chat.group_id}")
    await chat.ask("甲", "/rank")
    assert [sent.text for sent in peer.sent if sent.user_id == who] == []
    changed = "select name from setting_change where group_id = ? and name <> 'recording'"
    assert chat.bot.rows(changed, chat.group_id) == []


SECRETS = ("绝密番茄", "绝密课", "秘密人", "30777", "另一个群")


async def test_no_at_no_number_no_name_no_reply_brings_anything_of_another_group(chat, room, peer):
    """Whatever is tried in one group, nothing of the other one is told there."""
    other = chat.open(chat.group_id + 830_000, "另一个群")
    other.seat(30777, "秘密人")
    for words in ("绝密番茄好吃", "绝密番茄好吃", "绝密番茄是谁的？"):
        secret = await other.say("秘密人", words)
    await answer(chat, "乙", "/open_lesson 绝密课", other)
    there = await answer(chat, "秘密人", "/questions", other)
    assert "绝密番茄" in there
    answered = peer.sent[-1]
    told = len(peer.sent)
    names = ["/rank", "/words", "/wordcloud", "/mood", "/portrait", "/hours", "/ties", "/streak"]
    for words in names:
        for whom in ("30777", "@30777"):
            await answer(chat, "甲", f"{words} {whom}")
        unknown = await answer(chat, "甲", f"{words} 绝密")
        assert unknown.startswith("没看懂「绝密」"), unknown
        said = await chat.say("甲", [f"{words} ", at(30777)])
        await until(lambda said=said: chat.answers(said))
    for words in (
        "/questions done 1",
        "/lesson 1",
        "/lesson 线性代数",
        "/lessons",
        "/close_lesson",
    ):
        await answer(chat, "甲", words)
    for words in ("/rank", "/retract", "/questions"):
        said = await chat.room.say("甲", words, reply_to=secret)
        await until(lambda said=said: chat.answers(said))
    said = await chat.room.say("甲", "/retract", reply_to=answered.said)
    await until(lambda: chat.answers(said))
    assert answered.said.sequence not in other.recalled
    here = [whole(sent) for sent in peer.sent[told:] if sent.group_id == chat.group_id]
    assert len(here) >= 40
    assert [text for text in here for one in SECRETS if one in text] == []

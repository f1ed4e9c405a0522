"""Digests in the chat: asked for, switched on by admins, and posted by themselves, once."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

from groupscope.playground import Faults
from tests.bots import MY_OTHER_SELF, PATIENCE, until

AFTERNOON = min(max(15 - datetime.now(UTC).hour, -12), 14)
"""Hours from UTC of a zone in which it is afternoon, so that a digest is about today."""
SETTINGS = {
    "GROUPSCOPE_TIMEZONE": f"Etc/GMT{-AFTERNOON:+d}",
    "GROUPSCOPE_QUIET_HOURS": "23:00-08:00",
}


def this_minute() -> str:
    """What the clock of the group shows."""
    shown = datetime.now(UTC).timestamp() + AFTERNOON * 3600
    return f"{datetime.fromtimestamp(shown, UTC):%H:%M}"


@pytest.fixture
async def talk(chat, peer):
    """Thirty messages by three members."""
    for number in range(30):
        await chat.say(("甲", "丙", "丁")[number % 3], f"今天吃火锅 {number}")


def posts(*peers) -> list:
    """What the accounts have said without being asked."""
    return [sent for peer in peers for sent in peer.sent if sent.reply_to is None and sent.pictures]


def runs(chat):
    return [
        row["state"]
        for row in chat.bot.rows(
            "select state from digest_run where group_id = ? order by wall", chat.group_id
        )
    ]


# Asked for


async def test_a_digest_comes_as_a_picture_with_a_line(chat, talk):
    answer = await chat.ask("丙", "/日报")
    assert len(answer.pictures) == 1
    assert answer.text.startswith("今天 30 条")
    assert (await chat.ask("丙", "/digest 今天 全")).text.startswith("今天 30 条")
    assert (await chat.ask("丙", "/周报 本周")).text.startswith("本周 30 条")
    assert (await chat.ask("丙", "/月报 本月")).text.startswith("本月 30 条")
    assert (await chat.ask("丙", "/日报 weekly")).text


async def test_nothing_said_is_told(chat, peer):
    assert "没有记录" in (await chat.ask("丙", "/日报 上月")).text


# Switched on and off


async def test_admins_alone_say_when_it_comes(chat, peer):
    for words in (
        "/日报 开 22:00",
        "/digest off",
        "/周报 开",
        "/日报 monthly 1 09:00",
        "/日报 加 9点",
    ):
        assert (await chat.ask("丙", words)).text == "只有群主和管理员可以更改本群的设置。", words
    assert "还没有开" in (await chat.ask("丙", "/日报 状态")).text


async def test_times_are_set_added_and_taken_away(chat, peer):
    said = (await chat.ask("乙", "/digest on 12:00 22:00")).text.splitlines()
    assert said[0] == "好的，每天12:00、22:00 发日报。"
    assert said[-1] == "不到 30 条消息或 3 个人说话就不发。停止：/日报 关"
    assert (await chat.ask("乙", "/日报 加 18点")).text.startswith("好的，每天12:00、18:00、22:00")
    assert (await chat.ask("乙", "/日报 关 12:00")).text.startswith("好的，每天18:00、22:00")
    assert (await chat.ask("乙", "/日报 at 21:30")).text.startswith("好的，每天21:30 发")
    assert (await chat.ask("甲", "/日报 weekly 周一 09:00")).text.startswith(
        "好的，每周一 09:00 发周报"
    )
    assert (await chat.ask("甲", "/月报 开 月末")).text.startswith("好的，每月 月末 09:00 发月报")
    status = (await chat.ask("丙", "/日报 status")).text.splitlines()
    assert status[:3] == ["日报：21:30", "周报：周一 09:00", "月报：月末 09:00"]
    assert "日报时间：21:30" in (await chat.ask("丙", "/设置 日报时间")).text
    assert "/日报 开 22:00" in (await chat.ask("乙", "/设置 日报时间 9:00")).text
    assert (await chat.ask("乙", "/日报 off")).text.startswith("日报关了。（周报、月报还开着")
    await chat.ask("乙", "/周报 关")
    assert (await chat.ask("乙", "/月报 关")).text == "月报关了。"
    assert (await chat.ask("乙", "/月报 关")).text == "月报本来就没开。"
    assert (await chat.ask("乙", "/日报 开 明天")).text.startswith("没看懂「明天」")


async def test_a_superuser_says_it_for_any_group_in_private(chat, peer):
    group = chat.group_id

    async def told(who: int, words: str) -> str:
        return (await peer.answer_to(await peer.whisper(who, words), PATIENCE)).text

    assert (await told(30009, f"/日报 开 22:00 in {group}")).startswith("好的，每天22:00 发日报")
    assert (await told(30009, f"/日报 in {group} 状态")).startswith("日报：22:00")
    assert await told(30009, "/日报 开") == "私聊里请写明群号，例如：/digest in 123456"
    elsewhere = chat.open(group + 500)
    await peer.restart()
    said = await elsewhere.say("甲", f"/日报 关 in {group}")
    assert (await until(lambda: chat.answers(said)))[0].text == "只有机器人的主人可以管理别的群。"


async def test_a_time_in_quiet_hours_is_told_to_be_one(chat, peer):
    said = (await chat.ask("乙", "/日报 开 23:30")).text
    assert "安静时段里，到点仍会发" in said


# Posted by itself


async def test_a_digest_comes_when_it_is_due_and_only_once(chat, peer, talk):
    other = await chat.connect(account=MY_OTHER_SELF)
    await chat.bot.has_heard(peer, other)
    await chat.ask("乙", f"/日报 开 {this_minute()}")
    (post,) = await until(lambda: posts(peer, other), chat.bot.log[-2000:])
    assert post.text.startswith("今天 30 条")
    assert await until(lambda: runs(chat) == ["sent"])
    assert "发了" in (await chat.ask("丙", "/日报 状态")).text
    await chat.ask("乙", f"/日报 开 {this_minute()}")
    await chat.bot.stop()
    await chat.bot.start()
    await peer.connect()
    await chat.ask("乙", "/日报 开 03:00")
    assert len(posts(peer, other)) == 1


async def test_a_group_that_fails_holds_up_no_other(chat, peer, talk):
    other = chat.open(chat.group_id + 500)
    await peer.restart()
    for number in range(30):
        await other.say(("甲", "丙", "丁")[number % 3], f"今天喝奶茶 {number}")
    await chat.bot.has_heard(peer)
    with closing(sqlite3.connect(chat.bot.database, timeout=PATIENCE)) as connection, connection:
        spoilt = "update message set mentions = 'spoilt' where group_id = ?"
        connection.execute(spoilt, (chat.group_id,))
    await chat.say("乙", f"/日报 开 {this_minute()}")
    await other.say("乙", f"/日报 开 {this_minute()}")
    (post,) = await until(lambda: posts(peer), chat.bot.log[-2000:])
    assert post.group_id == other.group_id
    assert await until(lambda: runs(chat) == ["failed"])
    assert "吃火锅" not in chat.bot.log


@pytest.mark.parametrize(("minutes", "state"), [(5, "sent"), (150, "late")])
async def test_after_being_offline_it_is_caught_up_or_missed(chat, peer, talk, minutes, state):
    await chat.ask("乙", "/日报 开 03:00")
    await chat.bot.has_heard(peer)
    await chat.bot.stop()
    shown = this_minute()
    due = int(shown[:2]) * 60 + int(shown[3:]) - minutes
    with closing(sqlite3.connect(chat.bot.database, timeout=PATIENCE)) as connection, connection:
        earlier = "update setting set value = ? where group_id = ? and name = 'digest-daily'"
        connection.execute(earlier, (f"[[0, {due}, 0, false]]", chat.group_id))
    await chat.bot.start()
    await peer.connect()
    await chat.ask("乙", "/周报 开 周一 03:00")
    assert await until(lambda: chat.bot.rows(*of_today(chat, state)), chat.bot.log[-2000:])
    assert len(posts(peer)) == (state == "sent")


def of_today(chat, state: str) -> tuple[str, int, str, float]:
    sql = (
        "select 1 from digest_run where group_id = ? and state = ? and due_at > ?"
        " and rhythm = 'daily'"
    )
    return sql, chat.group_id, state, datetime.now(UTC).timestamp() - 4 * 3600


async def test_where_words_are_wanted_it_comes_in_words(chat, peer, talk):
    await chat.ask("乙", "/设置 回答方式 文字")
    await chat.say("乙", f"/日报 开 {this_minute()}")
    assert await until(lambda: runs(chat) == ["sent"])
    said = [sent for sent in peer.sent if "今天日报 · " in words_of(sent)]
    assert len(said) == 1
    assert "🏆 说得最多：" in words_of(said[0])


def words_of(sent) -> str:
    nodes = [str(piece.data["text"]) for node in sent.nodes for piece in node]
    return "\n".join([sent.text, *nodes])


async def test_too_little_is_not_posted(chat, peer):
    await chat.say("甲", "早")
    await chat.ask("乙", f"/日报 开 {this_minute()}")
    assert await until(lambda: runs(chat) == ["few"])
    assert posts(peer) == []
    assert "消息太少" in (await chat.ask("丙", "/日报 状态")).text


async def test_what_timed_out_is_not_sent_again(chat, peer, talk):
    peer.faults = Faults(send_times_out=True)
    await chat.say("乙", f"/日报 开 {this_minute()}")
    assert await until(lambda: runs(chat) == ["uncertain"])
    peer.faults = Faults()
    await chat.ask("乙", f"/日报 加 {this_minute()}")
    assert runs(chat) == ["uncertain"]
    assert len(posts(peer)) == 1


async def test_a_muted_bot_tells_its_owner_once_and_posts_when_it_may_speak(chat, peer, talk):
    await chat.ask("乙", "/日报 开 03:00")
    await chat.room.mute("群镜", 600, "甲")
    await chat.bot.has_heard(peer)
    await chat.say("乙", f"/日报 开 {this_minute()}")
    assert await until(lambda: runs(chat) == ["muted"], chat.bot.log[-2000:])
    (told,) = await until(lambda: [sent for sent in peer.sent if sent.user_id == 30009])
    assert "被禁言" in told.text
    await chat.room.mute("群镜", 0, "甲")
    await chat.bot.has_heard(peer)
    await chat.say("乙", f"/日报 加 {this_minute()}")
    assert await until(lambda: "sent" in runs(chat), chat.bot.log[-2000:])
    assert len([sent for sent in peer.sent if sent.user_id == 30009]) == 1


async def test_a_group_that_was_left_gets_none_any_more(chat, peer, talk):
    elsewhere = chat.open(chat.group_id + 500)
    await peer.restart()
    await chat.ask("乙", "/日报 开 03:00")
    await chat.room.leave("群镜", kicked_by="甲")
    await until(
        lambda: chat.bot.rows(
            "select 1 from watch where group_id = ? and until_at is not null", chat.group_id
        )
    )
    await elsewhere.say("乙", "/日报 开 03:00")

    def kept(group_id: int) -> bool:
        sql = "select value from setting where group_id = ? and name = 'digest-daily'"
        return any(row["value"] for row in chat.bot.rows(sql, group_id))

    assert await until(lambda: kept(elsewhere.group_id))
    assert await until(lambda: not kept(chat.group_id))
    assert kept(elsewhere.group_id)

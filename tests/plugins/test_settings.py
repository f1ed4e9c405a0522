"""What admins set from the chat, and what it does."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

from tests.bots import PATIENCE, until

SETTINGS = {"GROUPSCOPE_REPLIES": "text", "GROUPSCOPE_COMMANDS_OFF": '["没人答"]'}


THREE = "今天 3 条，甲 2 条领先"


@pytest.fixture
async def talk(chat, peer):
    for who, words in (("甲", "早"), ("甲", "火锅太棒了"), ("丙", "有人吃火锅吗？")):
        await chat.say(who, words)


async def whole(chat, who: str, words: str) -> str:
    """Ask, and return an answer that is long enough to come as a forward message."""
    (peer,) = chat.peers
    before = len(peer.sent)
    await chat.say(who, words)
    (sent,) = await until(lambda: peer.sent[before:], chat.bot.log[-1200:])
    return "\n".join(str(piece.data["text"]) for node in sent.nodes for piece in node)


async def set_by(chat, who: str, words: str) -> str:
    return (await chat.ask(who, words)).text


async def stored_value(chat, name: str) -> object:
    rows = chat.bot.rows(
        "select value from setting where group_id = ? and name = ?", chat.group_id, name
    )
    return json.loads(rows[0]["value"]) if rows and rows[0]["value"] else None


# Showing


@pytest.mark.parametrize("words", ["/设置", "/settings", "/群镜 设置", "/groupscope settings"])
async def test_all_settings_are_shown_with_meaning_value_and_who_may_change_them(chat, peer, words):
    shown = await whole(chat, "丙", words)
    assert "番茄俱乐部的设置" in shown
    assert "【记录】群主和管理员可改" in shown
    assert "保留天数：永久　消息保存多少天" in shown
    assert "安静时段：23:00–08:00　" in shown
    assert "停用命令：/没人答　" in shown


async def test_one_setting_is_explained(chat, peer):
    shown = await set_by(chat, "丙", "/设置 主题")
    assert shown.splitlines() == [
        "🎨 主题：浅色",
        "图片用浅色还是深色；自动：19 点到 7 点深色",
        "可以是：浅色、深色 或 自动（默认 浅色）",
        "例如：/设置 主题 深色",
        "群主和管理员可改，恢复默认：/设置 主题 默认",
    ]


async def test_stop_words_are_counted_and_changed_by_their_own_command(chat, peer):
    await chat.ask("甲", "/热词 忽略 火锅 奶茶")
    shown = await set_by(chat, "丙", "/设置 停用词")
    assert "停用词：2 个" in shown
    assert "怎么改：/热词 忽略" in shown
    assert "用 /热词 忽略" in await set_by(chat, "甲", "/设置 停用词 火锅")


# Changing


@pytest.mark.parametrize(
    ("words", "name", "value"),
    [
        ("/设置 保留天数 30", "retention", 30),
        ("/settings retention 30 天", "retention", 30),
        ("/设置 保留 永久", "retention", 0),
        ("/设置 主题 深", "theme", "dark"),
        ("/SETTINGS Theme AUTO", "theme", "auto"),
        ("/设置 头像 开", "avatars", True),
        ("/设置 回答 图片", "replies", "picture"),
        ("/设置 防刷屏 开", "pacing", True),
        ("/设置 撤回内容 保留", "recalled", "keep"),
        ("/设置 时区 东京", "timezone", "Asia/Tokyo"),
        ("/settings timezone america/st_johns", "timezone", "America/St_Johns"),
        ("/设置 时区 London", "timezone", "Europe/London"),
        ("/设置 安静时段 22:30-7点", "quiet", [1350, 420]),
        ("/设置 安静时段 关", "quiet", [0, 0]),
        ("/设置 停用命令 加 词云 mood", "commands", ["mood", "unanswered", "wordcloud"]),
        ("/设置 停用命令 清空", "commands", []),
        ("/设置 忽略成员 30004", "ignored", [30004]),
        ("/设置 看心情 所有人", "look-mood", "everyone"),
        ("/设置 看作息 everyone", "look-clock", "everyone"),
        ("/设置 搜别人 所有人", "look-search", "everyone"),
    ],
)
async def test_settings_are_written_in_many_words(chat, peer, words, name, value):
    await set_by(chat, "乙", words)
    assert await stored_value(chat, name) == value


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("/设置 保留天数 很久", "「保留天数」不能设成「很久」，可以是：0 到 3650 的整数"),
        ("/设置 保留天数 3651", "不能设成「3651」"),
        ("/设置 保留天数 -1", "不能设成「-1」"),
        ("/设置 时区 火星", "「时区」不能设成「火星」，可以是：时区名，例如 Asia/Shanghai"),
        ("/设置 安静时段 8-8", "可以是：一段时间"),
        ("/设置 头像 也许", "可以是：开 或 关。例如：/设置 头像 关"),
        ("/设置 停用命令 加 群镜", "不能设成「加 群镜」"),
        ("/设置 停用命令 加 跳舞", "可以是：加 或 去"),
        ("/设置 保留天书 3", "没有「保留天书」这项设置，是不是「保留天数」？发 /设置 看全部。"),
        ("/设置 跳舞 开", "没有「跳舞」这项设置。"),
        ("/设置 记录 默认", "「记录」不能设成「默认」，可以是：开 或 关"),
        ("/设置 忽略成员 加 30002", "不能忽略自己"),
        ("/设置 忽略成员 加 30009", "机器人的主人"),
    ],
)
async def test_what_cannot_be_is_told_in_a_sentence_and_changes_nothing(
    chat, peer, words, complaint
):
    assert complaint in await set_by(chat, "乙", words)
    assert chat.bot.rows("select * from setting where group_id = ?", chat.group_id) == []


async def test_a_change_is_told_and_logged_with_who_and_when(chat, peer):
    assert await set_by(chat, "乙", "/设置 保留天数 30") == (
        "好的，「保留天数」从「永久」改成「30 天」。"
        "设了期限，过期的消息会在夜里抹去，抹去后不能恢复。"
    )
    assert await set_by(chat, "甲", "/设置 保留天数 30") == "「保留天数」现在是：30 天。"
    await set_by(chat, "甲", "/设置 保留天数 默认")
    await set_by(chat, "甲", "/群镜 关闭")
    log = (await set_by(chat, "乙", "/设置 日志")).splitlines()
    today = f"{datetime.now(UTC):%Y-%m}"
    assert log[0] == "设置的更改记录（新的在前）："
    assert [line.partition(" ")[2].partition(" ")[2] for line in log[1:]] == [
        "甲：记录 默认 → 关",
        "甲：保留天数 30 天 → 默认",
        "甲：保留天数 30 天 → 30 天",
        "乙乙：保留天数 默认 → 30 天",
    ]
    assert all(line.startswith(today) for line in log[1:])


async def test_members_change_nothing_and_see_no_log(chat, peer):
    assert await set_by(chat, "丙", "/设置 保留天数 30") == "只有群主和管理员可以更改本群的设置。"
    assert await set_by(chat, "丙", "/设置 日志") == "只有群主和管理员可以查看设置的更改记录。"
    assert await set_by(chat, "丙", "/设置 记录 关") == "只有群主和管理员可以开启或关闭记录。"
    assert chat.bot.rows("select * from setting where group_id = ?", chat.group_id) == []


async def test_what_was_set_is_there_after_a_restart(chat, peer, bot):
    await set_by(chat, "乙", "/设置 保留天数 30")
    await bot.stop()
    await bot.start()
    await chat.connect()
    assert (await set_by(chat, "丙", "/设置 保留天数")).startswith("🗓️ 保留天数：30 天")


# What they do


async def test_recording_is_switched_like_by_its_own_words(chat, peer):
    assert (await set_by(chat, "甲", "/设置 记录 关")).startswith("已停止记录")
    await chat.say("甲", "不记")
    await chat.say("甲", "/设置 recording on")
    await until(lambda: [one for one in peer.sent if "我是群镜" in one.text])
    await chat.say("甲", "又记")
    texts = await chat.texts()
    assert "又记" in texts
    assert "不记" not in texts


async def test_pictures_or_words(chat, peer, talk):
    assert not (await chat.ask("丙", "/rank")).pictures
    await set_by(chat, "甲", "/设置 回答方式 图片")
    assert (await chat.ask("丙", "/rank")).pictures
    await set_by(chat, "甲", "/设置 回答方式 默认")
    assert not (await chat.ask("丙", "/rank")).pictures


async def test_the_theme_is_the_groups_own(chat, peer, talk):
    await set_by(chat, "甲", "/设置 回答方式 图片")
    (light,) = (await chat.ask("丙", "/rank")).pictures
    await set_by(chat, "甲", "/设置 主题 深色")
    (dark,) = (await chat.ask("丙", "/rank")).pictures
    assert brightness(light) > 200
    assert brightness(dark) < 60


def brightness(png: bytes) -> float:
    """The corner of a picture, 0 to 255."""
    import io

    from PIL import Image

    return sum(Image.open(io.BytesIO(png)).convert("RGB").getpixel((4, 4))) / 3


async def test_a_command_that_is_switched_off_gets_silence_and_comes_back(chat, peer, talk):
    await set_by(chat, "甲", "/设置 停用命令 加 排行")
    off = [await chat.say("丙", "/rank"), await chat.say("甲", "/本周排行")]
    assert await chat.silence(*off)
    await set_by(chat, "甲", "/设置 停用命令 去 rank")
    assert THREE in (await chat.ask("丙", "/rank")).text


async def test_a_command_that_the_owner_has_switched_off_a_group_may_switch_on(chat, peer, talk):
    off = await chat.say("丙", "/没人答")
    assert await chat.silence(off)
    await set_by(chat, "甲", "/设置 停用命令 清空")
    assert (await chat.ask("丙", "/没人答")).text


async def test_only_commands_that_call_the_bot_are_answered(chat, peer, talk):
    await set_by(chat, "甲", "/设置 仅@时回答 开")
    uncalled = await chat.say("丙", "/rank")
    assert THREE in (await chat.ask("丙", ["@群镜", " /rank"])).text
    assert chat.answers(uncalled) == []
    await chat.ask("甲", ["@群镜", " /设置 仅@ 关"])
    assert (await chat.ask("丙", "/rank")).text


async def test_the_question_board_is_closed(chat, peer, talk):
    assert "有人吃火锅吗" in (await chat.ask("丙", "/问题")).text
    await set_by(chat, "甲", "/设置 问题板 关")
    assert (await chat.ask("丙", "/问题")).text == (
        "本群没有开启「问题板」。管理员可以发 /设置 问题板 开"
    )


@pytest.mark.parametrize(
    ("setting", "question", "what"),
    [
        ("看心情", "/心情 甲", "心情"),
        ("看作息", "/作息 甲", "作息"),
        ("look-clock", "/夜猫子 甲", "作息"),
    ],
)
async def test_what_concerns_others_is_opened_to_everybody_and_closed_again(
    chat, peer, talk, setting, question, what
):
    closed = f"只有群主和管理员可以查看别人的{what}。"
    assert (await chat.ask("丙", question)).text == closed
    await set_by(chat, "甲", f"/设置 {setting} 所有人")
    assert (await chat.ask("丙", question)).text != closed
    await set_by(chat, "甲", f"/设置 {setting} 自己")
    assert (await chat.ask("丙", question)).text == closed


async def test_an_ignored_member_counts_no_more_in_the_past_either_and_gets_no_answer(
    chat, peer, talk
):
    await chat.say("丁", "我是别的机器人")
    assert "4 条" in (await chat.ask("丙", "/rank")).text
    said = await set_by(chat, "甲", "/设置 忽略成员 加 30004")
    assert said.startswith("好的，「忽略成员」从「无」改成「丁」。")
    unheard = await chat.say("丁", "/rank")
    await until(lambda: all(row["is_bot"] for row in of_ding(chat)), str(chat.bot.log[-800:]))
    assert "3 条" in (await chat.ask("丙", "/rank")).text
    assert chat.answers(unheard) == []
    assert "/忘记我" in (await chat.ask("丁", "/隐私")).text  # they may be a person, after all
    await set_by(chat, "甲", "/设置 忽略成员 去 30004")
    await until(lambda: not any(row["is_bot"] for row in of_ding(chat)))
    first = of_ding(chat)[0]
    assert "机器人" in json.loads(first["words"])
    assert "4 条" in (await chat.ask("丁", "/rank")).text


def of_ding(chat):
    return [row for row in chat.bot.messages(chat.group_id) if row["sender_id"] == 30004]


async def test_what_was_recalled_is_dropped_when_it_is_not_kept_any_longer(chat, peer, bot):
    await set_by(chat, "甲", "/设置 撤回内容 保留")
    said = await chat.say("丙", "说错了话")
    await chat.room.recall(said)
    (row,) = [one for one in await chat.stored() if one["recalled_at"]]
    assert row["text"] == "说错了话"
    await set_by(chat, "甲", "/设置 撤回内容 删除")
    await until(lambda: not any(one["text"] for one in recalled(chat)))
    again = await chat.say("丙", "又说错了")
    await chat.room.recall(again)
    await chat.stored()
    assert [one["text"] for one in recalled(chat)] == ["", ""]


def recalled(chat):
    return [row for row in chat.bot.messages(chat.group_id) if row["recalled_at"]]


async def test_a_new_time_zone_moves_what_was_said_to_its_own_days(chat, peer, bot):
    """At noon in Shanghai it is midnight, or one o'clock in summer, in Havana."""
    await chat.say("甲", "早")
    await chat.stored()
    before = int(datetime(2026, 7, 1, 4, 30, tzinfo=UTC).timestamp())
    after = int(datetime(2026, 11, 10, 4, 30, tzinfo=UTC).timestamp())
    with closing(sqlite3.connect(bot.database, timeout=PATIENCE)) as database:
        for at in (before, after):
            database.execute(
                "insert into message (group_id, sent_at, message_key, utc_offset, sender_id,"
                " self_id, kind, text) values (?, ?, ?, 480, 30001, 10000, 1, '早')",
                (chat.group_id, at, at),
            )
            database.execute(
                "insert into day (group_id, day, changed) values (?, ?, 1)",
                (chat.group_id, (at + 480 * 60) // 86400),
            )
        database.commit()
    said = await set_by(chat, "甲", "/设置 时区 America/Havana")
    assert "从「Asia/Shanghai」改成「America/Havana」" in said
    await until(lambda: all(row["utc_offset"] < 0 for row in bot.messages(chat.group_id)))
    offsets = {row["sent_at"]: row["utc_offset"] for row in bot.messages(chat.group_id)}
    assert (offsets[before], offsets[after]) == (-240, -300)
    for day, count in (("2026-07-01", 1), ("2026-06-30", 0), ("2026-11-09", 1), ("2026-11-10", 0)):
        told = (await chat.ask("丙", f"/rank {day}")).text
        assert ("1 条" in told) == bool(count), (day, told)
    state = (await chat.ask("丙", "/群镜 状态")).text
    assert "正在记录" in state


# Superusers


async def whispered(peer, who: int, words: str) -> str:
    return (await peer.answer_to(await peer.whisper(who, words), PATIENCE)).text


async def test_a_superuser_sets_any_group_in_private_that_is_named_and_known(chat, peer):
    await chat.stored()
    group = chat.group_id
    told = await whispered(peer, 30009, f"/设置 群 {group} 保留天数 30")
    assert told.startswith("好的，「保留天数」从「永久」改成「30 天」。")
    assert "保留天数：30 天" in await whispered(peer, 30009, f"/settings retention in {group}")
    assert "保留天数 默认 → 30 天" in await whispered(peer, 30009, f"/设置 日志 群{group}")
    assert (await whispered(peer, 30009, f"/设置 群 {group} 记录 关")).startswith("已停止记录")
    assert "没有开启记录" in await whispered(peer, 30009, f"/群镜 状态 in {group}")
    assert (await whispered(peer, 30009, f"/群镜 开启 in {group}")).startswith("已开启记录")
    assert await whispered(peer, 30009, "/设置") == "私聊里请写明群号，例如：/设置 群 123456"
    assert "群 99999999" in await whispered(peer, 30009, "/设置 群 99999999 保留天数 1")
    assert "私聊里请写明群号" in await whispered(peer, 30009, "/群镜 关闭")
    assert "群 99999999" in await whispered(peer, 30009, "/群镜 关闭 in 99999999")


async def test_an_admin_reaches_no_other_groups_settings(chat, peer):
    other = chat.open(chat.group_id + 800_000, "另一个群")
    await other.say("甲", "早")
    refused = "只有机器人的主人可以管理别的群。"
    for words in (
        "设置",
        "设置 保留天数",
        "设置 保留天数 1",
        "设置 日志",
        "设置 记录 关",
        "群镜 关闭",
    ):
        assert await set_by(chat, "甲", f"/{words} in {other.group_id}") == refused, words
    assert chat.bot.rows("select * from setting where group_id = ?", other.group_id) == []
    assert await set_by(chat, "主", f"/设置 保留天数 7 in {other.group_id}")
    assert (
        chat.bot.rows("select value from setting where group_id = ?", other.group_id)[0][0] == "7"
    )
    assert await stored_value(chat, "retention") is None

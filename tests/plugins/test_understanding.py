"""What is said is understood: words, moods and questions, from the chat to the answer in it."""

import asyncio
import contextlib
import io
import json
import os
import re
import sqlite3
import sys

import pytest
from PIL import Image

from groupscope.language.reading import VERSION
from groupscope.playground import segments
from groupscope.reports.mood import score_label
from tests.bots import PATIENCE, ROOT, Chat, until

FOOD = "奶茶 火锅 烧烤 咖啡 西瓜 草莓 蓝莓 面包 牛奶 苹果 香蕉"
FUN = "电影 游戏 小说 吉他 键盘 显卡 地铁 高铁 演唱会 羽毛球 图书馆"
GLAD = f"太开心了 {FOOD} 电影 游戏 小说 吉他 键盘 显卡 地铁 高铁"
"""Twenty words, 开心 among them."""


@pytest.fixture(scope="module")
async def plain_bot(new_bot):
    """A bot that answers in words alone."""
    bot = await new_bot(GROUPSCOPE_REPLIES="text").start()
    yield bot
    await bot.stop()


@pytest.fixture
async def plain(plain_bot, chat):
    """A room around the bot that answers in words alone."""
    plain = Chat(plain_bot, chat.group_id)
    await plain.connect()
    yield plain
    await plain.close()


@pytest.fixture
async def talk(chat, peer):
    """丙 names twenty-two things, 丁 is glad about nineteen of them, and repeats himself."""
    await chat.say("丙", FOOD)
    await chat.say("丙", FUN)
    await chat.say("丁", GLAD)
    await chat.say("丁", "奶茶 奶茶 奶茶 奶茶")


async def started(bot, *arguments: str) -> asyncio.subprocess.Process:
    """Run ``groupscope …`` as the bot's owner would."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", "from groupscope.cli import main; main()", *arguments),
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1", **bot.settings},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def command_line(bot, *arguments: str, typed: str = "") -> str:
    """Run ``groupscope …`` to its end; return what it prints."""
    process = await started(bot, *arguments)
    async with asyncio.timeout(PATIENCE * 2):
        told, complaints = await process.communicate(typed.encode())
    assert process.returncode == 0, complaints.decode()
    return told.decode()


async def said_by(chat, who: str) -> list:
    """The stored rows of what somebody said."""
    sender = chat.room.find(who).user_id
    return [row for row in await chat.stored() if row["sender_id"] == sender]


def words_in(row) -> list[str]:
    return json.loads(row["words"] or "[]")


# As it is recorded


async def test_a_message_is_stored_with_what_it_says(chat, peer):
    await chat.say("丙", "太强了，番茄牛腩番茄牛腩")
    await chat.say("丙", "失恋了")
    await chat.say("丙", "后天开会")
    await chat.say("丙", "谁有打印机的驱动")
    glad, sad, plain, asked = await said_by(chat, "丙")
    assert words_in(glad) == ["太强", "番茄牛腩"]  # each word once
    assert glad["mood"] > 260
    assert sad["mood"] < -260
    assert abs(plain["mood"]) < 260
    assert [row["is_question"] for row in (glad, sad, plain, asked)] == [0, 0, 0, 1]
    assert {row["language_version"] for row in (glad, sad, plain, asked)} == {VERSION}


async def test_faces_are_words_and_pictures_say_nothing(chat, peer):
    await chat.say("丙", ["下雨了", segments.face("5")])
    await chat.say("丙", segments.image(b"a picture"))
    face, picture = await said_by(chat, "丙")
    assert words_in(face) == ["下雨", "[流泪]"]
    assert face["mood"] < 0
    assert (words_in(picture), picture["mood"], picture["is_question"]) == ([], None, 0)


async def test_commands_and_bots_say_nothing(chat, peer):
    chat.room.seat(2854196306, "Q群管家")
    await chat.say("Q群管家", "欢迎新人，开心吗？")
    await chat.say("丙", "/签到 开心吗？")
    await chat.ask("丙", "/词云 开心")
    rows = [*await said_by(chat, "丙"), *await said_by(chat, "Q群管家")]
    assert len(rows) == 3
    for row in rows:
        assert (row["words"], row["mood"], row["is_question"]) == (None, None, 0), row["text"]


async def test_what_is_recalled_says_nothing_any_more(chat, peer):
    said = await chat.say("丙", "谁偷吃了我的番茄牛腩，气死我了")
    await chat.say("丁", "番茄牛腩")
    (before,) = await said_by(chat, "丙")
    assert words_in(before)
    assert before["is_question"]
    await chat.room.recall(said)
    (after,) = await said_by(chat, "丙")
    assert (after["words"], after["mood"], after["is_question"]) == (None, None, 0)
    (kept,) = await said_by(chat, "丁")
    assert words_in(kept) == ["番茄牛腩"]


# /词云


MOST_SAID = "今天最常说：奶茶 3 条、吉他 2 条、咖啡 2 条"
OF_BING = "最常说：吉他 1 条、咖啡 1 条、图书馆 1 条"


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("/词云", MOST_SAID),
        ("/wordcloud", MOST_SAID),
        ("/今日词云", MOST_SAID),
        ("/词云 🐱", MOST_SAID),
        ("/词云 ❤️ 本周", MOST_SAID.replace("今天", "本周")),
        ("/词云 开心", "今天（开心）最常说：吉他 1 条、咖啡 1 条、地铁 1 条"),
        ("/词云 丙", f"丙 今天{OF_BING}"),
        ("/我的词云", f"丙 今天{OF_BING}"),
        ("/本月词云 @丙", f"丙 本月{OF_BING}"),
        ("/词云@丙 本月 🐱", f"丙 本月{OF_BING}"),
    ],
)
async def test_a_cloud_is_a_picture_with_its_three_greatest_words(chat, talk, words, line):
    answer = await chat.ask("丙", words)
    assert answer.text == line
    (picture,) = answer.pictures
    with Image.open(io.BytesIO(picture)) as image:
        assert image.format == "PNG"
        assert image.width == 1080
        assert 700 < image.height <= 2400


@pytest.mark.parametrize(
    ("who", "words", "line"),
    [
        ("甲", "/我的词云", "今天只有 0 个词，不够画词云"),
        ("丙", "/词云 难过", "今天只有 0 个词，不够画词云"),
        ("丙", "/词云 昨天", "昨天没有记录"),
        ("丙", "/词云 圆形", "没"),
    ],
)
async def test_without_twenty_words_there_is_no_cloud(chat, talk, who, words, line):
    answer = await chat.ask(who, words)
    assert answer.text.startswith(line)
    assert answer.pictures == ()


async def test_a_shape_makes_another_picture(chat, talk):
    plain, cat = [(await chat.ask("丙", words)).pictures for words in ("/词云", "/词云 🐱")]
    assert plain != cat


async def test_nineteen_words_are_too_few_and_twenty_enough(chat, peer):
    await chat.say("丙", FOOD)
    await chat.say("丙", FUN.removesuffix(" 演唱会 羽毛球 图书馆"))
    answer = await chat.ask("丙", "/词云")
    assert answer.text.startswith("今天只有 19 个词，不够画词云（至少 20 个）。")
    await chat.say("丙", "图书馆")
    answer = await chat.ask("丙", "/词云")
    assert len(answer.pictures) == 1


async def test_commands_and_recalled_messages_are_in_no_cloud(chat, talk):
    await chat.room.recall(await chat.say("丙", "奶茶"))
    for _ in range(2):
        await chat.ask("丙", "/词云 奶茶")  # no member is called so: refused, and no word either
    assert (await chat.ask("丙", "/词云")).text == MOST_SAID


async def test_analysts_count_words_as_the_cloud_does(chat, talk, monkeypatch):
    """The query on the page for analysts, for this group and for this month."""
    page = (ROOT / "docs" / "schema.md").read_text("utf-8")
    (query,) = re.findall(r"^```sql\n(WITH .+?)^```$", page, re.MULTILINE | re.DOTALL)
    query = query.replace("group_id = 123456", f"group_id = {chat.group_id}")
    query = query.replace("'2026-11-01 00:00'", "'now', '-2 days'")
    query = query.replace("'2026-12-01 00:00'", "'now', '+2 days'")
    await chat.stored()
    counted = [(row["word"], row["messages"]) for row in chat.bot.rows(query)]
    assert counted[:3] == [("奶茶", 3), ("吉他", 2), ("咖啡", 2)]
    assert len(counted) == 23


# /热词


async def test_hot_words_have_their_figures_and_an_example(plain):
    for who in "丙丁甲":
        await plain.say(who, f"{who}今天也想喝奶茶")
    answer = await plain.ask("丙", "/热词 今天")
    assert answer.text.splitlines()[:3] == [
        "今天热词 · 番茄俱乐部",
        "今天说得最多的词：奶茶（3 条）",
        "1. 奶茶 3 条：甲今天也想喝奶茶",
    ]


async def test_admins_teach_the_group_its_words(plain):
    await plain.say("丙", "蓝鲸计划：西瓜")
    (before,) = await said_by(plain, "丙")
    assert words_in(before) == ["蓝鲸", "计划", "西瓜"]
    for words in ("/热词 加 蓝鲸计划", "/热词 忽略 西瓜"):
        refused = await plain.ask("丙", words)
        assert refused.text == "只有群主和管理员可以增删本群的词。"
        answer = await plain.ask("乙", words)
        assert answer.text.startswith("好的，")
    listed = await plain.ask("丙", "/热词 词表")
    assert listed.text == "添加的词：蓝鲸计划\n忽略的词：西瓜"
    await plain.say("丙", "蓝鲸计划：西瓜")
    assert words_in((await said_by(plain, "丙"))[-1]) == ["蓝鲸计划"]
    answer = await plain.ask("乙", "/热词 恢复 蓝鲸计划 西瓜")
    assert answer.text.startswith("好的，「蓝鲸计划」「西瓜」恢复原样")
    await plain.say("丙", "蓝鲸计划：西瓜")
    assert words_in((await said_by(plain, "丙"))[-1]) == ["蓝鲸", "计划", "西瓜"]
    assert (await plain.ask("丙", "/热词 词表")).text == "添加的词：无\n忽略的词：无"


async def test_history_follows_beside_the_running_bot(plain):
    await plain.say("丙", "蓝鲸计划：西瓜")
    await plain.stored()
    await plain.ask("乙", "/热词 加 蓝鲸计划")
    assert "条消息的分析结果有变化。" in await command_line(plain.bot, "reanalyse")
    (row,) = await said_by(plain, "丙")
    assert words_in(row) == ["蓝鲸计划", "西瓜"]
    assert "完成，0 条" in await command_line(plain.bot, "reanalyse")
    answer = await plain.ask("丙", "/热词 今天")
    assert "蓝鲸计划（1 条）" in answer.text


async def test_words_of_one_group_are_not_those_of_another(plain):
    await plain.ask("乙", "/热词 加 蓝鲸计划")
    other = plain.open(plain.group_id + 500_000, "另一个群")
    await other.say("丙", "蓝鲸计划")
    await plain.stored()
    (row,) = plain.bot.messages(other.group_id)
    assert words_in(row) == ["蓝鲸", "计划"]


async def test_a_taught_word_is_shown_as_it_was_written_and_found_in_any_case(plain):
    await plain.ask("乙", "/热词 加 K歌计划")
    await plain.say("丙", "k歌计划")
    assert words_in((await said_by(plain, "丙"))[-1]) == ["K歌计划"]
    await plain.ask("乙", "/热词 加 k歌计划")
    assert (await plain.ask("丙", "/热词 词表")).text == "添加的词：k歌计划\n忽略的词：无"
    await plain.ask("乙", "/热词 忽略 K歌计划")
    assert (await plain.ask("丙", "/热词 词表")).text == "添加的词：无\n忽略的词：K歌计划"
    await plain.ask("乙", "/热词 恢复 k歌计划")
    assert (await plain.ask("丙", "/热词 词表")).text == "添加的词：无\n忽略的词：无"


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("/热词 加", "请写 1 到 20 个词"),
        ("/热词 忽略", "请写 1 到 20 个词"),
        (f"/热词 加 {'长' * 21}", "一个词最多 20 个字。"),
        (f"/热词 忽略 {'长' * 21}", "一个词最多 20 个字。"),
        ("/热词 加 长", "一个词至少 2 个字。"),
    ],
)
async def test_words_that_would_never_be_found_are_not_taught(plain, words, refusal):
    assert (await plain.ask("乙", words)).text.startswith(refusal)


# /心情


async def test_a_mood_needs_twenty_messages_and_says_its_shares(plain):
    for _ in range(15):
        await plain.say("丙", "太强了")
    for _ in range(4):
        await plain.say("丁", "失恋了")
    answer = await plain.ask("丙", "/心情")
    assert answer.text.startswith("今天只有 19 条能看出心情的消息，不到 20 条")
    await plain.say("丁", "失恋了")
    moods = [row["mood"] for row in await plain.stored() if row["mood"] is not None]
    mean = sum(moods) / 1000 / (20 + 20)  # as if twenty neutral lines came before
    answer = await plain.ask("丙", "/心情")
    first, second, third, *quotes, coverage = answer.text.splitlines()
    assert first == "今天心情 · 番茄俱乐部"
    assert second == f"今天心情 {score_label(mean)}，积极 75%、消极 25%"
    assert third.startswith("依据 20 条消息，95% 区间 ")
    glad, sad = (score_label(mood / 1000) for mood in (max(moods), min(moods)))
    assert quotes == [f"😊 丙：太强了（{glad}）"] * 2 + [f"😢 丁：失恋了（{sad}）"] * 2
    assert "20 条" in coverage


async def test_the_mood_of_others_is_for_admins_and_of_oneself_for_oneself(plain):
    for _ in range(20):
        await plain.say("丙", "太强了")
    mine = await plain.ask("丙", "/我的心情")
    assert mine.text.splitlines()[1].startswith("丙 今天心情 +")
    assert (await plain.ask("丙", ["/心情 ", "@丙"])).text == mine.text
    refused = await plain.ask("丁", ["/心情 ", "@丙"])
    assert refused.text == "只有群主和管理员可以查看别人的心情。"
    told = await plain.ask("乙", ["/心情 ", "@丙"])
    assert told.text.splitlines()[1].startswith("丙 今天心情 +")


async def test_the_mood_is_drawn(chat, peer):
    for _ in range(20):
        await chat.say("丙", "太强了")
    answer = await chat.ask("甲", "/心情 今天")
    (picture,) = answer.pictures
    with Image.open(io.BytesIO(picture)) as image:
        assert image.width == 1080
    assert answer.text.endswith("积极 100%、消极 0%")


# /问题


@pytest.fixture
async def questions(plain):
    """An hour ago 丙 asked twice, and 丁 once, a minute apart; 甲 answered 丁, who was the last."""
    plain.later(-3600)
    await plain.say("丙", "谁有打印机的驱动？")
    plain.later(60)
    await plain.say("丙", "会议室的钥匙在哪？")
    plain.later(60)
    tables = await plain.say("丁", "有人会用透视表吗")
    plain.later(240)
    await plain.say("甲", "我发你了", reply_to=tables)
    plain.later(3240)
    return plain


LISTED = [
    "1. 丙：会议室的钥匙在哪？（待回答）",
    "2. 丙：谁有打印机的驱动？（待回答）",
    "3. 丁：有人会用透视表吗（甲 4 分钟后回答）",
]


async def test_open_questions_come_first_then_the_latest(questions):
    answer = await questions.ask("甲", "/问题")
    assert answer.text.splitlines()[1:5] == ["近7天 3 个问题，2 个还没人答", *LISTED]
    only_open = await questions.ask("甲", "/问题 open")
    assert only_open.text.splitlines()[1:4] == ["近7天 3 个问题，2 个还没人答", *LISTED[:2]]
    assert "透视表" not in only_open.text
    same = await questions.ask("甲", "/没人答")
    assert same.text.splitlines()[:4] == only_open.text.splitlines()[:4]
    mine = await questions.ask("丁", "/我的问题")
    assert mine.text.splitlines()[1] == "丁 近7天 1 个问题，都有人答了"


async def test_a_mention_of_the_asker_answers_and_the_asker_does_not(questions):
    await questions.say("丙", "我自己找到了", at="丙")
    assert (await questions.ask("甲", "/问题")).text.splitlines()[2:5] == LISTED
    await questions.say("乙", ["@丙", " 在前台"])
    answer = await questions.ask("甲", "/问题")
    assert re.search(r"会议室的钥匙在哪？（乙乙 (59 分钟|1 小时)后回答）", answer.text)


async def test_the_asker_or_an_admin_marks_a_question_as_settled(questions):
    early = await questions.ask("丙", "/问题 done 1")
    assert early.text == "请先发「/问题」看编号，再发「/问题 done 编号」。"
    await questions.ask("甲", "/问题")
    refused = await questions.ask("丁", "/问题 done 2")
    assert refused.text == "只有群主和管理员可以把别人的问题标为已解决。"
    nowhere = await questions.ask("丙", "/问题 done 4")
    assert nowhere.text.startswith("编号要在 1 到 3 之间")
    for who, words in (("丙", "/问题 done 1"), ("乙", "/问题 解决 #2")):
        assert (await questions.ask(who, words)).text == "已标记为解决。"
    answer = await questions.ask("甲", "/问题")
    assert answer.text.splitlines()[1:5] == [
        "近7天 3 个问题，都有人答了",
        "1. 丁：有人会用透视表吗（甲 4 分钟后回答）",
        "2. 丙：会议室的钥匙在哪？（已标记解决）",
        "3. 丙：谁有打印机的驱动？（已标记解决）",
    ]
    assert (await questions.ask("甲", "/问题 open")).text == "近7天没有还没人答的问题。"


async def test_questions_are_drawn(chat, peer):
    await chat.say("丙", "谁有打印机的驱动？")
    answer = await chat.ask("甲", "/问题")
    assert answer.text == "近7天 1 个问题，1 个还没人答"
    assert len(answer.pictures) == 1


# On the command line, and after an upgrade


async def test_lines_are_analysed_on_the_command_line(plain_bot):
    told = await command_line(plain_bot, "analyse", "-", typed="太强了\n谁有驱动\n\n")
    glad, asked, empty = map(json.loads, told.splitlines())
    assert (glad["text"], glad["label"], glad["question"]) == ("太强了", "positive", False)
    assert (asked["words"], asked["question"]) == (["驱动"], True)
    assert empty == {"text": "", "words": [], "mood": None, "label": None, "question": False}


OLD_GROUP = 20900
OLD_MESSAGES = 450
"""More than two slices of reading anew."""


@pytest.fixture
async def old_bot(new_bot):
    """A bot that is not running, over a database as an older version has left it."""
    bot = await new_bot(GROUPSCOPE_REPLIES="text").start()
    chat = Chat(bot, OLD_GROUP)
    await chat.connect()
    for number in range(OLD_MESSAGES):
        await chat.say("丙", f"奶茶{'吗' * (number % 2)}")
    await chat.stored()
    await chat.close()
    await bot.stop()
    forget_readings(bot)
    return bot


def forget_readings(bot) -> None:
    with contextlib.closing(sqlite3.connect(bot.database)) as connection, connection:
        connection.execute(
            "update message set words = null, mood = null, is_question = 0, language_version = 0"
        )
        connection.execute("update rereading set version = 0")


def read_anew(bot) -> tuple[int, int]:
    """How many of the old messages are read by now, and how many of these ask something."""
    (row,) = bot.rows(
        "select count(*), sum(is_question) from message"
        " where group_id = ? and words = '[\"奶茶\"]' and language_version = ?",
        OLD_GROUP,
        VERSION,
    )
    return row[0], row[1]


async def test_after_an_upgrade_the_bot_reads_old_messages_anew(old_bot):
    assert read_anew(old_bot) == (0, None)
    await old_bot.start()
    await until(lambda: read_anew(old_bot) == (450, 225), "everything read anew")
    await old_bot.stop()


async def test_reading_anew_goes_on_where_it_was_killed(old_bot):
    process = await started(old_bot, "reanalyse")
    async with asyncio.timeout(PATIENCE * 2):
        await process.stdout.readuntil("已看过 200 条".encode())
    process.kill()
    await process.wait()
    done, _ = read_anew(old_bot)
    assert done >= 200
    told = await command_line(old_bot, "reanalyse")
    assert read_anew(old_bot) == (450, 225)
    (changed,) = map(int, re.findall(r"完成，(\d+) 条", told))
    assert "群 20900：已看过 450 条" not in told
    assert changed in (450 - done, 450 - done + 1)  # the mark of the test was read, or was not

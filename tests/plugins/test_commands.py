"""Commands in the chat: what is asked is answered, in the group, with words and a picture."""

import io

import pytest
from PIL import Image

from groupscope.playground.segments import at
from tests.bots import until

ONE_TWO_THREE = [("甲", 3), ("丙", 1), ("丁", 2)]


@pytest.fixture
async def talk(chat, peer):
    """甲 has said three things today, 丁 two and 丙 one."""
    for who, count in ONE_TWO_THREE:
        for number in range(count):
            await chat.say(who, f"{who}的第 {number} 句")
    listed = "select 1 from member where group_id = ? and card = '乙乙'"
    await until(lambda: chat.bot.rows(listed, chat.group_id), "the list of members")


def size_of(picture: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(picture)) as image:
        assert image.format == "PNG"
        return image.size


async def test_rank_answers_with_a_line_and_a_picture(chat, talk):
    question = await chat.say("丙", "/rank")
    (answer,) = await until(lambda: chat.answers(question))
    assert answer.text.startswith("今天 6 条，甲 3 条领先")
    assert len(answer.text) <= 60
    (picture,) = answer.pictures
    width, height = size_of(picture)
    assert width == 1080
    assert 400 < height <= 2400
    assert [piece.type for piece in answer.segments] == ["reply", "image", "text"]


LEADS = "今天 6 条，甲 3 条领先"


@pytest.mark.parametrize(
    ("words", "beginning"),
    [
        ("/rank", LEADS),
        ("/排行", LEADS),
        ("/发言榜", LEADS),
        ("／ＲＡＮＫ", LEADS),
        ("/RANK 今天", LEADS),
        ("  /rank   today", LEADS),
        ("/今日排行", LEADS),
        ("/本周排行", "本周 6 条，甲 3 条领先"),
        ("/rank 本周", "本周 6 条，甲 3 条领先"),
        ("/排行 近7天", "近7天 6 条，甲 3 条领先"),
        ("/我的排行", "丙 今天 1 条，第 3 名（共 3 人发言）"),
        ("/rank 丁", "丁 今天 2 条，第 2 名（共 3 人发言）"),
        ("/rank 30004", "丁 今天 2 条，第 2 名（共 3 人发言）"),
        ("/rank 乙乙", "乙乙 今天没有发言（全群 6 条）"),
        ("/rank 昨天", "昨天没有记录"),
        ("/rank 哎呀", "没"),
        ("/rank 2026-13-01", ""),
        ("/rank in 123456", "只有机器人的主人可以查看别的群"),
    ],
)
async def test_questions_as_people_type_them(chat, talk, words, beginning):
    answer = await chat.ask("丙", words)
    assert answer.text.startswith(beginning), answer.text


async def test_whom_one_means_may_be_an_at(chat, talk):
    for words in (["/rank ", "@丁"], ["/rank@丁"], ["/排行", "@丁", " 今天"]):
        answer = await chat.ask("丙", words)
        assert answer.text.startswith("丁 今天 2 条，第 2 名"), words


async def test_calling_the_bot_first_means_nobody(chat, talk):
    answer = await chat.ask("丙", "/rank", at="群镜")
    assert answer.text.startswith(LEADS)


async def test_the_at_of_a_quotation_is_no_target(chat, talk):
    quoted = await chat.say("丁", "第三句")
    answer = await chat.ask("丙", "/rank", reply_to=quoted, at="丁")
    assert answer.text.startswith("今天 7 条，甲 3 条领先")


async def test_what_is_no_command_of_ours_gets_silence(chat, talk):
    assert await chat.silence(
        await chat.say("丙", "/ranking"),
        await chat.say("丙", "/rank7"),
        await chat.say("丙", "/签到"),
        await chat.say("丙", "rank"),
        await chat.say("丙", "我想看 /rank"),
        await chat.say("丙", "/"),
    )


async def test_commands_count_in_no_statistic(chat, talk):
    await chat.ask("丙", "/rank")
    await chat.say("丙", "/签到")
    answer = await chat.ask("丙", "/rank")
    assert answer.text.startswith(LEADS)


async def test_help_shows_the_main_commands_and_explains_one(chat, peer):
    overview = await chat.ask("丙", "/help")
    assert overview.text.startswith("/排行 /词云 ")
    assert "/帮助 全部" in overview.text
    width, height = size_of(overview.pictures[0])
    assert width == 1080
    assert 400 < height <= 2400
    about = await chat.ask("丙", "/帮助 rank")
    assert about.text == "/排行：谁说得最多，例如 /排行 上周"
    assert len(about.pictures) == 1
    assert (await chat.ask("丙", "/群镜 帮助 排行")).text == about.text
    nothing = await chat.ask("丙", "/帮助 不存在")
    assert "没有「不存在」这个命令" in nothing.text


async def test_a_portrait_is_the_askers_own_or_anybodys(chat, talk):
    for words in ("/画像 今天", "/我的画像 今天"):
        own = await chat.ask("丁", words)
        assert own.text == "丁 今天 2 条，第 2 名（共 3 人），1 天冒泡"
        assert len(own.pictures) == 1
    other = await chat.ask("丁", ["/画像 今天", "@甲"])
    assert other.text == "甲 今天 3 条，第 1 名（共 3 人），1 天冒泡"


async def test_the_state_tells_how_much_is_recorded(chat, talk):
    answer = await chat.ask("丙", "/群镜 状态")
    assert answer.text.startswith("本群正在记录。\n共 6 条统计在内。")


async def test_a_superuser_gets_the_whole_state_in_private(chat, peer, talk):
    def told() -> list[str]:
        return [sent.text for sent in peer.sent if sent.user_id == 30009]

    answer = await chat.ask("主", "/群镜 状态")
    assert answer.text.endswith("机器人的状态私聊发给你了。")
    [whole] = told()
    assert whole.startswith("群镜 0.")
    assert "账号 10000 " in whole
    assert "NapCat" in whole
    assert "丢失 0" in whole
    assert "磁盘用了" in whole
    assert "没有设 ONEBOT_ACCESS_TOKEN" in whole
    assert "→" in whole  # what to do about it
    await peer.whisper(30009, "/群镜 状态")  # no group needs to be named
    await until(lambda: len(told()) == 2)
    assert told()[1].startswith("群镜 0.")
    answer = await chat.ask("甲", "/群镜 状态")
    assert "账号" not in answer.text
    assert "磁盘" not in answer.text


async def test_a_group_is_asked_about_from_elsewhere_by_superusers_alone(chat, talk):
    other = chat.open(chat.group_id + 500_000, "另一个群")
    asked = await other.say("丙", f"/rank in {chat.group_id}")
    (refused,) = await until(lambda: chat.answers(asked))
    assert "只有机器人的主人可以查看别的群" in refused.text
    assert "甲" not in refused.text
    asked = await other.say("主", f"/rank in {chat.group_id}")
    (answer,) = await until(lambda: chat.answers(asked))
    assert answer.text.startswith(LEADS)


async def test_all_groups_are_seen_by_superusers_alone(chat, peer, talk):
    other = chat.open(chat.group_id + 700_000, "另一个群")
    await other.say("丁", "只有这一句")
    answer = await chat.ask("主", "/groups 今天")
    assert answer.text.startswith("今天 ")
    assert len(answer.pictures) == 1
    for who in ("丙", "甲"):
        refused = await chat.ask(who, "/群榜")
        assert refused.text == "只有机器人的主人可以查看别的群。"


async def test_one_group_never_sees_another_ones_talk(chat, talk):
    other = chat.open(chat.group_id + 600_000, "另一个群")
    await other.say("丁", "只有这一句")
    asked = await other.say("丁", "/rank")
    (answer,) = await until(lambda: chat.answers(asked))
    assert answer.text.startswith("今天 1 条，丁 1 条领先")


async def test_a_superuser_asks_in_private(chat, peer, talk):
    await chat.stored()
    number = await peer.whisper(30009, f"/rank in {chat.group_id}")
    answer = await peer.answer_to(number, 30)
    assert answer.user_id == 30009
    assert answer.text.startswith(LEADS)
    number = await peer.whisper(30009, "/rank")
    answer = await peer.answer_to(number, 30)
    assert "私聊里请写明群号" in answer.text


async def test_others_get_no_answer_in_private(chat, peer, talk):
    await peer.whisper(30001, f"/rank in {chat.group_id}")
    await chat.ask("甲", "/help")
    assert not [sent for sent in peer.sent if sent.user_id == 30001]


async def test_other_bots_are_not_answered_and_not_counted(chat, peer, talk):
    chat.room.seat(2854196306, "Q群管家")
    assert await chat.silence(await chat.say("Q群管家", "/rank"))
    answer = await chat.ask("丙", "/rank")
    assert answer.text.startswith(LEADS)


async def test_a_robot_is_told_to_be_no_member(chat, peer, talk):
    await until(lambda: chat.bot.rows("select 1 from connection where self_id = 10000"))
    for robot in ("群镜", "Q群管家"):
        for command in ("/词云 ", "/排行 ", "/画像 "):
            who = chat.room.find(robot) if robot == "群镜" else chat.room.seat(2854196306, robot)
            told = await chat.ask("甲", (command, at(who.user_id)))
            assert told.text == "TA 是机器人，不算群友，不计入任何统计。", (robot, command)
    assert "不计入任何统计" not in (await chat.ask("丁", ("/排行 ", at(30003)))).text


async def test_the_bots_own_account_calls_no_commands(chat):
    await chat.connect(reports_own=True)
    assert await chat.silence(await chat.say("群镜", "/rank"))


async def test_an_admin_takes_back_what_the_bot_has_said(chat, talk):
    answer = await chat.ask("丙", "/rank")
    refused = await chat.ask("丙", "/撤回", reply_to=answer.said)
    assert "群主和管理员" in refused.text
    assert answer.said.sequence not in chat.room.recalled
    await chat.say("乙", "/撤回", reply_to=answer.said)
    await until(lambda: answer.said.sequence in chat.room.recalled)


async def test_only_answers_are_taken_back(chat, talk):
    said = await chat.say("丙", "不是机器人说的")
    answer = await chat.ask("乙", "/撤回", reply_to=said)
    assert "请引用我的一条回答" in answer.text
    assert said.sequence not in chat.room.recalled


async def test_a_question_that_was_taken_back_is_not_answered(chat, talk):
    question = await chat.say("丙", "/rank")
    await chat.room.recall(question)
    await chat.ask("丙", "/rank 本周")
    assert not chat.answers(question)

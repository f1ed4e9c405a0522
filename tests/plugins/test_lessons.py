"""Lessons in the chat: opened and closed by admins, seen by everybody."""

import asyncio

import pytest


@pytest.fixture
async def lesson(chat, peer):
    """乙 opens a lesson; 甲 asks, 丙 answers."""
    opened = await chat.ask("乙", "/开课 线性代数")
    assert opened.text == (
        "「线性代数」开课了（第 1 节）。发「/下课」结束；忘了的话，4 小时后自动下课。"
    )
    question = await chat.say("甲", "几点开会？")
    await chat.say("丙", "八点", reply_to=question)
    await asyncio.sleep(1.1)  # the second in which it is closed does not belong to it


async def test_a_lesson_is_opened_and_closed_and_told_on_one_card(chat, lesson):
    going = await chat.ask("丁", "/课堂")
    assert going.text.startswith("「线性代数」")
    assert "进行中：2 条，2 人参与，1 个问题，1 个有人答" in going.text
    closed = await chat.ask("乙", "/下课")
    assert closed.text.endswith("：2 条，2 人参与，1 个问题，1 个有人答")
    assert "进行中" not in closed.text
    assert len(closed.pictures) == 1
    again = await chat.ask("丁", "/lesson 线性代数")
    assert again.text == closed.text
    listed = await chat.ask("丁", "/课堂 list")
    assert listed.text.startswith("共 1 节课，最近是「线性代数」")
    assert (await chat.ask("丁", "/课表")).text == listed.text


async def test_an_open_lesson_survives_a_restart(chat, peer, lesson):
    await chat.bot.stop()
    await chat.bot.start()
    await peer.connect()
    closed = await chat.ask("乙", "/下课")
    assert closed.text.endswith("：2 条，2 人参与，1 个问题，1 个有人答")


async def test_members_may_look_and_not_keep(chat, lesson):
    for words in ("/开课 别的", "/下课", "/课堂 删除 1", "/课堂 线性代数 昨天 20:00~22:00"):
        refused = await chat.ask("丙", words)
        assert refused.text == "只有群主和管理员可以开课和下课。", words


async def test_what_cannot_be_is_told(chat, lesson):
    told = {
        "/开课 高数": "「线性代数」还没下课。先发「/下课」，再开新的。",
        "/课堂 不存在的课": "没有「不存在的课」这节课。发「/课堂 list」看有哪些。",
        "/课堂 9": "没有「9」这节课。发「/课堂 list」看有哪些。",
        "/课堂 昨天 20:00~22:00": "请写上课名，例如：/课堂 线性代数 2026-11-19 20:00~22:00",
    }
    for words, why in told.items():
        assert (await chat.ask("甲", words)).text == why
    await chat.ask("甲", "/下课")
    again = await chat.ask("甲", "/下课")
    assert again.text.startswith("现在没有在上的课。")


async def test_one_is_added_afterwards_corrected_and_dropped(chat, peer):
    await chat.say("丙", "早")
    added = await chat.ask("乙", "/课堂 补的课 昨天 20:00~22:00")
    assert "没有记录：那时我还不在群里" in added.text
    listed = await chat.ask("丙", "/课堂 list")
    assert "补的课" in listed.text
    assert "20:00–22:00" in listed.text
    await chat.ask("乙", "/课堂 补的课 昨天 20:30~21:30")
    [row] = chat.bot.rows("select * from lesson where group_id = ?", chat.group_id)
    assert row["until_at"] - row["since_at"] == 3600
    dropped = await chat.ask("乙", "/课堂 删除 1")
    assert dropped.text == "已去掉第 1 节课；消息都还在。"
    assert (await chat.ask("丙", "/课堂")).text.startswith("本群还没有开过课。")

"""In a NoneBot project of somebody else, which has registered the stock adapter itself."""

import json

import pytest

from groupscope.playground import LLBOT
from tests.bots import ROOT, until

PROJECT = """
import os, sys
sys.path.insert(0, {root!r})
import nonebot
from nonebot.adapters.onebot.v11 import Adapter

nonebot.init(_env_file=None)
nonebot.get_driver().register_adapter(Adapter)
for name in ("recorder", "stats", "admin"):
    assert nonebot.load_plugin("plugins." + name), name
nonebot.run()
"""


@pytest.fixture(scope="module")
async def bot(new_bot):
    bot = new_bot()
    bot.script = bot.folder / "somebody.py"
    bot.script.write_text(PROJECT.format(root=str(ROOT)), encoding="utf-8")
    bot.cwd = bot.folder
    await bot.start()
    yield bot
    await bot.stop()


async def test_it_says_what_may_be_lost(bot):
    assert "The stock OneBot adapter is registered already" in bot.log


async def test_messages_are_recorded_and_questions_answered(chat):
    await chat.connect(LLBOT)
    first = await chat.say("甲", "早")
    await chat.stored()
    await chat.say("丙", ["@乙", " 早啊"], reply_to=first)
    await until(lambda: len(chat.bot.messages(chat.group_id)) == 2)
    rows = await chat.stored()
    assert [row["text"].strip() for row in rows] == ["早", "早啊"]
    assert json.loads(rows[1]["mentions"]) == [30002]
    assert rows[1]["reply_to_key"] == rows[0]["message_key"]
    answer = await chat.ask("丙", "/rank")
    assert answer.text.startswith("今天 2 条")
    assert answer.pictures


async def test_our_own_posts_and_recalls_are_recorded(chat):
    await chat.connect(LLBOT)
    said = await chat.say("甲", "说错了")
    await chat.stored()
    await chat.room.recall(said)
    answer = await chat.ask("甲", "/help")
    await until(lambda: answer.text in [row["text"] for row in chat.bot.messages(chat.group_id)])
    await until(lambda: chat.bot.messages(chat.group_id)[0]["recalled_at"])
    assert "说错了" not in await chat.texts()

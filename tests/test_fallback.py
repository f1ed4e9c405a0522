"""In a NoneBot project of somebody else: as docs/deployment.md tells it, and behind its adapter."""

import json

import pytest

from groupscope.playground import LLBOT
from tests.bots import ROOT, Chat, until
from tests.test_docs import blocks

INSTALLED = "import sys\nsys.path.append({root!r})\n"
"""As after ``pip install``: behind the project's own folder."""
STOCK = """
import nonebot
from nonebot.adapters.onebot.v11 import Adapter

nonebot.init(_env_file=None)
nonebot.get_driver().register_adapter(Adapter)
for name in ("recorder", "stats", "admin"):
    assert nonebot.load_plugin("plugins." + name), name
nonebot.run()
"""
HELLO = """
from nonebot import on_command

hello = on_command("你好")


@hello.handle()
async def say() -> None:
    await hello.finish("你好呀")
"""


def project(bot, code: str):
    """Give a bot that is not started yet a folder, and a bot.py of somebody's own."""
    bot.script = bot.folder / "somebody.py"
    bot.script.write_text(INSTALLED.format(root=str(ROOT)) + code, encoding="utf-8")
    bot.cwd = bot.folder
    return bot


@pytest.fixture(scope="module")
async def bot(new_bot):
    bot = project(new_bot(), STOCK)
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


async def test_beside_plugins_of_their_own_ours_take_every_frame_first(new_bot):
    """Loaded as the documentation says, into a project whose plugins lie in plugins/, too."""
    (code,) = blocks("docs/deployment.md", "python")
    bot = project(new_bot(), code)
    own = bot.folder / "plugins" / "hello"
    own.mkdir(parents=True)
    (own / "__init__.py").write_text(HELLO, encoding="utf-8")
    await bot.start()
    assert "The stock OneBot adapter is registered already" not in bot.log
    assert "Traceback" not in bot.log
    chat = Chat(bot, 25901)
    peer = await chat.connect(LLBOT)
    await chat.say("甲", "早")
    await chat.say("甲", "/你好")
    await until(lambda: [sent for sent in peer.sent if sent.text == "你好呀"], bot.log[-2000:])
    answer = await chat.ask("丙", "/词云")
    assert answer.text
    assert (await chat.ask("丙", "/rank")).pictures
    said = [row["text"] for row in await chat.stored() if not row["is_own"]]
    assert said == ["早", "/你好", "/词云", "/rank"]
    await chat.close()
    assert await bot.stop() is not None
    assert "Traceback" not in bot.log

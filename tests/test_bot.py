"""Starting, stopping, crashing and being refused: the bot as its owner runs it."""

import asyncio
import os
import re
import signal
import socket
from pathlib import Path

import psutil
import pytest
from websockets.asyncio.client import connect

from groupscope.playground import LLBOT, Peer
from groupscope.playground.link import RefusedError
from tests.bots import ME, PATIENCE, Bot, Chat, until

GROUP = 20001
SETTINGS = {"SUPERUSERS": "30009, 30008"}
"""Of the bot that tests share which do not stop it; lists may be written as people do."""


@pytest.fixture
async def started(new_bot):
    """Start bots that are stopped after the test."""
    bots = []

    async def started(**settings) -> Bot:
        bot = new_bot(**settings)
        bots.append(bot)
        return await bot.start()

    yield started
    for bot in bots:
        await bot.stop()


async def refused(bot: Bot) -> str:
    """Start a bot that must not start; return what it says."""
    await bot.launch()
    assert await bot.ended() != 0
    assert "Traceback" not in bot.log
    return bot.log.splitlines()[-1]


# Starting


async def test_it_tells_what_to_enter_in_napcat_and_how_to_do_without_qq(bot):
    for words in (bot.url, "groupscope play", str(bot.database), "NapCat", "array"):
        assert words in bot.log


async def test_it_starts_from_any_folder(new_bot, tmp_path):
    bot = new_bot()
    bot.cwd = tmp_path
    await bot.start()
    assert await bot.stop() in (0, -signal.SIGTERM, 128 + signal.SIGTERM)
    assert list(tmp_path.iterdir()) == []


async def test_the_database_is_for_its_owner_alone(bot):
    assert bot.database.stat().st_mode & 0o077 == 0


async def test_a_second_bot_on_the_same_database_is_refused(bot, new_bot):
    second = new_bot(GROUPSCOPE_DATABASE_URL=bot.settings["GROUPSCOPE_DATABASE_URL"])
    sentence = await refused(second)
    assert "群镜没有启动" in sentence
    assert "数据库" in sentence
    assert not bot.has_ended


async def test_a_port_that_is_taken_is_told(new_bot):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        bot = new_bot(PORT=str(other.getsockname()[1]))
        assert "已被别的程序占用" in await refused(bot)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("PORT", "notaport"),
        ("GROUPSCOPE_TIMEZONE", "Asia/Atlantis"),
        ("GROUPSCOPE_NEW_GROUPS", "perhaps"),
        ("GROUPSCOPE_DENY_GROUPS", "番茄"),
        ("GROUPSCOPE_DATABASE_URL", "oracle://secret@nowhere/"),
        ("GROUPSCOPE_DNEY_GROUPS", "[1]"),
        ("SESSION_EXPIRE_TIMEOUT", "soon"),
        ("NICKNAME", "not a list"),
        ("DRIVER", "~nothing"),
    ],
)
async def test_a_wrong_setting_is_named(new_bot, key, value):
    bot = new_bot(**{key: value})
    sentence = await refused(bot)
    assert key in sentence
    assert "secret" not in bot.log


async def test_the_world_is_not_let_in_without_a_token(new_bot):
    assert "ONEBOT_ACCESS_TOKEN" in await refused(new_bot(HOST="0.0.0.0"))  # noqa: S104 -- refused


BROKEN = """
import runpy, sys
import groupscope.reports

def discover():
    raise ImportError("a library is missing")

groupscope.reports.discover = discover
import groupscope.app
groupscope.app.discover = lambda: None
runpy.run_path({bot!r}, run_name="__main__")
"""


async def test_a_plugin_that_does_not_load_is_named(new_bot):
    bot = new_bot()
    bot.script = bot.folder / "broken.py"
    bot.script.write_text(
        f"import sys\nsys.path.insert(0, {str(Path.cwd())!r})\n"
        + BROKEN.format(bot=str(Path.cwd() / "bot.py")),
        encoding="utf-8",
    )
    await bot.launch()
    assert await bot.ended() != 0
    assert re.search("插件 .*stats.* 加载失败", bot.log)
    assert "a library is missing" in bot.log


# Connecting


async def test_a_wrong_token_is_refused_and_the_right_one_let_in(started):
    bot = await started(ONEBOT_ACCESS_TOKEN="sesame")
    chat = Chat(bot, GROUP)
    for token in ("", "wrong"):
        with pytest.raises(RefusedError):
            await chat.connect(token=token)
    await chat.connect(token="sesame")
    await chat.say("甲", "早")
    assert await chat.texts() == ["早"]
    await chat.close()


async def test_a_new_connection_of_an_account_replaces_its_half_open_one(bot, chat):
    headers = {"X-Self-ID": str(ME), "X-Client-Role": "Universal"}
    async with connect(bot.url, additional_headers=headers, proxy=None) as half_open:
        await until(lambda: f"Bot …{ME % 1000:03} connected" in bot.log)
        await chat.connect()
        await chat.say("甲", "早")
        assert await chat.texts() == ["早"]
        async with asyncio.timeout(PATIENCE):
            await half_open.wait_closed()
    await chat.say("甲", "晚安")
    assert await chat.texts() == ["早", "晚安"]


async def test_a_stranger_without_the_token_does_not_put_out_who_is_there(started):
    bot = await started(ONEBOT_ACCESS_TOKEN="sesame")
    chat = Chat(bot, GROUP)
    await chat.connect(token="sesame")
    stranger = Peer(chat.world, ME, dialect=LLBOT, url=bot.url, token="wrong")
    with pytest.raises(RefusedError):
        await stranger.connect()
    await chat.say("甲", "还在")
    assert await chat.texts() == ["还在"]
    await chat.close()


# Stopping


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
async def test_what_was_said_right_before_the_end_is_written(started, by):
    bot = await started()
    chat = Chat(bot, GROUP)
    peer = await chat.connect()
    for number in range(300):
        await chat.say("甲", f"第 {number} 条")
    # The bot has read everything when it answers; the last of it is still in the queue.
    number = await peer.whisper(30009, "/help")
    await peer.answer_to(number, PATIENCE)
    await bot.stop(by)
    assert [row["text"] for row in bot.messages(GROUP)] == [f"第 {n} 条" for n in range(300)]
    (connection,) = bot.rows("select * from connection")
    assert connection["ended_by"] is not None
    assert "Traceback" not in bot.log


async def test_stopped_and_started_it_goes_on(started):
    bot = await started()
    for words in ("早", "晚安"):
        chat = Chat(bot, GROUP)
        await chat.connect(LLBOT)
        chat.room.skip_to(10 if words == "晚安" else 1)
        await chat.say("甲", words)
        await chat.stored()
        await chat.close()
        await bot.stop()
        await bot.start()
    assert [row["text"] for row in bot.messages(GROUP)] == ["早", "晚安"]


async def test_a_worker_that_was_killed_costs_nobody_an_answer(bot, chat):
    await chat.connect()
    await chat.say("甲", "早")
    drawn = await chat.ask("甲", "/rank")
    assert drawn.pictures
    for worker in children_of(bot.pid):
        os.kill(worker, signal.SIGKILL)
    again = await chat.ask("丙", "/rank 本周")
    assert "甲 1 条领先" in again.text


def children_of(pid: int) -> list[int]:
    return [child.pid for child in psutil.Process(pid).children(recursive=True)]


async def test_nothing_is_left_running(started):
    bot = await started()
    chat = Chat(bot, GROUP)
    await chat.connect()
    await chat.say("甲", "早")
    await chat.ask("甲", "/rank")
    workers = children_of(bot.pid)
    assert workers
    await bot.stop()
    await until(lambda: not any(Path(f"/proc/{worker}/cmdline").exists() for worker in workers))
    await chat.close()


async def test_answers_come_in_words_where_the_owner_wants_them_so(started):
    bot = await started(GROUPSCOPE_REPLIES="text")
    chat = Chat(bot, GROUP)
    await chat.connect()
    for who in ("甲", "甲", "甲", "丙"):
        await chat.say(who, "早")
    answer = await chat.ask("甲", "/rank")
    assert not answer.pictures
    lines = answer.text.splitlines()
    assert lines[0] == "今天发言排行 · 番茄俱乐部"
    assert lines[2:4] == ["1. 甲 3 条（75.0%）", "2. 丙 1 条（25.0%）"]
    await chat.close()


async def test_the_words_of_recalled_messages_are_kept_where_the_owner_wants_it(started):
    bot = await started(GROUPSCOPE_RECALLED="keep")
    chat = Chat(bot, GROUP)
    await chat.connect()
    await chat.room.recall(await chat.say("甲", "说错了"))
    (row,) = await chat.stored()
    assert row["text"] == "说错了"
    assert row["recalled_at"]
    await chat.close()

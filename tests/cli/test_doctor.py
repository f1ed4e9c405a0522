"""``groupscope doctor``: beside a running bot, without one, and where things are broken."""

import asyncio
import os
import sys

import pytest

from groupscope.playground import NAPCAT
from tests.bots import ROOT, Bot, Chat, until

TOKEN = "0123456789abcdef-0123456789abcdef"


async def doctor(bot: Bot) -> tuple[str, int]:
    """Run it with the bot's settings; return what it says, and its status."""
    known = {key: one for key, one in os.environ.items() if not key.startswith("GROUPSCOPE_")}
    program = "from groupscope.cli import main; main()"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, "doctor",
        cwd=ROOT, env={**known, **bot.settings},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    told, _ = await process.communicate()
    return told.decode(), process.returncode or 0


@pytest.fixture
async def recorded(new_bot):
    """A bot that runs and has heard 甲 say three things."""
    bot = await new_bot(ONEBOT_ACCESS_TOKEN=TOKEN).start()
    chat = Chat(bot, 20001)
    peer = await chat.connect(NAPCAT, token=TOKEN)
    for text in ("早", "吃了吗", "走"):
        await chat.say("甲", text)
    await chat.stored()
    yield bot, chat, peer
    await chat.close()
    await bot.stop()


def shows_account(bot: Bot) -> bool:
    """Whether the running bot has shown by now that its account is there."""
    file = bot.folder / "alive.json"
    return file.exists() and '"is_connected":true' in file.read_text("utf-8")


async def test_beside_a_running_bot_and_without_it(recorded):
    bot, chat, _ = recorded
    await until(lambda: shows_account(bot), bot.log)
    told, status = await doctor(bot)
    assert (status, told.splitlines()[0].startswith("群镜 0.")) == (0, True), told
    assert "账号 10000 " in told
    assert "NapCat" in told
    assert "最近一帧" in told
    assert "丢失 0" in told
    assert "磁盘用了" in told
    assert "没有发现问题" in told or "💡" in told

    before = bot.messages(chat.group_id)
    await chat.close()
    await bot.stop()
    told, status = await doctor(bot)
    assert status == 1
    assert told.startswith("群镜没有在运行（下面是数据库里记着的）。\n账号 10000 ")
    assert "最后在线" in told
    assert "⚠️ 机器人刚刚停了，或卡住了" in told or "⚠️ 机器人没有在运行" in told
    assert "→ 启动它：uv run --no-dev bot.py" in told
    assert bot.messages(chat.group_id) == before


async def test_what_is_wrong_comes_with_what_to_do(recorded):
    bot, chat, peer = recorded
    await peer.log_out()
    shown = bot.folder / "alive.json"
    await until(lambda: '"offline:10000"' in shown.read_text("utf-8"), bot.log)
    told, status = await doctor(bot)
    assert status == 1
    assert "❌ 账号 10000 被 QQ 踢下线了" in told
    assert "重新扫码登录" in told
    bot.settings["ONEBOT_ACCESS_TOKEN"] = "123456"
    bot.settings["SUPERUSERS"] = "[]"
    told, _ = await doctor(bot)
    assert "⚠️ ONEBOT_ACCESS_TOKEN 太弱" in told
    assert "⚠️ 没有设 SUPERUSERS" in told
    assert chat.group_id


async def test_before_the_first_start_and_on_a_broken_file(new_bot):
    bot = new_bot()
    told, status = await doctor(bot)
    assert status == 1
    assert "还没有账号连上过。" in told
    assert not bot.database.exists()  # it looks, and makes nothing
    bot.database.write_bytes(b"this is no database" * 100)
    told, status = await doctor(bot)
    assert status == 1
    assert "❌ 数据库读不出来：DatabaseError: file is not a database。" in told
    assert "groupscope restore" in told


async def test_a_port_that_somebody_else_has_taken(new_bot):
    bot = new_bot()
    server = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0)
    async with server:
        bot.settings["PORT"] = str(server.sockets[0].getsockname()[1])
        told, status = await doctor(bot)
    assert status == 1
    assert "有程序在听，但这里的机器人一分钟没有动静了" in told

"""The database file is damaged: the bot does not start, says what to do, and that works."""

import os
import re
from datetime import UTC

from groupscope.store.nightly import Nightly
from tests.bots import Chat

GROUP = 25101


async def test_a_damaged_database_is_refused_and_what_it_says_to_do_brings_it_back(new_bot):
    bot = await new_bot().start()
    chat = Chat(bot, GROUP)
    await chat.connect()
    for number in range(200):
        await chat.say("甲", f"第 {number} 句" + "番茄" * 50)
    rows = [tuple(row) for row in await chat.stored()]
    await chat.close()
    backup = await Nightly(bot.database, bot.folder / "backups", UTC, chat.world.clock).look()
    await bot.stop()

    with bot.database.open("r+b") as file:
        file.seek(bot.database.stat().st_size // 2)
        file.write(os.urandom(64 * 1024))
    damaged = bot.database.read_bytes()
    await bot.launch()
    assert await bot.ended() != 0
    sentence = bot.log.splitlines()[-1]
    assert "群镜没有启动" in sentence
    assert "损坏了" in sentence
    assert bot.database.read_bytes() == damaged
    assert "Traceback" not in bot.log

    (words,) = re.findall(r"uv run --no-dev groupscope (restore --replace \S+)", sentence)
    assert words.endswith(str(backup))
    assert "恢复好了" in await bot.command(*words.split())
    await bot.start()
    assert [tuple(row) for row in bot.messages(GROUP)] == rows
    await chat.connect()
    assert (await chat.ask("甲", "/rank")).text.startswith("今天 200 条")
    await chat.close()
    await bot.stop()

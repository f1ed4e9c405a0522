"""Other plugins beside ours: they get what they want, and cannot make us lose anything."""

import pytest

from groupscope.playground import Faults
from tests.bots import ROOT, Bot, Chat, until

NOISY = '''
"""A plugin that breaks whatever it can."""
from nonebot.exception import IgnoredException
from nonebot.message import event_postprocessor, event_preprocessor, run_preprocessor

@event_preprocessor
async def refuse(event):
    raise RuntimeError("the other plugin stumbles over SECRET")

@event_preprocessor
async def ignore(event):
    raise IgnoredException("the other plugin ignores everything")

@event_postprocessor
async def break_afterwards(event):
    raise RuntimeError("the other plugin stumbles afterwards")
'''

LISTENING = '''
"""A plugin that notes every message that it hears, and answers one."""
from pathlib import Path
from nonebot import on_message, on_notice
from nonebot.adapters.onebot.v11 import Bot, Event, MessageEvent

heard = Path(__file__).with_suffix(".heard")
listener = on_message(priority=5, block=False)
noticer = on_notice(priority=5, block=False)

@listener.handle()
async def note(bot: Bot, event: MessageEvent):
    with heard.open("a", encoding="utf-8") as file:
        file.write(event.get_plaintext() + "\\n")
    if event.get_plaintext() == "echo":
        await listener.send("echo, too")

@noticer.handle()
async def note_notice(event: Event):
    with heard.open("a", encoding="utf-8") as file:
        file.write(event.get_event_name() + "\\n")
'''

STARTER = """
import runpy, sys
sys.path.insert(0, {folder!r})
import nonebot
load = nonebot.load_from_toml

def load_more(*args, **options):
    load(*args, **options)
    nonebot.load_plugin({name!r})

nonebot.load_from_toml = load_more
runpy.run_path({bot!r}, run_name="__main__")
"""


def bot_with(new_bot, name: str, plugin: str, **settings) -> Bot:
    """A bot whose owner has added a plugin."""
    bot = new_bot(**settings)
    (bot.folder / f"{name}.py").write_text(plugin, encoding="utf-8")
    bot.script = bot.folder / "start.py"
    bot.script.write_text(
        STARTER.format(folder=str(bot.folder), name=name, bot=str(ROOT / "bot.py")),
        encoding="utf-8",
    )
    return bot


def heard(bot: Bot) -> list[str]:
    """What the listening plugin has heard."""
    notes = bot.folder / "listening.heard"
    return notes.read_text(encoding="utf-8").splitlines() if notes.exists() else []


@pytest.fixture(scope="module")
async def noisy_bot(new_bot):
    bot = await bot_with(new_bot, "noisy", NOISY, GROUPSCOPE_DISPATCH="all").start()
    yield bot
    await bot.stop()


async def test_hooks_of_others_that_raise_and_ignore_lose_us_nothing(noisy_bot):
    chat = Chat(noisy_bot, 20001)
    await chat.connect(faults=Faults(malform_every=10))
    said = [await chat.say("甲", f"第 {number} 条") for number in range(50)]
    await chat.room.recall(said[0])
    await chat.room.poke("甲", "丙")
    assert await chat.texts() == ["", *(f"第 {number} 条" for number in range(1, 50))]
    assert sorted(row["kind"] for row in noisy_bot.notices(20001)) == ["poke", "recall"]
    await chat.close()


@pytest.fixture(scope="module", params=["auto", "all", "commands"])
async def listened_bot(request, new_bot):
    bot = await bot_with(new_bot, "listening", LISTENING, GROUPSCOPE_DISPATCH=request.param).start()
    yield bot
    await bot.stop()


async def test_a_plugin_that_listens_hears_every_message(listened_bot):
    mode = listened_bot.settings["GROUPSCOPE_DISPATCH"]
    chat = Chat(listened_bot, 20001)
    peer = await chat.connect()
    await chat.say("甲", "早")
    await chat.say("甲", "echo")
    await chat.room.poke("甲", "丙")
    answer = await chat.ask("甲", "/help")
    assert "/排行" in answer.text
    assert sorted(row["text"] for row in await chat.stored() if not row["is_own"]) == [
        "/help",
        "echo",
        "早",
    ]
    await until(lambda: "notice.notify.poke" in heard(listened_bot))
    if mode == "commands":
        assert heard(listened_bot) == ["notice.notify.poke"]
    else:
        await until(lambda: {"早", "echo", "/help"} <= set(heard(listened_bot)))
        await until(lambda: "echo, too" in [sent.text for sent in peer.sent])
    assert len([sent for sent in peer.sent if sent.text == answer.text]) == 1
    await chat.close()

"""No log holds what people said, whatever goes wrong and however much is logged."""

import json
import subprocess
import sys

import pytest
from websockets.exceptions import ConnectionClosed

from groupscope.logs import shortened
from groupscope.playground import NAPCAT, Faults
from tests.bots import Chat, until
from tests.plugins.test_dispatch import bot_with

SECRET = "天机不可泄露"
"""Stands in everything that somebody writes here."""

TALKING = """
from nonebot import on_message
from nonebot.adapters.onebot.v11 import Event, MessageEvent
from nonebot.message import event_postprocessor

talking = on_message(priority=5)

@event_postprocessor
async def fail_afterwards(event: Event):
    raise ValueError(f"cannot make sense of {event.model_dump()}")

@talking.handle()
async def fail(event: MessageEvent):
    words = event.get_plaintext()
    try:
        int(words)
    except ValueError as error:
        raise RuntimeError(f"the other plugin stumbles over {words}") from error
"""


async def everything(chat, peer) -> None:
    """Say the secret in every way there is."""
    room = chat.room
    said = await room.say("甲", SECRET)
    await room.say("甲", f"{SECRET}出错")
    await room.say("甲", f"/rank {SECRET}")
    await room.say("甲", f"/{SECRET}")
    await room.say("丙", [f"@{SECRET}", f" {SECRET} https://example.com/{SECRET}"], reply_to=said)
    await room.set_card("丙", SECRET)
    await room.say(30003, SECRET)
    await room.set_title(30003, SECRET)
    await room.rename(SECRET, by="甲")
    await room.upload("丁", f"{SECRET}.pdf", 3)
    await room.join(30020, SECRET)
    await room.recall(said)
    await peer.whisper(30001, SECRET, nickname=SECRET)
    await peer.whisper(30009, f"/rank {SECRET}", nickname=SECRET)
    good = {"post_type": "message", "message_type": "group", "group_id": room.group_id}
    for bad in (
        f'{{"post_type": "message", "message": "{SECRET}',
        json.dumps([SECRET]),
        json.dumps({**good, "message": SECRET, "user_id": SECRET}),
        json.dumps({**good, "message": {"type": SECRET}, "user_id": 3, "sender": SECRET}),
        json.dumps({**good, "message": SECRET, "user_id": 3, "self_id": 10000, "time": SECRET}),
        json.dumps({"post_type": SECRET, "message": SECRET}),
        json.dumps({"post_type": "notice", "notice_type": SECRET, "group_id": SECRET}),
        json.dumps({"echo": SECRET, "status": "failed", "retcode": 1, "message": SECRET}),
        SECRET.encode(),
        SECRET.encode("utf-16"),
    ):
        await peer.send_frame(bad)


@pytest.mark.parametrize("level", ["TRACE", "DEBUG", "INFO"])
async def test_no_word_of_what_people_say_is_logged(new_bot, level):
    bot = bot_with(new_bot, "talking", TALKING, LOG_LEVEL=level, GROUPSCOPE_DISPATCH="all")
    await bot.start()
    chat = Chat(bot, 20001)
    chat.room.seat(30030, SECRET)
    peer = await chat.connect(NAPCAT)
    await everything(chat, peer)
    answer = await chat.ask("甲", "/rank")
    assert answer.text
    peer.faults = Faults(send_fails=True)
    await chat.say("甲", f"/rank 本周 {SECRET}")
    await chat.say("甲", f"/群镜 {SECRET}")
    await until(lambda: "failed" in bot.log)
    peer.faults = Faults()
    await chat.stored()
    await chat.close()
    await bot.stop()
    spoken = [line[:300] for line in bot.log.splitlines() if SECRET in line]
    escaped = json.dumps(SECRET).strip('"')
    spoken += [line[:300] for line in bot.log.splitlines() if escaped in line]
    assert spoken == []
    assert "RuntimeError" in bot.log
    assert "talking.py" in bot.log


async def test_a_line_of_the_log_is_a_line(new_bot):
    bot = await new_bot().start()
    await bot.stop()
    lines = bot.log.splitlines()
    records = [place for place, line in enumerate(lines) if "[INFO] nonebot" in line]
    assert all(lines[place + 1].strip() for place in records[:-1])
    assert ConnectionClosed.__name__ not in bot.log


NUMBERS = (20001, 10000, 30001, 30003, 30009, 30020, 30030)
"""Of the group, the bot, and everybody who says or does something."""


@pytest.mark.parametrize("form", ["text", "json"])
async def test_at_info_nobody_is_named_by_a_number(new_bot, form):
    bot = await new_bot(GROUPSCOPE_LOG_FORM=form, GROUPSCOPE_MONITORING="on").start()
    chat = Chat(bot, 20001)
    chat.room.seat(30030, SECRET)
    peer = await chat.connect(NAPCAT)
    await everything(chat, peer)
    assert (await chat.ask("主", "/群镜 状态")).text
    peer.faults = Faults(send_fails=True)
    await chat.say("甲", "/rank 本周")
    await until(lambda: "failed" in bot.log)
    peer.faults = Faults()
    await peer.log_out()
    await until(lambda: "logged out" in bot.log)
    await peer.restart()
    await chat.stored()
    await chat.close()
    await bot.stop()
    kept = (bot.folder / "logs" / "groupscope.log").read_text("utf-8")
    assert "Account …000" in kept
    for log in (bot.log, kept):
        named = [line for line in log.splitlines() for one in NUMBERS if str(one) in line]
        assert named == []
        assert SECRET not in log
    if form == "json":
        lines = [json.loads(line) for line in kept.splitlines()]
        assert {frozenset(line) for line in lines} == {
            frozenset({"at", "level", "name", "message"})
        }
        assert any(line["message"].startswith("Account …000: connected") for line in lines)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Bot 10000 connected", "Bot …000 connected"),
        ("group_20001_30001", "group_…001_…001"),
        ("12345678901@[群:789012]", "…901@[群:…012]"),
        ("Uvicorn running on http://127.0.0.1:38123", "Uvicorn running on http://127.0.0.1:38123"),
        ("ws://u:p@host:12345/30001", "ws://u:p@host:12345/…001"),
        ('127.0.0.1:54321 - "WebSocket"', '127.0.0.1:54321 - "WebSocket"'),
        ("Started server process [123456]", "Started server process [123456]"),
        ("groupscope-20261120-101500.db", "groupscope-20261120-101500.db"),
        (
            "1,234,567 rows in 0.123456 s, retcode 1404",
            "1,234,567 rows in 0.123456 s, retcode 1404",
        ),
    ],
)
def test_what_looks_like_a_number_of_somebody_is_shortened(said, shown):
    assert shortened(said) == shown


def test_files_are_followed_by_new_ones_and_few_are_kept(tmp_path):
    program = f"""
from pathlib import Path
from loguru import logger
from groupscope.logs import install
install("INFO", folder=Path({str(tmp_path)!r}), megabytes=1)
for number in range(9 * 1024):
    logger.info("x" * 1000)
"""
    done = subprocess.run([sys.executable, "-c", program], stdout=subprocess.DEVNULL, check=True)
    assert done.returncode == 0
    sizes = sorted(path.stat().st_size for path in tmp_path.iterdir())
    assert len(sizes) == 6  # the one that is written, and five before it
    assert max(sizes) <= 1024 * 1024

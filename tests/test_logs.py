"""No log holds what people said, whatever goes wrong and however much is logged."""

import json

import pytest
from websockets.exceptions import ConnectionClosed

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

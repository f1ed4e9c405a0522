"""An evening in a room, small enough to be counted by hand."""

import time

from tests.bots import Chat, until

HOSTILE = "<img src=x onerror=window.hacked=1>"
"""A name and a message as somebody sends them who wants to be let in."""


async def talked(chat: Chat) -> Chat:
    """Let 甲 say five messages, 丙 three, 丁 two and a hostile newcomer one: eleven of four."""
    first = await chat.say("甲", "今天的番茄牛腩真好吃，太开心了")
    await chat.say("丙", "番茄牛腩我也要吃", reply_to=first)
    await chat.say("丁", "好羡慕你们", reply_to=first)
    await chat.room.react(first, "丙")
    await chat.say("甲", "明天再去吃番茄", at="丙")
    await chat.say("丙", "请问明天几点集合？")
    await chat.say("甲", "食堂排队太慢了，气死我了")
    await chat.say("丁", "谁知道图书馆周末开门吗？")
    await chat.say("甲", "番茄涨价了，难过")
    await chat.say("丙", "那就吃土豆")
    await chat.say("甲", "土豆也很好吃，哈哈")
    await chat.room.join(30066, HOSTILE)
    await chat.say(30066, f"大家好 {HOSTILE}")
    await chat.stored()
    return chat


async def a_second_later(chat: Chat) -> None:
    """Wait until the second of the last message is over: what begins now does not hold it."""
    said_at = (await chat.stored())[-1]["sent_at"]
    await until(lambda: time.time() >= said_at + 1)

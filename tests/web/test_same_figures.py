"""The dashboard's figures are those of the chat: each panel beside the answer to the same."""

import re

import pytest

from groupscope.language.mood_average import PRIOR_LINES
from groupscope.reports.mood import score_label
from tests.bots import until

SETTINGS = {"GROUPSCOPE_DASHBOARD": "on"}
BESIDE_EACH_OTHER = {
    "rank": "/rank 24h",
    "trend": "/trend 24h",
    "peaks": "/trend 24h",
    "heat": "/hours 24h",
    "ties": "/ties 24h",
    "words": "/words 24h",
    "comings": "/newcomers 24h",
}
"""Panels that say what a report says in its first line, and how chat is asked for that report."""


@pytest.fixture
async def evening(chat, peer, page):
    """甲, 丙 and 丁 say twenty-six things, one of them a question that nobody answers."""
    await chat.ask("甲", "/设置 回答方式 文字")
    first = await chat.say("丙", "番茄牛腩真好吃，太开心了")
    await chat.say("丁", "我也要吃番茄牛腩", reply_to=first)
    await chat.say("甲", "那就去吃", reply_to=first)
    for number in range(10):
        await chat.say("甲", f"土豆也很好吃，开心 {number}")
        await chat.say("丙", f"食堂排队太慢了，难过 {number}")
    await chat.say(
        "丁", "苹果，香蕉，西瓜，葡萄，橙子，草莓，芒果，樱桃，荔枝，柠檬，黄瓜，白菜，萝卜，豆腐"
    )
    await chat.say("丁", "请问明天几点集合？")
    await chat.stored()
    return chat


async def told(page, chat, names, **words):
    path = f"api/groups/{chat.group_id}/panels"
    return await page.told(path, names=names, range="24h", **words)


async def test_every_panel_says_what_its_report_says(page, evening):
    panels = (await told(page, evening, ",".join(BESIDE_EACH_OTHER)))["panels"]
    for name, command in BESIDE_EACH_OTHER.items():
        sentence = panels[name]["headline"] or panels[name]["empty"]
        assert sentence in (await evening.ask("甲", command)).text, name


async def test_of_a_member_too(page, evening):
    panels = (await told(page, evening, "rank,trend,heat,ties", member=30003))["panels"]
    for name in panels:
        command = BESIDE_EACH_OTHER[name]
        sentence = panels[name]["headline"] or panels[name]["empty"]
        assert sentence in (await evening.ask("甲", f"{command} 30003")).text, name


async def test_everything_adds_up_to_the_same(page, evening):
    """甲 says twelve things (one before the others came), 丙 eleven, 丁 three."""
    answer = await told(page, evening, "summary,rank,trend,hours,day,heat,coverage,gender,cloud")
    panels = answer["panels"]
    counts = [(row["name"], row["messages"]) for row in panels["rank"]["rows"]]
    assert counts == [("甲", 12), ("丙", 11), ("丁", 3)]
    assert panels["summary"]["facts"]["messages"] == 26
    assert panels["summary"]["facts"]["speakers"] == 3
    assert panels["summary"]["facts"]["open_questions"] == 1
    assert answer["coverage"]["messages"] == panels["coverage"]["facts"]["messages"] == 26
    for name in ("trend", "hours"):
        assert sum(row["messages"] for row in panels[name]["rows"]) == 26, name
    assert panels["heat"]["facts"]["total"] == 26
    assert sum(row["messages"] for row in panels["gender"]["rows"]) == 26
    everybody = (await page.told(f"api/groups/{evening.group_id}/members", range="24h"))["rows"]
    assert sum(row["messages"] for row in everybody) == 26
    wall = await page.told("api/wall", range="24h")
    rows = wall["panels"]["by_messages"]["rows"]
    assert [row["messages"] for row in rows if row["id"] == evening.group_id] == [26]


def sum_of_moods(told) -> float:
    """The sum whose mean is told: as if neutral lines had been said before, in each bucket anew."""
    return told["mood"] * (told["scored"] + PRIOR_LINES)


async def test_the_mood_is_that_of_the_chat(page, evening):
    answer = await told(page, evening, "summary,trend")
    facts = answer["panels"]["summary"]["facts"]
    chat = (await evening.ask("甲", "/mood 24h")).text
    assert f"心情 {score_label(facts['mood'])}，" in chat
    low, high = (score_label(facts[name]) for name in ("mood_low", "mood_high"))
    assert f"依据 {facts['scored']} 条消息，95% 区间 {low} 到 {high}" in chat
    buckets = [row for row in answer["panels"]["trend"]["rows"] if row["scored"]]
    assert sum(row["scored"] for row in buckets) == facts["scored"]
    assert sum(map(sum_of_moods, buckets)) == pytest.approx(sum_of_moods(facts), abs=0.02)


async def test_the_words_of_the_cloud_are_those_of_the_chat(page, evening):
    rows = (await told(page, evening, "cloud"))["panels"]["cloud"]["rows"]
    counts = {row["word"]: row["messages"] for row in rows}
    assert counts["土豆"] == counts["食堂"] == 10
    chat = (await evening.ask("甲", "/wordcloud 24h")).text
    for word in ("土豆", "食堂"):
        assert re.search(rf"{word} ?10\b", chat), chat


async def test_loved_messages_are_those_of_the_chat(page, evening):
    (row,) = (await told(page, evening, "quotes"))["panels"]["quotes"]["rows"]
    chat = (await evening.ask("甲", "/quotes 24h")).text
    assert f"：{row['text']} —— {row['people']} 人（💬{row['replies']}）" in chat


async def test_open_questions_are_those_of_the_chat(page, evening):
    panel = (await told(page, evening, "questions"))["panels"]["questions"]
    chat = (await evening.ask("甲", "/questions")).text
    for row in panel["rows"]:
        assert row["text"] in chat
    assert [row["text"] for row in panel["rows"] if row["is_open"]] == ["请问明天几点集合？"]


async def test_what_was_recorded_is_told_in_the_same_words(page, evening):
    connected = int(evening.world.clock())
    await until(lambda: int(evening.world.clock()) > connected)  # presence is told in seconds
    line = (await told(page, evening, "coverage"))["coverage"]["text"]
    chat = (await evening.ask("甲", "/rank 24h")).text.splitlines()[-1]
    minute = re.compile(r"\d\d:\d\d")
    assert minute.sub("", line) == minute.sub("", chat)

"""Searching through the dashboard, over HTTP: what /搜 finds, for whom, and nothing in a log."""

import pytest

COUNT = 45


@pytest.fixture
async def talk(chat, peer):
    """甲 says 番茄 forty-five times, 丙 once between them, and 丁 something else; a minute ago."""
    chat.later(-60)  # the present second belongs to no period yet
    for number in range(COUNT):
        await chat.say("甲", f"第{number:02}次说番茄")
        if number == 30:
            await chat.say("丙", "我也说番茄 Tomato")
    await chat.say("丁", "说点别的")
    await chat.stored()
    return chat


async def search(browser, chat, words: str, **more):
    answer = await browser.post(f"api/groups/{chat.group_id}/search", words=words, **more)
    assert answer.status_code == 200, answer.text
    return answer.json()


def texts(told) -> list[str]:
    return [row["text"] for row in told["rows"]]


async def test_pages_are_those_of_the_chat(chat, talk, page):
    first = await search(page, chat, "番茄")
    assert texts(first) == [f"第{number:02}次说番茄" for number in range(44, 30, -1)] + [
        "我也说番茄 Tomato",
        *(f"第{number:02}次说番茄" for number in range(30, 25, -1)),
    ]
    assert first["has_more"]
    third = await search(page, chat, "番茄", page=3)
    assert texts(third) == [f"第{number:02}次说番茄" for number in range(5, -1, -1)]
    assert not third["has_more"]
    assert "第 41–46 条" in third["headline"]
    answer = await chat.ask("甲", "/设置 回答方式 文字")
    answer = await chat.ask("甲", "/搜 番茄")
    lines = [line.split("：", 1)[1] for line in answer.text.splitlines()[1:11]]
    assert lines == texts(first)[:10]
    assert (await search(page, chat, "番茄", page=4))["empty"] == "没有更早的了。"


async def test_words_members_and_periods_narrow_it(chat, talk, page):
    assert texts(await search(page, chat, "番茄 我也")) == ["我也说番茄 Tomato"]
    assert texts(await search(page, chat, "“说番茄 tomato”")) == ["我也说番茄 Tomato"]
    assert (await search(page, chat, "“番茄 我也”"))["rows"] == []
    own = await search(page, chat, "番茄", member=30003)
    assert (texts(own), own["who"]) == (["我也说番茄 Tomato"], {"id": 30003, "name": "丙"})
    assert len((await search(page, chat, "番茄", range="24h"))["rows"]) == 20
    past = await search(page, chat, "番茄", **{"from": "2026-01-01", "to": "2026-01-02"})
    assert "没有人说过「番茄」" in past["empty"]
    # What would be a period or a group in chat is looked for here.
    await chat.say("丁", "昨天 群123456 去了哪里")
    await chat.stored()
    assert texts(await search(page, chat, "昨天 群123456")) == ["昨天 群123456 去了哪里"]


@pytest.mark.parametrize("words", ["番", "，", "“”"])
async def test_what_is_too_short_is_a_sentence(chat, talk, page, words):
    told = await search(page, chat, words)
    assert told["rows"] == []
    assert "至少两个字" in told["empty"]


async def test_members_find_their_own_words_alone(chat, talk, stranger):
    await chat.ask("甲", "/设置 看板 所有人")
    await stranger.log_in(chat, "丙")
    assert texts(await search(stranger, chat, "番茄")) == ["我也说番茄 Tomato"]
    refused = await search(stranger, chat, "番茄", member=30001)
    assert (refused["rows"], refused["empty"]) == ([], "只有群主和管理员可以搜别人说过的话。")
    theirs, own = chat.bot.messages(chat.group_id)[0], None
    own = next(row for row in chat.bot.messages(chat.group_id) if row["sender_id"] == 30003)
    path = f"api/groups/{chat.group_id}/search/around"
    near = {"near": 30}
    hidden = await stranger.post(path, sent_at=theirs["sent_at"], key=theirs["message_key"], **near)
    assert hidden.status_code == 404
    told = await stranger.post(path, sent_at=own["sent_at"], key=own["message_key"], **near)
    assert len(told.json()["rows"]) == 5  # as many as chat tells
    await chat.ask("甲", "/设置 搜别人 所有人")
    assert len((await search(stranger, chat, "番茄"))["rows"]) == 20


async def test_what_was_said_around_a_message_is_told(chat, talk, page):
    (row,) = (await search(page, chat, "我也说"))["rows"]
    path = f"api/groups/{chat.group_id}/search/around"
    place = {"sent_at": row["sent_at"], "key": row["key"]}
    told = (await page.post(path, **place, near=3)).json()
    assert texts(told) == [
        "第28次说番茄",
        "第29次说番茄",
        "第30次说番茄",
        "我也说番茄 Tomato",
        "第31次说番茄",
        "第32次说番茄",
        "第33次说番茄",
    ]
    assert [one["is_it"] for one in told["rows"]] == [False] * 3 + [True] + [False] * 3
    assert (told["has_earlier"], told["has_later"]) == (True, True)
    whole = (await page.post(path, **place, near=60)).json()
    assert (whole["has_earlier"], whole["has_later"]) == (False, False)
    assert texts(whole)[-2:] == ["说点别的", "大家好"]
    assert (await page.post(path, **(place | {"key": 10**9}), near=3)).status_code == 404


async def test_what_is_gone_is_not_found(chat, talk, page):
    said = await chat.say("丁", "绝密螃蟹")
    await chat.room.recall(said)
    await chat.stored()
    assert (await search(page, chat, "螃蟹"))["rows"] == []
    await chat.ask("丁", "/别记我")
    told = await search(page, chat, "说点别的", member=30004)
    assert (told["rows"], told["empty"]) == ([], "TA 选择了不参与统计。")


async def test_all_groups_are_the_owners_alone(chat, talk, page, stranger):
    other = chat.open(chat.group_id + 740_000, "另一个群")
    await other.say("丙", "那边的番茄")
    await chat.stored()
    assert (await page.post("api/search", words="那边的番茄")).status_code == 404
    await stranger.log_in(chat, "主")
    told = (await stranger.post("api/search", words="那边的番茄")).json()
    (row,) = told["rows"]
    assert (row["text"], row["group_name"]) == ("那边的番茄", "另一个群")
    assert told["coverage"] is None


async def test_nothing_that_is_looked_for_is_logged(bot, chat, talk, page):
    await search(page, chat, "绝密的词语")
    assert "绝密的词语" not in bot.log
    assert "%E7%BB%9D" not in bot.log


@pytest.mark.parametrize(
    "body", [{}, {"words": ""}, {"words": 7}, {"words": "番茄", "page": 0},
             {"words": "番茄", "page": "x"}, {"words": "番茄", "member": "甲"}]
)  # fmt: skip
async def test_what_is_not_understood_is_said(chat, page, body):
    answer = await page.post(f"api/groups/{chat.group_id}/search", **body)
    assert answer.status_code == 400
    assert set(answer.json()) == {"error"}

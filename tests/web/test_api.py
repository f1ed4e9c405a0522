"""What the API tells, through a running bot: the same figures as chat."""

import asyncio
import csv
import io
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.bots import until
from tests.web.talk import a_second_later

GROUP_PANELS = (
    "summary,rank,gender,cloud,trend,peaks,heat,hours,day,"
    "questions,quotes,comings,coverage,ties,words"
)


@pytest.fixture
async def talk(chat, peer):
    """甲 says three things, 丙 two of them a question, 乙 answers it."""
    await chat.say("甲", "番茄牛腩真好吃，太开心了")
    await chat.say("甲", "番茄牛腩还要再来一份")
    await chat.say("甲", "今天天气不错")
    asked = await chat.say("丙", "番茄牛腩怎么做？")
    await chat.say("乙", "先把番茄炒出汁", reply_to=asked)
    await chat.say("丙", "好的谢谢")
    await chat.stored()


async def panels(page, chat, names=GROUP_PANELS, **words):
    told = await page.told(f"api/groups/{chat.group_id}/panels", names=names, range="24h", **words)
    return told["panels"]


async def test_every_panel_is_told_of_the_group_and_of_a_member(chat, page, talk):
    for words in ({}, {"member": 30003}):
        found = await panels(page, chat, **words)
        assert list(found) == GROUP_PANELS.split(",")
        for name, one in found.items():
            assert one["rows"] or one["empty"] or name == "coverage", name
            keys = [column["key"] for column in one["columns"]]
            assert all(list(row) == keys for row in one["rows"]), name


async def test_the_ranking_is_that_of_the_chat(chat, page, talk):
    found = (await panels(page, chat, "rank"))["rank"]
    assert [(row["name"], row["messages"]) for row in found["rows"]] == [
        ("甲", 4),
        ("丙", 2),
        ("乙乙", 1),
    ]
    answer = await chat.ask("甲", "/rank 24h")
    assert found["headline"] in answer.text


@pytest.mark.parametrize("key", ["rank", "trend", "hours", "questions", "quotes", "ties"])
async def test_reports_are_answered_as_in_chat(chat, page, talk, key):
    await chat.ask("甲", "/设置 回答方式 文字")
    path = f"api/groups/{chat.group_id}/reports/{key}"
    words = {} if key == "questions" else {"range": "24h"}
    told = await page.told(path, **words)
    answer = await chat.ask("甲", f"/{key} 24h" if words else f"/{key}")
    assert without_clock(told["text"]) == without_clock(answer.text)


def without_clock(text: str) -> list[str]:
    """Without the foot, in which the present minute stands."""
    return text.splitlines()[:-1]


async def test_a_report_is_drawn(chat, page, talk):
    answer = await drawn(page, f"api/groups/{chat.group_id}/reports/rank.png", theme="dark")
    assert answer.content.startswith(b"\x89PNG"), answer.text


async def drawn(page, path, **words):
    """A picture; one that takes too long is given up, and the machine may be busy: asked again."""
    for _ in range(5):
        answer = await page.get(path, **words)
        if "画不出来" not in answer.text:
            break
    return answer


async def test_rows_come_as_csv_that_spreadsheets_open(chat, page, talk):
    await chat.say("丁", "=1+1")
    await chat.stored()
    answer = await page.get(f"api/groups/{chat.group_id}/panels/rank.csv", range="24h")
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:4] == ["名次", "QQ", "群友", "消息"]
    assert rows[1][:4] == ["1", "30001", "甲", "4"]
    said = (await page.get(f"api/groups/{chat.group_id}/messages.csv")).content.decode("utf-8-sig")
    assert "'=1+1" in said


async def test_messages_are_paged_and_filtered(chat, page, talk):
    path = f"api/groups/{chat.group_id}/messages"
    first = await page.told(path, member=30001, size=3, range="24h")
    assert (first["total"], first["pages"], first["has_more"]) == (4, 2, True)
    assert [row["text"] for row in first["rows"]] == [
        "今天天气不错",
        "番茄牛腩还要再来一份",
        "番茄牛腩真好吃，太开心了",
    ]
    second = await page.told(path, member=30001, size=3, page=2, range="24h")
    assert [row["text"] for row in second["rows"]] == ["大家好"]
    assert not second["has_more"]
    found = await page.told(path, search="番茄牛腩", range="24h")
    assert [row["id"] for row in found["rows"]] == [30003, 30001, 30001]
    cloud = (await panels(page, chat, "cloud"))["cloud"]["rows"]
    best = cloud[0]
    worded = await page.told(path, word=best["word"], range="24h")
    assert len(worded["rows"]) == best["messages"] == 3
    assert all("番茄" in row["text"] for row in worded["rows"])


async def test_pickers_are_searched(chat, page, talk):
    groups = await page.told("api/groups", search="番茄")
    assert chat.group_id in [row["id"] for row in groups["rows"]]
    assert (await page.told("api/groups", search="没有这个群"))["rows"] == []
    path = f"api/groups/{chat.group_id}/members"
    least = await page.told(path, sort="least", range="24h")
    assert least["rows"][-1]["name"] == "甲"
    assert [row["id"] for row in (await page.told(path, search="乙乙"))["rows"]] == [30002]
    assert [row["id"] for row in (await page.told(path, search="30003"))["rows"]] == [30003]


async def test_the_wall_has_the_groups_that_one_may_see(chat, page, talk):
    told = await page.told("api/wall", range="24h")
    assert {row["id"] for row in told["panels"]["by_messages"]["rows"]} >= {chat.group_id}
    assert told["figures"]["messages"] >= 7
    dots = {row["id"]: row for row in told["panels"]["scatter"]["rows"]}
    assert (dots[chat.group_id]["messages"], dots[chat.group_id]["speakers"]) == (7, 3)


async def test_lessons_have_a_page_where_questions_are_answered_later(chat, peer, page):
    await chat.ask("甲", "/开课 线性代数")
    await chat.say("丙", "行列式怎么算？")
    chat.later(3)
    await chat.ask("甲", "/下课")
    await chat.stored()
    path = f"api/groups/{chat.group_id}/lessons"
    async with asyncio.timeout(60):  # until the moment has come at which the lesson ends
        while (await page.told(path))["rows"][0]["is_open"]:
            await asyncio.sleep(0.1)
    (row,) = (await page.told(path))["rows"]
    lesson = await page.told(f"{path}/{row['number']}")
    (asked,) = lesson["questions"]
    assert (asked["text"], asked["is_open"], asked["note"]) == ("行列式怎么算？", True, None)
    answer = await page.post(
        f"api/groups/{chat.group_id}/questions/answer",
        sent_at=asked["sent_at"],
        key=asked["key"],
        text="按第一行展开",
    )
    assert answer.status_code == 200, answer.text
    (asked,) = (await page.told(f"{path}/{row['number']}"))["questions"]
    assert (asked["note"]["text"], asked["note"]["name"]) == ("按第一行展开", "甲")
    assert (asked["is_open"], asked["is_done"]) == (False, True)


async def test_settings_are_changed_with_the_words_of_the_chat(chat, page):
    path = f"api/groups/{chat.group_id}/settings"
    sections = (await page.told(path))["sections"]
    theme = next(one for part in sections for one in part["settings"] if one["key"] == "theme")
    assert theme["value"] == "浅色"
    changed = await page.post(path, key="theme", words="深色")
    assert (changed.json()["value"], changed.json()["is_set"]) == ("深色", True)
    refused = await page.post(path, key="theme", words="粉色")
    assert refused.status_code == 400
    assert refused.json()["error"] == (await chat.ask("甲", "/设置 主题 粉色")).text.strip()
    (row,) = (await page.told(f"{path}/changes"))["rows"]
    assert (row["name"], row["setting"], row["became"]) == ("甲", "主题", "深色")


async def test_health_and_storage_are_told_to_admins(chat, page, talk):
    online = "select 1 from connection where ended_by is null"
    await until(lambda: chat.bot.rows(online), "the connection on record")
    health = await page.told("api/health")
    assert [one["is_online"] for one in health["accounts"]] == [True]
    assert health["queue"] == 0
    assert health["lost"] == 0
    storage = await page.told("api/storage")
    assert (chat.group_id, 7) in [(row["id"], row["messages"]) for row in storage["rows"]]


async def test_a_digest_is_drawn_before_it_is_posted(chat, page, talk):
    path = f"api/groups/{chat.group_id}/digest.png"
    answer = await drawn(page, path, rhythm="daily")
    assert answer.content.startswith(b"\x89PNG"), answer.text
    assert (await page.get(path, rhythm="hourly")).status_code == 400


async def test_answers_are_compressed_for_those_who_take_it(chat, page, talk):
    path = f"api/groups/{chat.group_id}/panels?names=trend&range=7d"
    answer = await page.client.get(path)
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.num_bytes_downloaded * 5 < len(answer.content)
    plain = await page.client.get(path, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    first, second = (one.json()["panels"]["trend"]["rows"] for one in (answer, plain))
    # The last bucket ends now, and the clock goes on between the two.
    assert [row["messages"] for row in first] == [row["messages"] for row in second]


async def test_ranges_are_those_of_the_page_and_of_the_chat(chat, page):
    path = f"api/groups/{chat.group_id}/panels"
    for words in ("24h", "7d", "30d", "year", "all", "今天", "上周"):
        assert (await page.get(path, names="rank", range=words)).status_code == 200, words
    told = await page.told(path, names="rank", **{"from": "2026-11-01", "to": "2026-11-07"})
    assert told["period"]["until"] - told["period"]["since"] == 7 * 86_400
    refused = await page.get(path, names="rank", range="上上上周")
    assert (refused.status_code, "看不懂的时间" in refused.json()["error"]) == (400, True)


async def test_messages_of_an_hour_and_of_a_day_of_the_week_are_counted(chat, page):
    said_at = [await chat.say("丙", words) for words in ("番茄", "土豆", "牛腩")]
    assert len(said_at) == 3
    rows = await chat.stored()
    moment = datetime.fromtimestamp(rows[-1]["sent_at"], ZoneInfo("Asia/Shanghai"))
    path = f"api/groups/{chat.group_id}/messages"
    then = {"hour": moment.hour, "weekday": moment.weekday(), "range": "7d"}
    told = await page.told(path, **then)
    assert "牛腩" in [row["text"] for row in told["rows"]]
    assert told["total"] == len(told["rows"])
    other = await page.told(path, **then | {"weekday": (moment.weekday() + 3) % 7})
    assert (other["rows"], other["total"]) == ([], 0)
    assert (await page.get(path, weekday=7)).status_code == 400


async def test_a_lesson_comes_as_csv(chat, page):
    await a_second_later(chat)
    await chat.ask("甲", "/开课 正则")
    asked = await chat.say("丙", "星号是什么意思？")
    await chat.say("甲", "零个或更多个", reply_to=asked)
    await chat.stored()
    path = f"api/groups/{chat.group_id}/lessons"
    (row,) = (await page.told(path))["rows"]
    tables = {
        name: (await page.get(f"{path}/{row['number']}/{name}.csv")).text.splitlines()
        for name in ("trend", "people", "quotes", "questions")
    }
    assert tables["people"][1:] == ["1,30001,甲,1", "2,30003,丙,1"]
    assert ",星号是什么意思？,甲,零个或更多个," in tables["questions"][1]
    assert sum(int(line.split(",")[3]) for line in tables["trend"][1:]) == 2
    assert (await page.get(f"{path}/{row['number']}/nothing.csv")).status_code == 404


async def test_a_lesson_in_which_nothing_was_said_says_so(chat, page):
    await a_second_later(chat)
    await chat.ask("甲", "/开课 空教室")
    path = f"api/groups/{chat.group_id}/lessons"
    (row,) = (await page.told(path))["rows"]
    told = await page.told(f"{path}/{row['number']}")
    assert (told["lesson"]["name"], told["panels"], told["questions"]) == ("空教室", {}, [])
    assert "没有人说话" in told["empty"]
    assert (await page.get(f"{path}/99")).status_code == 400

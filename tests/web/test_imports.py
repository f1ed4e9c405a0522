"""Bringing files in through the dashboard, over HTTP: a running bot, real files, a real import."""

import asyncio
import json

import pytest

from tests.bots import PATIENCE
from tests.importers import samples

OVER = ("done", "stopped", "failed", "tried")
PIECE = 1_000_000


class Sending:
    """An upload of a browser, as the page makes it."""

    def __init__(self, browser, files: dict[str, bytes]) -> None:
        self.browser = browser
        self.files = files
        self.id = ""

    async def announce(self, group: int | None, **more):
        files = [{"name": name, "size": len(content)} for name, content in self.files.items()]
        answer = await self.browser.post("api/imports", group=group, files=files, **more)
        self.id = answer.json().get("id", "")
        return answer

    async def piece(self, number: int, at: int, content: bytes):
        return await self.browser.client.post(
            f"api/imports/{self.id}/files/{number}?at={at}",
            content=content,
            headers={"Origin": self.browser.origin, "Content-Type": "application/octet-stream"},
        )

    async def send(self) -> None:
        for number, content in enumerate(self.files.values()):
            for at in range(0, len(content), PIECE):
                answer = await self.piece(number, at, content[at : at + PIECE])
                assert answer.json() == {"received": min(at + PIECE, len(content))}, answer.text

    async def begin(self, *, dry: bool = False):
        return await self.browser.post(f"api/imports/{self.id}/begin", dry=dry)

    async def seen(self):
        """The upload as the page is told of it."""
        told = await self.browser.told("api/imports")
        return next(one for one in told["uploads"] if one["id"] == self.id)

    async def reaches(self, *states: str):
        async with asyncio.timeout(4 * PATIENCE):
            while (found := await self.seen())["state"] not in states:
                await asyncio.sleep(0.1)
        return found


async def brought_in(browser, group: int | None, files: dict[str, bytes], *, dry=False, **more):
    """Send files and have them brought in; return what the page is told then."""
    sending = Sending(browser, files)
    answer = await sending.announce(group, **more)
    assert answer.status_code == 200, answer.text
    await sending.send()
    assert (await sending.begin(dry=dry)).status_code == 200
    return sending, await sending.reaches(*OVER)


def as_lines(rows: list[dict]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def chatlab(count: int, text: str = "导入的第{}句") -> bytes:
    said = (
        {
            "_type": "message",
            "sender": "10001",
            "accountName": "甲",
            "type": 0,
            "timestamp": samples.AT + place,
            "content": text.format(place),
        }
        for place in range(count)
    )
    return as_lines([samples.CHATLAB_JSONL[0], *said])


def stored(bot, group: int) -> list[str]:
    return [row["text"] for row in bot.messages(group)]


def left_behind(bot) -> list:
    return [path for path in (bot.folder / "uploads").rglob("*") if path.is_file()]


async def test_whatever_a_file_says_of_roles_gives_nobody_rights(bot, chat, page):
    member = {"_type": "member", "platformId": "30004", "accountName": "丁"}
    said = {"_type": "message", "sender": "30004", "accountName": "丁", "type": 0}
    rows = [
        samples.CHATLAB_JSONL[0],
        member | {"roles": [{"id": "owner"}]},
        said | {"timestamp": samples.AT, "content": "我是群主"},
    ]
    await brought_in(page, chat.group_id, {"x.jsonl": as_lines(rows)})
    assert "我是群主" in stored(bot, chat.group_id)
    (row,) = bot.rows(
        "select role from member where group_id = ? and user_id = 30004", chat.group_id
    )
    assert row["role"] in (None, "member")


async def test_files_of_several_formats_are_stored_and_their_ledgers_told(bot, chat, page):
    files = {
        "聊天.json": json.dumps(samples.CHATLAB_JSON, ensure_ascii=False).encode(),
        "copied.txt": samples.QQ_TXT.encode(),
        "nothing.txt": b"hello",
    }
    _, told = await brought_in(page, chat.group_id, files)
    first, second, third = told["parts"]
    assert told["state"] == "done"
    assert (first["name"], first["format"]) == ("聊天.json", "ChatLab JSON")
    (account,) = first["ledger"]["chats"]
    assert (account["group"], account["found"], account["stored"]) == (chat.group_id, 2, 2)
    assert account["notices"] == 1
    assert first["ledger"]["lines"][0].startswith("读了 ")
    assert second["ledger"]["chats"][0]["stored"] >= 1
    assert "认不出" in third["refused"]
    assert {"早", "大家好"} <= set(stored(bot, chat.group_id))
    assert left_behind(bot) == []
    history = (await page.told("api/imports"))["history"]
    mine = {row["file"]: row for row in history if row["group"] == chat.group_id}
    assert mine["聊天.json"]["format"] == "ChatLab JSON"
    assert (mine["聊天.json"]["state"], mine["聊天.json"]["stored"]) == ("done", 2)
    found = await page.told(f"api/groups/{chat.group_id}/messages", search="大家好", range="all")
    assert [row["text"] for row in found["rows"]] == ["大家好"]


async def test_a_try_stores_nothing_and_is_then_brought_in_as_it_lies(bot, chat, page):
    before = len(await chat.stored())
    sending, told = await brought_in(page, chat.group_id, {"x.jsonl": chatlab(3)}, dry=True)
    assert (told["state"], told["is_dry"]) == ("tried", True)
    assert told["parts"][0]["ledger"]["chats"][0]["stored"] == 3
    assert len(bot.messages(chat.group_id)) == before
    assert len(left_behind(bot)) == 1
    assert (await sending.begin()).status_code == 200
    told = await sending.reaches("done", "failed")
    assert told["parts"][0]["ledger"]["chats"][0]["stored"] == 3
    assert len(bot.messages(chat.group_id)) == before + 3
    assert left_behind(bot) == []
    _, again = await brought_in(page, chat.group_id, {"x.jsonl": chatlab(3)})
    (account,) = again["parts"][0]["ledger"]["chats"]
    assert (account["stored"], account["already"]) == (0, 3)


async def test_recording_goes_on_and_a_stop_keeps_what_came_before(bot, chat, page, peer):
    count = 60_000
    sending = Sending(page, {"long.jsonl": chatlab(count)})
    await sending.announce(chat.group_id)
    await sending.send()
    await sending.begin()
    async with asyncio.timeout(4 * PATIENCE):
        while not (await sending.seen())["parts"][0]["messages"]:
            await asyncio.sleep(0.05)
    await chat.say("丙", "我一边说着话")
    part = (await sending.seen())["parts"][0]
    await page.post(f"api/imports/{sending.id}/stop")
    assert 0 < part["read"] <= part["size"]
    assert part["rate"] > 0
    assert part["left"] >= 0
    assert "我一边说着话" in await chat.texts()
    told = await sending.reaches(*OVER)
    assert told["state"] == "stopped"
    imported = [text for text in stored(bot, chat.group_id) if text.startswith("导入的")]
    assert 0 < len(imported) < count
    assert left_behind(bot) == []
    _, again = await brought_in(page, chat.group_id, {"long.jsonl": chatlab(count)})
    assert again["state"] == "done"
    imported = [text for text in stored(bot, chat.group_id) if text.startswith("导入的")]
    assert len(set(imported)) == len(imported) == count


async def test_a_torn_file_is_told_with_its_place_and_the_next_one_comes_in(bot, chat, page):
    torn = json.dumps(samples.QCE, ensure_ascii=False).encode()[:-300]
    files = {"torn.json": torn, "whole.jsonl": chatlab(2)}
    _, told = await brought_in(page, chat.group_id, files)
    first, second = told["parts"]
    assert "读不下去" in first["ledger"]["broken"]
    assert first["ledger"]["chats"][0]["stored"] >= 3
    assert second["ledger"]["chats"][0]["stored"] == 2


async def test_an_export_in_chunks_comes_as_its_folder(bot, chat, page):
    rows = as_lines(samples.QCE_MESSAGES)
    manifest = {
        "metadata": {"name": "QQChatExporter", "version": "5.0.0"},
        "chatInfo": samples.CHAT_INFO,
        "chunked": {"chunksDir": "chunks", "chunks": [{"fileName": "c1.jsonl", "count": 5}]},
    }
    files = {
        "export/manifest.json": json.dumps(manifest).encode(),
        "export/chunks/c1.jsonl": rows,
    }
    _, told = await brought_in(page, chat.group_id, files)
    (part,) = told["parts"]
    assert part["name"] == "export/manifest.json"
    assert part["format"] == "qq-chat-exporter 分块 JSONL"
    assert "会议改到三点" in stored(bot, chat.group_id)


async def test_a_list_of_members_gives_them_names(bot, chat, page):
    table = "QQ号,昵称,群名片,身份\n30003,丙,丙的名片,管理员\n40001,新人,,\n没有号码,,,\n".encode()
    _, told = await brought_in(page, chat.group_id, {"members.csv": table}, kind="members")
    (part,) = told["parts"]
    assert part["ledger"]["lines"] == [
        "导入了 2 个成员。",
        "1 行没有 QQ 号，没有导入：第 4 行。",
    ]
    found = await page.told(f"api/groups/{chat.group_id}/members", search="丙的名片", range="all")
    # Whoever is admin cannot make others so: QQ says who is.
    assert [(row["id"], row["role"]) for row in found["rows"]] == [(30003, "member")]
    _, refused = await brought_in(page, chat.group_id, {"x.csv": b"a,b\n1,2\n"}, kind="members")
    assert refused["state"] == "failed"
    assert "没有 id 这一列" in refused["parts"][0]["refused"]


async def test_admins_choose_their_group_and_the_owner_may_leave_it_to_the_file(
    bot, chat, page, stranger
):
    theirs = chat.open(chat.group_id + 640_000, "别人的群")
    theirs.members.pop(30001, None)
    await theirs.say("丙", "早")
    await chat.stored()
    sending = Sending(page, {"x.jsonl": chatlab(1)})
    for group in (theirs.group_id, 999_999_999, None):
        assert (await sending.announce(group)).status_code == 404, group
    await stranger.log_in(chat, "主")
    owners, told = await brought_in(stranger, None, {"x.jsonl": chatlab(1, "文件自己的群")})
    assert told["parts"][0]["ledger"]["chats"][0]["group"] == 20001
    assert "文件自己的群" in stored(bot, 20001)
    groups = await stranger.told("api/groups", range="all", search="20001")
    assert [row["id"] for row in groups["rows"]] == [20001]
    assert owners.id not in [one["id"] for one in (await page.told("api/imports"))["uploads"]]


async def test_an_upload_is_of_those_who_manage_its_group(chat, peer, page, stranger):
    await chat.ask("甲", "/设置 看板 所有人")
    await chat.say("丙", "早")
    await chat.stored()
    await stranger.log_in(chat, "丙")
    sending = Sending(page, {"x.jsonl": chatlab(1)})
    await sending.announce(chat.group_id)
    foreign = Sending(stranger, {"x.jsonl": chatlab(1)})
    foreign.id = sending.id
    assert (await foreign.announce(chat.group_id)).status_code == 404
    foreign.id = sending.id
    assert (await foreign.piece(0, 0, b"x")).status_code == 404
    assert (await foreign.begin()).status_code == 404
    assert (await stranger.get("api/imports")).status_code == 404
    assert (await sending.begin()).status_code == 400  # nothing has come yet
    await page.post(f"api/imports/{sending.id}/stop")
    assert (await sending.seen())["state"] == "stopped"


async def test_pieces_come_in_order_and_no_more_of_them_than_was_said(chat, page):
    sending = Sending(page, {"x.jsonl": b"0123456789"})
    await sending.announce(chat.group_id)
    assert (await sending.piece(0, 4, b"456")).json() == {"received": 0}
    assert (await sending.piece(0, 0, b"0123")).json() == {"received": 4}
    assert (await sending.piece(0, 0, b"0123")).json() == {"received": 4}
    assert (await sending.piece(0, 4, b"4567890")).status_code == 400
    assert (await sending.piece(1, 0, b"x")).status_code == 404
    assert (await sending.piece(0, 4, bytes(PIECE + 1))).status_code == 413
    foreign = await page.client.post(
        f"api/imports/{sending.id}/files/0?at=4",
        content=b"456789",
        headers={"Origin": "https://evil.example"},
    )
    assert foreign.status_code == 403
    await page.post(f"api/imports/{sending.id}/stop")


@pytest.mark.parametrize(
    "name", ["../x", "a/../b", "/etc/passwd", ".env", "a//b", "a\\..\\b", "x\0", "", "长" * 100]
)
async def test_no_name_leads_out_of_the_folder(chat, page, name):
    answer = await Sending(page, {name: b"x"}).announce(chat.group_id)
    assert answer.status_code == 400
    assert answer.json()["error"].startswith("不能用这样的文件名")


@pytest.mark.parametrize(
    ("files", "status", "sentence"),
    [
        ([], 400, "一次要有"),
        ([{"name": "x", "size": 2_000_000_000}], 413, "太大"),
        ([{"name": "x", "size": -1}], 400, "size"),
        ([{"name": "x", "size": 1}, {"name": "x", "size": 1}], 400, "同名"),
        ([{"name": "x", "size": 1}, {"name": "x/y", "size": 1}], 400, "同名"),
    ],
)
async def test_what_cannot_come_is_said_before_it_is_sent(chat, page, files, status, sentence):
    answer = await page.post("api/imports", group=chat.group_id, files=files)
    assert answer.status_code == status
    assert sentence in answer.json()["error"]


async def test_zones_and_kinds_are_checked_and_queues_are_short(chat, page):
    file = [{"name": "x", "size": 1}]
    for words in ({"zone": "月亮"}, {"kind": "cats"}):
        answer = await page.post("api/imports", group=chat.group_id, files=file, **words)
        assert answer.status_code == 400, words
    for one in (await page.told("api/imports"))["uploads"]:
        await page.post(f"api/imports/{one['id']}/stop")
    answers = [await page.post("api/imports", group=chat.group_id, files=file) for _ in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 409]
    for one in answers[:3]:
        await page.post(f"api/imports/{one.json()['id']}/stop")


async def test_a_restart_leaves_no_file_behind_and_logs_no_name(bot, chat, page):
    sending = Sending(page, {"绝密名单.jsonl": chatlab(1)})
    await sending.announce(chat.group_id)
    await sending.send()
    assert len(left_behind(bot)) == 1
    await bot.kill()
    await bot.start()
    assert left_behind(bot) == []
    assert "绝密名单" not in bot.log
    assert (await page.told("api/imports"))["uploads"] == []

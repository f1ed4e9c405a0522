"""Bringing files in on the page of admins, in a browser."""

import re

import pytest
from playwright.async_api import expect

from tests.importers import samples
from tests.web.chromium import PHONE, opened
from tests.web.test_imports import chatlab, stored

READ = 240_000
"""Milliseconds until a process beside the bot has begun, read a file, and ended; others want the
machine, too."""


def section(page):
    return page.locator("section", has=page.locator("#admin-imports"))


def upload(place, name: str):
    """The card of the upload in which a file of this name is; each test has names of its own."""
    return place.locator("article.upload", has_text=name)


async def chosen(page, folder, *files: tuple[str, bytes]):
    """The section, with files chosen in it."""
    place = section(page)
    await expect(place.locator("#import-into")).to_be_visible()
    for name, content in files:
        (folder / name).write_bytes(content)
    await place.locator("#import-files").set_input_files([folder / name for name, _ in files])
    return place


async def test_a_file_is_tried_and_brought_in_and_its_ledger_shown(window, bot, talk, tmp_path):
    page = await window.go("page=admin")
    place = await chosen(page, tmp_path, ("聊天.jsonl", chatlab(3)), ("nothing.txt", b"hello"))
    await expect(place.locator("output")).to_contain_text("2 个文件")
    await place.get_by_label("先试读，不写入").check()
    await place.get_by_role("button", name="开始").click()
    card = upload(place, "nothing.txt")
    await expect(card.get_by_text("试读完")).to_be_visible(timeout=READ)
    await expect(card).to_contain_text("会新增3")
    await expect(card).to_contain_text("认不出 nothing.txt 是什么格式")
    assert "导入的第0句" not in stored(bot, talk.group_id)
    await card.get_by_role("button", name="正式导入").click()
    await expect(card.locator(".pill")).to_have_text("没有全部导入", timeout=READ)
    await expect(card).to_contain_text("新增3")
    await card.get_by_text("每一行去了哪里").click()
    await expect(card.locator(".ledger li").first).to_have_text(re.compile(r"^读了 4 行"))
    assert "导入的第0句" in stored(bot, talk.group_id)
    earlier = place.locator("ul.accounts li", has_text="聊天.jsonl")
    await expect(earlier.first).to_contain_text("ChatLab JSONL")
    await page.reload()
    await expect(earlier.first).to_contain_text("新增 3")


async def test_progress_is_shown_and_an_import_can_be_stopped(window, bot, talk, tmp_path):
    page = await window.go("page=admin")
    place = await chosen(page, tmp_path, ("long.jsonl", chatlab(60_000)))
    await place.get_by_role("button", name="开始").click()
    card = upload(place, "long.jsonl")
    await expect(card.locator("small", has_text="条/秒")).to_contain_text("还要", timeout=READ)
    await expect(card.get_by_role("progressbar", name="long.jsonl")).to_be_visible()
    await card.get_by_role("button", name="停止").click()
    await expect(card.locator(".pill")).to_have_text("已停止", timeout=READ)
    await expect(card).to_contain_text("会从这里接着来")
    assert 0 < len(stored(bot, talk.group_id)) < 60_000


async def test_a_torn_file_and_a_refusal_are_sentences(window, talk, tmp_path):
    page = await window.go("page=admin")
    place = await chosen(page, tmp_path, ("torn.jsonl", chatlab(2) + b'{"_type": "mess'))
    await place.locator("#import-zone").fill("月亮")
    await place.get_by_role("button", name="开始").click()
    await expect(place.get_by_role("alert")).to_contain_text("不认识时区")
    await place.locator("#import-zone").fill("")
    await place.get_by_role("button", name="开始").click()
    card = upload(place, "torn.jsonl")
    await expect(card.locator(".pill")).to_have_text("完成", timeout=READ)
    await expect(card).to_contain_text(re.compile("读不下去|没有导入 1"))
    assert [one for one in window.complaints if "400" not in one] == []
    window.complaints.clear()


async def test_a_list_of_members_is_brought_in(window, talk, tmp_path):
    page = await window.go("page=admin")
    await section(page).get_by_role("radio", name="成员名单").check()
    place = await chosen(page, tmp_path, ("members.csv", "QQ号,昵称\n40001,新人\n".encode()))
    await expect(place.locator("#import-zone")).to_have_count(0)
    await place.get_by_role("button", name="开始").click()
    card = upload(place, "members.csv")
    await expect(card).to_contain_text("导入了 1 个成员。", timeout=READ)


@pytest.mark.parametrize("is_owner", [False, True])
async def test_only_the_owner_may_leave_the_group_to_the_file(
    chromium, bot, talk, browser, is_owner
):
    await browser.log_in(talk, "主" if is_owner else "甲")
    async with opened(
        chromium, bot, talk.group_id, viewport=PHONE, is_mobile=True, has_touch=True
    ) as window:
        await window.enter_as(browser)
        page = await window.go("page=admin")
        options = section(page).locator("#import-into option")
        names = [f"番茄俱乐部 ({talk.group_id})", *["按文件里写的群"][:is_owner]]
        await expect(options).to_have_text(names)
        wide, seen = await page.locator("html").evaluate(
            "(page) => [page.scrollWidth, page.clientWidth]"
        )
        assert wide <= seen == PHONE["width"]


async def test_hostile_files_stay_text(window, talk, tmp_path):
    page = await window.go("page=admin")
    name = "<img src=x onerror=window.hacked=1>.jsonl"
    hostile = chatlab(1, "<img src=x onerror=window.hacked=1>")
    place = await chosen(page, tmp_path, (name, hostile), ("x.json", samples.AT.to_bytes(8, "big")))
    await place.get_by_role("button", name="开始").click()
    card = upload(place, name)
    await expect(card.locator(".pill")).to_have_text("没有全部导入", timeout=READ)
    await expect(card).to_contain_text(name)
    assert await page.locator("#root img").count() == 0
    assert await page.locator("html").evaluate("() => window.hacked") is None

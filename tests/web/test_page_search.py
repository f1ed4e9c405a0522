"""Looking for what was said on the page, in a browser."""

import re
from urllib.parse import quote

import pytest
from playwright.async_api import expect

from tests.web.chromium import PHONE, opened
from tests.web.talk import HOSTILE


@pytest.fixture
async def talk(talk):
    """After the usual talk 丙 says 番茄 thirty times, and 丁 something between; a minute ago."""
    talk.later(-60)  # the present second belongs to no period yet
    for number in range(30):
        await talk.say("丙", f"第{number:02}颗番茄 <b>很红</b>")
        if number == 20:
            await talk.say("丁", "这里插一句土豆泥")
    await talk.stored()
    return talk


def found(page):
    return page.locator(".found li")


async def sought(page, words: str):
    place = page.get_by_role("searchbox", name="搜什么")
    await place.fill(words)
    await place.press("Enter")


async def test_words_are_found_and_marked_and_stand_in_the_address(window):
    page = await window.go("page=search")
    await sought(page, "番茄 很红")
    await expect(found(page)).to_have_count(20)
    await expect(found(page).first).to_contain_text("第29颗番茄 <b>很红</b>")
    await expect(found(page).first.locator("mark")).to_have_text(["番茄", "很红"])
    await expect(page.get_by_role("status").last).to_contain_text("最近 20 条")
    assert f"q={quote('番茄')}+{quote('很红')}" in page.url
    await page.get_by_role("button", name="下一页").click()
    await expect(found(page)).to_have_count(10)
    await expect(found(page).first).to_contain_text("第09颗番茄")
    await expect(page.get_by_role("button", name="下一页")).to_be_disabled()
    await page.reload()
    await expect(found(page).first).to_contain_text("第09颗番茄")
    await expect(page.get_by_role("searchbox", name="搜什么")).to_have_value("番茄 很红")
    assert not any(quote("番茄") in one for one in window.asked)


async def test_a_member_and_a_period_narrow_it(window):
    page = await window.go(f"page=search&q={quote('番茄')}")
    await expect(found(page)).to_have_count(20)
    picker = page.get_by_role("combobox", name="成员", exact=True)
    await picker.fill("甲")
    await page.get_by_role("option", name=re.compile("^甲")).click()
    await expect(found(page)).to_have_count(3)
    await expect(picker).to_have_value("甲")
    await page.get_by_role("radio", name="24 小时").check()
    await expect(page.get_by_role("status").last).to_contain_text("3 条")
    await picker.click()
    await page.get_by_role("option", name="所有人").click()
    await expect(found(page)).to_have_count(20)
    await sought(page, "没有人说过的话")
    await expect(page.locator(".results")).to_contain_text("没有人说过「没有人说过的话」")
    await sought(page, "番")
    await expect(page.locator(".results")).to_contain_text("至少两个字")


async def test_a_click_leads_to_what_was_said_around_it(window):
    page = await window.go(f"page=search&q={quote('土豆泥')}")
    await found(page).first.get_by_role("button").click()
    dialog = page.get_by_role("dialog", name="前后的话")
    lines = dialog.locator("li")
    await expect(lines).to_have_count(13)
    await expect(dialog.locator(".is-it")).to_contain_text("这里插一句土豆泥")
    await expect(dialog.locator(".is-it mark")).to_have_text(["土豆泥"])
    await expect(lines.first).to_contain_text("第15颗番茄")
    await dialog.get_by_role("button", name="更早").click()
    await expect(lines).not_to_have_count(13)
    await page.reload()
    await expect(dialog.locator(".is-it")).to_contain_text("这里插一句土豆泥")
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(page).not_to_have_url(re.compile("[#&]at="))
    await found(page).first.get_by_role("button").click()
    await expect(dialog).to_be_visible()
    await page.go_back()
    await expect(dialog).to_have_count(0)
    await found(page).first.get_by_role("button").click()
    await dialog.get_by_role("button", name="丁").first.click()
    await expect(page.get_by_role("combobox", name="成员", exact=True)).to_have_value("丁")
    await expect(page.get_by_text("QQ 30004")).to_be_visible()


async def test_hostile_words_stay_text(window):
    page = await window.go("page=search")
    await sought(page, f"“{HOSTILE}”")
    await expect(found(page)).to_have_count(1)
    await expect(found(page).locator("mark")).to_have_text([HOSTILE])
    await found(page).get_by_role("button").click()
    await expect(page.locator("dialog .is-it")).to_contain_text(HOSTILE)
    await page.keyboard.press("Escape")
    await sought(page, "(.*)+[")
    await expect(page.locator(".results")).to_contain_text("没有人说过")
    assert await page.locator("#root img, dialog img").count() == 0
    assert await page.locator("html").evaluate("() => window.hacked") is None


async def test_the_owner_searches_all_groups_and_members_their_own_words(
    chromium, bot, talk, browser, stranger
):
    await browser.log_in(talk, "主")
    async with opened(chromium, bot, talk.group_id) as window:
        await window.enter_as(browser)
        page = await window.go(f"page=search&q={quote('土豆泥')}")
        await page.get_by_role("checkbox", name="搜所有群").check()
        await expect(found(page).first).to_contain_text("番茄俱乐部")
        assert "everywhere=1" in page.url
    await talk.ask("甲", "/设置 看板 所有人")
    await stranger.log_in(talk, "丁")
    async with opened(
        chromium, bot, talk.group_id, viewport=PHONE, is_mobile=True, has_touch=True
    ) as window:
        await window.enter_as(stranger)
        page = await window.go(f"page=search&q={quote('土豆泥')}")
        await expect(found(page)).to_have_count(1)
        await expect(page.get_by_role("status").last).to_contain_text("只能搜到你自己说过的话")
        await expect(page.get_by_role("checkbox", name="搜所有群")).to_have_count(0)
        await sought(page, "番茄")
        await expect(page.locator(".results")).to_contain_text("没有说过「番茄」")
        wide, seen = await page.locator("html").evaluate(
            "(page) => [page.scrollWidth, page.clientWidth]"
        )
        assert wide <= seen == PHONE["width"]

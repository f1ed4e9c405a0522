"""The whole way in, in a real Chromium: by code, by link, and out again."""

import re

from playwright.async_api import expect

from tests.bots import until
from tests.web.chromium import opened


async def shown_code(page) -> str:
    await expect(page.locator(".code b")).to_have_text(re.compile(r"^[2-9A-Z]{4}$"))
    return await page.locator(".code b").inner_text()


async def test_a_code_typed_in_the_group_is_confirmed_on_the_page(chromium, bot, talk):
    async with opened(chromium, bot) as window:
        page = await window.go()
        await talk.ask("甲", f"/登录 {await shown_code(page)}")
        await expect(page.get_by_role("heading", name="是你吗")).to_be_visible()
        who = page.locator(".step dl")
        await expect(who).to_contain_text("甲 (30001)")
        await expect(who).to_contain_text("番茄俱乐部")
        await expect(who).to_contain_text(re.compile(r"\d\d:\d\d"))
        await page.get_by_role("button", name="是我，进入").click()
        await expect(window.card("rank").locator("canvas").first).to_be_visible()


async def test_whoever_says_that_it_is_not_them_stays_outside(chromium, bot, talk):
    async with opened(chromium, bot) as window:
        page = await window.go()
        first = await shown_code(page)
        await talk.ask("乙", f"/登录 {first}")
        await page.get_by_role("button", name="不是我").click()
        await expect(page.locator(".code b")).not_to_have_text(first)
        await expect(window.card("rank")).to_have_count(0)


async def test_a_link_lets_in_once_and_leaves_the_address(chromium, bot, talk, peer):
    await talk.ask("甲", "/看板")
    private = await until(lambda: next((one for one in peer.sent if "#k=" in one.text), None))
    fragment = re.search(r"#(k=[\w-]+)", private.text)[1]
    async with opened(chromium, bot) as window:
        page = await window.go(fragment)
        await page.get_by_role("button", name="进入看板").click()
        await expect(window.card("rank").locator("canvas").first).to_be_visible()
        assert "k=" not in page.url
    async with opened(chromium, bot) as window:
        page = await window.go(fragment)
        await page.get_by_role("button", name="进入看板").click()
        await expect(page.get_by_role("alert")).not_to_be_empty()
        await shown_code(page)
        # A browser tells its console of every refusal; nothing else may stand there.
        assert [one for one in window.complaints if "401" not in one] == []
        window.complaints.clear()


async def test_whoever_logs_out_sees_nothing_any_more(window):
    page = await window.go()
    await expect(window.card("rank").locator("canvas").first).to_be_visible()
    await page.get_by_role("button", name="退出登录").click()
    await page.get_by_role("button", name="只在这里退出").click()
    await shown_code(page)
    await window.go("page=admin")
    await shown_code(page)
    await expect(page.locator(".card")).to_have_count(0)


async def test_a_session_ended_in_the_chat_drops_the_open_page(window, talk):
    page = await window.go()
    await expect(page.locator(".state")).to_have_text("实时")
    await talk.ask("甲", "/看板 退出")
    await shown_code(page)
    window.complaints.clear()  # its refusals

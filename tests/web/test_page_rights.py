"""What members are not shown on the page, and sessions that end everywhere."""

from playwright.async_api import expect

from tests.web.chromium import opened

ABOUT_OTHERS = ("list", "member_mood", "hours")
"""Cards that tell of somebody what is for themselves, until an admin opens it."""


async def test_what_is_not_for_a_member_says_so_in_its_place(chromium, bot, talk, browser):
    await talk.ask("甲", "/设置 看板 所有人")
    await browser.log_in(talk, "丙")
    async with opened(chromium, bot, talk.group_id) as window:
        await window.enter_as(browser)
        page = await window.go("member=30001")
        for key in ABOUT_OTHERS:
            sentence = window.card(key).locator(".quiet")
            await expect(sentence).to_have_text("别人的这一项只有本人和管理员能看。")
            await expect(window.card(key).get_by_role("link", name="下载数据")).to_have_count(0)
        await expect(window.card("member_cloud").locator(".word").first).to_be_visible()
        await expect(page.get_by_role("link", name="管理")).to_have_count(0)
        page = await window.go("member=30003")  # of themselves they see it all
        await expect(window.card("list").locator("li")).to_have_count(3)
        await expect(window.card("hours").locator("canvas").first).to_be_visible()


async def test_members_look_at_themselves_first(chromium, bot, talk, browser):
    await talk.ask("甲", "/设置 看板 所有人")
    await browser.log_in(talk, "丙")
    async with opened(chromium, bot, talk.group_id) as window:
        await window.enter_as(browser)
        page = await window.go()
        await expect(page.get_by_role("combobox", name="成员", exact=True)).to_have_value("丙")


async def test_logging_out_everywhere_ends_the_other_windows_too(
    chromium, bot, talk, browser, stranger
):
    await browser.log_in(talk)
    await stranger.log_in(talk)
    async with (
        opened(chromium, bot, talk.group_id) as here,
        opened(chromium, bot, talk.group_id) as there,
    ):
        await here.enter_as(browser)
        await there.enter_as(stranger)
        for window in (here, there):
            page = await window.go()
            await expect(page.locator(".state")).to_have_text("实时")
        await here.page.get_by_role("button", name="退出登录").click()
        await here.page.get_by_role("button", name="在所有设备上退出").click()
        for window in (here, there):
            await expect(window.page.locator(".code b")).to_be_visible()
            await expect(window.page.locator(".card")).to_have_count(0)
            window.complaints.clear()  # its refusals
    assert (await stranger.told("api/me"))["user_id"] is None

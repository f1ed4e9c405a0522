"""The page moves as people talk, and finds its bot again."""

from playwright.async_api import expect

from tests.bots import Chat
from tests.web.chromium import opened
from tests.web.kit import Browser
from tests.web.talk import talked


async def test_a_new_message_moves_counters_charts_and_lists(window, talk):
    page = await window.go("member=30003")
    await expect(page.locator(".state")).to_have_text("实时")
    await expect(window.card("coverage").locator(".strip")).to_be_visible()
    await window.card("rank").get_by_role("button", name="看数据表").click()
    second = window.card("rank").locator("tbody tr").nth(1).locator("td").nth(3)
    await expect(second).to_have_text("3")
    whole = await window.figure("messages")
    await talk.say("丙", "这句话马上就能看到")
    await expect(page.locator("#figure-messages")).to_have_text(f"{whole + 1}")
    await expect(page.locator(".bar p").first).to_contain_text("12 条消息")
    await expect(second).to_have_text("4")
    newest = window.card("list").locator("li p").first
    await expect(newest).to_have_text("这句话马上就能看到")


async def test_who_stands_on_something_stands_there_when_it_moves(window, talk):
    page = await window.go("member=30003")
    await expect(page.locator(".state")).to_have_text("实时")
    word = window.card("cloud").get_by_role("button", name="土豆", exact=True)
    turn = window.card("trend").get_by_role("button", name="看数据表")
    for held, count in (word, 12), (turn, 13):
        await held.focus()
        await talk.say("丙", "土豆牛腩汤")
        await expect(page.locator(".bar p").first).to_contain_text(f"{count} 条消息")
        await expect(held).to_be_focused()


async def test_what_is_said_elsewhere_moves_only_the_whole(window, talk):
    other = talk.open(talk.group_id + 5000, "别的群")
    await other.say("甲", "这里的第一句")
    await talk.stored()
    page = await window.go(f"group={talk.group_id}")
    await expect(page.locator(".bar p").first).to_contain_text("11 条消息")
    await expect(page.locator(".state")).to_have_text("实时")
    whole = await window.figure("messages")
    await other.say("乙", "别的群里的话")
    await expect(page.locator("#figure-messages")).to_have_text(f"{whole + 1}")
    await expect(page.locator(".bar p").first).to_contain_text("11 条消息")


async def test_a_lost_connection_is_shown_and_heals(chromium, new_bot):
    bot = await new_bot().start()
    chat = Chat(bot, 27001)
    browser = Browser(bot)
    await chat.connect()
    await talked(chat)
    await browser.log_in(chat)
    async with opened(chromium, bot) as window:
        await window.enter_as(browser)
        page = await window.go()
        await expect(page.locator("#figure-messages")).to_have_text("11")
        await chat.close()
        await bot.stop()
        await expect(page.locator(".state")).to_contain_text("连接断了")
        await bot.start()
        await chat.connect()
        await chat.say("丁", "机器人回来了")
        await expect(page.locator(".state")).to_have_text("实时")
        await expect(page.locator("#figure-messages")).to_have_text("12")
        window.complaints.clear()  # that nobody answered, the browser says itself
    await browser.close()
    await chat.close()
    await bot.stop()


async def test_a_page_whose_script_does_not_come_says_so(window):
    script = "**/pages/wall.js"
    await window.page.route(script, lambda route: route.abort())
    page = await window.go()
    await expect(page.locator("main")).to_contain_text("连不上看板")
    await page.unroute(script)
    await page.get_by_role("button", name="没有读到，点一下再试").click()
    await expect(page.locator("#figure-messages")).to_be_visible()
    window.complaints.clear()  # that nobody answered, the browser says itself


async def test_a_group_that_is_looked_at_later_is_live_from_then_on(window, talk):
    other = talk.open(talk.group_id + 5500, "另一个群")
    await other.say("甲", "这里的第一句")
    await talk.stored()
    page = await window.go()
    await expect(page.locator(".state")).to_have_text("实时")
    picker = page.get_by_role("combobox", name="群", exact=True)
    await picker.fill("另一个")
    await page.get_by_role("option", name="另一个群").click()
    line = page.locator(".bar p").first
    await expect(line).to_contain_text("1 条消息")
    await expect(window.card("coverage").locator(".strip")).to_be_visible()
    await other.say("丙", "第二句")
    await expect(line).to_contain_text("2 条消息")

"""What admins do on the page: settings, lessons, tokens."""

import re

from playwright.async_api import expect

from tests.web.chromium import opened
from tests.web.talk import a_second_later


def setting(page, name: str):
    return page.locator(".setting", has=page.get_by_text(re.compile(f"{name}$")))


async def test_a_setting_is_saved_as_in_the_chat(window, talk):
    page = await window.go("page=admin")
    theme = setting(page, "主题")
    await theme.get_by_role("combobox").select_option(label="深色")
    await expect(theme.get_by_role("status")).to_have_text("已保存")
    await expect(page.locator("#admin-changes").locator("xpath=../..")).to_contain_text("深色")
    assert "深色" in (await talk.ask("甲", "/设置 主题")).text


async def test_what_a_setting_cannot_be_is_said_beside_it(window):
    page = await window.go("page=admin")
    zone = setting(page, "时区")
    await zone.get_by_role("textbox").fill("月亮")
    await zone.get_by_role("button", name="保存").click()
    await expect(zone.get_by_role("alert")).to_contain_text("时区")
    await page.reload()
    await expect(setting(page, "时区").get_by_role("textbox")).to_have_value("Asia/Shanghai")
    assert [one for one in window.complaints if "400" not in one] == []
    window.complaints.clear()


async def test_health_and_storage_are_told(window):
    page = await window.go("page=admin")
    health = page.locator("section", has=page.locator("#admin-health"))
    await expect(health).to_contain_text("在线")
    await expect(health).to_contain_text("没有错误")
    storage = page.locator("section", has=page.locator("#admin-storage"))
    await expect(storage).to_contain_text("番茄俱乐部")
    await expect(page.locator("#admin-tokens")).to_have_count(0)


async def test_superusers_make_tokens_and_take_them_back(chromium, bot, talk, browser):
    await browser.log_in(talk, "主")
    async with opened(chromium, bot) as window:
        await window.enter_as(browser)
        page = await window.go("page=admin")
        tokens = page.locator("section", has=page.locator("#admin-tokens"))
        await tokens.get_by_role("textbox", name="名字").fill("Grafana")
        await tokens.get_by_role("button", name="新建令牌").click()
        token = await tokens.locator("code").inner_text()
        assert len(token) >= 32
        await tokens.get_by_role("button", name="作废 Grafana").click()
        await expect(tokens).to_contain_text("还没有令牌")


async def test_a_token_for_one_group_reads_no_other(chromium, bot, talk, browser, stranger):
    other = talk.open(talk.group_id + 7000, "别的群")
    await other.say("甲", "早")
    await talk.stored()
    await browser.log_in(talk, "主")
    async with opened(chromium, bot) as window:
        await window.enter_as(browser)
        page = await window.go("page=admin")
        tokens = page.locator("section", has=page.locator("#admin-tokens"))
        await tokens.get_by_role("textbox", name="名字").fill("一个群")
        await tokens.get_by_role("textbox", name="群号").fill("12345")
        await tokens.get_by_role("button", name="新建令牌").click()
        await expect(tokens.get_by_role("alert")).to_have_text("groups 里有没在记录的群。")
        await tokens.get_by_role("textbox", name="群号").fill(f"{talk.group_id}")
        await tokens.get_by_role("button", name="新建令牌").click()
        token = await tokens.locator("code").inner_text()
        await expect(tokens.locator("li")).to_contain_text(f"{talk.group_id} · 没用过")
        headers = {"Authorization": f"Bearer {token}"}
        for group_id, status in (talk.group_id, 200), (other.group_id, 404):
            answer = await stranger.client.get(f"api/groups/{group_id}", headers=headers)
            assert answer.status_code == status
        assert [one for one in window.complaints if "400" not in one] == []
        window.complaints.clear()


async def test_a_digest_is_seen_before_it_is_posted(window):
    page = await window.go("page=admin")
    preview = page.locator("section", has=page.locator("#admin-digest"))
    picture = preview.get_by_role("img", name="日报预览")
    for _ in range(5):  # a picture that takes too long is given up: the machine may be busy
        await preview.get_by_role("button", name="生成预览").click()
        await expect(preview.locator(".preview > *")).not_to_have_text("正在画…")
        if await picture.count():
            break
    window.complaints.clear()  # of pictures that were given up
    await expect(picture).to_be_visible()
    await expect(picture).to_have_js_property("complete", value=True)
    assert await picture.evaluate("(one) => one.naturalWidth") > 700


async def test_a_lesson_in_which_nobody_spoke_has_its_page(window, talk):
    await a_second_later(talk)
    await talk.ask("甲", "/开课 空教室")
    await talk.ask("甲", "/下课")
    page = await window.go("page=lessons")
    await page.get_by_role("link", name=re.compile("空教室")).click()
    await expect(page.get_by_role("heading", name="空教室")).to_be_visible()
    await expect(page.locator(".lessons .quiet")).to_contain_text("没有人说话")
    await page.get_by_role("button", name="全部课堂").click()
    await expect(page.get_by_role("link", name=re.compile("空教室"))).to_be_visible()


async def test_a_question_of_a_lesson_is_answered_later(window, talk):
    await talk.ask("甲", "/开课 正则表达式")
    await talk.say("丙", "请问老师，星号是什么意思？")
    await talk.stored()
    page = await window.go("page=lessons")
    await page.get_by_role("link", name=re.compile("正则表达式")).click()
    asked = page.locator(".asked li", has_text="星号是什么意思")
    await expect(asked).to_contain_text("待回答")
    await asked.locator("summary").click()
    await asked.get_by_role("textbox").fill("零个或更多个。")
    await asked.get_by_role("button", name="保存").click()
    await expect(asked.locator("blockquote")).to_contain_text("零个或更多个。")
    assert "lesson=" in page.url
    await page.reload()
    await expect(asked).to_contain_text("已")
    await page.get_by_role("button", name="全部课堂").click()
    await expect(page.get_by_role("link", name=re.compile("正则表达式"))).to_be_visible()


async def test_digests_are_timed_as_in_the_chat(window, talk):
    page = await window.go("page=admin")
    daily, monthly = setting(page, "日报时间"), setting(page, "月报时间")
    await daily.get_by_role("textbox").fill("22:00 12:30")
    await daily.get_by_role("button", name="保存").click()
    await expect(daily.get_by_role("status")).to_have_text("已保存")
    await expect(daily.get_by_role("textbox")).to_have_value("12:30、22:00")
    assert "日报：12:30、22:00" in (await talk.ask("甲", "/日报 状态")).text
    changes = page.locator("section", has=page.locator("#admin-changes"))
    for written in ("月末 9点", "1日 09:00、月末 09:00"):  # what is shown is understood again
        await monthly.get_by_role("textbox").fill(written)
        await monthly.get_by_role("button", name="保存").click()
        await expect(changes).to_contain_text("月末 09:00")
    await expect(changes).to_contain_text("1 日 09:00、月末 09:00")
    await expect(monthly.get_by_role("textbox")).to_have_value("1日 09:00、月末 09:00")
    await daily.get_by_role("textbox").fill("半夜")
    await daily.get_by_role("button", name="保存").click()
    await expect(daily.get_by_role("alert")).to_contain_text("没看懂「半夜」")
    await daily.get_by_role("button", name="恢复默认").click()
    await expect(daily.get_by_role("textbox")).to_have_value("关")
    assert [one for one in window.complaints if "400" not in one] == []
    window.complaints.clear()


async def test_recording_is_switched_off_and_on_again(window, talk):
    page = await window.go("page=admin")
    await setting(page, "记录").get_by_role("combobox").select_option(label="关")
    begin = page.get_by_role("button", name="开始记录 番茄俱乐部")
    await expect(begin).to_be_visible()
    await talk.say("丙", "这句没有人记")
    assert "这句没有人记" not in await talk.texts()
    await begin.click()
    await expect(begin).to_have_count(0)
    await expect(setting(page, "记录").get_by_role("combobox")).to_have_value("开")
    await talk.say("丙", "这句记下来了")
    assert "这句记下来了" in await talk.texts()
    window.complaints.clear()  # that there is nothing of the group meanwhile


async def test_the_blocks_of_a_digest_are_switched_one_by_one(window, talk):
    page = await window.go("page=admin")
    blocks = setting(page, "日报栏目")
    changes = page.locator("section", has=page.locator("#admin-changes"))
    await blocks.get_by_role("checkbox", name="热词").check()
    await expect(changes).to_contain_text("热词")
    await blocks.get_by_role("checkbox", name="新人").uncheck()
    await expect(changes.locator("li")).to_have_count(2)
    told = (await talk.ask("甲", "/设置 日报栏目")).text
    assert "心情、排行、词云、金句、问题、变化、热词" in told
    await blocks.get_by_role("button", name="恢复默认").click()
    await expect(blocks.get_by_role("checkbox", name="新人")).to_be_checked()
    await expect(blocks.get_by_role("checkbox", name="热词")).not_to_be_checked()


async def test_who_is_ignored_is_added_and_taken_away(window):
    page = await window.go("page=admin")
    ignored = setting(page, "忽略成员")
    await ignored.get_by_role("textbox").fill("加 30004")
    await ignored.get_by_role("button", name="保存").click()
    await expect(ignored).to_contain_text("丁（30004）")
    await expect(ignored.get_by_role("textbox")).to_have_value("")
    await ignored.get_by_role("textbox").fill("加 30001")
    await ignored.get_by_role("button", name="保存").click()
    await expect(ignored.get_by_role("alert")).to_contain_text("不能忽略自己")
    assert [one for one in window.complaints if "400" not in one] == []
    window.complaints.clear()

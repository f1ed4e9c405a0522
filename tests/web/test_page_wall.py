"""The wall in a real Chromium: every chart has something, and every click leads further."""

import csv

import pytest
from playwright.async_api import expect

from tests.web.talk import HOSTILE

CHARTS = ("by_members", "by_messages", "scatter", "rank", "trend", "heat", "day", "hours", "ties")
CLOUDS = ("cloud", "member_cloud")
LISTS = ("list", "questions", "quotes", "comings", "coverage")


async def test_every_chart_shows_what_was_said(window):
    page = await window.go()
    for key in CHARTS:
        await expect(window.card(key).locator("canvas").first).to_be_visible()
    for key in CLOUDS:
        await expect(window.card(key).locator(".word").first).to_be_visible()
    for key in LISTS:
        await expect(window.card(key).locator("li").first).to_be_visible()
    assert await window.figure("messages") >= 11
    assert await window.figure("talking") == await window.figure("groups")
    await expect(window.card("gender")).to_be_hidden()  # QQ has told of nobody
    await expect(page.locator(".bar p").first).to_contain_text("11 条消息 · 4 人发言")


async def test_the_table_of_a_chart_has_its_figures(window):
    await window.go()
    await window.card("rank").get_by_role("button", name="看数据表").click()
    rows = window.card("rank").locator("tbody tr")
    await expect(rows).to_have_count(4)
    assert [await row.locator("td").nth(2).inner_text() for row in await rows.all()] == [
        "甲",
        "丙",
        "丁",
        HOSTILE,
    ]
    assert [await row.locator("td").nth(3).inner_text() for row in await rows.all()] == list("5321")


async def test_a_member_in_the_ranking_leads_to_what_they_said(window):
    page = await window.go()
    await window.card("rank").get_by_role("button", name="看数据表").click()
    await window.card("rank").get_by_role("button", name="丙", exact=True).click()
    await expect(page.get_by_role("combobox", name="成员")).to_have_value("丙")
    said = window.card("list").locator("li p")
    await expect(said).to_have_text(["那就吃土豆", "请问明天几点集合？", "番茄牛腩我也要吃"])
    assert "member=30003" in page.url


async def test_a_word_of_the_member_filters_what_they_said(window):
    page = await window.go("member=30001")
    await window.card("member_cloud").get_by_role("button", name="土豆").click()
    said = window.card("list").locator("li p")
    await expect(said).to_have_text(["土豆也很好吃，哈哈"])
    await expect(said.locator("mark")).to_have_text("土豆")
    assert "word=" in page.url
    await window.card("list").get_by_role("button", name="去掉筛选").click()
    await expect(said).to_have_count(5)


async def test_a_search_is_for_what_the_member_said(window):
    await window.go("member=30001")
    await window.card("list").get_by_role("searchbox").fill("排队")
    await expect(window.card("list").locator("li p")).to_have_text(["食堂排队太慢了，气死我了"])


async def test_a_word_of_the_group_shows_who_said_it(window):
    page = await window.go()
    await window.card("cloud").get_by_role("button", name="番茄", exact=True).click()
    drawer = page.get_by_role("dialog")
    await expect(drawer.locator("li").first).to_be_visible()
    assert "番茄" in await drawer.locator("li").first.inner_text()
    await page.keyboard.press("Escape")
    await expect(drawer).to_be_hidden()


async def test_an_hour_filters_what_the_member_said(window):
    page = await window.go("member=30003")
    await window.card("hours").get_by_role("button", name="看数据表").click()
    rows = window.card("hours").locator("tbody tr")
    heard = [row for row in await rows.all() if await row.locator("td").nth(1).inner_text() == "3"]
    if not heard:
        pytest.skip("the clock struck while they talked")
    await heard[0].get_by_role("button").click()
    await expect(window.card("list").locator("li p")).to_have_count(3)
    assert "hour=" in page.url


async def test_members_are_searched_least_active_first_too(window):
    page = await window.go()
    picker = page.get_by_role("combobox", name="成员", exact=True)
    await picker.click()
    await page.get_by_role("combobox", name="成员 · 排序").select_option("least")
    names = page.get_by_role("listbox", name="成员").get_by_role("option")
    await expect(names.first).to_contain_text("0 条")
    await picker.fill("丁")
    await expect(names).to_have_count(1)
    await page.keyboard.press("Enter")
    await expect(picker).to_have_value("丁")
    await expect(window.card("list").locator("li p").first).to_have_text("谁知道图书馆周末开门吗？")


async def test_the_range_is_in_the_address_and_survives_a_reload(window):
    page = await window.go()
    await page.get_by_role("radio", name="30 天").check(force=True)
    await expect(window.card("rank").locator("canvas").first).to_be_visible()
    assert "range=30d" in page.url
    await page.reload()
    await expect(page.get_by_role("radio", name="30 天")).to_be_checked()
    await page.go_back()
    await expect(page.get_by_role("radio", name="7 天", exact=True)).to_be_checked()
    await window.go("from=2020-01-01&to=2020-01-07")
    await expect(page.get_by_role("radio", name="自定")).to_be_checked()
    for card in ("cloud", "member_cloud"):
        await expect(window.card(card).locator(".quiet")).to_contain_text("那时我还不在群里")


async def test_a_chart_can_be_taken_home_as_a_picture_and_as_figures(window, tmp_path):
    page = await window.go()
    async with page.expect_download() as picture:
        await window.card("rank").get_by_role("button", name="下载图片").click()
    await (await picture.value).save_as(tmp_path / "rank.png")
    assert (tmp_path / "rank.png").read_bytes().startswith(b"\x89PNG")
    async with page.expect_download() as cloud:
        await window.card("cloud").get_by_role("button", name="下载图片").click()
    assert (await cloud.value).suggested_filename.endswith(".png")
    async with page.expect_download() as sheet:
        await window.card("rank").get_by_role("link", name="下载数据").click()
    await (await sheet.value).save_as(tmp_path / "rank.csv")
    rows = list(csv.reader((tmp_path / "rank.csv").read_text("utf-8-sig").splitlines()))
    assert [row[2:4] for row in rows[1:]] == [["甲", "5"], ["丙", "3"], ["丁", "2"], [HOSTILE, "1"]]


async def test_the_page_speaks_english_and_is_dark_or_light(window):
    page = await window.go()
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    await page.get_by_role("button", name="English").click()
    await expect(window.card("rank").get_by_role("heading")).to_have_text("Member ranking")
    await expect(page.locator(".bar .note")).to_contain_text("11 messages · ")
    await page.emulate_media(color_scheme="light")
    await expect(page.locator("html")).to_have_attribute("data-theme", "light")

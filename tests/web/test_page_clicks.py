"""What is drawn is clicked where it is drawn, and every click leads further."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import expect

from tests.web.chromium import opened

CLICKS = 5
PLACE = """async (drawing, [series, wanted]) => {
  const files = performance.getEntriesByType("resource").map((one) => one.name);
  const { getInstanceByDom } = await import(files.find((name) => name.endsWith("/echarts.js")));
  const chart = getInstanceByDom(drawing);
  const { data, coordinateSystem } = chart.getOption().series[series];
  const valueOf = (one) => one?.value ?? one;
  const size = (one) => Math.abs([valueOf(one)].flat().at(-1));
  const fits = (one) => size(one) && Object.entries(wanted).every(([key, is]) => one[key] === is);
  const found = data.filter(fits).sort((a, b) => size(b) - size(a))[0];
  if (!found) return null;
  const at = data.indexOf(found);
  const lies = chart.getOption().yAxis?.[0].type === "category";
  const value = valueOf(found);
  const spot = Array.isArray(value) ? value.slice(0, 2)
    : coordinateSystem === "polar" || lies ? [value / 2, at] : [at, value / 2];
  const [x, y] = chart.convertToPixel({ seriesIndex: series }, spot);
  drawing.isTaken = false;
  chart.on("click", () => { drawing.isTaken = true; });
  return { x, y };
}"""
"""Where the largest datum that has such values is drawn: the middle of its bar, dot or square."""


@pytest.fixture
async def window(chromium, bot, talk, browser):
    """A window in which nothing moves by itself, so that what is drawn stays where it is."""
    await browser.log_in(talk)
    async with opened(chromium, bot, talk.group_id, reduced_motion="reduce") as window:
        await window.enter_as(browser)
        yield window


async def shown(window, fragment: str = ""):
    """The page at a place, when the last of it is there."""
    page = await window.go(fragment)
    await expect(window.card("coverage").locator(".strip")).to_be_visible()
    await expect(window.card("ties").locator("canvas").first).to_be_visible()
    return page


async def click(window, key: str, series: int = 0, **wanted) -> None:
    """Click what is drawn of a datum; the largest where several are meant.

    A drawing that is made anew between pressing and letting go takes no click: then once more.
    """
    drawing = window.card(key).locator(".drawing")
    await drawing.scroll_into_view_if_needed()
    for _ in range(CLICKS):
        place = await drawing.evaluate(PLACE, [series, wanted])
        assert place, (key, wanted)
        handle = await drawing.element_handle()
        await drawing.click(position=place)
        if await handle.evaluate("(drawing) => drawing.isTaken"):
            return
    raise AssertionError(f"{key} took no click")


def picked(page, name: str):
    return page.get_by_role("combobox", name=name, exact=True)


async def test_a_groups_bar_and_its_dot_lead_to_the_group(window, talk):
    other = talk.open(talk.group_id + 5000, "话很多的群")
    for number in range(25):
        await other.say("甲", f"第 {number} 句")
    await talk.stored()
    for key in ("by_members", "by_messages", "scatter"):
        page = await shown(window)
        await expect(picked(page, "群")).to_have_value("番茄俱乐部")
        await click(window, key, id=other.group_id)
        await expect(picked(page, "群")).to_have_value("话很多的群")
        assert f"group={other.group_id}" in page.url


async def test_a_bar_of_the_ranking_leads_to_the_member(window):
    page = await shown(window, "member=30004")
    await click(window, "rank", id=30001)
    await expect(picked(page, "成员")).to_have_value("甲")
    assert "member=30001" in page.url


async def test_a_bar_of_time_is_zoomed_until_what_was_said_is_read(window):
    page = await shown(window)
    await click(window, "trend")
    await expect(page.get_by_role("radio", name="自定")).to_be_checked()
    assert re.search(r"from=\d{4}-\d\d-\d\dT\d\d%3A00&to=", page.url)
    drawing = window.card("trend").locator(".drawing")
    await expect(drawing).to_have_attribute("aria-label", re.compile(r"\d\d:\d0 最多"))
    await click(window, "trend")
    await expect(page.get_by_role("dialog").locator("li").first).to_be_visible()


async def test_an_hour_of_the_week_shows_what_was_said_then(window):
    page = await shown(window)
    await click(window, "heat")
    drawer = page.get_by_role("dialog")
    await expect(drawer).to_have_accessible_name(re.compile(r"^群消息 · 周. \d+ 点$"))
    await expect(drawer.locator("li").first).to_be_visible()


async def test_ten_minutes_of_the_day_show_what_was_said_then(window, talk):
    said_at = (await talk.stored())[-1]["sent_at"]
    date = datetime.fromtimestamp(said_at, ZoneInfo("Asia/Shanghai"))
    page = await shown(window, f"date={date:%Y-%m-%d}")
    await click(window, "day")
    drawer = page.get_by_role("dialog")
    await expect(drawer).to_have_accessible_name(re.compile(r"^群消息 · \d\d:\d0–\d\d:\d\d$"))
    await expect(drawer.locator("li").first).to_be_visible()


async def test_an_hour_of_the_clock_filters_what_the_member_said(window):
    page = await shown(window, "member=30004")
    await click(window, "hours")
    await expect(window.card("list").get_by_role("button", name="去掉筛选")).to_be_visible()
    assert re.search(r"hour=\d+", page.url)
    await expect(window.card("list").locator("li").first).to_be_visible()


async def test_whom_somebody_talks_with_is_looked_at_by_a_click(window):
    page = await shown(window, "member=30001")
    await click(window, "ties", series=1, id=30003)
    await expect(picked(page, "成员")).to_have_value("丙")

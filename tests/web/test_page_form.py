"""The page on a phone, with the keyboard, and for those who hear it read."""

from importlib.resources import files

import pytest
from playwright.async_api import expect

from tests.web.chromium import PHONE, opened

AXE = files("axe_playwright_python").joinpath("axe.min.js")
SERIOUS = ("serious", "critical")
PLACES = {
    "wall": "#card-coverage .strip",
    "search": ".results .quiet",
    "lessons": ".lessons .quiet, .lesson-list",
    "admin": ".setting",
}


async def findings(page) -> list[str]:
    """Run axe's rules; return what is serious, with where it is."""
    # As a file of the page's own world: its policy allows no script from elsewhere.
    session = await page.context.new_cdp_session(page)
    source = AXE.read_text("utf-8")
    await session.send("Runtime.evaluate", {"expression": f"{source}\n;0"})
    told = await session.send(
        "Runtime.evaluate",
        {
            "expression": "axe.run(document, {resultTypes: ['violations']}).then((found) => "
            "found.violations.map((one) => [one.impact, one.id, one.nodes[0].html]))",
            "awaitPromise": True,
            "returnByValue": True,
        },
    )
    return [str(one) for one in told["result"]["value"] if one[0] in SERIOUS]


async def settled(window, place: str):
    page = await window.go(f"page={place}")
    await expect(page.locator(PLACES[place]).first).to_be_visible()
    return page


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("place", PLACES)
async def test_axe_finds_nothing_serious(window, place, scheme):
    await window.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page = await settled(window, place)
    assert await findings(page) == []


async def test_axe_finds_nothing_serious_on_the_way_in(chromium, bot):
    async with opened(chromium, bot) as window:
        page = await window.go()
        await expect(page.locator(".code b")).to_be_visible()
        assert await findings(page) == []


@pytest.mark.parametrize("place", PLACES)
async def test_nothing_scrolls_sideways_on_a_phone(chromium, bot, talk, browser, place):
    await browser.log_in(talk)
    async with opened(
        chromium, bot, talk.group_id, viewport=PHONE, is_mobile=True, has_touch=True
    ) as window:
        await window.enter_as(browser)
        page = await settled(window, place)
        wide, seen = await page.locator("html").evaluate(
            "(page) => [page.scrollWidth, page.clientWidth]"
        )
        assert wide <= seen == PHONE["width"]


async def test_the_wall_is_seen_whole_on_a_large_screen(window):
    page = await settled(window, "wall")
    box = await window.card("ties").bounding_box()
    assert box["y"] + box["height"] <= 1080
    height = await page.locator("html").evaluate("(page) => page.scrollHeight")
    assert height < 2 * 1080


async def test_everything_is_reached_by_the_keyboard(window):
    page = await settled(window, "wall")
    picker = page.get_by_role("combobox", name="成员", exact=True)
    await picker.focus()
    await expect(page.get_by_role("listbox").get_by_role("option").first).to_be_visible()
    await page.keyboard.press("ArrowDown")
    await expect(picker).to_have_attribute("aria-activedescendant", "picker2-1")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("QQ 30003")).to_be_visible()
    word = window.card("member_cloud").get_by_role("button", name="土豆", exact=True)
    await word.focus()
    await page.keyboard.press("Enter")
    await expect(word).to_have_attribute("aria-pressed", "true")
    table = window.card("trend").get_by_role("button", name="看数据表")
    await table.focus()
    await page.keyboard.press("Enter")
    await expect(window.card("trend").locator("tbody tr button").first).to_be_visible()


async def test_charts_are_named_with_what_they_show(window):
    await settled(window, "wall")
    drawing = window.card("rank").locator(".drawing")
    await expect(drawing).to_have_attribute("role", "img")
    await expect(drawing).to_have_attribute("aria-label", "成员发言排行：近7天 11 条，甲 5 条领先")

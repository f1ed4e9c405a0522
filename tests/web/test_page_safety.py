"""What people write stays text, groups stay among themselves, and nothing goes anywhere else."""

import re

from playwright.async_api import expect

from tests.web.chromium import opened
from tests.web.talk import HOSTILE

MOST = 450_000
"""Bytes of the first load, as they are sent."""


async def test_hostile_names_and_messages_stay_text(window):
    page = await window.go("member=30066")
    await expect(page.get_by_role("combobox", name="成员", exact=True)).to_have_value(HOSTILE)
    await expect(window.card("list").locator("li p")).to_have_text([f"大家好 {HOSTILE}"])
    await expect(window.card("comings")).to_contain_text(HOSTILE)
    place = window.card("rank").locator("canvas").first
    box = await place.bounding_box()
    await place.hover(position={"x": box["width"] * 0.4, "y": box["height"] * 0.85})
    assert await page.locator("#root img").count() == 0
    assert await page.locator("html").evaluate("() => window.hacked") is None


async def test_a_group_that_is_not_ones_own_shows_nothing_of_itself(window, talk):
    secret = talk.open(talk.group_id + 6000, "别人的群")
    for who in (30001, 30002):
        secret.members.pop(who)
    await secret.say("丁", "这是别人群里的秘密")
    await talk.stored()
    page = await window.go(f"group={secret.group_id}")
    await expect(page.get_by_role("combobox", name="群", exact=True)).to_have_value("番茄俱乐部")
    assert f"group={secret.group_id}" not in page.url
    assert "秘密" not in await page.content()
    assert "别人的群" not in await page.content()
    # The browser itself says that there was nothing, as for a group that does not exist.
    assert [one for one in window.complaints if "404" not in one] == []
    window.complaints.clear()


async def test_the_first_load_is_light_and_comes_from_the_bot_alone(window):
    finished = []
    window.page.on("requestfinished", lambda request: finished.insert(0, request))
    await window.go()
    await expect(window.card("coverage").locator(".strip")).to_be_visible()
    sizes = [await request.sizes() for request in finished]
    whole = sum(one["responseBodySize"] + one["responseHeadersSize"] for one in sizes)
    assert 300_000 < whole <= MOST
    assert window.strangers == []


async def test_the_page_holds_no_script_and_no_style_of_its_own(window):
    page = await window.go()
    source = await (await page.request.get(window.base)).text()
    assert not re.search(r"<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=", source)


async def test_whoever_is_not_logged_in_sees_the_way_in_alone(chromium, bot, talk):
    async with opened(chromium, bot) as window:
        page = await window.go(f"group={talk.group_id}&page=wall")
        await expect(page.locator(".code b")).to_be_visible()
        assert "番茄俱乐部" not in await page.content()

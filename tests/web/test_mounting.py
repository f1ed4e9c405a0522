"""Where the dashboard is served, and where it is not."""

import hashlib

import httpx

from groupscope.web.assets import library
from tests.web.kit import Browser

SETTINGS = {"GROUPSCOPE_DASHBOARD": "off"}


async def test_switched_off_it_leaves_no_route(chat, peer, bot):
    await chat.say("甲", "早")
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{bot.port}") as client:
        for path in ("/dashboard", "/dashboard/", "/dashboard/api/me", "/dashboard/api/live"):
            answer = await client.get(path)
            assert (answer.status_code, answer.json()) == (404, {"detail": "Not Found"}), path
    assert "看板没有开启" in (await chat.ask("甲", "/看板")).text


async def test_an_owner_is_warned_who_lets_others_reach_it_without_tls(new_bot):
    everywhere = {"HOST": "0.0.0.0", "ONEBOT_ACCESS_TOKEN": "sesame"}  # noqa: S104 -- that is the point
    warning = "The dashboard can be reached from other machines without TLS"
    for settings, is_warned in (
        (everywhere, True),
        (everywhere | {"GROUPSCOPE_DASHBOARD_URL": "https://bot.example.com/dashboard"}, False),
    ):
        bot = await new_bot(**settings).start()
        await bot.stop()
        assert (warning in bot.log) is is_warned, settings


async def test_it_is_found_with_and_without_the_last_slash(new_bot):
    bot = await new_bot().start()
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{bot.port}") as client:
        moved = await client.get("/dashboard")
        assert (moved.status_code, httpx.URL(moved.headers["location"]).path) == (
            307,
            "/dashboard/",
        )
    browser = Browser(bot)
    page = await browser.get("")
    assert page.headers["cache-control"] == "no-cache"
    again = await browser.client.get("", headers={"If-None-Match": page.headers["etag"]})
    assert again.status_code == 304
    place = page.text.partition('src="assets/')[2].partition("/")[0]
    charts = await browser.get(f"assets/{place}/echarts.js")
    assert charts.headers["content-encoding"] == "gzip"
    assert "immutable" in charts.headers["cache-control"]
    assert "content-security-policy" not in charts.headers  # that is for pages
    assert (await browser.get("assets/0123456789ab/echarts.js")).status_code == 404
    await browser.close()
    await bot.stop()


def test_the_chart_library_is_the_one_that_was_looked_at():
    digest = hashlib.sha256(library().read_bytes()).hexdigest()
    assert digest == "28515f26aa57f87eb1e4ed4eb446927eaf329b5f5e02b4bfd4b0264fea40d1da"

"""Debian's Chromium at a bot's dashboard: what a window shows, asked for, and complained about."""

import contextlib
import os
import re
import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser as Chromium
from playwright.async_api import ConsoleMessage, Page, async_playwright, expect

from tests.bots import Bot
from tests.web.kit import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 60_000
"""Milliseconds that the page may take on a machine that is busy with other things."""
WIDE = {"width": 1920, "height": 1080}
PHONE = {"width": 390, "height": 844}

expect.set_options(timeout=PATIENCE)


@contextlib.asynccontextmanager
async def started() -> AsyncIterator[Chromium]:
    """A running Chromium; the test is skipped where there is none, unless it must be there."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        assert not os.environ.get("GROUPSCOPE_TEST_REQUIRE_CHROMIUM"), "no Chromium"
        pytest.skip("no Chromium here: apt install chromium")
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield chromium
        await chromium.close()


class Window:
    """One window at the dashboard of a bot, with all that it asked for and complained about."""

    def __init__(self, bot: Bot, page: Page, group: int | None) -> None:
        self.base = f"http://127.0.0.1:{bot.port}/dashboard/"
        self.page = page
        self.group = group
        self.complaints: list[str] = []
        self.asked: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("dialog", lambda dialog: self.complaints.append(f"dialog {dialog.message}"))

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.complaints.append(f"{said.text} {said.location['url']}")

    async def go(self, fragment: str = "") -> Page:
        """Open the dashboard at a place, from the beginning; of the window's group by itself."""
        if self.group and "group=" not in fragment:
            fragment = f"group={self.group}&{fragment}".rstrip("&")
        await self.page.goto("about:blank")
        await self.page.goto(f"{self.base}#{fragment}" if fragment else self.base)
        return self.page

    async def enter_as(self, browser: Browser) -> None:
        """Take over the cookies of somebody who is logged in."""
        cookies = [
            {"name": one.name, "value": one.value, "url": self.base}
            for one in browser.client.cookies.jar
        ]
        await self.page.context.add_cookies(cookies)

    def card(self, key: str):
        return self.page.locator(f"#card-{key}")

    async def figure(self, key: str) -> int:
        """A figure of the whole, as it stands on top; of all groups that the module has opened."""
        place = self.page.locator(f"#figure-{key}")
        await expect(place).to_have_text(re.compile(r"^[\d,]+$"))
        return int((await place.inner_text()).replace(",", ""))

    @property
    def strangers(self) -> list[str]:
        """Addresses outside the bot that something was asked of."""
        own = (self.base, self.base.replace("http", "ws", 1), "data:", "blob:", "about:")
        return [one for one in self.asked if not one.startswith(own)]


@contextlib.asynccontextmanager
async def opened(
    chromium: Chromium, bot: Bot, group: int | None = None, **options
) -> AsyncIterator[Window]:
    """A new window, which in the end must have complained of nothing and asked nobody else."""
    context = await chromium.new_context(
        **{"viewport": WIDE, "locale": "zh-CN", "color_scheme": "dark", **options}
    )
    context.set_default_timeout(PATIENCE)
    window = Window(bot, await context.new_page(), group)
    yield window
    await context.close()
    assert not window.complaints, window.complaints
    assert not window.strangers, window.strangers

"""A running bot with its dashboard, and browsers at it."""

import pytest

from tests.web.chromium import opened, started
from tests.web.kit import Browser
from tests.web.talk import talked


@pytest.fixture
async def browser(bot):
    """A browser in which nobody is logged in."""
    browser = Browser(bot)
    yield browser
    await browser.close()


@pytest.fixture
async def stranger(bot):
    """Another browser in which nobody is logged in."""
    browser = Browser(bot)
    yield browser
    await browser.close()


@pytest.fixture
async def page(browser, chat, peer):
    """A browser in which 甲, who owns the room, is logged in."""
    await chat.say("甲", "大家好")
    await chat.stored()
    return await browser.log_in(chat)


@pytest.fixture(scope="session")
async def chromium():
    """A running Chromium, where there is one."""
    async with started() as chromium:
        yield chromium


@pytest.fixture
async def talk(chat, peer):
    """A room in which enough was said that every chart has something to show."""
    return await talked(chat)


@pytest.fixture
async def window(chromium, bot, talk, browser):
    """A window in which 甲 is logged in, and in whose group something was said."""
    await browser.log_in(talk)
    async with opened(chromium, bot, talk.group_id) as window:
        await window.enter_as(browser)
        yield window

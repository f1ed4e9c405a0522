"""Owners of one account see the groups of that account; who is denied sees nothing any more."""

from tests.bots import ME, MY_OTHER_SELF, until

SETTINGS = {"GROUPSCOPE_ACCOUNT_OWNERS": f"{ME}:30003"}


async def groups(browser, chat) -> set[int]:
    """Which groups of this test are listed."""
    told = await browser.told("api/groups", range="all")
    here = (chat.group_id, chat.theirs.group_id)
    return {row["id"] for row in told["rows"]} & set(here)


async def test_an_owner_of_an_account_sees_its_groups_alone(chat, browser):
    chat.theirs = chat.world.open(chat.group_id + 300_000, "别人的群")
    for user_id, name in ((MY_OTHER_SELF, "群镜二号"), (30003, "丙"), (30001, "甲")):
        chat.theirs.seat(user_id, name)
    await chat.connect(account=ME)
    await chat.connect(account=MY_OTHER_SELF)
    await chat.say("丁", "早")
    await chat.theirs.say("甲", "早")
    watched = "select 1 from watch where group_id = ? and self_id = ? and until_at is null"
    await until(lambda: chat.bot.rows(watched, chat.group_id, ME))
    await until(lambda: chat.bot.rows(watched, chat.theirs.group_id, MY_OTHER_SELF))
    await chat.stored()
    await browser.log_in(chat, "丙")
    assert await groups(browser, chat) == {chat.group_id}
    panels = f"api/groups/{chat.theirs.group_id}/panels"
    assert (await browser.get(panels, names="rank", range="24h")).status_code == 404


async def test_who_is_denied_later_sees_nothing_any_more(new_bot):
    from tests.bots import Chat
    from tests.web.kit import Browser

    bot = await new_bot().start()
    chat = Chat(bot, 25801)
    chat.theirs = chat.room
    peer = await chat.connect()
    await chat.say("丁", "早")
    await chat.stored()
    browser = await Browser(bot).log_in(chat, "甲")
    assert await groups(browser, chat) == {25801}
    await peer.disconnect()
    await bot.stop()
    bot.settings["GROUPSCOPE_DENY_MEMBERS"] = "30001"
    await bot.start()
    assert await groups(browser, chat) == set()
    await browser.close()
    await bot.stop()

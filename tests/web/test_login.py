"""Getting in and out, through a running bot."""

import pytest

from tests.web.kit import heard, ticket_in


async def test_a_code_that_an_admin_types_lets_the_page_in(chat, peer, browser):
    await chat.say("甲", "大家好")
    code = await browser.code()
    assert (await browser.told("api/code"))["state"] == "waiting"
    answer = await chat.ask("甲", f"/登录 {code.lower()}")
    assert "回到网页上确认" in answer.text
    claimed = await browser.told("api/code")
    assert (claimed["name"], claimed["group"], claimed["user_id"]) == ("甲", "番茄俱乐部", 30001)
    assert (await browser.told("api/me"))["user_id"] is None  # not before it is confirmed
    assert (await browser.get("api/groups")).status_code == 401
    assert (await browser.post("api/confirm", accept=True)).status_code == 200
    me = await browser.told("api/me")
    assert (me["user_id"], me["name"], me["is_superuser"]) == (30001, "甲", False)


async def test_the_live_socket_tells_of_a_message(chat, page):
    async with page.live(chat.group_id) as socket:
        await chat.say("丙", "番茄牛腩真好吃")
        said = await heard(socket, "said")
    assert said["group"] == chat.group_id
    assert said["by_member"] == {"30003": 1}


async def test_panels_are_of_the_group(chat, page):
    told = await page.told(f"api/groups/{chat.group_id}/panels", names="rank,trend", range="24h")
    assert [row["name"] for row in told["panels"]["rank"]["rows"]] == ["甲"]
    assert sum(row["messages"] for row in told["panels"]["trend"]["rows"]) == 1


@pytest.mark.parametrize("who", ["丙"])
async def test_members_are_not_let_in_unless_the_group_says_so(chat, peer, browser, who):
    await chat.say(who, "早")
    code = await browser.code()
    assert "看板只给群主和管理员看" in (await chat.ask(who, f"/登录 {code}")).text
    await chat.ask("甲", "/设置 看板 所有人")
    await browser.log_in(chat, who)
    assert (await browser.told("api/me"))["groups"] == 1


async def test_a_link_comes_in_private_and_lets_in_once(chat, peer, browser, stranger):
    await chat.say("甲", "早")
    answer = await chat.ask("甲", "/看板")
    assert answer.text.endswith("链接已经私聊发给你。")
    private = next(sent for sent in peer.sent if "#k=" in sent.text)
    assert private.user_id == 30001
    ticket = ticket_in(private.text)
    assert (await browser.get("")).status_code == 200  # looking at the page burns nothing
    assert (await browser.post("api/login", ticket=ticket)).status_code == 200
    assert (await stranger.post("api/login", ticket=ticket)).status_code == 401
    assert ticket not in chat.bot.log

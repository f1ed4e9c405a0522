"""Who gets in and who does not: each point of the list, through a running bot."""

import re
from contextlib import suppress

import pytest
from websockets import ConnectionClosed

from groupscope.web.api import ENDPOINTS
from tests.bots import until
from tests.web.kit import heard, ticket_in

SECRET = "correct-horse-battery-staple-and-more"
SETTINGS = {"GROUPSCOPE_DASHBOARD_TOKEN": SECRET}
NOT_THERE = {"error": "没有这个内容，或者你不能看。"}
OF_A_GROUP = [one for one in ENDPOINTS if "{group_id}" in one.path]
CLOSED = [one for one in ENDPOINTS if not one.is_open]


def filled(path: str, group_id: int) -> str:
    names = {"group_id": str(group_id), "name": "rank", "key": "rank", "number": "1"}
    return "api/" + re.sub(r"{(\w+)}", lambda found: names.get(found[1], "abc"), path)


async def ask(browser, endpoint, path):
    return await (browser.get(path) if endpoint.method == "GET" else browser.post(path))


@pytest.mark.parametrize("endpoint", CLOSED, ids=lambda one: f"{one.method} {one.path}")
async def test_nobody_gets_anything_without_a_login(chat, peer, browser, endpoint):
    answer = await ask(browser, endpoint, filled(endpoint.path, chat.group_id))
    assert answer.status_code == 401
    assert set(answer.json()) == {"error"}


async def test_of_other_groups_one_hears_as_much_as_of_none(chat, peer, page):
    theirs = chat.open(29_999, "别人的群")
    theirs.members.pop(30001, None)
    await theirs.say("丙", "这是秘密")
    await chat.stored()
    for endpoint in OF_A_GROUP:
        for group_id in (29_999, 28_888):
            answer = await ask(page, endpoint, filled(endpoint.path, group_id))
            assert (answer.status_code, answer.json()) == (404, NOT_THERE), endpoint.path


async def test_requests_of_foreign_pages_are_refused(chat, page):
    for origin in ("https://evil.example", "null", f"{page.origin}.evil.example"):
        answer = await page.post("api/logout", origin=origin)
        assert answer.status_code == 403, origin
    answer = await page.client.post("api/logout", content="{}")
    assert answer.status_code == 403  # a browser always says where a request comes from
    assert (await page.told("api/me"))["user_id"] == 30001


async def closed_by(socket) -> int:
    with suppress(ConnectionClosed):  # what a code of our own is to the library
        async for _ in socket:
            pass  # whatever is still told before it closes
    return socket.close_code


async def test_the_socket_wants_a_login_and_our_own_page(chat, page, stranger):
    async with stranger.live() as socket:
        assert await closed_by(socket) == 4401
    async with page.live(origin="https://evil.example") as socket:
        assert await closed_by(socket) == 4403


async def test_the_socket_tells_nothing_of_groups_that_are_not_ones_own(chat, peer, page):
    theirs = chat.open(29_997, "别人的群")
    theirs.members.pop(30001, None)
    async with page.live() as socket:
        await socket.send(f'{{"watch": [{chat.group_id}, 29997]}}')
        assert (await heard(socket, "watching"))["groups"] == [chat.group_id]
        await theirs.say("丙", "这是秘密")
        await chat.say("丙", "这是公开的")
        assert (await heard(socket, "said"))["group"] == chat.group_id


async def test_the_cookie_is_for_the_server_alone(chat, peer, browser):
    await chat.say("甲", "早")
    code = await browser.code()
    await chat.ask("甲", f"/登录 {code}")
    answer = await browser.post("api/confirm", accept=True)
    told = answer.headers["set-cookie"].lower()
    assert "httponly" in told
    assert "samesite=strict" in told
    assert "secure" not in told  # http://127.0.0.1
    assert "path" not in told  # the folder of the API, whatever stands before it
    again = await browser.code()
    await chat.ask("甲", f"/登录 {again}")
    headers = {"X-Forwarded-Proto": "https", "Origin": browser.origin}
    answer = await browser.client.post("api/confirm", json={"accept": True}, headers=headers)
    assert "; secure" in answer.headers["set-cookie"].lower()


async def test_whoever_says_that_it_was_not_them_lets_nobody_in(chat, peer, browser):
    await chat.say("甲", "早")
    code = await browser.code()
    await chat.ask("甲", f"/登录 {code}")
    assert (await browser.post("api/confirm", accept=False)).json() == {"state": "gone"}
    assert (await browser.post("api/confirm", accept=True)).json() == {"state": "gone"}
    assert (await browser.told("api/me"))["user_id"] is None


async def test_a_code_is_of_one_browser_and_of_whoever_types_it_first(
    chat, peer, browser, stranger
):
    await chat.say("甲", "早")
    code = await browser.code()
    await stranger.code()
    await chat.ask("甲", f"/登录 {code}")
    answer = await chat.ask("乙", f"/登录 {code}")
    assert "没有网页在等这个码" in answer.text
    assert (await stranger.told("api/code"))["state"] == "waiting"
    assert (await browser.told("api/code"))["user_id"] == 30001


async def test_a_newer_link_voids_the_older_one(chat, peer, browser):
    await chat.say("甲", "早")
    for _ in range(2):
        await chat.ask("甲", "/看板")
    links = [ticket_in(sent.text) for sent in peer.sent if "#k=" in sent.text]
    assert (await browser.post("api/login", ticket=links[0])).status_code == 401
    assert (await browser.post("api/login", ticket=links[1])).status_code == 200


async def test_guessing_is_slowed_down(chat, peer, browser, stranger):
    answers = [
        (await browser.post("api/login", ticket=f"wrong-{n}")).status_code for n in range(12)
    ]
    assert answers == [401] * 10 + [429] * 2
    assert (await stranger.post("api/login", ticket="wrong")).status_code == 401


async def test_roles_are_asked_again_while_a_session_lives(chat, peer, browser):
    await chat.say("乙", "早")
    await browser.log_in(chat, "乙")
    path = f"api/groups/{chat.group_id}"
    assert (await browser.get(path)).status_code == 200
    await chat.room.set_admin("乙", is_set=False)
    await chat.stored()
    assert (await browser.get(path)).status_code == 404
    await chat.room.set_admin("乙")
    await chat.stored()
    assert (await browser.get(path)).status_code == 200
    await chat.room.leave("乙")
    await chat.stored()
    assert (await browser.get(path)).status_code == 404


async def test_logging_out_in_chat_ends_every_session_and_socket(chat, page, stranger):
    await stranger.log_in(chat)
    async with page.live(chat.group_id) as socket:
        assert "已退出" in (await chat.ask("甲", "/dashboard logout")).text
        assert await closed_by(socket) == 4401
    for browser in (page, stranger):
        assert (await browser.get("api/groups")).status_code == 401


async def test_a_session_survives_a_restart_and_is_stored_as_a_hash(chat, page, bot):
    secret = page.client.cookies["groupscope"]
    stored = "".join(str(tuple(row)) for row in bot.rows("select * from web_session"))
    assert secret not in stored
    await bot.stop()
    await bot.start()
    await chat.close()
    assert (await page.told("api/me"))["user_id"] == 30001


async def test_members_see_what_they_may_ask_in_chat(chat, peer, browser):
    await chat.say("丙", "番茄牛腩真好吃")
    await chat.say("甲", "我也觉得，开心")
    await chat.ask("甲", "/设置 看板 所有人")
    await browser.log_in(chat, "丙")
    path = f"api/groups/{chat.group_id}"
    told = await browser.told(f"{path}/panels", names="trend,rank", member=30001, range="24h")
    assert told["panels"]["trend"]["forbidden"]
    assert not told["panels"]["trend"]["rows"]
    assert told["panels"]["rank"]["rows"]
    theirs = await browser.told(f"{path}/messages", member=30001, range="24h")
    assert (theirs["forbidden"], theirs["rows"]) == (True, [])
    own = await browser.told(f"{path}/messages", member=30003, range="24h")
    assert [row["text"] for row in own["rows"]] == ["番茄牛腩真好吃"]
    for page in ("settings", "settings/changes", "digest.png"):
        assert (await browser.get(f"{path}/{page}")).status_code == 404
    assert (await browser.get("api/health")).status_code == 404
    assert (await browser.get("api/tokens")).status_code == 404
    refused = await browser.post(f"{path}/settings", key="theme", words="深色")
    assert refused.status_code == 404


async def test_whoever_takes_no_part_is_nobody_to_look_at(chat, page):
    await chat.say("丙", "番茄牛腩真好吃")
    await chat.say("甲", "我也觉得")
    await chat.ask("丙", "/别记我")
    path = f"api/groups/{chat.group_id}"
    told = await page.told(f"{path}/panels", names="rank,trend,hours", member=30003, range="24h")
    for panel in told["panels"].values():
        assert (panel["rows"], panel["empty"]) == ([], "TA 选择了不参与统计。")
    said = await page.told(f"{path}/messages", member=30003, range="24h")
    assert (said["rows"], said["empty"]) == ([], "TA 选择了不参与统计。")
    whole = await page.told(f"{path}/messages", range="24h")
    assert "番茄牛腩真好吃" not in [row["text"] for row in whole["rows"]]
    board = (await page.told(f"{path}/panels", names="rank", range="24h"))["panels"]["rank"]
    assert 30003 not in [row["id"] for row in board["rows"]]


async def test_recording_is_begun_by_those_who_are_admins_now(chat, peer, page, browser, stranger):
    await chat.say("乙", "早")
    await stranger.log_in(chat, "乙")
    path = f"api/groups/{chat.group_id}/settings"
    assert (await page.post(path, key="recording", words="关")).status_code == 200
    assert chat.group_id in [row["id"] for row in (await page.told("api/recording"))["rows"]]
    for group_id in (28_888, chat.group_id + 1):
        refused = await page.post("api/recording", group=group_id)
        assert (refused.status_code, refused.json()) == (404, NOT_THERE)
    await chat.room.set_admin("乙", is_set=False)
    assert (await stranger.post("api/recording", group=chat.group_id)).status_code in (400, 404)
    await chat.say("甲", "没有人记")
    assert "没有人记" not in await chat.texts()
    assert (await page.post("api/recording", group=chat.group_id)).status_code == 200
    await chat.say("甲", "又记了")
    assert "又记了" in await chat.texts()


async def test_headers_keep_everything_foreign_out(chat, peer, browser):
    for path in ("", "api/me", "api/groups", "assets/nothing/x.js"):
        headers = (await browser.get(path)).headers
        policy = headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-opener-policy"] == "same-origin"
    assert (await browser.get("api/me")).headers["cache-control"] == "no-store"


async def test_too_much_is_not_even_read(chat, peer, browser):
    headers = {"Origin": browser.origin, "Content-Type": "application/json"}
    answer = await browser.client.post("api/login", content=b"x" * 70_000, headers=headers)
    assert answer.status_code == 413


async def test_what_is_looked_for_stands_in_no_log(chat, page):
    path = f"api/groups/{chat.group_id}/messages"
    await page.told(path, search="番茄牛腩在哪里")
    await page.client.get("../nothing/of/ours")
    await until(lambda: "/nothing/of/ours" in chat.bot.log)  # other requests are logged
    assert "api/groups" not in chat.bot.log
    assert page.client.cookies["groupscope"] not in chat.bot.log


async def test_hostile_names_arrive_as_they_are_and_only_as_json(chat, peer, page):
    hostile = '<img src=x onerror="alert(1)">'
    await chat.room.set_card("丙", hostile)
    await chat.say("丙", f"{hostile}</script>")
    await chat.stored()
    answer = await page.get(f"api/groups/{chat.group_id}/members", search="onerror")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["rows"][0]["name"] == hostile


async def test_the_owner_gets_in_by_their_own_secret_where_there_is_one(chat, peer, browser):
    assert (await browser.post("api/login", ticket=SECRET + "x")).status_code == 401
    answer = await browser.post("api/login", ticket=SECRET)
    assert answer.json()["me"]["user_id"] == 30009
    assert answer.json()["me"]["is_superuser"]
    assert SECRET not in chat.bot.log


async def test_programs_read_by_tokens_until_those_are_revoked(chat, peer, browser, stranger):
    await chat.say("甲", "早")
    await browser.log_in(chat, "主")
    made = await browser.post("api/tokens", name="grafana", groups=[chat.group_id])
    token = made.json()
    headers = {"Authorization": f"Bearer {token['token']}"}
    path = f"api/groups/{chat.group_id}/panels?names=rank&range=24h"
    assert (await stranger.client.get(path, headers=headers)).status_code == 200
    assert (await stranger.client.get("api/groups/28888", headers=headers)).status_code == 404
    assert (await stranger.client.get("api/health", headers=headers)).status_code == 401
    posted = await stranger.client.post(
        f"api/groups/{chat.group_id}/settings",
        json={"key": "theme", "words": "深色"},
        headers=headers | {"Origin": stranger.origin},
    )
    assert posted.status_code == 401
    described = (await stranger.client.get("api/openapi.json", headers=headers)).json()
    assert "/groups/{group_id}/panels" in described["paths"]
    assert (await browser.post(f"api/tokens/{token['id']}/revoke")).status_code == 200
    assert (await stranger.client.get(path, headers=headers)).status_code == 401


async def test_nobody_opens_more_sockets_than_anybody_needs(chat, page):
    opened = []
    try:
        for _ in range(60):
            context = page.live()
            opened.append((context, await context.__aenter__()))
            await heard(opened[-1][1], "hello")
        async with page.live() as socket:
            assert await closed_by(socket) == 4429
    finally:
        for context, _ in opened:
            await context.__aexit__(None, None, None)

"""ChatLab pulls what was said, with a token, through the dashboard's door."""

import httpx
import pytest

SETTINGS = {"GROUPSCOPE_DASHBOARD": "on"}


@pytest.fixture
async def pull(chat, peer, browser, stranger):
    """``answer = await pull("sessions", limit=1)``: as ChatLab asks, with a token of its own."""
    await chat.say("甲", "番茄牛腩")
    await chat.say("乙", "香蕉")
    await chat.stored()
    await browser.log_in(chat, "主")
    made = (await browser.post("api/tokens", name="chatlab", groups=[chat.group_id])).json()
    headers = {"Authorization": f"Bearer {made['token']}", "Accept": "application/json"}

    async def asked(path: str, **words) -> httpx.Response:
        words = {"format": "chatlab"} | words
        return await stranger.client.get(f"api/chatlab/{path}", params=words, headers=headers)

    return asked


async def test_a_token_finds_its_groups_and_pulls_what_was_said(chat, pull):
    [session] = (await pull("sessions")).json()["sessions"]
    assert (session["id"], session["platform"], session["type"]) == (
        str(chat.group_id),
        "qq",
        "group",
    )
    whole = (await pull(f"sessions/{session['id']}/messages")).json()
    assert [one["content"] for one in whole["messages"]][:2] == ["番茄牛腩", "香蕉"]
    assert {one["accountName"] for one in whole["members"]} >= {"甲", "乙"}
    since = whole["sync"]["nextSince"]
    later = (await pull(f"sessions/{session['id']}/messages", since=since + 1)).json()
    assert (later["messages"], later["sync"]["hasMore"]) == ([], False)
    assert "members" not in later


async def test_nobody_else_pulls(chat, pull, browser, stranger):
    other = chat.group_id + 850_000
    assert (await pull(f"sessions/{other}/messages")).status_code == 404
    assert (await pull("sessions", format="csv")).status_code == 400
    assert (await stranger.get("api/chatlab/sessions", format="chatlab")).status_code == 401
    await stranger.log_in(chat, "甲")
    for path in ("sessions", f"sessions/{chat.group_id}/messages"):
        assert (await stranger.get(f"api/chatlab/{path}", format="chatlab")).status_code == 404

"""The door that NoneBot's adapter leaves beside the WebSocket: frames by HTTP."""

import httpx

from tests.bots import ME, until

GROUP = 20001


SETTINGS = {"ONEBOT_ACCESS_TOKEN": "sesame"}


def frame(words: str, number: int) -> dict[str, object]:
    return {
        "post_type": "message",
        "message_type": "group",
        "sub_type": "normal",
        "self_id": ME,
        "group_id": GROUP,
        "user_id": 30001,
        "time": 1_795_000_000 + number,
        "message_id": number,
        "message": [{"type": "text", "data": {"text": words}}],
        "raw_message": words,
        "font": 0,
        "sender": {"user_id": 30001, "role": "owner"},
    }


async def post(bot, content, token: str | None = None) -> int:
    headers = {"X-Self-ID": str(ME)}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    address = bot.url.replace("ws://", "http://").removesuffix("/ws") + "/http"
    async with httpx.AsyncClient(trust_env=False) as client:
        return (await client.post(address, json=content, headers=headers)).status_code


async def test_who_does_not_know_the_token_is_not_let_in_by_http_either(bot):
    assert await post(bot, frame("冒充", 1)) == 403
    assert await post(bot, frame("冒充", 2), "wrong") == 403
    assert await post(bot, frame("真的", 3), "sesame") == 204
    await until(lambda: bot.messages(GROUP))
    assert [row["text"] for row in bot.messages(GROUP)] == ["真的"]


async def test_what_is_no_object_is_refused_and_harms_nothing(bot):
    assert await post(bot, ["不是", "对象"], "sesame") == 400
    assert await post(bot, frame("还在", 4), "sesame") == 204

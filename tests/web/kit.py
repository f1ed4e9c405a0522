"""A browser without a screen for tests: it logs in, asks the API, listens to the live socket."""

import asyncio
import contextlib
import itertools
import json
import re

import httpx
from websockets.asyncio.client import connect

from tests.bots import Bot, Chat

JSON = {"Content-Type": "application/json"}
ADDRESSES = (f"10.0.{number // 250}.{number % 250 + 1}" for number in itertools.count())
"""A browser comes from an address of its own, as a proxy in front of the bot tells."""


class Browser:
    """One browser at a running bot's dashboard, with cookies of its own."""

    def __init__(self, bot: Bot) -> None:
        self.base = f"http://127.0.0.1:{bot.port}/dashboard/"
        self.origin = f"http://127.0.0.1:{bot.port}"
        self.client = httpx.AsyncClient(
            base_url=self.base,
            timeout=120,
            trust_env=False,
            headers={"X-Forwarded-For": next(ADDRESSES)},
        )

    async def get(self, path: str, **words) -> httpx.Response:
        return await self.client.get(path, params=words)

    async def told(self, path: str, **words):
        """The JSON of an answer that must be one."""
        answer = await self.get(path, **words)
        assert answer.status_code == 200, (path, answer.status_code, answer.text)
        return answer.json()

    async def post(self, path: str, origin: str | None = None, **body) -> httpx.Response:
        headers = {"Origin": origin or self.origin, **JSON}
        return await self.client.post(path, content=json.dumps(body), headers=headers)

    async def code(self) -> str:
        return (await self.post("api/code")).json()["code"]

    async def log_in(self, chat: Chat, who: str = "甲") -> "Browser":
        """The whole way by a code: the page shows it, somebody types it, the page confirms."""
        code = await self.code()
        await chat.ask(who, f"/登录 {code}")
        assert (await self.told("api/code"))["state"] == "claimed"
        answer = await self.post("api/confirm", accept=True)
        assert answer.status_code == 200, answer.text
        return self

    @contextlib.asynccontextmanager
    async def live(self, *groups: int, origin: str | None = None):
        """The live socket, watching groups."""
        url = self.base.replace("http", "ws", 1) + "api/live"
        cookies = "; ".join(f"{one.name}={one.value}" for one in self.client.cookies.jar)
        headers = {"Cookie": cookies} if cookies else {}
        async with connect(
            url, origin=origin or self.origin, additional_headers=headers, proxy=None
        ) as socket:
            if groups:
                await socket.send(json.dumps({"watch": groups}))
                await heard(socket, "watching")
            yield socket

    async def close(self) -> None:
        await self.client.aclose()


async def heard(socket, kind: str, seconds: float = 60):
    """The next thing of a kind that the socket tells."""
    async with asyncio.timeout(seconds):
        while True:
            found = json.loads(await socket.recv())
            if found["type"] == kind:
                return found


def ticket_in(text: str) -> str:
    """The ticket of a link that the bot has sent."""
    return re.search(r"#k=([\w-]+)", text)[1]

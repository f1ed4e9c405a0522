"""The WebSocket from the implementation to the bot."""

import asyncio
import contextlib
import json
import re
from collections.abc import Callable, Coroutine
from http import HTTPStatus

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus

from groupscope.errors import GroupscopeError
from groupscope.playground.values import Json

PATH = "/onebot/v11/ws"
DEFAULT_URL = f"ws://127.0.0.1:8080{PATH}"
BIGGEST_FRAME = 50 << 20
"""NapCat's own limit, in bytes: a larger call from the bot closes its connection."""

_SURROGATE = re.compile("[\ud800-\udfff]")
PATIENCE = 2.0
"""Seconds that a closing waits for a bot that no longer reads."""


class BotAbsentError(GroupscopeError):
    """Nobody listens where the bot should be."""

    def __init__(self, url: str) -> None:
        super().__init__(
            f"没有连上机器人（{url}）。请先在另一个终端运行 uv run --no-dev bot.py，再试一次。"
        )


class RefusedError(GroupscopeError):
    """The bot is there and does not let this account in."""

    def __init__(self, account: int) -> None:
        super().__init__(
            f"机器人拒绝了连接：访问令牌不对（用 --token 指定），或者账号 {account} 已经连着。"
        )


def written(frame: Json) -> str:
    """Write a frame as implementations do: UTF-8 as it is, half a surrogate pair as an escape."""
    plain = json.dumps(frame, ensure_ascii=False)
    return _SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", plain)


class Link:
    """A connection and the tasks that live as long as it does."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._tasks: set[asyncio.Task[None]] = set()

    async def send(self, frame: str | bytes) -> None:
        """Send one frame; websockets' ConnectionClosed if the connection is gone."""
        await self._connection.send(frame)

    def begin(self, work: Coroutine[None, None, None]) -> None:
        """Do this beside everything else, until it is done or the link is let go."""
        task = asyncio.create_task(_until_closed(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def read(self, on_frame: Callable[[str | bytes], Coroutine[None, None, None]]) -> None:
        """Begin ``on_frame`` for every frame, until the connection ends; none waits for another."""
        async for frame in self._connection:
            self.begin(on_frame(frame))

    async def wait_closed(self) -> int | None:
        """Wait until the connection has ended, whoever ended it. Returns the close code."""
        await self._connection.wait_closed()
        return self._connection.close_code

    async def close(self) -> None:
        """End the connection in good order, and all that lives on it."""
        await self._connection.close()
        await self._finish()

    async def abort(self) -> None:
        """Tear the connection down without a word, as a crash or a cut cable does."""
        self._connection.transport.abort()
        await self._connection.wait_closed()
        await self._finish()

    async def _finish(self) -> None:
        others = self._tasks - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)


async def _until_closed(work: Coroutine[None, None, None]) -> None:
    with contextlib.suppress(ConnectionClosed):
        await work


async def open_link(url: str, account: int, token: str, user_agent: str) -> Link:
    """Connect as a OneBot implementation does. BotAbsentError, or RefusedError.

    No proxy and no compression: living implementations use neither.
    """
    headers = {"X-Self-ID": str(account), "X-Client-Role": "Universal"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    try:
        connection = await connect(
            url,
            additional_headers=headers,
            user_agent_header=user_agent,
            compression=None,
            proxy=None,
            max_size=BIGGEST_FRAME,
            close_timeout=PATIENCE,
        )
    except InvalidStatus as error:
        is_refused = error.response.status_code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
        raise RefusedError(account) if is_refused else BotAbsentError(url) from error
    except (OSError, InvalidHandshake) as error:
        raise BotAbsentError(url) from error
    return Link(connection)

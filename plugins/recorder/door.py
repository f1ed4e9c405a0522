"""The door: an Adapter that hands every frame to the recorder before NoneBot sees it.

Hooks lose messages when another plugin misbehaves, wait for ``get_msg`` on replies, and cost a
multiple (docs/decisions/0001-record-at-the-door.md). What goes on to NoneBot's matchers is decided
here as well.
"""

import asyncio
import json
from typing import Any

from nonebot.adapters import Bot as BaseBot
from nonebot.adapters.onebot.v11 import Adapter, Bot, Event
from nonebot.drivers import Request, Response, WebSocket
from nonebot.exception import WebSocketClosed
from nonebot.log import logger
from typing_extensions import override

from plugins._chat import CommandEvent
from plugins.recorder.dispatch import Dispatch
from plugins.recorder.own import read_sent
from plugins.recorder.recorder import Recorder

SECONDS_TO_LET_GO = 5
FRAMES_AT_ONCE = 32
"""How many frames of a flood are taken before something else may run: some two milliseconds."""


class TolerantSocket(WebSocket):
    """A WebSocket that passes over frames which are no JSON object: one would close the rest.

    While frames are waiting none has to be waited for: a flood would hold the event loop as long as
    it lasts, were there no pauses.
    """

    def __init__(self, socket: WebSocket, recorder: Recorder) -> None:
        super().__init__(request=socket.request)
        self._socket = socket
        self._recorder = recorder
        self._received = 0

    @property
    @override
    def closed(self) -> bool:
        return self._socket.closed

    @override
    async def accept(self) -> None:
        await self._socket.accept()

    @override
    async def close(self, code: int = 1000, reason: str = "") -> None:
        await self._socket.close(code, reason)

    @override
    async def receive(self) -> str | bytes:
        while True:
            data = await self._socket.receive()
            self._received += 1
            if self._received % FRAMES_AT_ONCE == 0:
                await asyncio.sleep(0)
            if is_object(data):
                return data
            self._recorder.unreadable["not JSON"] += 1
            logger.warning("A frame that is no JSON object was passed over")

    @override
    async def receive_text(self) -> str:
        return await self._socket.receive_text()

    @override
    async def receive_bytes(self) -> bytes:
        return await self._socket.receive_bytes()

    @override
    async def send_text(self, data: str) -> None:
        await self._socket.send_text(data)

    @override
    async def send_bytes(self, data: bytes) -> None:
        await self._socket.send_bytes(data)


def is_object(data: str | bytes) -> bool:
    """Tell whether a frame is a JSON object."""
    try:
        return isinstance(json.loads(data), dict)
    except (ValueError, RecursionError):
        return False


def _text(content: Any) -> str | bytes:  # noqa: ANN401 -- str, bytes or a stream, as the driver has it
    return content if isinstance(content, str | bytes) else b""


class Door(Adapter):
    """The OneBot v11 adapter of a bot that records."""

    recorder: Recorder
    dispatch: Dispatch

    @override
    def bot_connect(self, bot: BaseBot) -> None:
        """Make an account known before its first frame: NoneBot's hooks run some time later."""
        if isinstance(bot, Bot):
            for listener in self.recorder.on_connect:
                listener(bot)
        super().bot_connect(bot)

    @override
    def json_to_event(self, json_data: Any) -> Event | None:  # pyright: ignore[reportIncompatibleMethodOverride] -- the base calls it on self
        """Record a frame, and return what NoneBot is to see of it."""
        if not isinstance(json_data, dict):
            return None
        if "post_type" not in json_data:
            self._answered(json_data)
            return None
        command = self.recorder.take(json_data)
        passes = self.dispatch.passes(json_data)
        if command is None:
            return super().json_to_event(json_data) if passes else None
        if passes:
            self._hand_over(command)
            return super().json_to_event(json_data)
        return command

    def _answered(self, result: dict[str, Any]) -> None:
        """Take the answer to a call; the same one twice is none to stumble over."""
        try:
            super().json_to_event(result)
        except asyncio.InvalidStateError:
            logger.debug("An answer came twice")

    def _hand_over(self, command: CommandEvent) -> None:
        """Let a command run beside the message that calls it."""
        bot = self.bots.get(str(command.self_id))
        if isinstance(bot, Bot):
            task = asyncio.create_task(bot.handle_event(command))
            task.add_done_callback(self.tasks.discard)
            self.tasks.add(task)

    @override
    async def _call_api(self, bot: Bot, api: str, **data: Any) -> Any:
        """Call an action; what it sends to a group is recorded once it is sent."""
        result = await super()._call_api(bot, api, **data)
        self.recorder.record_sent(read_sent(api, data, result, self.recorder, int(bot.self_id)))
        return result

    @override
    async def _handle_http(self, request: Request) -> Response:
        """Let in by HTTP only who knows the token, or signs with the secret (checked beyond)."""
        has_secret = bool(self.onebot_config.onebot_secret)
        refusal = None if has_secret else self._check_access_token(request)
        if refusal is not None:
            return refusal
        if not request.content or not is_object(_text(request.content)):
            return Response(400, content="A JSON object is expected")
        return await super()._handle_http(request)

    @override
    async def _handle_ws(self, websocket: WebSocket) -> None:
        self_id = websocket.request.headers.get("x-self-id")
        if self_id in self.bots and self._check_access_token(websocket.request) is None:
            await self._let_go(self_id)
        await super()._handle_ws(TolerantSocket(websocket, self.recorder))

    async def _let_go(self, self_id: str) -> None:
        """Close an account's old connection: a half-open one would keep the new one out."""
        old = self.connections.get(self_id)
        if old is None:
            return
        logger.info("Account {} connects anew; its old connection is closed", self_id)
        try:
            async with asyncio.timeout(SECONDS_TO_LET_GO):
                await old.close(1001)
                while self_id in self.bots:  # noqa: ASYNC110 -- NoneBot has no event for it
                    await asyncio.sleep(0.01)
        except (TimeoutError, WebSocketClosed, RuntimeError):
            logger.warning("The old connection of account {} does not close", self_id)

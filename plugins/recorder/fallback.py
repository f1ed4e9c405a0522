"""Recording in a NoneBot project that has registered the stock adapter itself.

A preprocessor sees less than the door: what another plugin's hook ignores, replies wait for
``get_msg``, and messages with odd fields come as bare events. It is the best that a plugin can do.
"""

import asyncio
from typing import Any

from nonebot.adapters import Bot as BaseBot
from nonebot.adapters.onebot.v11 import Bot, Event, Message
from nonebot.message import event_preprocessor

from plugins._chat import CommandEvent
from plugins.recorder.own import read_sent
from plugins.recorder.recorder import Recorder


def install(recorder: Recorder) -> None:
    """Record from NoneBot's hooks."""
    tasks: set[asyncio.Task[None]] = set()

    @event_preprocessor
    async def record(bot: Bot, event: Event) -> None:
        if isinstance(event, CommandEvent):
            return
        frame = event.model_dump()
        told = getattr(event, "original_message", None)
        if isinstance(told, Message):  # the adapter cuts the quotation and an @ off the other one
            frame["message"] = [{"type": piece.type, "data": piece.data} for piece in told]
        command = recorder.take(frame)
        if command is not None:
            task = asyncio.create_task(bot.handle_event(command))
            tasks.add(task)
            task.add_done_callback(tasks.discard)

    @BaseBot.on_called_api
    async def record_sent(
        bot: BaseBot,
        exception: Exception | None,
        api: str,
        data: dict[str, Any],
        result: Any,  # noqa: ANN401 -- as NoneBot hands it over
    ) -> None:
        if exception is None and isinstance(bot, Bot):
            recorder.record_sent(read_sent(api, data, result, recorder, int(bot.self_id)))

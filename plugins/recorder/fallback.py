"""Recording in a NoneBot project that has registered the stock adapter itself.

A preprocessor sees less than the door: what another plugin's hook ignores, replies wait for
``get_msg``, and messages with odd fields come as bare events. It is the best that a plugin can do.
"""

import asyncio

from nonebot.adapters.onebot.v11 import Bot, Event
from nonebot.message import event_preprocessor

from groupscope.app import current
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
        if "original_message" in frame:
            frame["message"] = [
                {"type": piece.type, "data": piece.data} for piece in frame["original_message"]
            ]
        command = recorder.take(frame)
        if command is not None:
            task = asyncio.create_task(bot.handle_event(command))
            tasks.add(task)
            task.add_done_callback(tasks.discard)

    @Bot.on_called_api
    async def record_sent(
        bot: Bot, exception: Exception | None, api: str, data: dict[str, object], result: object
    ) -> None:
        if exception is None:
            for message in read_sent(api, data, result, recorder, int(bot.self_id)):
                if current().store.groups.is_recorded(message.group_id):
                    current().store.writer.record(message)

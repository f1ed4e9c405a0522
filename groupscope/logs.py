"""Logs without what people said.

NoneBot prints every message that it dispatches, its OneBot adapter prints raw frames that it cannot
parse, and the WebSocket library prints every frame when debugging. None of it gets past here.
"""

import sys
from typing import TYPE_CHECKING

from loguru import logger

if TYPE_CHECKING:
    from loguru import Record

FORMAT = "<g>{time:MM-DD HH:mm:ss}</g> [<lvl>{level}</lvl>] <c>{name}</c> | {message}"
SPEAKING = ("Event Parser Error", "Failed to parse event", "Event will be handled")
"""How the records begin that carry a frame or a message."""


def install(level: str) -> None:
    """Replace every sink by one on standard output, from a level on.

    Values of variables are never printed with a traceback: they are what somebody said.
    """
    logger.remove()
    logger.add(
        sys.stdout,
        level=level,
        filter=_without_speech,
        format=FORMAT,
        diagnose=False,
        backtrace=False,
    )


def _without_speech(record: "Record") -> bool:
    name, function = record["name"] or "", record["function"]
    if name == "nonebot.message" and function == "handle_event":
        return False  # "… | Message 123 from 456@[群:789] '…'"
    if name.startswith(("websockets", "uvicorn")) and record["level"].no < logger.level("INFO").no:
        return False
    return not any(words in record["message"] for words in SPEAKING)

"""Logs without what people said.

NoneBot prints every message that it dispatches, its OneBot adapter prints raw frames that it cannot
parse, and the WebSocket library prints every frame when debugging. None of it gets past here.
"""

import sys
import traceback
from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING

from loguru import logger

if TYPE_CHECKING:
    from loguru import Record

FORMAT = "<g>{time:MM-DD HH:mm:ss}</g> [<lvl>{level}</lvl>] <c>{name}</c> | {message}"
SPEAKING = ("Event Parser Error", "Failed to parse event", "Event will be handled")
"""How the records begin that carry a frame or a message."""
CHATTERING = {"websockets": "INFO", "uvicorn": "INFO", "nonebot": "DEBUG"}
"""Who prints whole frames and events below which level."""


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
    # By file: NoneBot shortens the names of its modules to "nonebot" before we see them.
    *_, folder, file = ("", *PurePath(record["file"].path).parts)
    name = record["name"] or ""
    if (folder, file, record["function"]) == ("nonebot", "message.py", "handle_event"):
        return False  # "… | Message 123 from 456@[群:789] '…'"
    if record["level"].no < logger.level(CHATTERING.get(name.partition(".")[0], "TRACE")).no:
        return False
    error = record["exception"].value if record["exception"] else None
    if error is not None and folder != "plugin":
        # Somebody's error may quote what it stumbled over; while plugins load, nobody has spoken.
        record["message"] += "\n" + "".join(_trail(error)).rstrip()
        record["exception"] = None
    return not any(words in record["message"] for words in SPEAKING)


def _trail(error: BaseException) -> Iterator[str]:
    """Give where an error came from and what kind it is, with those that led to it; no words."""
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if earlier is not None:
        yield from _trail(earlier)
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__module__}.{type(error).__qualname__}\n"
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _trail(inner)

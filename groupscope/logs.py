"""One sink for all logs, without what anybody said, and at INFO without whole QQ numbers.

NoneBot prints every message that it dispatches, its OneBot adapter prints raw frames that it cannot
parse, and the WebSocket library prints every frame when debugging. None of it gets past here.
"""

import json
import re
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Literal

from loguru import logger

if TYPE_CHECKING:
    from loguru import Record

FORMAT = "<g>{time:MM-DD HH:mm:ss}</g> [<lvl>{level}</lvl>] <c>{name}</c> | {message}"
SPEAKING = ("Event Parser Error", "Failed to parse event", "Event will be handled")
"""How the records begin that carry a frame or a message."""
CHATTERING = {"websockets": "INFO", "uvicorn": "INFO", "nonebot": "DEBUG"}
"""Who prints whole frames and events below which level."""
FILES_KEPT = 5
TAIL = 3
"""Digits of a number that are shown: its owner knows whose they are, a reader does not."""
SHORTEST_NUMBER = 5
"""Digits of the shortest QQ number."""
NUMBERS = re.compile(
    r"(?P<kept>\b\w+://[^\s/]+|(?:\d+\.){3}\d+:\d+|process \[\d+\]|-20\d{6}-\d{6}\b|\d*\.\d+)"
    rf"|(?<!\d)\d{{{SHORTEST_NUMBER - TAIL},}}(?P<tail>\d{{{TAIL}}})(?!\d)"
)
"""What may be the number of a person or a group, and what looks like one and is none: a port, a
process, a date in a file's name, a fraction."""


def install(
    level: str,
    form: Literal["text", "json"] = "text",
    folder: Path | None = None,
    megabytes: int = 0,
) -> None:
    """Replace every sink by standard output, from a level on, and files in a folder, if any.

    A file is followed by a new one at so many megabytes. Values of variables are never printed with
    a traceback: they are what somebody said.
    """
    logger.remove()
    shown = _as_json if form == "json" else FORMAT
    is_open = logger.level(level).no < logger.level("INFO").no
    keeps = _without_speech if is_open else _without_numbers
    said: dict[str, Any] = {"level": level, "filter": keeps, "diagnose": False, "backtrace": False}
    logger.add(sys.stdout, format=shown, **said)
    if folder is not None and megabytes:
        logger.add(
            folder / "groupscope.log",
            format=shown,
            rotation=megabytes * 1024 * 1024,
            retention=FILES_KEPT,
            encoding="utf-8",
            **said,
        )


def shortened(text: str) -> str:
    """Return a text in which of every number that may be somebody's only the end is shown."""
    return NUMBERS.sub(lambda found: found["kept"] or f"…{found['tail']}", text)


def _as_json(record: "Record") -> str:
    """Return a record as one line of JSON, for programs that read logs."""
    line = {
        "at": record["time"].isoformat(timespec="milliseconds"),
        "level": record["level"].name,
        "name": record["name"],
        "message": record["message"],
    }
    if record["exception"]:  # of a plugin that does not load; all others were told without words
        line["exception"] = "".join(traceback.format_exception(record["exception"].value))
    record["extra"]["json"] = json.dumps(line, ensure_ascii=False)
    return "{extra[json]}\n"


def _without_numbers(record: "Record") -> bool:
    is_wanted = _without_speech(record)
    if is_wanted:
        record["message"] = shortened(record["message"])
    return is_wanted


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

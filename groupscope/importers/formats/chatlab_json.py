"""ChatLab JSON: one object with its header, members and messages."""

import re
from collections.abc import Iterator
from typing import Any

from groupscope.importers.chatlab import People, chat_of, message_of, shown
from groupscope.importers.entries import Entry
from groupscope.importers.fields import mapping
from groupscope.importers.format import Format, Reading
from groupscope.importers.incremental import walk
from groupscope.importers.source import Source
from groupscope.importers.tally import Reason

BEGINNING = re.compile(r'\s*\{\s*"chatlab"\s*:\s*\{')
WALKED = ("", "members", "messages")


def recognises(source: Source) -> bool:
    """Tell whether the file is one object that begins as ChatLab's do."""
    return BEGINNING.match(source.head) is not None


def read(reading: Reading) -> Iterator[Entry]:
    """Give the chat, members and messages."""
    tally, people = reading.tally, People()
    for path, value in walk(reading.source, WALKED):
        if path == "meta":
            yield chat_of({"meta": value})
        if path not in ("members[]", "messages[]"):
            continue
        tally.read += 1
        if not isinstance(value, dict):
            tally.leave_out(tally.read, Reason.UNREADABLE)
        elif path == "members[]":
            yield from shown(tally.read, value, people, tally)
        else:
            yield from _said(tally.read, value, people, reading)


def _said(number: int, value: Any, people: People, reading: Reading) -> Iterator[Entry]:  # noqa: ANN401 -- an object
    said = message_of(number, mapping(value), people, reading.tally)
    if said is not None:
        yield said


FORMAT = Format("chatlab-json", "ChatLab JSON", recognises, read)

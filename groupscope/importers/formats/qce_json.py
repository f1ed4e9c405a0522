"""qq-chat-exporter JSON: one object with ``chatInfo`` and ``messages``, of any version."""

import re
from collections.abc import Iterator

from groupscope.importers.entries import Entry
from groupscope.importers.fields import mapping
from groupscope.importers.format import Format, Reading
from groupscope.importers.incremental import walk
from groupscope.importers.qce import People, chat_of, entries_of
from groupscope.importers.source import Source
from groupscope.importers.tally import Reason

BEGINNING = re.compile(r'\s*\{\s*"(?:metadata|chatInfo)"\s*:\s*\{')
WALKED = ("", "messages", "avatars", "statistics")


def recognises(source: Source) -> bool:
    """Tell whether the file is one object with a chat and its messages, not a list of chunks."""
    head = source.head
    return BEGINNING.match(head) is not None and '"chatInfo"' in head and '"chunked"' not in head


def read(reading: Reading) -> Iterator[Entry]:
    """Give the chat and its messages."""
    tally, people = reading.tally, People()
    for path, value in walk(reading.source, WALKED):
        if path == "chatInfo":
            yield chat_of(mapping(value))
        elif path == "messages[]":
            tally.read += 1
            if isinstance(value, dict):
                yield from entries_of(tally.read, value, people, tally)
            else:
                tally.leave_out(tally.read, Reason.UNREADABLE)


FORMAT = Format("qce-json", "qq-chat-exporter JSON", recognises, read)

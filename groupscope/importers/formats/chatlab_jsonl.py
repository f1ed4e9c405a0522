"""ChatLab JSONL: one object a line; the first is the header."""

import json
from collections.abc import Iterator

from groupscope.importers.chatlab import People, chat_of, is_header, message_of, shown
from groupscope.importers.entries import Entry
from groupscope.importers.fields import json_lines, mapping
from groupscope.importers.format import Format, Reading
from groupscope.importers.source import Source
from groupscope.importers.tally import Reason


def recognises(source: Source) -> bool:
    """Tell whether the first line is ChatLab's header."""
    for line in source.head.splitlines():
        if line.strip() and not line.startswith("#"):
            try:
                header = mapping(json.loads(line))
            except ValueError:
                return False
            return header.get("_type") == "header" and is_header(header)
    return False


def read(reading: Reading) -> Iterator[Entry]:
    """Give header, members and messages."""
    tally = reading.tally
    people = People()
    for line, entry in json_lines(reading.source, tally):
        kind = entry.get("_type")
        if kind == "message":
            said = message_of(line, entry, people, tally)
            if said is not None:
                yield said
        elif kind == "member":
            yield from shown(line, entry, people, tally)
        elif kind == "header":
            tally.frame += 1
            yield chat_of(entry)
        else:
            tally.leave_out(line, Reason.UNKNOWN_ENTRY)


FORMAT = Format("chatlab-jsonl", "ChatLab JSONL", recognises, read)

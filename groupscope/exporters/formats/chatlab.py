"""ChatLab 0.0.2, one object a line: header, members, messages."""

from typing import BinaryIO

from groupscope.exporters.chatlab import header, member_of, messages_of
from groupscope.exporters.format import Format, Head, Sink
from groupscope.exporters.lines import write_lines
from groupscope.exporters.shown import Shown
from groupscope.store.outgoing import Page


class ChatLabLines(Sink):
    """A file that ChatLab reads, and we read ourselves."""

    def __init__(self, file: BinaryIO, head: Head) -> None:
        self._file = file
        self._shown = Shown(head.members)
        write_lines(file, [{"_type": "header", **header(head)}])
        write_lines(file, ({"_type": "member", **member_of(row)} for row in head.members))

    def take(self, page: Page) -> None:
        """Write messages, joins and departures."""
        told = messages_of(page, self._shown)
        write_lines(self._file, ({"_type": "message", **one} for one in told))


FORMAT = Format("chatlab", "ChatLab 0.0.2（JSONL）", ".chatlab.jsonl", ChatLabLines)

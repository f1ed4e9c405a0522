"""The text file of QQ's PC client: one chat, or all of them, in one file.

``2020-02-14 9:16:13 【管理员】甲(10001)``, then the text, then a blank line. The hour has one digit
or two, English systems add AM or PM, and private chats have no number.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from groupscope.importers.blocks import Block, blocks, leave_rest, text_of
from groupscope.importers.clock import LocalClock, hour_of
from groupscope.importers.entries import Chat, Entry
from groupscope.importers.format import Format, Reading
from groupscope.importers.qq_text import People, said_or_happened
from groupscope.importers.source import Source
from groupscope.importers.tally import Reason, Tally

HEAD: Final = re.compile(
    r"(\d{4})-(\d{2})-(\d{2}) (\d{1,2}):(\d{2}):(\d{2})(?: (AM|PM))? (?=\S)(.*)"
)
NUMBERED: Final = re.compile(
    r"^\d{4}-\d{2}-\d{2} \d{1,2}:\d{2}:\d{2}(?: [AP]M)? .*(?:\(\d{5,12}\)|<\S+@\S+>)\s*$",
    re.MULTILINE,
)
RULE: Final = re.compile(r"={40,}")
CHAT, CATEGORY = "消息对象:", "消息分组:"
NUMBER: Final = re.compile(r"\((\d{5,12})\)$")


class _Frame(NamedTuple):
    """A line that holds the file together; ``chat`` where it names one."""

    chat: str | None = None


_Head = _Frame | re.Match[str]


def recognises(source: Source) -> bool:
    """Tell whether the file names a chat as QQ does, or has heads with numbers."""
    head = source.head
    is_named = f"\n{CHAT}" in head and f"\n{CATEGORY}" in head
    return is_named or (NUMBERED.search(head) is not None and "时间: " not in head)


def read(reading: Reading) -> Iterator[Entry]:
    """Give every chat and its messages."""
    tally, people, clock = reading.tally, People(), LocalClock(reading.zone)
    is_named = False
    for block in blocks(reading.source.lines(tally), _head_of, tally):
        if isinstance(block.head, _Frame):
            tally.frame += 1
            leave_rest(block, tally)
            if block.head.chat is not None:
                is_named = True
                people = People()
                yield _chat(block.head.chat)
            continue
        if not is_named:
            is_named = True
            yield Chat("qq", reading.source.path.stem, None)
        entry = _entry(block, block.head, people, clock, tally)
        if entry is not None:
            yield entry


def _chat(written: str) -> Chat:
    found = NUMBER.search(written)
    return Chat("qq", found[1] if found else written, NUMBER.sub("", written) or None)


def _head_of(line: str, previous: str) -> _Head | None:
    """Tell what a line begins.

    A message ends with a blank line: what looks like a head within a text begins nothing.
    """
    is_after_frame = _is_frame(previous)
    if previous and not previous.isspace() and not is_after_frame:
        return None
    if line[:1] in "12" and (found := HEAD.fullmatch(line)):
        return found
    if RULE.fullmatch(line) or line.startswith("消息记录（"):
        return _Frame()
    if is_after_frame and line.startswith(CATEGORY):
        return _Frame()
    if is_after_frame and line.startswith(CHAT):
        return _Frame(line.removeprefix(CHAT).strip())
    return None


def _is_frame(line: str) -> bool:
    return RULE.fullmatch(line) is not None or line.startswith((CATEGORY, CHAT))


def _entry(
    block: Block[_Head], head: re.Match[str], people: People, clock: LocalClock, tally: Tally
) -> Entry | None:
    year, month, day, hour, minute, second, half, who = head.groups()
    at = clock.at(
        (int(year), int(month), int(day)), hour_of(int(hour), half), int(minute), int(second)
    )
    tally.continued += len(block.rest)
    if at is None:
        tally.leave_out(block.line, Reason.NO_TIME)
        return None
    text = text_of("", block.rest)
    return said_or_happened(block.line, at, people.of(who), text, tally)


FORMAT = Format("qq-txt", "QQ 电脑版 TXT", recognises, read)

"""qq-chat-exporter's own TXT: blocks of ``名字:``, ``时间: …``, ``类型: …``, ``内容: …``.

It tells no QQ numbers.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from typing import Final

from groupscope.importers.blocks import Block, blocks, text_of
from groupscope.importers.clock import LocalClock
from groupscope.importers.entries import Chat, Entry, Happened, Person, Said
from groupscope.importers.format import Format, Reading
from groupscope.importers.notices import kind_of_notice
from groupscope.importers.qq_text import with_media
from groupscope.importers.source import Source
from groupscope.importers.tally import Reason, Remark, Tally
from groupscope.model import Kind

STAMP = r"(\d{4})[-/](\d{1,2})[-/](\d{1,2}) (\d{1,2}):(\d{2}):(\d{2})"
TIME: Final = re.compile(rf"时间: {STAMP}.*")
NAME: Final = re.compile(r"(?:\[\d+\] )?(?:\[(?P<title>[^\[\]]+)\] )?(?P<name>.+):")
REPLY: Final = re.compile(rf"回复: ({STAMP}) (.+?) - (.*)")
FIELDS: Final = ("时间: ", "类型: ", "资源: ", "提及: ", "回复: ")
CHAT_NAME: Final = re.compile(r"^(?:聊天名称|群名称|名称)[:：] *(.+)$", re.MULTILINE)
BEGINNING: Final = re.compile(rf"^.+:\n时间: {STAMP}", re.MULTILINE)
NEXT: Final = "\0"
"""Joins a line with the one behind it, which tells whether it is a head."""


def recognises(source: Source) -> bool:
    """Tell whether a line with a name is followed by one with a time."""
    head = source.head.replace("\r\n", "\n")
    return BEGINNING.search(head) is not None and "内容: " in head


def read(reading: Reading) -> Iterator[Entry]:
    """Give the chat and its messages."""
    tally, clock, people = reading.tally, LocalClock(reading.zone), dict[str, Person]()
    found = CHAT_NAME.search(reading.source.head)
    name = found[1].strip() if found else None
    yield Chat("qq", name or reading.source.path.stem, name)
    lines = _with_next(reading.source.lines(tally))
    for block in blocks(lines, _head_of, tally):
        yield from _entries(_plain(block), people, clock, tally)


def _with_next(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Give each line with the one behind it."""
    ahead = pairwise(chain(lines, ((0, ""),)))
    return ((number, f"{line}{NEXT}{following}") for (number, line), (_, following) in ahead)


def _plain(block: Block[re.Match[str]]) -> Block[re.Match[str]]:
    return block._replace(rest=[line.partition(NEXT)[0] for line in block.rest])


def _head_of(line: str, _previous: str) -> re.Match[str] | None:
    line, _, following = line.partition(NEXT)
    if not line.endswith(":") or not TIME.fullmatch(following.rstrip()):
        return None
    return NAME.fullmatch(line)


def _entries(
    block: Block[re.Match[str]], people: dict[str, Person], clock: LocalClock, tally: Tally
) -> Iterator[Entry]:
    name, title = block.head["name"].strip(), block.head["title"]
    tally.continued += len(block.rest)
    stamp = TIME.fullmatch(block.rest[0].rstrip())
    at = _moment(stamp, 1, clock) if stamp else None
    if at is None:
        tally.leave_out(block.line, Reason.NO_TIME)
        return
    text = _content(block.rest)
    if "类型: system" in block.rest or "类型: 系统消息" in block.rest:
        yield from _notice(block.line, at, text, tally)
        return
    tally.messages += 1
    tally.remarks[Remark.BY_NAME] += 1
    sender = people.setdefault(f"{title}{name}", Person(name, name, title=title, is_by_name=True))
    said = Said(block.line, sender, at, text, Kind.TEXT, f"{at} {name}", _reply(block.rest, clock))
    yield with_media(said, tally)


def _notice(line: int, at: int, text: str, tally: Tally) -> Iterator[Entry]:
    kind = kind_of_notice(text)
    if kind is None:
        tally.leave_out(line, Reason.UNKNOWN_NOTICE)
    else:
        tally.notices += 1
        yield Happened(line, kind, at, detail=text)


def _content(rest: list[str]) -> str:
    """Return what stands behind ``内容:``, up to the next field."""
    for place, line in enumerate(rest):
        if line.startswith("内容: "):
            following = rest[place + 1 :]
            ends = (number for number, one in enumerate(following) if one.startswith(FIELDS))
            last = next(ends, len(following))
            return text_of(line.removeprefix("内容: "), following[:last])
    return ""


def _reply(rest: list[str], clock: LocalClock) -> str | None:
    for line in rest:
        found = REPLY.fullmatch(line)
        at = _moment(found, 2, clock) if found else None
        if found and at is not None:
            return f"{at} {found[8]}"
    return None


def _moment(found: re.Match[str], group: int, clock: LocalClock) -> int | None:
    year, month, day, hour, minute, second = (int(found[group + place]) for place in range(6))
    return clock.at((year, month, day), hour, minute, second)


FORMAT = Format("qce-txt", "qq-chat-exporter TXT", recognises, read)

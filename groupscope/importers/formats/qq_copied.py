"""Text copied out of QQ's windows, of the PC and of the phone.

PC: ``【冒泡】甲 2/14/2020 9:16:13 PM``; phone: ``—————  2020-2-21  —————`` and ``甲  23:50:12``.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final, NamedTuple

from groupscope.importers.blocks import blocks, leave_rest, text_of
from groupscope.importers.clock import LocalClock, hour_of
from groupscope.importers.entries import Chat, Entry
from groupscope.importers.format import Format, Reading
from groupscope.importers.qq_text import People, said_or_happened
from groupscope.importers.source import Source
from groupscope.importers.tally import Reason, Remark

Date = tuple[int, int, int]
TIME = r"(\d{1,2}):(\d{2}):(\d{2})(?: (AM|PM))?"
DATED: Final = re.compile(rf"(?P<who>\S.*?)\s+(\d{{1,4}})[/-](\d{{1,2}})[/-](\d{{1,4}}) {TIME}")
TIMED: Final = re.compile(rf"(?P<who>\S.*?)(?:\s{{2,}}|(?<=[>)]) ){TIME}")
DAY: Final = re.compile(r"—{3,}\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*—{3,}")
YEARS_BEGIN = 1000


class _Day(NamedTuple):
    """A line that names the day of what follows."""

    date: Date


class _Said(NamedTuple):
    """A message's head; ``date`` is None where the line tells none."""

    who: str
    date: Date | None
    time: tuple[int, int, int]


_Head = _Day | _Said


def recognises(source: Source) -> bool:
    """Tell whether one of the first lines is a head as QQ's windows write it."""
    lines = [line.strip() for line in source.head.splitlines()[:50] if line.strip()]
    first = lines[0] if lines else ""
    return DAY.fullmatch(first) is not None or DATED.fullmatch(first) is not None


def read(reading: Reading) -> Iterator[Entry]:
    """Give the messages; the chat has the file's name, for the text has none."""
    tally, people, clock = reading.tally, People(), LocalClock(reading.zone)
    saved = datetime.fromtimestamp(reading.source.path.stat().st_mtime, reading.zone)
    today: Date = (saved.year, saved.month, saved.day)
    is_told = False
    yield Chat("qq", reading.source.path.stem, None)
    for block in blocks(reading.source.lines(tally), _head_of, tally):
        head = block.head
        if isinstance(head, _Day):
            today, is_told = head.date, True
            tally.frame += 1
            leave_rest(block, tally)
            continue
        at = clock.at(head.date or today, *head.time)
        tally.continued += len(block.rest)
        if at is None:
            tally.leave_out(block.line, Reason.NO_TIME)
            continue
        if head.date is None and not is_told:
            tally.remarks[Remark.GUESSED_DATE] += 1
        text = text_of("", block.rest)
        entry = said_or_happened(block.line, at, people.of(head.who), text, tally)
        if entry is not None:
            yield entry


def _head_of(line: str, _previous: str) -> _Head | None:
    if ":" not in line and "—" not in line:
        return None
    line = line.strip()
    if found := DAY.fullmatch(line):
        return _Day((int(found[1]), int(found[2]), int(found[3])))
    if found := DATED.fullmatch(line):
        date = _date(int(found[2]), int(found[3]), int(found[4]))
        return _Said(found["who"], date, _time(found, 5))
    if found := TIMED.fullmatch(line):
        return _Said(found["who"], None, _time(found, 2))
    return None


def _date(first: int, second: int, third: int) -> Date:
    """Read a date as Windows writes it: the year first, or last behind month and day."""
    if first >= YEARS_BEGIN:
        return first, second, third
    is_day_first = first > 12  # noqa: PLR2004 -- months
    return (third, second, first) if is_day_first else (third, first, second)


def _time(found: re.Match[str], group: int) -> tuple[int, int, int]:
    hour = hour_of(int(found[group]), found[group + 3])
    return hour, int(found[group + 1]), int(found[group + 2])


FORMAT = Format("qq-copied", "从 QQ 窗口复制的文字", recognises, read)

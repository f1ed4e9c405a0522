"""Zoom's chat files: of recordings in the cloud and on the computer, old and new.

Most tell no date: it is in the folder's name, or it is guessed from the file. Private lines are
left out.
"""

import re
from collections import deque
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from groupscope.importers.blocks import Block, blocks, text_of
from groupscope.importers.clock import LocalClock
from groupscope.importers.entries import Chat, Entry, Person, Reacted, Said
from groupscope.importers.format import Format, Reading
from groupscope.importers.source import Source
from groupscope.importers.tally import Reason, Remark, Tally
from groupscope.importers.zoom_lines import (
    ELLIPSIS,
    OLDER,
    REACTED,
    REMOVED,
    REPLY,
    Head,
    head_of,
)

PLATFORM: Final = "zoom"
FOLDER: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2}) (\d{2})\.(\d{2})\.(\d{2}) (.*)")
RECORDING: Final = re.compile(r"GMT(\d{4})(\d{2})(\d{2})-(\d{2})(\d{2})(\d{2})")
REMEMBERED: Final = 2_000
HALF_A_DAY: Final = 12 * 3600


def recognises(source: Source) -> bool:
    """Tell whether the first line is a head of Zoom's."""
    lines = [line for line in source.head.splitlines()[:5] if line.strip()]
    return bool(lines) and head_of(lines[0]) is not None


class _Meeting:
    """A meeting as its file tells it: its day, and what was said lately."""

    def __init__(self, reading: Reading) -> None:
        path = reading.source.path
        self._clock = LocalClock(reading.zone)
        self.title, began, self.is_sure = _began(path, reading)
        self._day = began.date()
        self._begins = began
        self._last = -1
        self.said: deque[Said] = deque(maxlen=REMEMBERED)
        self.people: dict[str, Person] = {}

    def moment(self, head: Head, tally: Tally) -> int | None:
        """Return when something was said; a clock that runs backwards has passed midnight."""
        if head.is_elapsed:
            hour, minute, second = head.time
            passed = hour * 3600 + minute * 60 + second
            tally.remarks[Remark.GUESSED_DATE] += not self.is_sure
            return int(self._begins.timestamp()) + passed
        if head.date:
            try:
                self._day = date.fromisoformat(head.date)
            except ValueError:
                return None
        else:
            tally.remarks[Remark.GUESSED_DATE] += not self.is_sure
            self._pass_midnight(head.time)
        return self._clock.at((self._day.year, self._day.month, self._day.day), *head.time)

    def _pass_midnight(self, time: tuple[int, int, int]) -> None:
        now = time[0] * 3600 + time[1] * 60 + time[2]
        if self._last - now > HALF_A_DAY:
            self._day += timedelta(days=1)
        self._last = now

    def person(self, name: str) -> Person:
        if name not in self.people:
            self.people[name] = Person(name, name, is_by_name=True)
        return self.people[name]

    def quoted(self, quote: str) -> Said | None:
        """Return the newest message that begins as a quotation does."""
        beginning = ELLIPSIS.sub("", quote).strip()
        if not beginning:
            return None
        fits = (one for one in reversed(self.said) if one.text.strip().startswith(beginning))
        return next(fits, None)


def _began(path: Path, reading: Reading) -> tuple[str, datetime, bool]:
    """Return a meeting's title, when it began, and whether that is told anywhere."""
    for name in (path.parent.name, path.stem):
        if found := FOLDER.fullmatch(name):
            numbers = [int(found[group]) for group in range(1, 7)]
            title = re.sub(r" \d{9,11}$", "", found[7])
            return title, datetime(*numbers, tzinfo=reading.zone), True  # pyright: ignore[reportArgumentType, reportCallIssue] -- six numbers are year to second
        if found := RECORDING.search(name):
            stamp = datetime.strptime(f"{''.join(found.groups())}+0000", "%Y%m%d%H%M%S%z")
            return name, stamp.astimezone(reading.zone), True
    saved = datetime.fromtimestamp(path.stat().st_mtime, reading.zone)
    return path.stem, saved.replace(hour=0, minute=0, second=0, microsecond=0), False


def read(reading: Reading) -> Iterator[Entry]:
    """Give the meeting, what was said to all, and the reactions."""
    tally = reading.tally
    meeting = _Meeting(reading)
    yield Chat(PLATFORM, meeting.title, meeting.title)
    lines = reading.source.lines(tally)
    for block in blocks(lines, lambda line, _previous: head_of(line), tally):
        entry = _entry(block, meeting, tally)
        if isinstance(entry, Said):
            meeting.said.append(entry)
        if entry is not None:
            yield entry


def _entry(block: Block[Head], meeting: _Meeting, tally: Tally) -> Entry | None:
    head = block.head
    if head.is_private:
        tally.leave_out(block.line, Reason.PRIVATE, 1 + len(block.rest))
        return None
    at = meeting.moment(head, tally)
    tally.continued += len(block.rest)
    if at is None:
        tally.leave_out(block.line, Reason.NO_TIME)
        return None
    first = [head.text] if head.text else []
    text = text_of("", [*first, *(line.removeprefix("\t") for line in block.rest)]).strip()
    who = meeting.person(head.who)
    reaction = _reaction(block.line, at, who, text, meeting)
    if reaction is None:
        return _said(block.line, at, who, text, meeting, tally)
    if not reaction.target:
        tally.leave_out(block.line, Reason.NO_TARGET)
        return None
    tally.reactions += 1
    tally.remarks[Remark.BY_QUOTE] += 1
    return reaction


def _reaction(line: int, at: int, who: Person, text: str, meeting: _Meeting) -> Reacted | None:
    """Read a reaction; its target is empty where the file does not tell what it is put on."""
    for forms, is_added in ((REACTED, True), (REMOVED, False)):
        for form in forms:
            if found := form.fullmatch(text):
                target = meeting.quoted(found["quote"])
                identity = (target.id if target else None) or ""
                return Reacted(line, at, found["emoji"], identity, who, is_added=is_added)
    found = OLDER.fullmatch(text)
    if found is None:
        return None
    target = meeting.said[-1] if meeting.said else None
    identity = (target.id if target else None) or ""
    return Reacted(line, at, found["emoji"], identity, who, is_added=found["what"] == "add")


def _said(line: int, at: int, who: Person, text: str, meeting: _Meeting, tally: Tally) -> Said:
    tally.messages += 1
    tally.remarks[Remark.BY_NAME] += 1
    reply_to = None
    if found := REPLY.fullmatch(text):
        text = found["text"].strip()
        target = meeting.quoted(found["quote"])
        reply_to = target.id if target else None
        tally.remarks[Remark.LOST_REPLY] += target is None
    return Said(line, who, at, text, id=f"zoom {at} {line}", reply_to=reply_to)


FORMAT = Format("zoom", "Zoom 聊天 TXT", recognises, read)

"""The MHT file of QQ's PC client: a page of one huge table, then the pictures, as mail sends them.

A row holds a chat's name, a date, or a message with its time of day.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

from groupscope.importers.clock import LocalClock, hour_of
from groupscope.importers.entries import Chat, Entry
from groupscope.importers.format import Format, Reading
from groupscope.importers.qq_text import People, said_or_happened
from groupscope.importers.source import Source
from groupscope.importers.tally import Reason

WINDOW: Final = 1 << 18
LONGEST_ROW: Final = 1 << 23
"""Characters; a table that has lost its rows must not fill the memory."""
BOUNDARY: Final = re.compile(r'boundary="?([^"\s;]+)"?', re.IGNORECASE)
DATE: Final = re.compile(r"日期: ?(\d{4})-(\d{1,2})-(\d{1,2})")
CHAT: Final = re.compile(r"消息对象: ?(.*)")
MESSAGE: Final = re.compile(
    r".*?<div[^>]*>\s*<div[^>]*>(?P<who>.*?)</div>\s*(\d{1,2}):(\d{2}):(\d{2})"
    r"(?:&nbsp;|\s)*(AM|PM)?\s*</div>(?P<body>.*)",
    re.DOTALL | re.IGNORECASE,
)
PICTURE: Final = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
BREAK: Final = re.compile(r"<br\s*/?>|</div>\s*(?=<div)", re.IGNORECASE)
TAG: Final = re.compile(r"<[^>]+>")
FRAMES: Final = ("消息记录", "消息分组:")
NUMBER: Final = re.compile(r"\((\d{5,12})\)$")


def recognises(source: Source) -> bool:
    """Tell whether the file is mail with QQ's subject."""
    head = source.head[:2000]
    is_mail = "multipart/related" in head and BOUNDARY.search(head) is not None
    return is_mail and ("Tencent" in head or "消息对象:" in source.head)


class _Page:
    """How far the page has been read: its day, and whose chat it is."""

    def __init__(self, reading: Reading) -> None:
        self.tally = reading.tally
        self.stem = reading.source.path.stem
        self.clock = LocalClock(reading.zone)
        self.people = People()
        self.today: tuple[int, int, int] | None = None
        self.is_named = False


def read(reading: Reading) -> Iterator[Entry]:
    """Give every chat and its messages; the units of the tally are the table's rows."""
    page = _Page(reading)
    for row in _rows(reading.source):
        page.tally.read += 1
        found = MESSAGE.fullmatch(row)
        yield from _framed(_plain(row), page) if found is None else _said(found, page)


def _framed(row: str, page: _Page) -> Iterator[Entry]:
    """Read a row that holds the page together: a date, or a chat's name."""
    if date := DATE.fullmatch(row):
        page.today = int(date[1]), int(date[2]), int(date[3])
    elif chat := CHAT.fullmatch(row):
        page.is_named, page.people = True, People()
        yield _chat(chat[1])
    elif row and not row.startswith(FRAMES):
        page.tally.leave_out(page.tally.read, Reason.UNREADABLE)
        return
    page.tally.frame += 1


def _said(found: re.Match[str], page: _Page) -> Iterator[Entry]:
    if not page.is_named:
        page.is_named = True
        yield Chat("qq", page.stem, None)
    _, hour, minute, second, half, body = found.groups()
    time = hour_of(int(hour), half), int(minute), int(second)
    at = page.clock.at(page.today, *time) if page.today else None
    line = page.tally.read
    if at is None:
        page.tally.leave_out(line, Reason.NO_TIME)
        return
    sender = page.people.of(_plain(found["who"]))
    entry = said_or_happened(line, at, sender, _plain(body), page.tally)
    if entry is not None:
        yield entry


def _chat(written: str) -> Chat:
    found = NUMBER.search(written)
    return Chat("qq", found[1] if found else written, NUMBER.sub("", written) or None)


def _rows(source: Source) -> Iterator[str]:
    """Give the rows of the page, up to the pictures."""
    found = BOUNDARY.search(source.head)
    ends = f"\n--{found[1]}" if found else "\n--"
    file = source.open()
    text, is_begun = "", False
    while more := file.read(WINDOW):
        text += more
        if not is_begun:
            start = text.lower().find("<table")
            if start < 0:
                continue
            text, is_begun = text[start:], True
        end = text.find(ends)
        *rows, text = (text if end < 0 else text[:end]).split("</tr>")
        yield from rows
        if end >= 0:
            break
        if len(text) > LONGEST_ROW:
            yield text
            text = ""
    if TAG.sub("", text).strip():
        yield text


def _plain(html: str) -> str:
    """Return what a piece of the page says; a picture as ``[图片]``, as QQ's text has it."""
    text = PICTURE.sub("[图片]", html.replace("\r", "").replace("\n", ""))
    text = TAG.sub("", BREAK.sub("\n", text))
    return unescape(text).replace("\xa0", " ").strip()


FORMAT = Format("qq-mht", "QQ 电脑版 MHT", recognises, read)

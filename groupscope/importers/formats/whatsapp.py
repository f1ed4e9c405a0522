"""WhatsApp's text: ``10/7/26, 21:13 - Ann: text`` or ``[10.07.26, 21:13:05] Ann: text``.

Day and month stand as the phone's language has them; the whole file tells which is which.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final, TextIO

from groupscope.importers.blocks import Block, blocks, text_of
from groupscope.importers.clock import LocalClock, hour_of
from groupscope.importers.entries import Chat, Entry, Happened, Person, Said
from groupscope.importers.format import Format, Reading
from groupscope.importers.notices import kind_of_notice
from groupscope.importers.source import Source
from groupscope.importers.tally import Reason, Remark, Tally
from groupscope.model import Kind

PLATFORM: Final = "whatsapp"
DATE = r"(\d{1,4})[/.\-](\d{1,2})[/.\-](\d{1,4})"
HEAD: Final = re.compile(
    rf"[\u200e\u200f]?\[?{DATE},? (\d{{1,2}})[:.](\d{{2}})(?:[:.](\d{{2}}))?"
    r"(?:[ \u202f\u00a0]?([AaPp])\.?[ \u00a0]?[Mm]\.?)?(?:\] |[ \u202f]?- )(.*)",
    re.DOTALL,
)
DATES: Final = re.compile(rf"^[\u200e\u200f]?\[?{DATE},? \d{{1,2}}[:.]\d{{2}}", re.MULTILINE)
NAME: Final = re.compile(r"WhatsApp(?: Chat)?(?: with| -|-Chat mit)? ?(.+)")
OMITTED: Final = re.compile(
    r"\u200e?<?(?:(?P<what>image|photo|sticker|GIF|video|audio|document|Media|Medien|Contact card|"
    r"图片|影片|视频|语音|贴图|媒体)(?: note)?[^\n<>]{0,12}"
    r"(?:omitted|ausgeschlossen|weggelassen|已忽略|省略)|attached: (?P<attached>[^<>\n]+))>?"
)
ATTACHED: Final = re.compile(
    r"\u200e?(?P<name>[^\n]{1,120}\.\w{2,5}) \((?:file attached|文件附件)\)"
)
EDITED: Final = re.compile(r" ?\u200e?<(?:This message was edited|此消息已编辑)>$")
GONE: Final = re.compile(
    r"\u200e?(?:You deleted this message|This message was deleted|此消息已删除|您已删除此消息)\.?"
)
ISOLATES: Final = dict.fromkeys(map(ord, "\u2068\u2069"))
PICTURES: Final = ("image", "photo", "GIF", "图片")
SOUNDS: Final = ("audio", "语音")
FILMS: Final = ("video", "影片", "视频")
MONTHS: Final = 12
WINDOW: Final = 1 << 20

Date = tuple[int, int, int]
Order = Callable[[int, int, int], Date]


def day_first(first: int, second: int, third: int) -> Date:
    """Read ``10/7/26``."""
    return _year(third), second, first


def month_first(first: int, second: int, third: int) -> Date:
    """Read ``7/10/26``."""
    return _year(third), first, second


def year_first(first: int, second: int, third: int) -> Date:
    """Read ``2026/7/10``."""
    return first, second, third


def _year(told: int) -> int:
    return told + 2000 if told < 100 else told  # noqa: PLR2004 -- two digits


def recognises(source: Source) -> bool:
    """Tell whether one of the first lines is a head of WhatsApp's."""
    lines = source.head.splitlines()[:20]
    return any(HEAD.fullmatch(line) is not None for line in lines)


def order_of(source: Source) -> tuple[Order, bool]:
    """Return how dates are to be read, and whether the file leaves no doubt.

    A number above 12 is no month; failing that, dates never run backwards.
    """
    kept: set[Order] = {day_first, month_first}
    last: dict[Order, Date] = {}
    with source.open() as file:
        for first, second, third in _dates(file):
            if first > 31:  # noqa: PLR2004 -- no day
                return year_first, True
            if first > MONTHS:
                return day_first, True
            if second > MONTHS:
                return month_first, True
            for order in tuple(kept):
                date = order(first, second, third)
                if date < last.get(order, date) and len(kept) > 1:
                    kept.discard(order)
                last[order] = date
    return (day_first if day_first in kept else month_first), len(kept) == 1


def _dates(file: TextIO) -> Iterator[Date]:
    """Give every date at the beginning of a line, each only once in a row."""
    rest, last = "", ("", "", "")
    while more := file.read(WINDOW):
        whole = rest + more
        end = whole.rfind("\n") + 1
        for found in DATES.findall(whole[:end]):
            if found != last:
                last = found
                yield int(found[0]), int(found[1]), int(found[2])
        rest = whole[end:]


def read(reading: Reading) -> Iterator[Entry]:
    """Give the chat, its messages and notices."""
    tally, clock = reading.tally, LocalClock(reading.zone)
    order, is_sure = order_of(reading.source)
    people: dict[str, Person] = {}
    stem = reading.source.path.stem
    found = NAME.fullmatch(stem)
    name = found[1].strip() if found else stem
    yield Chat(PLATFORM, name, name)
    try:
        for block in blocks(reading.source.lines(tally), _head_of, tally):
            entry = _entry(block, order, clock, people, tally)
            if entry is not None:
                yield entry
    finally:
        tally.remarks[Remark.BY_NAME] += tally.messages
        if not is_sure:
            tally.remarks[Remark.GUESSED_ORDER] += tally.messages


def _head_of(line: str, _previous: str) -> re.Match[str] | None:
    return HEAD.fullmatch(line) if line[:1] in "0123456789[\u200e\u200f" else None


def _entry(
    block: Block[re.Match[str]],
    order: Order,
    clock: LocalClock,
    people: dict[str, Person],
    tally: Tally,
) -> Entry | None:
    first, second, third, hour, minute, seconds, half, rest = block.head.groups()
    date = order(int(first), int(second), int(third))
    at = clock.at(date, hour_of(int(hour), half), int(minute), int(seconds or 0))
    tally.continued += len(block.rest)
    if at is None:
        tally.leave_out(block.line, Reason.NO_TIME)
        return None
    name, colon, text = rest.partition(": ")
    if not colon and rest.endswith(":"):
        name, colon, text = rest[:-1], ":", ""
    if not colon:
        return _notice(block.line, at, rest, tally)
    sender = people.get(name)
    if sender is None:
        shown = name.strip("\u200e\u202a\u202c\u202f~ ") or name
        sender = people[name] = Person(shown, shown, is_by_name=True)
    tally.messages += 1
    said = Said(block.line, sender, at, text_of(text, block.rest))
    return _as_meant(said, tally) if not said.text.isascii() or _is_special(said.text) else said


def _is_special(text: str) -> bool:
    return text[:1] == "<" or text[-1:] in ")>." or "omitted" in text or "deleted" in text


def _as_meant(said: Said, tally: Tally) -> Said:
    """Return a message as it was meant: what stands for a picture is one."""
    text = EDITED.sub("", said.text.translate(ISOLATES))
    if GONE.fullmatch(text):
        tally.remarks[Remark.RECALL_TIME] += 1
        return said._replace(text="", kind=Kind.EMPTY, recalled_at=said.at)
    omitted = OMITTED.fullmatch(text)
    attached = ATTACHED.match(text)
    if omitted is None and attached is None:
        return said._replace(text=text)
    tally.remarks[Remark.WITHOUT_MEDIA] += 1
    if attached is not None:
        rest = text[attached.end() :].strip()
        kind = Kind.TEXT if rest else Kind.FILE
        return said._replace(text=rest, kind=kind, files=(attached["name"],))
    what = omitted["what"] if omitted else None
    if omitted and what is None:
        return said._replace(text="", kind=Kind.FILE, files=(omitted["attached"],))
    kind, media = _media(what or "")
    return said._replace(text="", kind=kind, media=media)


def _media(what: str) -> tuple[Kind, tuple[str, ...]]:
    if what in PICTURES:
        return Kind.IMAGE, ("image:",)
    if what in SOUNDS:
        return Kind.VOICE, ("voice:",)
    if what in FILMS:
        return Kind.VIDEO, ("video:",)
    if what in ("sticker", "贴图"):
        return Kind.STICKER, ("sticker:",)
    return Kind.OTHER, ()


def _notice(line: int, at: int, text: str, tally: Tally) -> Happened | None:
    kind = kind_of_notice(text)
    if kind is None:
        tally.leave_out(line, Reason.UNKNOWN_NOTICE)
        return None
    tally.notices += 1
    return Happened(line, kind, at, detail=text)


FORMAT = Format("whatsapp", "WhatsApp TXT", recognises, read)

"""WeChatMsg's CSV: one row a message, ``Type`` a number as WeChat has it."""

import csv
import re
from collections.abc import Iterator
from typing import Final

from groupscope.importers.entries import Chat, Entry, Happened, Person, Said
from groupscope.importers.errors import BrokenFileError
from groupscope.importers.fields import moment, words
from groupscope.importers.format import Format, Reading
from groupscope.importers.notices import kind_of_notice
from groupscope.importers.source import Source
from groupscope.importers.tally import Reason, Remark, Tally
from groupscope.model import Kind

PLATFORM: Final = "wechat"
COLUMNS: Final = ("localId", "TalkerId", "Type", "CreateTime", "StrContent", "Sender")
LONGEST_FIELD: Final = 1 << 24
TEXT, APP, SYSTEM = "1", "49", "10000"
WORDLESS: Final = {
    "3": (Kind.IMAGE, "image:"),
    "34": (Kind.VOICE, "voice:"),
    "43": (Kind.VIDEO, "video:"),
    "47": (Kind.STICKER, "sticker:"),
}
TITLE: Final = re.compile(r"<title>(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?</title>", re.DOTALL)
FILE_TYPE: Final = "6"
ME: Final = "1"

Row = dict[str | None, str | list[str] | None]


def recognises(source: Source) -> bool:
    """Tell whether the first line names WeChatMsg's columns."""
    first = source.head.split("\n", 1)[0].strip()
    named = [name.strip('"') for name in first.split(",")]
    return all(name in named for name in COLUMNS)


def read(reading: Reading) -> Iterator[Entry]:
    """Give the messages and notices; the chat has the file's name, for the rows have none."""
    source, tally = reading.source, reading.tally
    stem = source.path.stem
    yield Chat(PLATFORM, stem, stem)
    people: dict[tuple[str, str | None, str | None], Person] = {}
    before = csv.field_size_limit(LONGEST_FIELD)
    rows = csv.DictReader(_lines(source))
    try:
        for row in rows:
            tally.read += 1
            entry = _entry(rows.line_num, row, people, tally)
            if entry is not None:
                yield entry
    except csv.Error as error:
        where = f"到第 {rows.line_num} 行"
        raise BrokenFileError(source.path, where, "这里不是 CSV") from error
    finally:
        csv.field_size_limit(before)


def _lines(source: Source) -> Iterator[str]:
    file = source.open()
    yield file.readline().removeprefix("\ufeff")
    yield from file


def _entry(
    line: int, row: Row, people: dict[tuple[str, str | None, str | None], Person], tally: Tally
) -> Entry | None:
    at, kind, content = moment(row.get("CreateTime")), row.get("Type"), row.get("StrContent")
    text = content if isinstance(content, str) else ""
    if at is None:
        tally.leave_out(line, Reason.NO_TIME)
        return None
    if kind == SYSTEM:
        return _notice(line, at, text, tally)
    sender = _sender(row, people)
    if sender is None:
        tally.leave_out(line, Reason.NO_SENDER)
        return None
    tally.messages += 1
    # ``localId`` is no id: it counts within the database of one phone.
    said = Said(line, sender, at, text)
    if kind in WORDLESS:
        main, media = WORDLESS[str(kind)]
        tally.remarks[Remark.WITHOUT_MEDIA] += 1
        return said._replace(text="", kind=main, media=(media,))
    if kind == APP:
        return _app(said, row, tally)
    return said if kind == TEXT else said._replace(text="", kind=Kind.OTHER)


def _sender(row: Row, people: dict[tuple[str, str | None, str | None], Person]) -> Person | None:
    name, card = words(row.get("NickName")), words(row.get("Remark"))
    told = words(row.get("Sender"))
    key = told or name or ("我" if row.get("IsSender") == ME else None)
    if key is None:
        return None
    who = (key, name, card)
    if who not in people:
        people[who] = Person(key, name or key, card, is_by_name=told is None)
    return people[who]


def _app(said: Said, row: Row, tally: Tally) -> Said:
    """Return a card, a file, or a message that quotes another: its title is what was said."""
    found = TITLE.search(said.text)
    title = found[1].strip() if found else ""
    if row.get("SubType") == FILE_TYPE:
        tally.remarks[Remark.WITHOUT_MEDIA] += 1
        return said._replace(text="", kind=Kind.FILE, files=(title,) if title else ())
    if row.get("SubType") == "57":
        tally.remarks[Remark.LOST_REPLY] += 1
        return said._replace(text=title or said.text)
    is_markup = said.text.lstrip().startswith("<")
    return said._replace(text="" if is_markup else said.text, kind=Kind.CARD)


def _notice(line: int, at: int, text: str, tally: Tally) -> Happened | None:
    kind = kind_of_notice(text)
    if kind is None:
        tally.leave_out(line, Reason.UNKNOWN_NOTICE)
        return None
    tally.notices += 1
    return Happened(line, kind, at, detail=text)


FORMAT = Format("wechat-csv", "WeChatMsg CSV", recognises, read)

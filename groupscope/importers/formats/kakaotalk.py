"""KakaoTalk's texts.

PC: ``[이름] [오후 9:13] text`` below a line with the day.
Phones: ``2026. 7. 10. 20:08, 이름 : text``.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from groupscope.importers.blocks import Block, blocks, leave_rest, text_of
from groupscope.importers.clock import LocalClock, hour_of
from groupscope.importers.entries import Chat, Entry, Happened, Person, Said
from groupscope.importers.format import Format, Reading
from groupscope.importers.notices import kind_of_notice
from groupscope.importers.source import Source
from groupscope.importers.tally import Reason, Remark, Tally
from groupscope.model import Kind

PLATFORM: Final = "kakaotalk"
HALF = r"(?:(오전|오후|AM|PM) )?"
DAY: Final = re.compile(r"-{10,} (\d{4})년 (\d{1,2})월 (\d{1,2})일 \S요일 -{10,}")
LINE: Final = re.compile(rf"\[(.+?)\] \[{HALF}(\d{{1,2}}):(\d{{2}})\] (.*)")
PHONE: Final = re.compile(
    rf"(\d{{4}})(?:\.|년) (\d{{1,2}})(?:\.|월) (\d{{1,2}})(?:\.|일) {HALF}(\d{{1,2}}):(\d{{2}})(.*)"
)
ONLY_DAY: Final = re.compile(r"(\d{4})년 (\d{1,2})월 (\d{1,2})일 \S요일")
HAPPENED: Final = re.compile(r".+님이 .*(?:들어왔|나갔|초대했|초대하였|내보냈)습니다\.?")
SAVED: Final = re.compile(r"저장한 날짜 ?: .*")
TITLE: Final = re.compile(r"\ufeff?(.+?) ?(?:님과 )?카카오톡 대화.*")
MEDIA: Final = {
    "사진": (Kind.IMAGE, "image:"),
    "동영상": (Kind.VIDEO, "video:"),
    "이모티콘": (Kind.STICKER, "sticker:"),
    "음성메시지": (Kind.VOICE, "voice:"),
}
SEVERAL: Final = re.compile(r"사진 (\d{1,3})장")
FILE: Final = re.compile(r"파일: (.+)")
GONE: Final = "삭제된 메시지입니다."

Date = tuple[int, int, int]


class _Head(NamedTuple):
    """What a line begins: a day, a message, or (``name`` is None) something that happened."""

    date: Date | None
    time: tuple[int, int] | None = None
    name: str | None = None
    text: str = ""


def recognises(source: Source) -> bool:
    """Tell whether one of the first lines is KakaoTalk's line of a day or of a message."""
    lines = [line.strip() for line in source.head.splitlines()[:30]]
    return any(DAY.fullmatch(line) or PHONE.fullmatch(line) for line in lines)


def read(reading: Reading) -> Iterator[Entry]:
    """Give the chat, its messages and notices."""
    tally, clock = reading.tally, LocalClock(reading.zone)
    first = reading.source.head.split("\n", 1)[0].strip()
    found = TITLE.fullmatch(first)
    name = found[1] if found else reading.source.path.stem
    yield Chat(PLATFORM, name, name)
    people: dict[str, Person] = {}
    today: Date | None = None
    now = (0, 0)
    for block in blocks(reading.source.lines(tally), _head_of, tally):
        head = block.head
        today = head.date or today
        if head.time is None and not head.text:
            tally.frame += 1
            leave_rest(block, tally)
            continue
        now = head.time or now  # the PC tells no time of what happens besides talk
        at = clock.at(today, *now) if today else None
        if at is None:
            tally.continued += len(block.rest)
            tally.leave_out(block.line, Reason.NO_TIME)
        elif head.name is None:
            leave_rest(block, tally)
            yield from _notice(block, at, tally)
        else:
            yield _said(block, at, head.name, people, tally)


def _head_of(line: str, _previous: str) -> _Head | None:
    if line[:1] == "[" and (found := LINE.fullmatch(line)):
        hour = hour_of(int(found[3]), found[2])
        return _Head(None, (hour, int(found[4])), found[1], found[5])
    if line[:1] == "-" and (found := DAY.fullmatch(line)):
        return _Head((int(found[1]), int(found[2]), int(found[3])))
    if line[:1] in "12":
        return _phone(line)
    if SAVED.fullmatch(line) or TITLE.fullmatch(line):
        return _Head(None)
    return _Head(None, text=line) if HAPPENED.fullmatch(line) else None


def _phone(line: str) -> _Head | None:
    found = PHONE.fullmatch(line)
    if found is None:
        day = ONLY_DAY.fullmatch(line)
        return _Head((int(day[1]), int(day[2]), int(day[3]))) if day else None
    date = int(found[1]), int(found[2]), int(found[3])
    time = hour_of(int(found[5]), found[4]), int(found[6])
    rest = found[7]
    name, colon, text = rest.removeprefix(", ").partition(" : ")
    if rest.startswith(", ") and colon:
        return _Head(date, time, name, text)
    told = rest.lstrip(",: ")
    return _Head(date, time, None, told) if told else _Head(date)


def _said(block: Block[_Head], at: int, name: str, people: dict[str, Person], tally: Tally) -> Said:
    tally.messages += 1
    tally.continued += len(block.rest)
    tally.remarks[Remark.BY_NAME] += 1
    sender = people.get(name)
    if sender is None:
        sender = people[name] = Person(name, name, is_by_name=True)
    said = Said(block.line, sender, at, text_of(block.head.text, block.rest))
    return _as_meant(said, tally)


def _as_meant(said: Said, tally: Tally) -> Said:
    """Return a message as it was meant: what stands for a picture is one."""
    text = said.text
    if text == GONE:
        tally.remarks[Remark.RECALL_TIME] += 1
        return said._replace(text="", kind=Kind.EMPTY, recalled_at=said.at)
    several = SEVERAL.fullmatch(text)
    found = MEDIA.get("사진" if several else text)
    file = FILE.fullmatch(text)
    if found is None and file is None:
        return said
    tally.remarks[Remark.WITHOUT_MEDIA] += 1
    if found is None:
        return said._replace(text="", kind=Kind.FILE, files=(file[1] if file else "",))
    media = (found[1],) * (int(several[1]) if several else 1)
    return said._replace(text="", kind=found[0], media=media)


def _notice(block: Block[_Head], at: int, tally: Tally) -> Iterator[Entry]:
    kind = kind_of_notice(block.head.text)
    if kind is None:
        tally.leave_out(block.line, Reason.UNKNOWN_NOTICE)
        return
    tally.notices += 1
    yield Happened(block.line, kind, at, detail=block.head.text)


FORMAT = Format("kakaotalk", "KakaoTalk TXT", recognises, read)

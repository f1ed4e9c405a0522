"""What QQ writes into texts: who somebody is, and what stands for pictures and faces."""

import re
from typing import Final

from groupscope.importers.entries import Entry, Happened, Person, Said
from groupscope.importers.notices import kind_of_notice
from groupscope.importers.tally import Reason, Remark, Tally
from groupscope.model import Kind

WHO: Final = re.compile(
    r"(?:【(?P<title>[^】]*)】)?(?P<name>.*?)(?:\((?P<number>\d{5,12})\)|<(?P<mail>[^<>\s]+@[^<>\s]+)>)?"
)
SYSTEM: Final = frozenset({"10000", "1000000"})
STANDS_FOR: Final = {
    "图片": (Kind.IMAGE, "image:"),
    "闪照": (Kind.IMAGE, "image:"),
    "表情": (Kind.STICKER, "sticker:"),
    "动画表情": (Kind.STICKER, "sticker:"),
    "语音": (Kind.VOICE, "voice:"),
    "视频": (Kind.VIDEO, "video:"),
}
STANDING: Final = re.compile(r"\[(图片|闪照|表情|动画表情|语音|视频)\]")


class People:
    """Everybody in a file, by how they are written."""

    def __init__(self) -> None:
        self._met: dict[str, Person | None] = {}

    def of(self, written: str) -> Person | None:
        """Return who is written ``【title】name(10001)``; None for QQ itself."""
        if written not in self._met:
            self._met[written] = _person(written)
        return self._met[written]


def _person(written: str) -> Person | None:
    found = WHO.fullmatch(written.strip())
    if found is None:
        return Person(written, written, is_by_name=True)
    number, mail, name = found["number"], found["mail"], found["name"].strip() or None
    if number in SYSTEM or (name == "系统消息" and mail is None):
        return None
    key = number or mail or name or written
    return Person(key, name, title=found["title"], is_by_name=number is None and mail is None)


def said_or_happened(
    line: int, at: int, sender: Person | None, text: str, tally: Tally
) -> Entry | None:
    """Return a message, or what QQ itself tells; None, and counted, where nothing can be made."""
    if sender is not None:
        tally.messages += 1
        if sender.is_by_name:
            tally.remarks[Remark.BY_NAME] += 1
        return with_media(Said(line, sender, at, text), tally)
    kind = kind_of_notice(text)
    if kind is None:
        tally.leave_out(line, Reason.UNKNOWN_NOTICE)
        return None
    tally.notices += 1
    return Happened(line, kind, at, detail=text)


def with_media(said: Said, tally: Tally) -> Said:
    """Return a message whose pictures, told as ``[图片]``, are pictures and no words."""
    if "[" not in said.text:
        return said
    found = STANDING.findall(said.text)
    if not found:
        return said
    tally.remarks[Remark.WITHOUT_MEDIA] += len(found)
    text = STANDING.sub("", said.text).strip()
    kind = Kind.TEXT if text else STANDS_FOR[found[0]][0]
    return said._replace(text=text, kind=kind, media=tuple(STANDS_FOR[one][1] for one in found))

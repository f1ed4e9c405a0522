"""Heads and sayings of Zoom's chat files, in the languages that they come in."""

import re
from typing import Final, NamedTuple

CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2}):(?P<second>\d{2})"
DATE = r"(?:(?P<date>\d{4}-\d{2}-\d{2}) )?"
EVERYBODY: Final = frozenset(
    {"everyone", "모두", "모두에게", "все", "всем", "всі", "усі", "усім", "所有人", "全員"}
)
PRIVATE = (
    r"(?P<private>\s*\((?:Privately|Direct Message|다이렉트 메시지|Личное сообщение|Приватно)\))?"
)

RECORDED: Final = re.compile(rf"{CLOCK}\t(?P<who>[^\t]+?):\t(?P<text>.*)")
"""Of a recording in the cloud: time since it began, no receiver."""
HEADS: Final = (
    re.compile(
        rf"{DATE}{CLOCK}\t ?From {{1,2}}(?P<who>.+?) {{1,2}}to {{1,2}}(?P<to>.+?){PRIVATE} ?: "
        "(?P<text>.*)"
    ),
    re.compile(rf"{DATE}{CLOCK}\s+From (?P<who>.+?) to (?P<to>.+?){PRIVATE}:\s*(?P<text>)"),
    re.compile(rf"{DATE}{CLOCK}\s+발신자 (?P<who>.+?) 수신자 (?P<to>.+?){PRIVATE}:\s*(?P<text>.*)"),
    re.compile(rf"{DATE}{CLOCK}\s+От (?P<who>.+?) кому (?P<to>.+?){PRIVATE}:\s*(?P<text>.*)"),
    re.compile(rf"{DATE}{CLOCK}\s+Від (?P<who>.+?) до (?P<to>.+?){PRIVATE}:\s*(?P<text>.*)"),
)  # fmt: skip
COPIED: Final = re.compile(
    r"(?P<who>.+?) ?님이 (?P<to>모두)에게: +(?:(?P<half>오전|오후) )?"
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?: (?P<late>AM|PM))?"
)
"""Copied out of a Korean window."""
TO_ALL: Final = re.compile(r"(?P<who>.+) to (?P<to>Everyone)")
"""Names hold "to", too: whom everybody is written behind is the sender."""

OPEN, CLOSE = "[\"“„«‘'「『]", "[\"”“»’'」』]"
QUOTE = rf"{OPEN}(?P<quote>.*){CLOSE}"
REPLY: Final = re.compile(
    rf"(?:Replying to|Ответ на|Відповідь на) {QUOTE}:?\s*\n+(?P<text>.*)", re.DOTALL
)
REACTED: Final = tuple(
    re.compile(form, re.DOTALL)
    for form in (
        rf"Reacted to {QUOTE} with (?P<emoji>\S+)",
        rf"Реакция на {QUOTE} с помощью (?P<emoji>\S+)",
        rf"Реакція на {QUOTE} за допомогою (?P<emoji>\S+)",
    )
)
REMOVED: Final = tuple(
    re.compile(form, re.DOTALL)
    for form in (
        rf"Removed an? (?P<emoji>\S+) reaction from {QUOTE}",
        rf"Элемент (?P<emoji>\S+) удал[её]н из {QUOTE}",
    )
)
OLDER: Final = re.compile(r"(?P<what>add|remove) (?P<emoji>[^\w\s]+)")
ELLIPSIS: Final = re.compile(r"(?:\.{3}|…)$")


class Head(NamedTuple):
    """A message's head: when, who, to all or to one, and text on the same line."""

    date: str | None
    time: tuple[int, int, int]
    who: str
    is_private: bool
    text: str
    is_elapsed: bool = False


def head_of(line: str) -> Head | None:
    """Read a head; None where the line is none."""
    if ":" not in line:
        return None
    if found := RECORDED.fullmatch(line):
        return Head(None, _time(found), found["who"], is_private=False, text=found["text"],
                    is_elapsed=True)  # fmt: skip
    for form in HEADS:
        if found := form.fullmatch(line):
            return _head(found)
    found = COPIED.fullmatch(line)
    return _copied(found) if found else None


def _head(found: re.Match[str]) -> Head:
    who, to = found["who"].strip(), found["to"].strip()
    if widest := TO_ALL.fullmatch(f"{who} to {to}"):
        who, to = widest["who"], widest["to"]
    is_private = found["private"] is not None or to.casefold() not in EVERYBODY
    return Head(found["date"], _time(found), who.strip(), is_private, found["text"])


def _copied(found: re.Match[str]) -> Head:
    is_late = found["half"] == "오후" or found["late"] == "PM"
    hour = int(found["hour"])
    if found["half"] or found["late"]:
        hour = hour % 12 + (12 if is_late else 0)
    time = hour, int(found["minute"]), 0
    return Head(None, time, found["who"].strip(), is_private=False, text="")


def _time(found: re.Match[str]) -> tuple[int, int, int]:
    return int(found["hour"]), int(found["minute"]), int(found["second"])

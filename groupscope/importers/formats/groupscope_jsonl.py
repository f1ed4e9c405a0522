"""Our own export, one object a line (``exporters/formats/jsonl.py`` tells what stands in it)."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from groupscope.importers.entries import (
    EVERYBODY,
    Chat,
    Entry,
    Happened,
    Person,
    Reacted,
    Said,
    Shown,
)
from groupscope.importers.fields import Fields, json_lines, listing, mapping, moment, number, words
from groupscope.importers.format import Format, Reading
from groupscope.importers.source import Source
from groupscope.importers.tally import Reason, Tally
from groupscope.model import EVERYONE, Kind, NoticeKind, Segment

KINDS: Final[Mapping[str, Kind]] = {kind.name.lower(): kind for kind in Kind}
NOTICES: Final[Mapping[str, NoticeKind]] = {str(kind): kind for kind in NoticeKind}


def recognises(source: Source) -> bool:
    """Tell whether the first line is our own."""
    first = source.head.split("\n", 1)[0]
    try:
        return mapping(json.loads(first)).get("_type") == "groupscope"
    except ValueError:
        return False


class People:
    """How everybody is called, up to the line that is being read."""

    def __init__(self) -> None:
        self._shown: dict[str, Person] = {}

    def show(self, person: Person) -> Person:
        """Take a member of the list."""
        self._shown[person.key] = person
        return person

    def rename(self, entry: Fields) -> None:
        """Take a new nickname or card."""
        key, kind, name = words(entry.get("member")), entry.get("kind"), words(entry.get("name"))
        if key and name and kind in ("nickname", "card"):
            person = self._shown.get(key, Person(key))
            named = person._replace(card=name) if kind == "card" else person._replace(nickname=name)
            self._shown[key] = named

    def person(self, value: object) -> Person | None:
        """Return somebody by number."""
        key = words(value)
        return None if key is None else self._shown.get(key, Person(key))


def read(reading: Reading) -> Iterator[Entry]:
    """Give the group, its members, what they said, and what happened besides."""
    tally, people = reading.tally, People()
    for line, entry in json_lines(reading.source, tally):
        kind = entry.get("_type")
        if kind == "groupscope":
            tally.frame += 1
            group = mapping(entry.get("group"))
            yield Chat("qq", words(group.get("id")) or "", words(group.get("name")))
        elif kind == "name":
            tally.frame += 1
            people.rename(entry)
        elif kind in READ:
            found = READ[kind](line, entry, people, tally)
            if found is not None:
                yield found
        else:
            tally.leave_out(line, Reason.UNKNOWN_ENTRY)


def _member(line: int, entry: Fields, people: People, tally: Tally) -> Shown | None:
    key = words(entry.get("id"))
    if key is None:
        return _left(line, Reason.NO_SENDER, tally)
    tally.members += 1
    person = Person(
        key,
        words(entry.get("nickname")),
        words(entry.get("card")),
        words(entry.get("role")),
        words(entry.get("title")),
        is_bot=bool(entry.get("is_robot")),
    )
    return Shown(line, people.show(person))


def _message(line: int, entry: Fields, people: People, tally: Tally) -> Said | None:
    at, sender = moment(entry.get("at")), people.person(entry.get("sender"))
    if at is None:
        return _left(line, Reason.NO_TIME, tally)
    if sender is None:
        return _left(line, Reason.NO_SENDER, tally)
    tally.messages += 1
    counts_nowhere = any(entry.get(name) for name in ("is_bot", "is_own", "is_anonymous"))
    text, key = entry.get("text"), words(entry.get("id"))
    return Said(
        line,
        sender._replace(is_bot=True) if counts_nowhere else sender,
        at,
        text if isinstance(text, str) else "",
        KINDS.get(words(entry.get("kind")) or "", Kind.TEXT),
        key,
        words(entry.get("reply_to")),
        number((key or "").partition(":")[2]),
        tuple(_pieces(entry)),
        tuple(EVERYBODY if one == EVERYONE else str(one) for one in listing(entry.get("mentions"))),
        tuple(map(str, listing(entry.get("media")))),
        tuple(map(str, listing(entry.get("files")))),
        moment(entry.get("recalled_at")),
    )


def _pieces(entry: Fields) -> Iterator[Segment]:
    for piece in map(mapping, listing(entry.get("segments"))):
        kind = words(piece.get("type"))
        if kind is not None:
            yield Segment(kind, mapping(piece.get("data")))


def _notice(line: int, entry: Fields, people: People, tally: Tally) -> Happened | None:
    at, kind = moment(entry.get("at")), NOTICES.get(words(entry.get("kind")) or "")
    if at is None:
        return _left(line, Reason.NO_TIME, tally)
    if kind is None:
        return _left(line, Reason.UNKNOWN_NOTICE, tally)
    tally.notices += 1
    told = entry.get("detail")
    return Happened(
        line,
        kind,
        at,
        people.person(entry.get("member")),
        people.person(entry.get("by")),
        words(entry.get("about")),
        json.dumps(told, ensure_ascii=False) if told else None,
    )


def _reaction(line: int, entry: Fields, people: People, tally: Tally) -> Reacted | None:
    at, emoji, target = moment(entry.get("at")), words(entry.get("emoji")), entry.get("about")
    if at is None:
        return _left(line, Reason.NO_TIME, tally)
    if emoji is None or not isinstance(target, str):
        return _left(line, Reason.NO_TARGET, tally)
    tally.reactions += 1
    who = people.person(entry.get("member"))
    is_added = entry.get("is_added") is not False
    return Reacted(line, at, emoji, target, who, number(entry.get("count")), is_added)


def _left(line: int, reason: Reason, tally: Tally) -> None:
    tally.leave_out(line, reason)


READ: Final[Mapping[object, Callable[[int, Fields, People, Tally], Entry | None]]] = {
    "member": _member,
    "message": _message,
    "notice": _notice,
    "reaction": _reaction,
}

FORMAT = Format("groupscope", "群镜 JSONL", recognises, read)

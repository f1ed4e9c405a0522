"""From a file's entries to what the store takes: numbers for people, ids and links."""

import json
import re
from collections.abc import Collection
from typing import Final
from urllib.parse import urlsplit

from groupscope.commands.lead import looks_like_command
from groupscope.importers.entries import EVERYBODY, Happened, Person, Reacted, Said
from groupscope.importers.identities import message_number
from groupscope.importers.people import People
from groupscope.language.reading import said_of
from groupscope.model import Kind, Notice, Reaction, Segment, is_official
from groupscope.store.identity import Place
from groupscope.store.lately import Lately
from groupscope.store.meeting import BY_NOBODY, Met, Past

IDS_REMEMBERED: Final = 20_000
LONGEST_NAME: Final = 40
LONGEST_EMOJI: Final = 64
LINK: Final = re.compile(r"https?://[^\s<>\"'，。；！？、（）【】「」]+", re.IGNORECASE)
UNWRITABLE: Final = re.compile("[\0\ud800-\udfff]")


class Gathering:
    """One chat's entries on their way into the store; remembers the ids that replies may name."""

    def __init__(
        self, group_id: int, people: People, *, starts: Collection[str], ours: Collection[int]
    ) -> None:
        self._group_id = group_id
        self._people = people
        self._starts = starts
        self._firsts = frozenset(start[0] for start in starts if start) | {"／"}
        self._ours = ours
        self._places = Lately[int, Place](IDS_REMEMBERED)

    def past(self, said: Said) -> Past:
        """Return a message as the store takes it."""
        number = self._people.number(said.sender, said.at)
        text = said.text
        if not text.isascii() or "\0" in text:
            text = UNWRITABLE.sub(_writable, text)
        pieces = said.pieces
        kind = said.kind
        if kind is Kind.TEXT and not text.strip() and not said.mentions:
            kind = Kind.EMPTY
        is_command = text[:1] in self._firsts and looks_like_command(text, self._starts)
        is_bot = said.sender.is_bot or is_official(number)
        is_own = number in self._ours
        is_silent = is_command or is_bot or is_own or said.recalled_at is not None
        return Past(
            said.line, number, said.at, text, kind,
            message_number(said.id) if said.id else None,
            message_number(said.reply_to) if said.reply_to else None,
            said.sequence,
            _json(pieces) if pieces else None,
            "" if is_silent else said_of(pieces, text) if pieces else text,
            self._mentions(said, text), said.media,
            hosts(text) if "://" in text else (),
            said.files, said.recalled_at, is_command, is_bot, is_own,
        )  # fmt: skip

    def remember(self, met: Met) -> None:
        """Remember where a message stands, by its id in the file."""
        number = met.past.message_id
        if number is not None:
            self._places.put(number, met.place)

    def place(self, number: int | None) -> Place | None:
        """Return where the message with an id stands, if the file has told of it lately."""
        return None if number is None else self._places.get(number)

    def notice(self, happened: Happened) -> Notice:
        """Return what happened as the store takes it."""
        who, by = happened.who, happened.by
        return Notice(
            self_id=BY_NOBODY,
            group_id=self._group_id,
            kind=happened.kind,
            happened_at=happened.at,
            user_id=self._number(who, happened.at),
            operator_id=self._number(by, happened.at),
            message_id=message_number(happened.target) if happened.target else None,
            detail={"told": UNWRITABLE.sub("", happened.detail)} if happened.detail else {},
        )

    def reaction(self, reacted: Reacted) -> Reaction:
        """Return a reaction as the store takes it."""
        return Reaction(
            self_id=BY_NOBODY,
            group_id=self._group_id,
            reacted_at=reacted.at,
            emoji=UNWRITABLE.sub("", reacted.emoji)[:LONGEST_EMOJI],
            is_added=reacted.is_added,
            message_id=message_number(reacted.target),
            user_id=self._number(reacted.who, reacted.at),
            count=reacted.total,
        )

    def _number(self, person: Person | None, at: int) -> int | None:
        return None if person is None else self._people.number(person, at)

    def _mentions(self, said: Said, text: str) -> tuple[int, ...]:
        if said.mentions:
            return tuple(dict.fromkeys(map(self._people.mentioned, said.mentions)))
        return self._named_in(text) if "@" in text and not said.pieces else ()

    def _named_in(self, text: str) -> tuple[int, ...]:
        """Return who is @-ed in a text that is all the file tells: the longest name that fits."""
        found: dict[int, None] = {}
        for piece in text.split("@")[1:]:
            if piece.startswith(("全体成员", EVERYBODY)):
                found[0] = None
                continue
            for length in range(min(len(piece), LONGEST_NAME), 0, -1):
                number = self._people.named(piece[:length])
                if number is not None:
                    found[number] = None
                    break
        return tuple(found)


def hosts(text: str) -> tuple[str, ...]:
    """Return the hosts of the links in a text, in order, once each."""
    return tuple(dict.fromkeys(filter(None, map(_host, LINK.findall(text)))))


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "")[:253]
    except ValueError:
        return ""


def _writable(found: re.Match[str]) -> str:
    return "" if found[0] == "\0" else "\ufffd"


def _json(pieces: tuple[Segment, ...]) -> str | None:
    if len(pieces) == 1 and pieces[0].type == "text":
        return None
    told = [{"type": piece.type, "data": dict(piece.data)} for piece in pieces]
    written = json.dumps(told, ensure_ascii=False, separators=(",", ":"), default=str)
    return UNWRITABLE.sub(_writable, written)

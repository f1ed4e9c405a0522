"""DiscordChatExporter's JSON: one channel."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from groupscope.importers.entries import Chat, Entry, Happened, Person, Reacted, Said
from groupscope.importers.fields import Fields, listing, mapping, words
from groupscope.importers.format import Format, Reading
from groupscope.importers.incremental import walk
from groupscope.importers.pieces import Pieces
from groupscope.importers.source import Source
from groupscope.importers.tally import Reason, Remark, Tally
from groupscope.model import Kind, NoticeKind

PLATFORM: Final = "discord"
BEGINNING: Final = re.compile(r'\s*\{\s*"guild"\s*:\s*\{.*"channel"\s*:\s*\{', re.DOTALL)
WALKED = ("", "messages")
NOTICES: Final = {
    "GuildMemberJoin": NoticeKind.JOIN,
    "RecipientAdd": NoticeKind.JOIN,
    "RecipientRemove": NoticeKind.LEAVE,
    "ChannelNameChange": NoticeKind.GROUP_NAME,
}
TALK: Final = frozenset({"Default", "Reply", "ThreadStarterMessage", "ChatInputCommand"})
PICTURE: Final = re.compile(r"\.(?:png|jpe?g|gif|webp|bmp|avif)$", re.IGNORECASE)


def recognises(source: Source) -> bool:
    """Tell whether the file begins with a guild and a channel."""
    return BEGINNING.match(source.head) is not None


class _People:
    """Everybody in a channel, each as shown."""

    def __init__(self) -> None:
        self._met: dict[tuple[str, str | None, str | None], Person] = {}

    def of(self, told: Fields) -> Person | None:
        """Return an author; the list of their roles may be missing."""
        key = words(told.get("id")) or words(told.get("name"))
        if key is None:
            return None
        name, nickname = words(told.get("name")), words(told.get("nickname"))
        card = nickname if nickname != name else None
        who = (key, name, card)
        person = self._met.get(who)
        if person is None:
            person = Person(key, name, card, is_bot=told.get("isBot") is True)
            self._met[who] = person
        return person


def read(reading: Reading) -> Iterator[Entry]:
    """Give the channel, its messages, reactions and notices."""
    tally, people = reading.tally, _People()
    guild: str | None = None
    for path, value in walk(reading.source, WALKED):
        if path == "guild":
            guild = words(mapping(value).get("name"))
        elif path == "channel":
            yield _chat(mapping(value), guild)
        elif path == "messages[]":
            tally.read += 1
            if isinstance(value, dict):
                yield from _entries(tally.read, value, people, tally)
            else:
                tally.leave_out(tally.read, Reason.UNREADABLE)


def _chat(channel: Fields, guild: str | None) -> Chat:
    name = words(channel.get("name"))
    shown = " · ".join(filter(None, (guild, name))) or None
    is_private = channel.get("type") == "DirectTextChat"
    return Chat(PLATFORM, words(channel.get("id")) or shown or "", shown, is_private=is_private)


def _entries(line: int, entry: Fields, people: _People, tally: Tally) -> Iterator[Entry]:
    at = _time(entry.get("timestamp"))
    author = people.of(mapping(entry.get("author")))
    kind = words(entry.get("type")) or "Default"
    if at is None:
        tally.leave_out(line, Reason.NO_TIME)
    elif author is None:
        tally.leave_out(line, Reason.NO_SENDER)
    elif kind in NOTICES:
        tally.notices += 1
        detail = words(entry.get("content")) if kind == "ChannelNameChange" else None
        yield Happened(line, NOTICES[kind], at, author, detail=detail)
    elif kind not in TALK:
        tally.leave_out(line, Reason.UNKNOWN_NOTICE)
    else:
        tally.messages += 1
        yield _said(line, entry, at, author, tally)
        yield from _reactions(line, entry, at, people, tally)


def _said(line: int, entry: Fields, at: int, author: Person, tally: Tally) -> Said:
    content = entry.get("content")
    text = content if isinstance(content, str) else ""
    pieces = _attached(entry)
    if pieces.made:
        tally.remarks[Remark.WITHOUT_MEDIA] += 1
    mentions = [words(mapping(one).get("id")) for one in listing(entry.get("mentions"))]
    if "@everyone" in text or "@here" in text:
        mentions.append("all")
    return Said(
        line,
        author,
        at,
        text,
        Kind.TEXT if text.strip() or not pieces.made else pieces.kind,
        words(entry.get("id")),
        words(mapping(entry.get("reference")).get("messageId")),
        None,
        () if text else tuple(pieces.made),
        tuple(key for key in mentions if key),
        tuple(pieces.media),
        tuple(pieces.files),
    )


def _attached(entry: Fields) -> Pieces:
    pieces = Pieces()
    for one in listing(entry.get("attachments")):
        name = words(mapping(one).get("fileName")) or ""
        pieces.image(None) if PICTURE.search(name) else pieces.file(name)
    for one in listing(entry.get("stickers")):
        told = mapping(one)
        pieces.sticker(words(told.get("id")) or "", words(told.get("name")))
    return pieces


def _reactions(line: int, entry: Fields, at: int, people: _People, tally: Tally) -> Iterator[Entry]:
    """Give a message's reactions: of those who are named, else how many there were."""
    for reaction in listing(entry.get("reactions")):
        told = mapping(reaction)
        emoji = words(mapping(told.get("emoji")).get("name")) or "?"
        target = words(entry.get("id")) or ""
        named = [people.of(mapping(one)) for one in listing(told.get("users"))]
        tally.remarks[Remark.REACTION_TIME] += max(len(named), 1)
        for who in named:
            yield Reacted(line, at, emoji, target, who)
        if not named:
            count = told.get("count")
            total = count if isinstance(count, int) else None
            yield Reacted(line, at, emoji, target, total=total)


def _time(told: object) -> int | None:
    if not isinstance(told, str):
        return None
    try:
        at = datetime.fromisoformat(told)
    except ValueError:
        return None
    return int(at.timestamp()) if at.tzinfo is not None else None


FORMAT = Format("discord", "DiscordChatExporter JSON", recognises, read)

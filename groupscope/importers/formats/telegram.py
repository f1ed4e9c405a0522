"""Telegram's JSON: the export of one chat, or of all of them."""

import re
from collections.abc import Iterator
from typing import Any, Final

from groupscope.importers.entries import Chat, Entry, Happened, Person, Reacted, Said
from groupscope.importers.fields import Fields, listing, mapping, moment, words
from groupscope.importers.format import Format, Reading
from groupscope.importers.incremental import walk
from groupscope.importers.pieces import Pieces
from groupscope.importers.source import Source
from groupscope.importers.tally import Reason, Remark, Tally
from groupscope.model import Kind, NoticeKind

PLATFORM: Final = "telegram"
ONE: Final = re.compile(r'"messages"\s*:\s*\[')
ALL: Final = re.compile(r'"chats"\s*:\s*\{')
WALKED = ("", "messages", "chats", "chats.list", "chats.list[]", "chats.list[].messages")
NOTICES: Final = {
    "invite_members": NoticeKind.JOIN,
    "join_group_by_link": NoticeKind.JOIN,
    "join_group_by_request": NoticeKind.JOIN,
    "remove_members": NoticeKind.KICK,
    "edit_group_title": NoticeKind.GROUP_NAME,
}
MEDIA: Final = {
    "voice_message": (Kind.VOICE, "voice:"),
    "video_message": (Kind.VIDEO, "video:"),
    "video_file": (Kind.VIDEO, "video:"),
    "animation": (Kind.STICKER, "sticker:"),
    "audio_file": (Kind.VOICE, "voice:"),
}


def recognises(source: Source) -> bool:
    """Tell whether the file is an export of Telegram, by the fields that stand before messages."""
    head = source.head
    if not head.lstrip().startswith("{"):
        return False
    is_chat = ONE.search(head) is not None and "date_unixtime" in head
    return is_chat or ('"about"' in head[:400] and ALL.search(head) is not None)


class _Exported:
    """A chat of the export, as far as it has been told."""

    def __init__(self) -> None:
        self.told: dict[str, Any] = {}
        self.is_begun = False
        self.people: dict[tuple[str, str | None], Person] = {}

    def begin(self) -> Chat:
        self.is_begun = True
        name = words(self.told.get("name"))
        kind = str(self.told.get("type", ""))
        key = words(self.told.get("id")) or name or ""
        is_private = kind in ("personal_chat", "bot_chat", "saved_messages")
        return Chat(PLATFORM, key, name, is_private=is_private)

    def person(self, key: object, name: object) -> Person | None:
        """Return somebody; who has deleted their account has no name, but still an id."""
        shown = words(name)
        number = words(key)
        if number is None and shown is None:
            return None
        who = (number or shown or "", shown)
        known = self.people.get(who)
        if known is None:
            known = self.people[who] = Person(who[0], shown, is_by_name=number is None)
        return known


def read(reading: Reading) -> Iterator[Entry]:
    """Give every chat with its messages, notices and reactions."""
    chat, tally = _Exported(), reading.tally
    for path, value in walk(reading.source, WALKED):
        inside = path.removeprefix("chats.list[].")
        if inside != "messages[]":
            if chat.is_begun:
                chat = _Exported()
            chat.told[inside] = value
            continue
        if not chat.is_begun:
            yield chat.begin()
        tally.read += 1
        if isinstance(value, dict):
            yield from _entries(tally.read, value, chat, tally)
        else:
            tally.leave_out(tally.read, Reason.UNREADABLE)


def _entries(line: int, entry: Fields, chat: _Exported, tally: Tally) -> Iterator[Entry]:
    at = moment(entry.get("date_unixtime"))
    if at is None:
        tally.leave_out(line, Reason.NO_TIME)
    elif entry.get("type") == "service":
        yield from _notice(line, entry, at, chat, tally)
    else:
        sender = chat.person(entry.get("from_id"), entry.get("from"))
        if sender is None:
            tally.leave_out(line, Reason.NO_SENDER)
            return
        tally.messages += 1
        yield _said(line, entry, at, sender, tally)
        yield from _reactions(line, entry, at, chat, tally)


def _said(line: int, entry: Fields, at: int, sender: Person, tally: Tally) -> Said:
    text = entry.get("text")
    mentions: tuple[str, ...] = ()
    if not isinstance(text, str):
        text, mentions = _joined(listing(text))
    said = Said(
        line, sender, at, text, Kind.TEXT,
        words(entry.get("id")), words(entry.get("reply_to_message_id")), mentions=mentions,
    )  # fmt: skip
    if "media_type" in entry or "photo" in entry or "file" in entry:
        tally.remarks[Remark.WITHOUT_MEDIA] += 1
        return _with_media(said, entry)
    return said


def _joined(parts: list[Any]) -> tuple[str, tuple[str, ...]]:
    """Return a text in parts as one, and who is mentioned in it."""
    said: list[str] = []
    mentions: list[str] = []
    for part in parts:
        told = mapping(part)
        piece = part if isinstance(part, str) else told.get("text")
        said.append(piece if isinstance(piece, str) else "")
        if told.get("type") == "mention_name" and words(told.get("user_id")):
            mentions.append(f"user{told['user_id']}")
        elif told.get("type") == "mention":
            mentions.append(said[-1].removeprefix("@"))
    return "".join(said), tuple(mentions)


def _with_media(said: Said, entry: Fields) -> Said:
    """Return a message with what came with it; words win over it."""
    pieces = Pieces()
    kind = words(entry.get("media_type"))
    if "photo" in entry:
        pieces.image(None)
    elif kind == "sticker":
        pieces.sticker("", words(entry.get("sticker_emoji")))
    elif kind in MEDIA:
        pieces.media.append(MEDIA[kind][1])
    else:
        pieces.file(words(entry.get("file_name")) or words(entry.get("file")) or "")
    main = MEDIA[kind][0] if kind in MEDIA else pieces.kind
    kept = tuple(pieces.made) if not said.text else ()
    return said._replace(
        kind=Kind.TEXT if said.text.strip() else main,
        pieces=kept,
        media=tuple(pieces.media),
        files=tuple(pieces.files),
    )


def _reactions(line: int, entry: Fields, at: int, chat: _Exported, tally: Tally) -> Iterator[Entry]:
    """Give a message's reactions: of those whom Telegram names, and how many there were."""
    for reaction in listing(entry.get("reactions")):
        told = mapping(reaction)
        emoji = words(told.get("emoji")) or words(told.get("document_id")) or "?"
        target = words(entry.get("id")) or ""
        recent = [mapping(one) for one in listing(told.get("recent"))]
        for one in recent:
            when = moment(one.get("date_unixtime")) or at
            who = chat.person(one.get("from_id"), one.get("from"))
            yield Reacted(line, when, emoji, target, who)
        if not recent:
            tally.remarks[Remark.REACTION_TIME] += 1
            count = told.get("count")
            total = count if isinstance(count, int) else None
            yield Reacted(line, at, emoji, target, total=total)


def _notice(line: int, entry: Fields, at: int, chat: _Exported, tally: Tally) -> Iterator[Entry]:
    action = words(entry.get("action")) or ""
    actor = chat.person(entry.get("actor_id"), entry.get("actor"))
    kind = NOTICES.get(action)
    if kind is None:
        tally.leave_out(line, Reason.UNKNOWN_NOTICE)
        return
    tally.notices += 1
    people = [name for name in listing(entry.get("members")) if isinstance(name, str)]
    detail = words(entry.get("title")) or "、".join(people) or None
    if len(people) == 1 and actor is not None and people[0] == actor.nickname:
        kind = NoticeKind.LEAVE if kind is NoticeKind.KICK else kind
        yield Happened(line, kind, at, actor)
    elif people:
        who = next((one for one in chat.people.values() if one.nickname == people[0]), None)
        yield Happened(line, kind, at, who, actor, detail=detail)
    else:
        yield Happened(line, kind, at, actor, detail=detail)


FORMAT = Format("telegram", "Telegram JSON", recognises, read)

"""qq-chat-exporter's messages: the clean ones of versions 5 and 6, and those of version 4.

A file may hold both kinds, so each message is looked at by itself.
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Final

from groupscope.importers.entries import Chat, Entry, Happened, Person, Said
from groupscope.importers.fields import Fields, listing, mapping, moment, number, words
from groupscope.importers.notices import kind_of_notice
from groupscope.importers.pieces import Pieces
from groupscope.importers.qce_old import old_pieces
from groupscope.importers.tally import Reason, Remark, Tally

RENDERED_QUOTE: Final = re.compile(r"^\[回复[^\]\n]*\]?[^\n]*\n")
NOBODIES: Final = frozenset({"0", "10000", "1000000"})
"""Numbers under which QQ itself speaks."""


def chat_of(info: Fields) -> Chat:
    """Return the chat that ``chatInfo`` tells of."""
    name = words(info.get("name"))
    key = words(info.get("peerUin")) or words(info.get("peerUid")) or name or ""
    return Chat("qq", key, name, is_private=info.get("type") in ("private", "temp"))


class People:
    """Everybody in a file; each way to be shown is made once."""

    def __init__(self) -> None:
        self._met: dict[tuple[object, ...], Person] = {}
        self._by_uid: dict[str, str] = {}

    def sender(self, entry: Fields) -> Person | None:
        """Return who sent a message; None where it does not say, or QQ itself spoke."""
        told, raw = mapping(entry.get("sender")), mapping(entry.get("rawMessage"))
        uin = words(told.get("uin")) or words(raw.get("senderUin"))
        uid = words(told.get("uid")) or words(raw.get("senderUid"))
        key = (uin if uin not in NOBODIES else None) or self._by_uid.get(uid or "") or uid
        if key is None or key in NOBODIES or uin in NOBODIES:
            return None
        if uid:
            self._by_uid.setdefault(uid, key)
        card = words(told.get("groupCard")) or words(raw.get("sendMemberName"))
        name = words(told.get("nickname")) or words(raw.get("sendNickName"))
        shown = words(told.get("name"))
        title = words(told.get("title"))
        who = (key, name, card, shown, title)
        person = self._met.get(who)
        if person is None:
            is_only_name = name is None and card is None
            nickname = name or (shown if is_only_name else None)
            person = self._met[who] = Person(key, nickname, card, title=title)
        return person

    def key_of(self, uid: str | None) -> str | None:
        """Return by what somebody is known whose internal id is told."""
        return None if uid is None else self._by_uid.get(uid, uid)


def entries_of(line: int, entry: Fields, people: People, tally: Tally) -> Iterator[Entry]:
    """Give what a message of the file is: a message or a notice; what is neither is left out."""
    at = _time(entry)
    if at is None:
        tally.leave_out(line, Reason.NO_TIME)
        return
    sender = people.sender(entry)
    if entry.get("system") or entry.get("isSystemMessage") or entry.get("type") == "system":
        yield from _notice(line, entry, at, sender, tally)
    elif sender is None:
        tally.leave_out(line, Reason.NO_SENDER)
    else:
        tally.messages += 1
        yield _said(line, entry, at, sender, people, tally)


def _said(line: int, entry: Fields, at: int, sender: Person, people: People, tally: Tally) -> Said:
    pieces = _pieces(entry, people)
    is_recalled = bool(entry.get("recalled") or entry.get("isRecalled"))
    if is_recalled:
        tally.remarks[Remark.RECALL_TIME] += 1
    if pieces.media or pieces.files:
        tally.remarks[Remark.WITHOUT_MEDIA] += 1
    raw = mapping(entry.get("rawMessage"))
    identity = words(entry.get("id")) or words(entry.get("messageId")) or words(raw.get("msgId"))
    return Said(
        line,
        sender,
        at,
        pieces.text,
        pieces.kind,
        identity,
        pieces.reply_to,
        number(entry.get("seq")) or number(raw.get("msgSeq")),
        pieces.kept,
        tuple(pieces.mentions),
        tuple(pieces.media),
        tuple(pieces.files),
        at if is_recalled else None,
    )


def _notice(
    line: int, entry: Fields, at: int, sender: Person | None, tally: Tally
) -> Iterator[Entry]:
    content = mapping(entry.get("content"))
    told = words(content.get("text")) or _system_text(content) or ""
    kind = kind_of_notice(told)
    if kind is None:
        tally.leave_out(line, Reason.UNKNOWN_NOTICE)
        return
    tally.notices += 1
    yield Happened(line, kind, at, sender, detail=told)


def _system_text(content: Fields) -> str | None:
    for element in listing(content.get("elements")):
        data = mapping(mapping(element).get("data"))
        found = words(data.get("text")) or words(data.get("content"))
        if found:
            return found
    return None


def _time(entry: Fields) -> int | None:
    told = entry.get("timestamp")
    at = moment(told)
    if at is not None or not isinstance(told, str):
        return at
    try:
        return int(datetime.fromisoformat(told).timestamp()) if told[-1:] == "Z" else None
    except ValueError:
        return None


def _pieces(entry: Fields, people: People) -> Pieces:
    content = mapping(entry.get("content"))
    elements = listing(content.get("elements"))
    pieces = Pieces()
    if elements:
        for element in elements:
            told = mapping(element)
            take = _TAKERS.get(str(told.get("type")))
            if take is not None:
                take(pieces, mapping(told.get("data")), people)
            else:
                pieces.other(str(told.get("type")))
    else:
        old_pieces(pieces, entry, people.key_of)
    reply = mapping(content.get("reply"))
    if pieces.reply_to is None and reply:
        pieces.reply_to = _quoted(reply)
    if not pieces.made:
        text = content.get("text")
        said = text if isinstance(text, str) else ""
        pieces.say(RENDERED_QUOTE.sub("", said) if pieces.reply_to else said)
    return pieces


def _quoted(data: Fields) -> str | None:
    return words(data.get("referencedMessageId")) or words(data.get("messageId"))


def _at(pieces: Pieces, data: Fields, people: People) -> None:
    if data.get("atType") == 1 or data.get("uid") == "all" or data.get("uin") == "all":
        pieces.mention_all()
        return
    key = words(data.get("uin"))
    key = people.key_of(words(data.get("uid"))) if key in (None, "0") else key
    if key:
        pieces.mention(key)


def _image(pieces: Pieces, data: Fields, _people: People) -> None:
    md5 = words(data.get("md5")) or words(data.get("filename"))
    found = re.search(r"[0-9A-Fa-f]{32}", md5 or "")
    pieces.image(found[0] if found else None, is_sticker=data.get("subType") == 1)


def _text(pieces: Pieces, data: Fields, _people: People) -> None:
    said = data.get("text")
    pieces.say(said if isinstance(said, str) else "")


def _sticker(pieces: Pieces, data: Fields, _people: People) -> None:
    pieces.sticker(words(data.get("emojiId")) or "", words(data.get("name")))


def _reply(pieces: Pieces, data: Fields, _people: People) -> None:
    pieces.reply_to = _quoted(data)


def _named(kind: str) -> Callable[[Pieces, Fields, People], None]:
    def take(pieces: Pieces, _data: Fields, _people: People) -> None:
        pieces.other(kind)

    return take


_TAKERS: Final[dict[str, Callable[[Pieces, Fields, People], Any]]] = {
    "text": _text,
    "at": _at,
    "face": lambda pieces, data, _people: pieces.face(words(data.get("id")) or ""),
    "market_face": _sticker,
    "image": _image,
    "file": lambda pieces, data, _people: pieces.file(words(data.get("filename")) or ""),
    "video": lambda pieces, _data, _people: pieces.video(),
    "audio": lambda pieces, _data, _people: pieces.sound(),
    "reply": _reply,
    "forward": _named("forward"),
    "json": _named("json"),
    "markdown": _named("json"),
    "location": _named("location"),
}

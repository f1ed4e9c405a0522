"""ChatLab's format 0.0.2, as both of its kinds of files hold it.

Seconds since 1970; types are numbers (https://github.com/ChatLab/ChatLab, docs/standard).
"""

from collections.abc import Iterator
from typing import Final

from groupscope.importers.entries import Chat, Entry, Happened, Person, Said, Shown
from groupscope.importers.fields import Fields, listing, mapping, moment, words
from groupscope.importers.notices import kind_of_notice
from groupscope.importers.pieces import Pieces
from groupscope.importers.tally import Reason, Remark, Tally
from groupscope.model import Kind, NoticeKind

TEXT, FILE, STICKER, REPLY, SYSTEM, RECALLED, POKED = 0, 4, 5, 25, 80, 81, 22
NAMING_FACES: Final = (TEXT, REPLY, STICKER)
WORDLESS: Final = {
    1: (Kind.IMAGE, ("image:",)),
    2: (Kind.VOICE, ("voice:",)),
    3: (Kind.VIDEO, ("video:",)),
    STICKER: (Kind.STICKER, ("sticker:",)),
}
OTHERS: Final = {
    8: Kind.CARD,
    20: Kind.OTHER,
    21: Kind.OTHER,
    23: Kind.OTHER,
    26: Kind.FORWARD,
    27: Kind.CARD,
    99: Kind.OTHER,
}
ROLES: Final = ("owner", "admin")

WhoSaid = tuple[object, object, object]


def chat_of(header: Fields) -> Chat:
    """Return the chat that a header tells of."""
    meta = mapping(header.get("meta"))
    name = words(meta.get("name"))
    platform = (words(meta.get("platform")) or "qq").lower()
    key = words(meta.get("groupId")) or name or ""
    return Chat(platform, key, name, is_private=meta.get("type") == "private")


def is_header(header: Fields) -> bool:
    """Tell whether an object begins a file of this format."""
    return isinstance(header.get("chatlab"), dict)


class People:
    """Everybody in a file, as shown; names that messages leave out are taken from the list."""

    def __init__(self) -> None:
        self._shown: dict[WhoSaid, Person] = {}
        self._told: dict[str, Person] = {}

    def member(self, entry: Fields) -> Person | None:
        """Take a member of the list; None without an id."""
        key = words(entry.get("platformId"))
        if key is None:
            return None
        roles = [words(mapping(role).get("id")) for role in listing(entry.get("roles"))]
        role = next((name for name in ROLES if name in roles), "member" if roles else None)
        person = Person(key, words(entry.get("accountName")), _card(entry), role)
        self._told[key] = person
        return person

    def sender(self, entry: Fields) -> Person | None:
        """Return who sent a message; None where it does not say."""
        who = (entry.get("sender"), entry.get("accountName"), entry.get("groupNickname"))
        try:
            return self._shown[who]
        except KeyError:
            return self._met(who, entry)
        except TypeError:  # a list for a name
            return self._met((words(who[0]), words(who[1]), words(who[2])), entry)

    def _met(self, who: WhoSaid, entry: Fields) -> Person | None:
        key = words(who[0])
        if key is None:
            return None
        told = self._told.get(key, Person(key))
        person = told._replace(
            nickname=words(who[1]) or told.nickname, card=_card(entry) or told.card
        )
        self._shown[who] = person
        return person


def _card(entry: Fields) -> str | None:
    return words(entry.get("groupNickname"))


def shown(line: int, entry: Fields, people: People, tally: Tally) -> Iterator[Entry]:
    """Give a member of the list."""
    person = people.member(entry)
    if person is None:
        tally.leave_out(line, Reason.NO_SENDER)
        return
    tally.members += 1
    yield Shown(line, person)


def message_of(line: int, entry: Fields, people: People, tally: Tally) -> Said | Happened | None:
    """Read a message or a notice; None where it was left out."""
    at = entry.get("timestamp")
    if type(at) is not int or not 0 < at < 100_000_000_000:  # noqa: PLR2004 -- milliseconds from here on
        at = moment(at)
    if at is None:
        return _left(line, Reason.NO_TIME, tally)
    sender = people.sender(entry)
    kind = entry.get("type", TEXT)
    kind = kind if isinstance(kind, int) else TEXT
    if kind in (SYSTEM, RECALLED, POKED):
        return _notice(line, entry, at, sender, tally)
    if sender is None:
        return _left(line, Reason.NO_SENDER, tally)
    tally.messages += 1
    identity = entry.get("platformMessageId")
    reply = entry.get("replyToMessageId")
    content = entry.get("content")
    said = Said(
        line,
        sender,
        at,
        content if isinstance(content, str) else "",
        Kind.TEXT,
        identity if isinstance(identity, str) else words(identity),
        reply if isinstance(reply, str) else words(reply),
    )
    shown = _with_faces(said) if "[" in said.text and kind in NAMING_FACES else said
    if kind in (TEXT, REPLY) or shown.kind is Kind.FACE:
        return shown
    if kind in WORDLESS or kind == FILE:
        tally.remarks[Remark.WITHOUT_MEDIA] += 1
    return _of_kind(said, kind)


def _with_faces(said: Said) -> Said:
    """Return a message with the QQ faces that its words name."""
    pieces = Pieces()
    pieces.say_with_faces(said.text)
    media = tuple(pieces.media)
    if not media or "@" in said.text:  # whom it mentions is looked for in the words as they are
        return said._replace(media=media)
    return said._replace(text=pieces.text, kind=pieces.kind, pieces=pieces.kept, media=media)


def _of_kind(said: Said, kind: int) -> Said:
    """Return a message as its type asks: what stands for a picture is no text."""
    if kind in WORDLESS:
        main, media = WORDLESS[kind]
        return said._replace(text="", kind=main, media=media)
    if kind == FILE:
        return said._replace(text="", kind=Kind.FILE, files=(said.text,) if said.text else ())
    if kind in OTHERS:
        return said._replace(text="", kind=OTHERS[kind])
    return said


def _notice(
    line: int, entry: Fields, at: int, sender: Person | None, tally: Tally
) -> Happened | None:
    text = words(entry.get("content")) or ""
    fixed = {RECALLED: NoticeKind.RECALL, POKED: NoticeKind.POKE}
    kind = fixed.get(entry.get("type", SYSTEM)) or kind_of_notice(text)
    if kind is None:
        return _left(line, Reason.UNKNOWN_NOTICE, tally)
    tally.notices += 1
    return Happened(line, kind, at, sender, detail=text or None)


def _left(line: int, reason: Reason, tally: Tally) -> None:
    tally.leave_out(line, reason)

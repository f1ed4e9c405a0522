"""The messages of qq-chat-exporter 4: QQ's own elements, or lists of what a message has."""

from collections.abc import Callable

from groupscope.importers.fields import Fields, listing, mapping, words
from groupscope.importers.pieces import Pieces

KeyOf = Callable[[str | None], str | None]
"""Internal id → by what somebody is known."""


def old_pieces(pieces: Pieces, entry: Fields, key_of: KeyOf) -> None:
    """Add what a message is made of: by QQ's own elements, else by the lists of its content."""
    elements = listing(mapping(entry.get("rawMessage")).get("elements"))
    for element in elements:
        _take(pieces, mapping(element), key_of)
    if elements:
        return
    content = mapping(entry.get("content"))
    for mention in listing(content.get("mentions")):
        told = mapping(mention)
        key = key_of(words(told.get("uid")))
        if told.get("type") == "all":
            pieces.mentions.append("all")
        elif key:
            pieces.mentions.append(key)
    _take_resources(pieces, content)


def _take_resources(pieces: Pieces, content: Fields) -> None:
    said = content.get("text")
    resources = [mapping(one) for one in listing(content.get("resources"))]
    if isinstance(said, str) and not resources:
        return  # the caller takes the text
    for one in resources:
        match one.get("type"):
            case "image":
                pieces.image(words(one.get("md5")))
            case "audio" | "voice":
                pieces.sound()
            case "video":
                pieces.video()
            case _:
                pieces.file(words(one.get("filename")) or words(one.get("fileName")) or "")


def _take(pieces: Pieces, element: Fields, key_of: KeyOf) -> None:
    for name, take in _TAKERS.items():
        found = mapping(element.get(name))
        if found:
            take(pieces, found, key_of)
            return


def _text(pieces: Pieces, told: Fields, key_of: KeyOf) -> None:
    kind = told.get("atType")
    key = words(told.get("atUid")) or key_of(words(told.get("atNtUid")))
    if kind == 1:
        pieces.mention_all()
    elif kind == 2 and key and key != "0":  # noqa: PLR2004 -- QQ's number for an @ of one person
        pieces.mention(key)
    else:
        said = told.get("content")
        pieces.say(said if isinstance(said, str) else "")


def _reply(pieces: Pieces, told: Fields, _key_of: KeyOf) -> None:
    pieces.reply_to = words(told.get("replayMsgId")) or words(told.get("sourceMsgIdInRecords"))


_TAKERS: dict[str, Callable[[Pieces, Fields, KeyOf], None]] = {
    "textElement": _text,
    "picElement": lambda pieces, told, _key_of: pieces.image(
        words(told.get("md5HexStr")), is_sticker=told.get("picSubType") == 1
    ),
    "faceElement": lambda pieces, told, _key_of: pieces.face(words(told.get("faceIndex")) or ""),
    "marketFaceElement": lambda pieces, told, _key_of: pieces.sticker(
        words(told.get("emojiId")) or "", words(told.get("faceName"))
    ),
    "replyElement": _reply,
    "fileElement": lambda pieces, told, _key_of: pieces.file(words(told.get("fileName")) or ""),
    "pttElement": lambda pieces, _told, _key_of: pieces.sound(),
    "videoElement": lambda pieces, _told, _key_of: pieces.video(),
    "arkElement": lambda pieces, _told, _key_of: pieces.other("json"),
    "multiForwardMsgElement": lambda pieces, _told, _key_of: pieces.other("forward"),
}

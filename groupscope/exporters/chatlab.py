"""Messages and members as ChatLab's format 0.0.2 has them, for files and for its Pull protocol.

The format: https://github.com/ChatLab/ChatLab, docs/en/standard/chatlab-format.md.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from groupscope.exporters.format import Head
from groupscope.exporters.shown import Names, Shown
from groupscope.figures.said import KINDS, written
from groupscope.model import Kind, NoticeKind
from groupscope.store.messages import from_json_list
from groupscope.store.outgoing import AnyRow, Leaving, Page

VERSION: Final = "0.0.2"
PLATFORM: Final = "qq"
SYSTEM, RECALLED, REPLY = 80, 81, 25
TYPES: Final[Mapping[int, int]] = {
    Kind.EMPTY: 99,
    Kind.TEXT: 0,
    Kind.IMAGE: 1,
    Kind.STICKER: 5,
    Kind.FACE: 5,
    Kind.VOICE: 2,
    Kind.VIDEO: 3,
    Kind.FILE: 4,
    Kind.CARD: 24,
    Kind.FORWARD: 26,
    Kind.OTHER: 99,
}
TOLD: Final[Mapping[str, str]] = {
    NoticeKind.JOIN: "加入了群聊",
    NoticeKind.LEAVE: "退出了群聊",
    NoticeKind.KICK: "被移出了群聊",
}
"""What is told of what happened besides talk; the rest has no words in this format."""

Fields = dict[str, Any]


def header(head: Head) -> Fields:
    """Return the parts that say what this is, and of which group."""
    return {
        "chatlab": {"version": VERSION, "exportedAt": head.exported_at, "generator": "groupscope"},
        "meta": {
            "name": head.group_name,
            "platform": PLATFORM,
            "type": "group",
            "groupId": str(head.group_id),
        },
    }


def member_of(row: AnyRow) -> Fields:
    """Return a member of the list."""
    told: Fields = {
        "platformId": str(row.user_id),
        "accountName": row.nickname or str(row.user_id),
    }
    if row.card:
        told["groupNickname"] = row.card
    if row.role in ("owner", "admin"):
        told["roles"] = [{"id": row.role}]
    return told


def messages_of(page: Page, shown: Shown) -> Iterator[Fields]:
    """Give a page's messages, joins and departures, in order of time."""
    shown.tell(page.names)
    notices = [row for row in page.notices if row.kind in TOLD and row.user_id][::-1]
    for one in page.messages:
        while notices and notices[-1].happened_at <= one.sent_at:
            yield _notice(notices.pop(), shown)
        yield _message(one, shown.at(one.sent_at, one.sender_id))
    for row in reversed(notices):
        yield _notice(row, shown)


def _message(one: Leaving, names: Names) -> Fields:
    if one.recalled_at is not None:
        return _entry(one.sender_id, names, one.sent_at, RECALLED, "撤回了一条消息") | _id_of(one)
    is_reply = one.kind == Kind.TEXT and one.reply_to_key is not None
    kind = REPLY if is_reply else TYPES.get(one.kind, 99)
    told = _entry(one.sender_id, names, one.sent_at, kind, _content(one)) | _id_of(one)
    if one.reply_to_key is not None:
        told["replyToMessageId"] = message_id(one.reply_to_at or 0, one.reply_to_key)
    return told


def _entry(sender: int, names: Names, at: int, kind: int, content: str | None) -> Fields:
    told: Fields = {
        "sender": str(sender),
        "accountName": names.nickname or str(sender),
        "timestamp": at,
        "type": kind,
        "content": content,
    }
    if names.card:
        told["groupNickname"] = names.card
    return told


def _id_of(one: Leaving) -> Fields:
    return {"platformMessageId": message_id(one.sent_at, one.message_key)}


def message_id(sent_at: int, key: int) -> str:
    """Return what a message is called outside: QQ's own ids come again."""
    return f"{sent_at}:{key}"


def _content(one: Leaving) -> str | None:
    if one.kind == Kind.FILE and one.files:
        return str(from_json_list(one.files)[0])
    return written(one) or KINDS.get(one.kind)


def _notice(row: AnyRow, shown: Shown) -> Fields:
    names = shown.at(row.happened_at, row.user_id)
    who = names.card or names.nickname or str(row.user_id)
    return _entry(row.user_id, names, row.happened_at, SYSTEM, f"{who} {TOLD[row.kind]}")

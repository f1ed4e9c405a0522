"""Our own format: everything that is stored of a group, one object a line, in order of time.

``_type`` says what a line is: ``groupscope`` (the first), ``member``, ``name`` (a new nickname or
card), ``message``, ``notice``, ``reaction``. Times are epoch seconds; ``id`` of a message is its
time and its key; what is empty is left out. docs/export.md explains every field.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from heapq import merge
from typing import Any, BinaryIO

from groupscope.exporters.chatlab import message_id
from groupscope.exporters.format import Format, Head, Sink
from groupscope.exporters.lines import write_lines
from groupscope.model import Kind
from groupscope.store.messages import from_json_list
from groupscope.store.outgoing import AnyRow, Leaving, Page

VERSION = 1
FLAGS = ("is_command", "is_bot", "is_own", "is_anonymous")
LISTS = ("mentions", "media", "links", "files")

Fields = dict[str, Any]
Line = tuple[int, int, Fields]
"""When it happened, its place among what happened in one second, and what is told of it."""


class Lines(Sink):
    """A file of ours."""

    def __init__(self, file: BinaryIO, head: Head) -> None:
        self._file = file
        write_lines(file, [_head(head), *map(_member, head.members)])

    def take(self, page: Page) -> None:
        """Write everything that a page holds."""
        parts: tuple[Iterable[Line], ...] = (
            ((row.seen_at, 0, _name(row)) for row in page.names),
            ((one.sent_at, 1, _message(one)) for one in page.messages),
            ((row.happened_at, 2, _notice(row)) for row in page.notices),
            ((row.reacted_at, 3, _reaction(row)) for row in page.reactions),
        )
        write_lines(self._file, _told(merge(*parts, key=lambda line: line[:2])))


def _told(lines: Iterable[Line]) -> Iterator[Fields]:
    return (fields for _, _, fields in lines)


def _head(head: Head) -> Fields:
    return {
        "_type": "groupscope",
        "version": VERSION,
        "group": {"id": head.group_id, "name": head.group_name},
        "since": head.since,
        "until": head.until,
        "exported_at": head.exported_at,
    }


def _filled(kind: str, fields: Mapping[str, Any]) -> Fields:
    return {"_type": kind, **{name: value for name, value in fields.items() if value is not None}}


def _member(row: AnyRow) -> Fields:
    names = ("nickname", "card", "role", "title", "level", "sex", "joined_at", "left_at")
    told = {name: getattr(row, name) for name in names}
    return _filled("member", {"id": row.user_id, **told, "is_robot": row.is_robot or None})


def _name(row: AnyRow) -> Fields:
    return {
        "_type": "name",
        "at": row.seen_at,
        "member": row.user_id,
        "kind": row.kind,
        "name": row.name,
    }


def _message(one: Leaving) -> Fields:
    fields: Fields = {
        "at": one.sent_at,
        "id": message_id(one.sent_at, one.message_key),
        "offset": one.utc_offset,
        "sender": one.sender_id,
        "kind": Kind(one.kind).name.lower(),
        "text": one.text,
        "segments": json.loads(one.segments) if one.segments else None,
        "reply_to": _place(one.reply_to_at, one.reply_to_key),
        "alias": one.alias,
        "recalled_at": one.recalled_at,
        "recalled_by": one.recalled_by,
    }
    fields |= {name: list(from_json_list(getattr(one, name))) or None for name in LISTS}
    return _filled("message", fields | {name: bool(getattr(one, name)) or None for name in FLAGS})


def _notice(row: AnyRow) -> Fields:
    return _filled(
        "notice",
        {
            "at": row.happened_at,
            "kind": row.kind,
            "member": row.user_id,
            "by": row.operator_id,
            "about": _place(row.message_at, row.message_key),
            "detail": json.loads(row.detail) if row.detail else None,
        },
    )


def _reaction(row: AnyRow) -> Fields:
    return _filled(
        "reaction",
        {
            "at": row.reacted_at,
            "emoji": row.emoji,
            "is_added": bool(row.is_added),
            "member": row.user_id,
            "count": row.count,
            "about": _place(row.message_at, row.message_key),
        },
    )


def _place(at: int | None, key: int | None) -> str | None:
    return None if at is None or key is None else message_id(at, key)


FORMAT = Format("jsonl", "群镜 JSONL（最全）", ".jsonl", Lines)

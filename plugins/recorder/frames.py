"""From a OneBot message frame to a Message, field by field: one odd field never costs the rest."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from groupscope.commands import Invocation, looks_like_command, recognise
from groupscope.model import ANONYMOUS, Group, Member, Message, Segment, Source, is_official
from plugins.recorder.pieces import (
    files_of,
    kind_of,
    links_of,
    media_of,
    mentions_of,
    pieces_of,
    reply_of,
    spoken,
)
from plugins.recorder.values import moment, name_of, number, positive, text_of

Frame = Mapping[str, Any]

BITS_31 = 1 << 31


class UnreadableError(Exception):
    """A frame lacks what nothing can be made without."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the reading of a frame depends on besides the frame."""

    now: Callable[[], float]
    starts: frozenset[str]
    is_ours: Callable[[int], bool]
    is_bot: Callable[[int, int], bool]
    """Group and member → whether it is known to be another bot."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A message, and the command in it, if it is one of ours."""

    message: Message
    invocation: Invocation | None


def read_message(
    frame: Frame, around: Surroundings, *, source: Source = Source.LIVE, self_id: int | None = None
) -> Reading:
    """Read a group message in any dialect; UnreadableError without group or sender."""
    me = positive(frame.get("self_id")) or self_id or 0
    sender = frame.get("sender")
    sender = sender if isinstance(sender, Mapping) else {}
    group_id = positive(frame.get("group_id"))
    sender_id = positive(frame.get("user_id")) or positive(sender.get("user_id"))
    if group_id is None or sender_id is None:
        raise UnreadableError("no group" if group_id is None else "no sender")
    pieces = _pieces(frame)
    text = spoken(pieces)
    is_anonymous = _is_anonymous(frame, sender_id)
    invocation = recognise(pieces, self_id=me, starts=around.starts)
    message = Message(
        self_id=me,
        group_id=group_id,
        sender_id=sender_id,
        sent_at=moment(frame.get("time"), int(around.now())),
        message_id=number(frame.get("message_id")) or None,
        sequence=sequence_of(frame),
        source=source,
        kind=kind_of(pieces, text),
        text=text,
        segments=tuple(pieces),
        reply_to=reply_of(pieces),
        mentions=mentions_of(pieces),
        media=media_of(pieces),
        links=links_of(pieces, text),
        files=files_of(pieces),
        sender=None if is_anonymous else read_member(sender, sender_id),
        group_name=name_of(frame.get("group_name")),
        alias=_alias(frame) if is_anonymous else None,
        is_command=invocation is not None or looks_like_command(text, around.starts),
        is_bot=is_official(sender_id) or around.is_bot(group_id, sender_id),
        is_own=sender_id == me or around.is_ours(sender_id),
        is_anonymous=is_anonymous,
    )
    return Reading(message, invocation)


def read_member(fields: Frame, user_id: int) -> Member:
    """Read a member from a message's sender or from a member list; what is not told is None."""
    sex = text_of(fields.get("sex"))
    level = text_of(fields.get("level"))
    return Member(
        user_id,
        nickname=name_of(fields.get("nickname")),
        # An empty card is told, too: it was taken off.
        card=None if fields.get("card") is None else (name_of(fields["card"]) or ""),
        role=text_of(fields.get("role"))[:16] or None,
        title=name_of(fields.get("title")),
        level=level[:32] if level not in ("", "0") else None,
        sex=sex if sex in ("male", "female") else None,
        joined_at=positive(fields.get("join_time")),
        is_robot=fields.get("is_robot") if isinstance(fields.get("is_robot"), bool) else None,
    )


def read_group(row: Frame, group_id: int) -> Group:
    """Read a group from a group list."""
    count = number(row.get("member_count"))
    is_likely = count is not None and 0 < count < BITS_31
    return Group(group_id, name_of(row.get("group_name")), count if is_likely else None)


def sequence_of(frame: Frame) -> int | None:
    """Return the group's true sequence number, where the dialect tells it.

    NapCat tells it as ``real_seq`` and repeats the message id as ``message_seq``; LLBot, SnowLuma
    and go-cqhttp tell it as ``message_seq``; 0 means none everywhere.
    """
    real = positive(frame.get("real_seq"))
    if real is not None:
        return real
    told = positive(frame.get("message_seq"))
    return told if told != number(frame.get("message_id")) else None


def _pieces(frame: Frame) -> list[Segment]:
    message = frame.get("message")
    pieces = pieces_of(message)
    if pieces or message in ([], ""):
        return pieces
    raw = frame.get("raw_message")
    return pieces_of(raw) if isinstance(raw, str) else []


def _is_anonymous(frame: Frame, sender_id: int) -> bool:
    return (
        sender_id == ANONYMOUS
        or frame.get("sub_type") == "anonymous"
        or isinstance(frame.get("anonymous"), Mapping)
    )


def _alias(frame: Frame) -> str | None:
    anonymous = frame.get("anonymous")
    return name_of(anonymous.get("name")) if isinstance(anonymous, Mapping) else None

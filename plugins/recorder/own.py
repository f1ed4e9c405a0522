"""The bot's own posts: recorded from the calls that send them.

Implementations may echo them as well (``message_sent``, Lagrange as ``message``), before or after
the call returns; the store keeps one of both.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from groupscope.model import Message, Source
from plugins.recorder.frames import read_message
from plugins.recorder.recorder import Recorder
from plugins.recorder.values import number, positive

FORWARDS = ("send_group_forward_msg", "send_forward_msg")
SENDING = ("send_group_msg", "send_msg", *FORWARDS)


def read_sent(
    api: str, data: Mapping[str, Any], result: object, recorder: Recorder, self_id: int
) -> Iterator[Message]:
    """Give the message that a successful call has sent to a group, if it was such a call."""
    group_id = positive(data.get("group_id"))
    if api not in SENDING or group_id is None or data.get("message_type") == "private":
        return
    message_id = number(result.get("message_id")) if isinstance(result, Mapping) else None
    content = [{"type": "forward", "data": {}}] if api in FORWARDS else data.get("message")
    frame = {
        "self_id": self_id,
        "group_id": group_id,
        "user_id": self_id,
        "time": int(recorder.app.clock()),
        "message_id": message_id,
        "message": plain(content),
        "sender": {},
    }
    yield read_message(frame, recorder.around, source=Source.SENT).message


def plain(message: object) -> object:
    """Return a message as an implementation would have told it: segments as type and data."""
    if isinstance(message, str):
        return message
    pieces = message if isinstance(message, list) else [message]
    return [_piece(piece) for piece in pieces]


def _piece(piece: object) -> object:
    if isinstance(piece, Mapping | str):
        return piece
    return {"type": getattr(piece, "type", "unknown"), "data": getattr(piece, "data", {})}

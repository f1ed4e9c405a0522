"""The actions by which the bot does something: send, recall, react, poke."""

from collections.abc import Sequence
from typing import cast
from zlib import crc32

from groupscope.model import Segment
from groupscope.playground import outgoing, segments
from groupscope.playground.account import Account
from groupscope.playground.outbox import Sent
from groupscope.playground.params import BAD_REQUEST, ActionFailedError, Params
from groupscope.playground.room import Room
from groupscope.playground.values import Json, Said


async def send_group_msg(account: Account, params: Params) -> Json:
    """Say something in a group, as the account."""
    room = account.room(params.number("group_id"))
    pieces = _message(account, params)
    said = await _say(account, room, pieces)
    sent = Sent(
        action="send_group_msg",
        message_id=account.ids.of(said),
        segments=pieces,
        group_id=room.group_id,
        said=said,
    )
    await account.outbox.put(sent)
    return {"message_id": sent.message_id}


async def send_private_msg(account: Account, params: Params) -> Json:
    """Say something to one person; it is kept, and nobody else learns of it."""
    pieces = _message(account, params)
    number = crc32(f"{account.user_id}:{len(account.outbox.sent)}".encode()) >> 1
    sent = Sent(
        action="send_private_msg",
        message_id=number,
        segments=pieces,
        user_id=params.number("user_id"),
    )
    await account.outbox.put(sent)
    return {"message_id": number}


async def upload_private_file(account: Account, params: Params) -> Json:
    """Take a file for one person; ``calls`` keeps it."""
    name, number = params.values.get("name"), params.number("user_id")
    if not name or not params.values.get("file"):
        raise ActionFailedError(BAD_REQUEST, "file 和 name 不能为空")
    return {"file_id": f"{crc32(f'{account.user_id}:{number}:{name}'.encode()):08x}"}


async def send_msg(account: Account, params: Params) -> Json:
    """Either of both, by ``message_type`` or by which id is given."""
    kind = params.values.get("message_type")
    is_group = kind == "group" or (kind is None and params.optional("group_id") is not None)
    return await (send_group_msg if is_group else send_private_msg)(account, params)


async def send_group_forward_msg(account: Account, params: Params) -> Json:
    """Say something in a group as a merged forward of several messages."""
    room = account.room(params.number("group_id"))
    nodes = _nodes(params)
    forward_id = f"{crc32(repr(nodes).encode()):08x}"
    pieces = (segments.forward(forward_id),)
    said = await _say(account, room, pieces)
    sent = Sent(
        action="send_group_forward_msg",
        message_id=account.ids.of(said),
        segments=pieces,
        group_id=room.group_id,
        nodes=nodes,
        said=said,
    )
    await account.outbox.put(sent)
    return {"message_id": sent.message_id, "forward_id": forward_id, "res_id": forward_id}


async def delete_msg(account: Account, params: Params) -> None:
    """Take a message back: one's own, or, for an admin, anybody's."""
    said = account.known(params.number("message_id"))
    room = account.room(said.group_id)
    me = room.members[account.user_id]
    if not account.is_own(said) and me.role == "member":
        raise account.failure("没有撤回这条消息的权限")
    await room.recall(said, by=me)


async def set_msg_emoji_like(account: Account, params: Params) -> Json:
    """React as NapCat, LLBot and SnowLuma have it."""
    added = params.flag("set", default=True)
    await _react(account, params, str(params.number("emoji_id")), added=added)
    return {"result": 0, "errMsg": ""}


async def set_group_reaction(account: Account, params: Params) -> None:
    """React as Lagrange has it."""
    added = params.flag("is_add", default=True)
    await _react(account, params, str(params.number("code")), added=added)


async def group_poke(account: Account, params: Params) -> None:
    """Poke a member."""
    group_id, user_id = params.number("group_id"), params.number("user_id")
    account.member(group_id, user_id)
    await account.room(group_id).poke(account.user_id, user_id)


async def _react(account: Account, params: Params, emoji: str, *, added: bool) -> None:
    said = account.known(params.number("message_id"))
    await account.room(said.group_id).react(said, account.user_id, emoji, added=added)


async def _say(account: Account, room: Room, pieces: Sequence[Segment]) -> Said:
    me = room.members[account.user_id]
    if me.muted_until > room.now or (room.is_muted and me.role == "member"):
        raise account.failure("发送失败，请检查机器人是否被禁言")
    quoted = next((int(s.data["id"]) for s in pieces if s.type == "reply"), None)
    reply_to = account.ids.find(quoted) if quoted is not None else None
    return await room.say(me, outgoing.neutral(pieces), reply_to=reply_to)


def _message(account: Account, params: Params) -> tuple[Segment, ...]:
    try:
        pieces = outgoing.read(params.values.get("message"), auto_escape=params.flag("auto_escape"))
    except (KeyError, TypeError, ValueError) as error:
        raise ActionFailedError(BAD_REQUEST, "参数 message 不对") from error
    known = tuple(piece for piece in pieces if piece.type in outgoing.KNOWN)
    if account.dialect.refuses_unknown_segments and known != pieces:
        raise account.failure("不支持的消息类型")
    return known


def _nodes(params: Params) -> tuple[tuple[Segment, ...], ...]:
    nodes = cast("list[Json]", params.values.get("messages") or [])
    return tuple(outgoing.read(node["data"]["content"]) for node in nodes)

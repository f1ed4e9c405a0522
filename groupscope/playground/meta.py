"""Frames that belong to the account and to no group: greetings, heartbeats, private talk."""

from groupscope.playground import cq, segments
from groupscope.playground.account import Account
from groupscope.playground.segments import Words
from groupscope.playground.values import Json


def greetings(account: Account, now: int) -> list[Json]:
    """Return what is said first: lifecycle connect, and from SnowLuma enable after it."""
    words = ("connect", "enable") if account.dialect.enables else ("connect",)
    more: Json = {"status": _status(is_online=True)} if account.dialect.enables else {}
    return [_meta(account, now, "lifecycle", sub_type=word, **more) for word in words]


def heartbeat(account: Account, now: int, seconds: float, *, is_online: bool) -> Json:
    """Return a heartbeat; the interval is told in milliseconds."""
    status = _status(is_online=is_online)
    return _meta(account, now, "heartbeat", status=status, interval=int(seconds * 1000))


def bot_offline(account: Account, now: int) -> Json:
    """Return the notice that QQ has logged the account out."""
    return {
        "time": now,
        "self_id": account.user_id,
        "post_type": "notice",
        "notice_type": "bot_offline",
        "user_id": account.user_id,
        "tag": "下线通知",
        "message": "你的帐号当前登录已失效，请重新登录。",
    }


def private_message(
    account: Account, now: int, user_id: int, nickname: str, words: Words, number: int
) -> Json:
    """Return a friend's message to the account; ``number`` becomes its id."""
    pieces = [{"type": s.type, "data": dict(s.data)} for s in segments.read(words, {})]
    raw = cq.encode(pieces)
    return {
        "self_id": account.user_id,
        "user_id": user_id,
        "time": now,
        "message_id": number,
        "message_seq": number,
        "message_type": "private",
        "sender": {"user_id": user_id, "nickname": nickname, "card": ""},
        "raw_message": raw,
        "font": 14,
        "sub_type": "friend",
        "message": raw if account.as_string else pieces,
        "message_format": "string" if account.as_string else "array",
        "post_type": "message",
        "target_id": account.user_id,
    }


def _status(*, is_online: bool) -> Json:
    return {"online": is_online, "good": is_online}


def _meta(account: Account, now: int, kind: str, **fields: object) -> Json:
    return {
        "time": now,
        "self_id": account.user_id,
        "post_type": "meta_event",
        "meta_event_type": kind,
        **fields,
    }

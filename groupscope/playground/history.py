"""``get_group_msg_history`` and ``get_msg``, as each dialect answers them."""

from bisect import bisect_right

from groupscope.playground.account import Account
from groupscope.playground.params import Params
from groupscope.playground.room import Room
from groupscope.playground.values import Json, Said

PAGE = 20
"""How many messages come when no count is given."""


def get_group_msg_history(account: Account, params: Params) -> Json:
    """Return a page of messages, oldest first; the anchor is part of it."""
    rule = account.dialect.history
    page = _page(account, params)
    if not page:
        raise account.failure(f"消息{params.values.get(rule.anchor)}不存在")
    if rule.flips and params.flag("reverse_order", "reverseOrder"):
        page.reverse()
    return {"messages": [_row(account, said) for said in page]}


def _page(account: Account, params: Params) -> list[Said]:
    rule = account.dialect.history
    room = account.room(params.number("group_id"))
    count = _count(account, params)
    anchor = params.optional(rule.anchor)
    if anchor is None:
        return _visible(account, room)[-count:]
    sequence = anchor if rule.by_sequence else account.known(anchor).sequence
    rows = _visible(account, room)
    if rule.forwards and not params.flag("reverse_order", "reverseOrder"):
        return _newer(rows, sequence, count)
    return _older(rows, sequence, count)


def _count(account: Account, params: Params) -> int:
    rule = account.dialect.history
    count = rule.fixed or params.number("count", PAGE)
    return min(count, rule.most) if rule.most else count


def _visible(account: Account, room: Room) -> list[Said]:
    if account.dialect.history.shows_recalled or not room.recalled:
        return room.history
    return [said for said in room.history if said.sequence not in room.recalled]


def _newer(rows: list[Said], sequence: int, count: int) -> list[Said]:
    start = bisect_right(rows, sequence - 1, key=lambda said: said.sequence)
    return rows[start : start + count]


def _older(rows: list[Said], sequence: int, count: int) -> list[Said]:
    end = bisect_right(rows, sequence, key=lambda said: said.sequence)
    return rows[max(0, end - count) : end]


def _row(account: Account, said: Said) -> Json:
    frame = account.frame(said)
    if account.dialect.history.hides_post_type:
        del frame["post_type"]
    return frame


def get_msg(account: Account, params: Params) -> Json:
    """One message by its id, with what each dialect adds or leaves out."""
    said = account.known(params.number("message_id"))
    return account.frame(said) | account.dialect.message_extras(said, account.view(said.group_id))

"""What is kept of those who take no part, on its way into the store: a number.

That somebody said something is kept, with its time; not who, and not what. What they do besides,
and what befalls them, is not kept at all.
"""

from dataclasses import replace

from groupscope.language.reading import NOTHING
from groupscope.model import Kind, Notice, Reaction, Recall
from groupscope.store.messages import Heard
from groupscope.store.names import Seen
from groupscope.store.optout import OptOuts

NOBODY = 0
"""Stands for whoever takes no part."""


def without_words(item: Heard) -> Heard:
    """Return a message as nobody's, saying nothing; its id stays, by which a recall finds it."""
    value = replace(
        item.message,
        sender_id=NOBODY,
        sender=None,
        kind=Kind.EMPTY,
        text="",
        segments=(),
        reply_to=None,
        mentions=(),
        media=(),
        links=(),
        files=(),
        alias=None,
    )
    return replace(item, message=value, reply_to=None, reading=NOTHING, is_withheld=True)


def heard_of(item: Heard, opt_outs: OptOuts) -> Heard:
    """Return what of a message is kept: all of it, or that there was one."""
    value = item.message
    return without_words(item) if opt_outs.covers(value.group_id, value.sender_id) else item


def is_seen(item: Seen, opt_outs: OptOuts) -> bool:
    """Tell whether it is kept how a member is shown."""
    return not opt_outs.covers(item.group_id, item.member.user_id)


def recalled_by_nobody(item: Recall, opt_outs: OptOuts) -> Recall:
    """Return a recall without those who take no part."""
    sender, operator = (
        None if opt_outs.covers(item.group_id, one) else one
        for one in (item.sender_id, item.operator_id)
    )
    if (sender, operator) == (item.sender_id, item.operator_id):
        return item
    return replace(item, sender_id=sender, operator_id=operator)


def is_told(item: Reaction | Notice, opt_outs: OptOuts) -> bool:
    """Tell whether something that happened is kept: it is of nobody who takes no part."""
    if not opt_outs:
        return True
    people: list[int | None] = [item.user_id]
    if isinstance(item, Notice):
        people.append(item.operator_id)
        told = map(str, item.detail.values())
        people += [int(word) for word in told if word.isascii() and word.isdigit()]
    return not any(opt_outs.covers(item.group_id, one) for one in people)

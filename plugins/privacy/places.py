"""Where a member means what they say: in this group, in another one, or everywhere."""

from groupscope.app import App
from groupscope.commands import meant_group, plain
from groupscope.commands.privacy import EVERYWHERE
from groupscope.errors import QuestionError
from groupscope.store.optout import EVERY_GROUP
from plugins._chat import CommandEvent


class UnknownGroupError(QuestionError):
    """A member means a group that nobody here has ever heard of: a slip of the pen."""

    def __init__(self, group_id: int) -> None:
        super().__init__(
            f"我不在群 {group_id} 里，也没有存过它的消息。要对所有群都有效，后面写：全部"
        )


def group_meant(app: App, event: CommandEvent) -> int:
    """Return the group that a member means; 0 is all of them, as in private without a number.

    It is about nobody but themselves, so that it may be any group. UnknownGroupError where there is
    none of that number.
    """
    named, words = meant_group(event.invocation.words)
    if any(plain(word) in EVERYWHERE for word in words):
        return EVERY_GROUP
    if named and not app.store.groups.knows(named):
        raise UnknownGroupError(named)
    return named or event.group_id or EVERY_GROUP


def place_label(app: App, event: CommandEvent, group_id: int) -> str:
    """Return how a sentence calls it: 本群, 所有群, or the group's number."""
    if group_id == EVERY_GROUP:
        return "所有群"
    if group_id == event.group_id:
        return "本群"
    known = app.store.groups.get(group_id).name if event.group_id is None else None
    return f"「{known}」" if known else f"群 {group_id} "

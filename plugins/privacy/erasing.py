"""``/忘记我`` and ``/群镜 清除``: erasing for good, confirmed by a code."""

from groupscope.access import Act
from groupscope.app import App
from groupscope.commands import meant_group
from groupscope.commands.privacy import code_in
from groupscope.errors import QuestionError
from groupscope.store.optout import EVERY_GROUP
from groupscope.store.own import own_record, stored_messages
from plugins._asking import forget_shown
from plugins._chat import CommandEvent
from plugins.privacy.confirming import Codes, What
from plugins.privacy.places import group_meant, place_label

_codes = Codes()


class WrongCodeError(QuestionError):
    """A code that confirms nothing."""

    def __init__(self, example: str) -> None:
        super().__init__(f"确认码不对，或者已经过了 5 分钟。请重新发：{example}")


class WhichGroupError(QuestionError):
    """In private one has to say which group is to be erased."""

    def __init__(self) -> None:
        super().__init__("私聊里请写明群号，例如：/群镜 清除 in 123456")


async def forget(app: App, event: CommandEvent) -> str:
    """Erase what is stored of a member, once they have confirmed it; return what to say."""
    group_id = group_meant(app, event)
    where = place_label(app, event, group_id)
    command = _command(event, "/忘记我", group_id)
    what = (event.user_id, "forget", group_id)
    code = code_in(meant_group(event.invocation.words)[1])
    if code is None:
        messages = await _stored(app, event.user_id, group_id)
        return (
            f"将抹去你在{where}的全部记录：{messages:,} 条消息，还有名片、表情回应、被 @ 的记录。"
            f"抹去后不能恢复。\n5 分钟内发这一条来确认：{command} {_codes.give(what, app.clock())}"
        )
    _must_confirm(app, what, code, command)
    messages = await app.forget_member(event.user_id, group_id)
    forget_shown()
    return (
        f"已抹去你在{where}的 {messages:,} 条消息和其他记录，统计都重算过了。\n"
        "以后说的话照常记录；不想被记录，发 /别记我。"
    )


async def erase_group(app: App, event: CommandEvent) -> str:
    """Erase all that is stored of a group, once its eraser has confirmed it; say what was done."""
    named, words = meant_group(event.invocation.words)
    group_id = named or event.group_id
    if group_id is None:
        raise WhichGroupError
    event.asker.must_manage(group_id, Act.ERASE_GROUP)
    command = _command(event, "/群镜 清除", group_id)
    what = (event.user_id, "erase", group_id)
    code = code_in(words[1:])
    if code is None:
        return (
            f"将抹去群 {group_id} 的全部记录：消息、成员、统计、设置和词表。抹去后不能恢复。\n"
            f"5 分钟内发这一条来确认：{command} {_codes.give(what, app.clock())}"
        )
    _must_confirm(app, what, code, command)
    messages = await app.forget_group(group_id)
    forget_shown()
    still = "如果我还在群里，会继续记新的；不想再记，发 /群镜 关闭。"
    return f"已抹去群 {group_id} 的 {messages:,} 条消息和其他记录。{still}"


def _must_confirm(app: App, what: What, code: str, command: str) -> None:
    if not _codes.take(what, code, app.clock()):
        raise WrongCodeError(command)


def _command(event: CommandEvent, command: str, group_id: int) -> str:
    """Return a command as it has to be written here to mean the same group."""
    if group_id == EVERY_GROUP:
        return f"{command} 全部"
    return command if group_id == event.group_id else f"{command} 群{group_id}"


async def _stored(app: App, user_id: int, group_id: int) -> int:
    async with app.store.snapshot() as db:
        if group_id == EVERY_GROUP:
            return (await own_record(db, user_id)).messages
        return await stored_messages(db.connection, group_id, user_id)

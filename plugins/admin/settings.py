"""``/设置``: what a group's admins set from the chat; superusers in private, for any group."""

from functools import partial
from typing import Any

from nonebot.adapters.onebot.v11 import Bot

from groupscope.access import Act
from groupscope.answers import pictured, wants_pictures
from groupscope.app import App, current
from groupscope.commands import Invocation, find, meant_group, plain
from groupscope.commands.standing import recording_wanted, setting_words
from groupscope.errors import QuestionError
from groupscope.settings import (
    COMMANDS_OFF,
    IGNORED,
    RECORDING,
    Said,
    Setting,
    WrongValueError,
    find_setting,
)
from plugins._asking import paced
from plugins._chat import CommandEvent, answers, caught_up, reply
from plugins.admin.overview import Overview, changes, explained, overview, shown_of

LOG = frozenset({"日志", "log", "记录日志", "更改记录"})
RESET = frozenset({"默认", "恢复默认", "default", "reset"})


class WhereError(QuestionError):
    """Somebody means a group that is none of ours, or none."""


class NotToIgnoreError(QuestionError):
    """Somebody would be ignored who must not be."""

    def __init__(self) -> None:
        super().__init__("不能忽略自己、我和机器人的主人：那样就没有人能改回来了。")


def is_setting_up(invocation: Invocation) -> bool:
    """Tell whether a command is about settings; recording is switched by the recorder."""
    words = setting_words(invocation)
    return words is not None and recording_wanted(words) is None


@answers(is_setting_up)
async def answer_setting(bot: Bot, event: CommandEvent) -> None:
    """Show settings or change one, or say in a sentence why not."""
    app = current()
    words = setting_words(event.invocation) or ()
    is_change = len(words) > 1 or bool(words and event.invocation.mentions)
    await caught_up(app.store.writer)
    try:
        group_id = group_of(app, event)
        found = await (changed if is_change else asked)(app, event, group_id, words)
    except QuestionError as error:
        found = str(error)
    give = partial(give_overview, bot, event, found) if isinstance(found, Overview) else None
    if is_change:
        await reply(bot, event, str(found))
        return
    about = ("settings", event.invocation.words)
    await paced(bot, event, about, give or partial(reply, bot, event, str(found)))


def group_of(app: App, event: CommandEvent) -> int:
    """Return the group whose settings are meant; WhereError where there is none."""
    named = meant_group(event.invocation.words)[0]
    group_id = named or event.group_id
    if group_id is None:
        raise WhereError("私聊里请写明群号，例如：/设置 群 123456")
    event.asker.must_manage(group_id, Act.SEE_SETTINGS)
    if group_id != event.group_id and not app.store.groups.knows(group_id):
        raise WhereError(f"我不在群 {group_id} 里，也没有见过它。")
    return group_id


async def asked(
    app: App, event: CommandEvent, group_id: int, words: tuple[str, ...]
) -> str | Overview:
    """Return all settings, one of them, or what was changed."""
    if not words:
        return await overview(app, group_id)
    if plain(words[0]) in LOG:
        event.asker.must_manage(group_id, Act.SEE_CHANGES)
        return await changes(app, group_id)
    return await explained(app, group_id, find_setting(words[0]))


async def give_overview(bot: Bot, event: CommandEvent, found: Overview) -> int | None:
    """Give all settings; in words where pictures are not wanted, or cannot be drawn."""
    app = current()
    is_drawn = wants_pictures(app, event.group_id)
    picture = await pictured(app, found.card, event.group_id) if is_drawn else None
    return await reply(bot, event, found.line if picture else found.text, picture)


async def changed(app: App, event: CommandEvent, group_id: int, words: tuple[str, ...]) -> str:
    """Set something as an admin says; return what to say."""
    setting = find_setting(words[0])
    event.asker.must_manage(group_id, setting.act)
    value = meant(app, event, group_id, setting, words[1:])
    before = (await shown_of(app, group_id)).value(setting)
    async with app.store.writer.transaction() as connection:
        at = int(app.clock() * 1000)
        await app.store.settings.change(connection, group_id, setting, value, event.user_id, at)
    app.kept.forget(group_id)
    if setting.rewrites:
        app.hurry()
    after = (await shown_of(app, group_id)).value(setting)
    if before == after:
        return f"「{setting.name}」现在是：{after}。"
    return f"好的，「{setting.name}」从「{before}」改成「{after}」。{setting.effect}"


def meant(
    app: App, event: CommandEvent, group_id: int, setting: Setting[Any], words: tuple[str, ...]
) -> Any:  # noqa: ANN401 -- each setting has its own type
    """Return the value that somebody means, None for the default.

    QuestionError where it is none, or must not be.
    """
    said = Said(words, event.invocation.mentions, command_key)
    if setting is RECORDING:
        raise WrongValueError(setting, said)  # what it can be, the recorder answers
    if said.only_word in RESET and not setting.command:
        return None
    present = app.store.settings.of(group_id, setting)
    if setting is COMMANDS_OFF:  # the owner may have called them by any of their names
        present = frozenset(command_key(name) or name for name in present)
    value = setting.read(said, present)
    if setting is IGNORED:
        must_not_be_ignored = {event.user_id, event.self_id, *app.config.owners}
        if must_not_be_ignored & (value - present):
            raise NotToIgnoreError
    return value


def command_key(name: str) -> str | None:
    """Return the key of the command that is called so; None where there is none."""
    command = find(name)
    return None if command is None else command.key

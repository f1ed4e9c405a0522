"""The page for admins: what the group has set, changed with the same words as in chat."""

from collections.abc import Mapping
from typing import Any, Final

from groupscope.access import HOLDERS
from groupscope.commands import COMMANDS, Command, find
from groupscope.errors import QuestionError
from groupscope.schedules import DigestAct, read_wish, timings_after
from groupscope.schedules.wishes import ACTS, EXAMPLES
from groupscope.settings import (
    BLOCKS,
    COMMANDS_OFF,
    DIGEST_BLOCKS,
    IGNORED,
    POSTED,
    QUIET_HOURS,
    RECORDING,
    SECTIONS,
    SETTINGS,
    STOP_WORDS,
    Rhythm,
    Said,
    Setting,
    Timing,
    WrongValueError,
    plain,
)
from groupscope.settings.kinds import Choice, Switch
from groupscope.settings.sets import Several
from groupscope.store.groups import Recording
from groupscope.store.settings import changes_of
from groupscope.store.vocabularies import WordKind
from groupscope.web.api.recording import switch
from groupscope.web.call import Call, Json, look, post, said
from groupscope.web.failures import NotThereError

RESET: Final = frozenset({"默认", "恢复默认", "default", "reset"})
MOST_CHANGES, LONGEST = 50, 500
RHYTHMS: Final[Mapping[Setting[Any], Rhythm]] = {POSTED[rhythm]: rhythm for rhythm in Rhythm}
"""Of the settings that say when digests are posted, which ones."""


class OneselfError(QuestionError):
    """Somebody would be ignored who must not be."""

    def __init__(self) -> None:
        super().__init__("不能忽略自己和机器人的主人：那样就没有人能改回来了。")


@look("groups/{group_id}/settings", "What a group has set")
async def settings(call: Call) -> Json:
    """List a group's settings by section."""
    call.viewer.must_manage(call.group_id)
    sections = [
        {
            "name": section,
            "who": "、".join(
                sorted(
                    {HOLDERS[one.act.least] for one in SETTINGS.values() if one.section == section}
                )
            ),
            "settings": [
                await told(call, one) for one in SETTINGS.values() if one.section == section
            ],
        }
        for section in SECTIONS
    ]
    return {"sections": sections}


@post(
    "groups/{group_id}/settings",
    "Change a setting",
    key="its key",
    words="its value as one writes it behind /设置 and its name; 默认 for the default",
)
async def change(call: Call) -> Json:
    """Change a setting, and return it as it is now; a sentence where it cannot be so."""
    call.viewer.must_manage(call.group_id)
    body = await call.body()
    setting = SETTINGS.get(said(body, "key"))
    if setting is None:
        raise NotThereError
    call.viewer.asker(call.group_id).must(setting.act)
    value = meant(call, setting, tuple(said(body, "words", LONGEST).split()))
    if setting is RECORDING:
        await switch(call, call.group_id, Recording.ON if value else Recording.OFF)
        return {**await told(call, setting), "effect": setting.effect}
    store, at = call.app.store, int(call.app.clock() * 1000)
    async with store.writer.transaction() as connection:
        by = call.viewer.user_id
        await store.settings.change(connection, call.group_id, setting, value, by, at)
    call.app.kept.forget(call.group_id)
    if setting.rewrites:
        call.app.hurry()
    return {**await told(call, setting), "effect": setting.effect}


@look("groups/{group_id}/settings/changes", "Who has changed what")
async def changes(call: Call) -> Json:
    """List the latest changes of a group's settings."""
    call.viewer.must_manage(call.group_id)
    async with call.app.store.snapshot() as db:
        found = await changes_of(db.connection, call.group_id, MOST_CHANGES)
        by = [one.changed_by for one in found if one.changed_by]
        names = await db.names(call.group_id, by)
    return {
        "rows": [
            {
                "at": one.changed_at // 1000,
                "id": one.changed_by,
                "name": names.get(one.changed_by or 0, ""),
                "setting": one.setting.name,
                "was": one.was,
                "became": one.became,
            }
            for one in found
        ]
    }


def meant(call: Call, setting: Setting[Any], words: tuple[str, ...]) -> Any:  # noqa: ANN401 -- each setting has its own type
    """Return the value that is meant, None for the default; a QuestionError where it is none."""
    written = Said(words, (), command_key)
    if written.only_word in RESET and can_be_reset(setting):
        return None
    present = call.app.store.settings.of(call.group_id, setting)
    if setting in RHYTHMS:
        return timings_meant(call, RHYTHMS[setting], words, present) or None
    if setting is COMMANDS_OFF:
        present = frozenset(command_key(name) or name for name in present)
    value = setting.read(written, present)
    if setting is IGNORED and {call.viewer.user_id, *call.app.config.owners} & (value - present):
        raise OneselfError
    return value


def can_be_reset(setting: Setting[Any]) -> bool:
    """Tell whether a setting goes back to its default here."""
    return setting in RHYTHMS or (setting is not RECORDING and not setting.command)


def timings_meant(
    call: Call, rhythm: Rhythm, words: tuple[str, ...], present: tuple[Timing, ...]
) -> tuple[Timing, ...]:
    """Return the times that are written as behind /日报 开; with 加, 去 or 关 as there."""
    act = () if plain(words[0]) in ACTS else ("开",)
    wish = read_wish(rhythm, (*act, *words))
    if wish.act is DigestAct.STATUS:
        raise WrongValueError(POSTED[rhythm], Said(words))
    quiet = call.app.store.settings.of(call.group_id, QUIET_HOURS)
    return timings_after(wish, present, quiet, call.now)


def command_key(name: str) -> str | None:
    """Return the key of the command that is called so; None where there is none."""
    command = find(name)
    return None if command is None else command.key


async def told(call: Call, setting: Setting[Any]) -> dict[str, Any]:
    """Return a setting with what holds in the group."""
    store, group_id = call.app.store, call.group_id
    default, is_timed = setting.default(call.app.config), setting in RHYTHMS
    return {
        "key": setting.key,
        "name": setting.name,
        "icon": setting.icon,
        "meaning": setting.meaning,
        "value": await shown(call, setting, store.settings.of(group_id, setting)),
        "default": await shown(call, setting, default),
        "is_set": can_be_reset(setting) and store.settings.is_set(group_id, setting),
        "takes": setting.kind.takes,
        "example": EXAMPLES[RHYTHMS[setting]].split(maxsplit=2)[2] if is_timed else setting.example,
        "command": "" if is_timed else setting.command,
        "choices": choices_of(setting),
        "parts": parts_of(call, setting),
        "is_several": isinstance(setting.kind, Several),
    }


async def shown(call: Call, setting: Setting[Any], value: Any) -> str:  # noqa: ANN401 -- each setting has its own type
    """Return a value as people read it, with names in place of numbers and keys."""
    if setting is STOP_WORDS:
        ignored = call.app.store.vocabularies.words(call.group_id, WordKind.IGNORED)
        return setting.kind.shown(len(ignored))
    if setting is COMMANDS_OFF:
        names = (chinese_name(COMMANDS[key]) for key in value if key in COMMANDS)
        return "、".join(sorted(f"/{name}" for name in names)) or "无"
    if setting is IGNORED:
        async with call.app.store.snapshot() as db:
            names_of = await db.names(call.group_id, value)
        return "、".join(f"{names_of[one]}（{one}）" for one in sorted(value)) or "无"
    written = setting.kind.shown(value)
    return written.replace(" 日", "日") if setting in RHYTHMS else written  # as it is read again


def parts_of(call: Call, setting: Setting[Any]) -> list[dict[str, Any]] | None:
    """Return what a setting may hold together, and what of it it holds; None where that is open."""
    if setting is not DIGEST_BLOCKS:
        return None
    held = call.app.store.settings.of(call.group_id, DIGEST_BLOCKS)
    return [{"value": one.names[0], "is_on": key in held} for key, one in BLOCKS.items()]


def chinese_name(command: Command) -> str:
    """Return how a command is called in Chinese."""
    return next((name for name in command.names if not name.isascii()), command.key)


def choices_of(setting: Setting[Any]) -> list[dict[str, str]] | None:
    """Return what a setting can be, where there are just a few possibilities."""
    kind = setting.kind
    if setting.command:
        return None
    if isinstance(kind, Switch):
        return [{"value": word, "label": word} for word in ("开", "关")]
    if isinstance(kind, Choice):
        return [{"value": name, "label": name} for name, *_ in kind.names.values()]
    return None

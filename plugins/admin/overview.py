"""What ``/设置`` shows: every setting with its meaning and value, one of them, what changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any

from groupscope.access import HOLDERS
from groupscope.app import App
from groupscope.charts import Board, BoardRow, Card, Pair
from groupscope.commands import COMMANDS, Command
from groupscope.report import clipped
from groupscope.settings import (
    COMMANDS_OFF,
    IGNORED,
    RECORDING,
    SECTIONS,
    SETTINGS,
    STOP_WORDS,
    Setting,
)
from groupscope.store.settings import Change, changes_of
from groupscope.store.vocabularies import WordKind

MOST_CHANGES = 20
MOST_NAMED = 3
BESIDE = 14
"""How wide a value may be that stands beside its name on half the width; Chinese counts twice."""
HOW_TO = "看一项：/设置 名称 · 改：/设置 名称 值 · 恢复：/设置 名称 默认"


@dataclass(frozen=True, slots=True)
class Overview:
    """All settings of a group: a picture with a line, or all in words."""

    line: str
    text: str
    card: Card


class Shown:
    """The values of a group's settings, as people read them."""

    def __init__(self, app: App, group_id: int, names: Mapping[int, str]) -> None:
        self._app = app
        self._group_id = group_id
        self._names = names

    def value(self, setting: Setting[Any]) -> str:
        """Return what holds in the group."""
        if setting is STOP_WORDS:
            ignored = self._app.store.vocabularies.words(self._group_id, WordKind.IGNORED)
            return setting.kind.shown(len(ignored))
        if setting is RECORDING and self._app.store.groups.is_denied(self._group_id):
            return "关（机器人的主人不允许）"
        return self.told(setting, self._app.store.settings.of(self._group_id, setting))

    def told(self, setting: Setting[Any], value: Any) -> str:  # noqa: ANN401 -- each setting has its own type
        """Return a value of a setting, with names in place of numbers and keys."""
        if setting is COMMANDS_OFF:
            return named(sorted(f"/{chinese_name(key)}" for key in value))
        if setting is IGNORED:
            names = [clipped(self._names.get(one, f"{one}")) for one in sorted(value)]
            return named(names, most=2)
        return setting.kind.shown(value)

    def is_set(self, setting: Setting[Any]) -> bool:
        """Tell whether the group has set something itself."""
        return self._app.store.settings.is_set(self._group_id, setting)

    def line(self, setting: Setting[Any]) -> str:
        """Return a setting in a line of words, with a star where the group has set it."""
        star = "*" if self.is_set(setting) else ""
        return f"{setting.icon} {setting.name}：{self.value(setting)}{star}　{setting.meaning}"

    def default(self, setting: Setting[Any]) -> str:
        """Return what would hold if the group had set nothing."""
        return self.told(setting, setting.default(self._app.config))


def named(words: Sequence[str], most: int = MOST_NAMED) -> str:
    """Return a few words as a list; 无 for none, and how many there are where they are many."""
    if not words:
        return "无"
    more = f" 等 {len(words)} 个" if len(words) > most else ""
    return "、".join(words[:most]) + more


def chinese_name(key: str) -> str:
    """Return a command's first Chinese name, by its key or by whatever the owner has called it."""
    command: Command | None = COMMANDS.get(key) or COMMANDS.find(key)
    return key if command is None else command.shown


async def shown_of(app: App, group_id: int) -> Shown:
    """Return the values of a group's settings, with the names of those who are in them."""
    async with app.store.snapshot() as db:
        names = await db.names(group_id, app.store.settings.of(group_id, IGNORED))
    return Shown(app, group_id, names)


async def overview(app: App, group_id: int) -> Overview:
    """Return every setting of a group."""
    shown = await shown_of(app, group_id)
    name = clipped(app.store.groups.get(group_id).name or f"群 {group_id}")
    changed = sum(map(shown.is_set, SETTINGS.values()))
    line = f"{name}的 {len(SETTINGS)} 项设置，改过 {changed} 项。/设置 名称 看一项怎么改"
    marks = beside_each_other([board(section, shown) for section in SECTIONS])
    card = Card("本群设置", "🎛️", f"{name} · 改过 {changed} 项", marks, HOW_TO)
    lines = [f"{name}的设置："]
    for section in SECTIONS:
        lines.append(f"【{section}】{who_may(of_section(section))}")
        lines += [shown.line(one) for one in of_section(section)]
    return Overview(line, "\n".join([*lines, "带 * 的是本群改过的。", HOW_TO]), card)


def board(section: str, shown: Shown) -> Board:
    """Return the settings of a section, those that the group has changed marked."""
    rows = tuple(setting_row(one, shown) for one in of_section(section))
    return Board(section, who_may(of_section(section)), rows)


def setting_row(setting: Setting[Any], shown: Shown) -> BoardRow:
    """Return a setting as a line; a value for which there is no room beside it, below it."""
    value = shown.value(setting)
    is_short = sum(1 if letter.isascii() else 2 for letter in value) <= BESIDE
    return BoardRow(
        place=None,
        member_id=None,
        name=setting.name,
        value=value if is_short else "",
        note=setting.meaning if is_short else f"{value}；{setting.meaning}",
        icon=setting.icon,
        is_marked=shown.is_set(setting),
    )


def beside_each_other(boards: Sequence[Board]) -> tuple[Board | Pair, ...]:
    """Return boards two by two, so that the picture is half as high; the last may be alone."""
    pairs = zip_longest(boards[::2], boards[1::2])
    return tuple(Pair(left, right) if right else left for left, right in pairs)


def of_section(section: str) -> list[Setting[Any]]:
    """Return the settings of a section, in order."""
    return [one for one in SETTINGS.values() if one.section == section]


def who_may(settings: Iterable[Setting[Any]]) -> str:
    """Return who may change settings that the same people may."""
    holders = {HOLDERS[one.act.least] for one in settings}
    return f"{'、'.join(sorted(holders))}可改"


async def explained(app: App, group_id: int, setting: Setting[Any]) -> str:
    """Return what a setting means, what it is now, and how it is changed."""
    shown = await shown_of(app, group_id)
    value, default = shown.value(setting), shown.default(setting)
    lines = [f"{setting.icon} {setting.name}：{value}", setting.meaning]
    if setting.command:
        return "\n".join([*lines, f"怎么改：{setting.command}"])
    lines += [
        f"可以是：{setting.kind.takes}（默认 {default}）",
        f"例如：/设置 {setting.name} {setting.example}",
        f"{who_may([setting])}，恢复默认：/设置 {setting.name} 默认",
    ]
    return "\n".join(lines)


async def changes(app: App, group_id: int) -> str:
    """Return who has changed what and when, newest first."""
    async with app.store.snapshot() as db:
        found = await changes_of(db.connection, group_id, MOST_CHANGES)
        by = [one.changed_by for one in found if one.changed_by is not None]
        names = await db.names(group_id, by)
    if not found:
        return "还没有人改过本群的设置。"
    zone = app.now_in(group_id).tzinfo
    lines = [
        f"{datetime.fromtimestamp(one.changed_at / 1000, zone):%Y-%m-%d %H:%M} "
        f"{clipped(names.get(one.changed_by or 0, '有人'))}：{told(one)}"
        for one in found
    ]
    return "\n".join(["设置的更改记录（新的在前）：", *lines])


def told(change: Change) -> str:
    """Return a change in words."""
    return f"{change.setting.name} {change.was or '默认'} → {change.became or '默认'}"

"""What a group's admins can set from the chat: one declaration a setting, found by its names."""

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from groupscope.access import Act
from groupscope.config import Config
from groupscope.errors import QuestionError
from groupscope.settings.kinds import Kind, Said, plain

T = TypeVar("T")
SHOWN_LETTERS = 20
SECTIONS: Final = ("记录", "回答", "日报", "谁能看谁")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Setting(Generic[T]):
    """One thing that a group can set.

    ``names`` are what people write, the Chinese one that is shown first; ``key`` is its name in
    code and in the database. ``default`` is what holds in a group that has said nothing, by the
    owner's configuration. ``act`` says who may change it.
    """

    key: str
    section: str
    """Under which heading it stands, one of ``SECTIONS``."""
    names: tuple[str, ...]
    icon: str
    meaning: str
    kind: Kind[T]
    default: Callable[[Config], T]
    example: str
    """A value as one writes it."""
    act: Act = Act.CHANGE_SETTINGS
    effect: str = ""
    """What else is said after a change."""
    rewrites: bool = False
    """Whether a change holds for what is stored already: messages are brought in line with it."""
    command: str = ""
    """The command that changes it in place of /设置, where there is one."""

    @property
    def name(self) -> str:
        """The name that is shown."""
        return self.names[0]

    def read(self, said: Said, present: T) -> T:
        """Return the value that somebody means; WrongValueError where that is none."""
        if self.command:
            raise ElsewhereError(self)
        value = self.kind.read(said, present)
        if value is None:
            raise WrongValueError(self, said)
        return value


SETTINGS: Final[dict[str, Setting[Any]]] = {}
"""Every setting by its key, in the order in which they are shown."""
_by_name: Final[dict[str, Setting[Any]]] = {}


def declare(setting: Setting[T]) -> Setting[T]:
    """Add a setting and give it back; ValueError where its key or a name is taken."""
    names = {plain(name) for name in (setting.key, *setting.names)}
    taken = sorted(names & _by_name.keys())
    if taken:
        raise ValueError(f"setting {setting.key}: {taken} is taken already")
    SETTINGS[setting.key] = setting
    _by_name.update(dict.fromkeys(names, setting))
    return setting


def find_setting(name: str) -> Setting[Any]:
    """Return the setting that is called so; UnknownSettingError where there is none."""
    found = _by_name.get(plain(name))
    if found is None:
        raise UnknownSettingError(name)
    return found


def is_called(setting: Setting[Any], name: str) -> bool:
    """Tell whether a setting is called so."""
    return _by_name.get(plain(name)) is setting


def _shown(word: str) -> str:
    word = "".join(letter for letter in word if letter.isprintable())
    return word if len(word) <= SHOWN_LETTERS else f"{word[:SHOWN_LETTERS]}…"


class UnknownSettingError(QuestionError):
    """There is no setting of a name."""

    def __init__(self, name: str) -> None:
        close = difflib.get_close_matches(plain(name), _by_name, 1, 0.5)
        hint = f"，是不是「{_by_name[close[0]].name}」？" if close else "。"
        super().__init__(f"没有「{_shown(name)}」这项设置{hint}发 /设置 看全部。")


class WrongValueError(QuestionError):
    """A setting cannot have the value that somebody wrote."""

    def __init__(self, setting: Setting[Any], said: Said) -> None:
        given = f"不能设成「{_shown(' '.join(said.words))}」" if said.words else "要写明设成什么"
        super().__init__(
            f"「{setting.name}」{given}，可以是：{setting.kind.takes}。"
            f"例如：/设置 {setting.name} {setting.example}"
        )


class ElsewhereError(QuestionError):
    """A setting is changed by a command of its own."""

    def __init__(self, setting: Setting[Any]) -> None:
        super().__init__(f"「{setting.name}」用 {setting.command} 来改。")

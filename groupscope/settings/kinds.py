"""What a setting's value may be: how it is written in a chat, shown to people, and stored."""

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from unicodedata import normalize

from typing_extensions import override

T = TypeVar("T")

ON = frozenset({"on", "开", "开启", "是", "yes", "true", "1"})
OFF = frozenset({"off", "关", "关闭", "否", "no", "false", "0"})
A_DAY = 24 * 60
"""Minutes."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody has written behind a setting's name, and whom they @-ed there."""

    words: tuple[str, ...]
    mentions: tuple[int, ...] = ()
    command_key: Callable[[str], str | None] = str
    """Gives the key of the command that is called so; None where there is none."""

    @property
    def only_word(self) -> str:
        """The word, in one case and width, where there is just one; else nothing."""
        return plain(self.words[0]) if len(self.words) == 1 and not self.mentions else ""


def plain(word: str) -> str:
    """Spell a word in one case and width."""
    return normalize("NFKC", word).casefold()


class Kind(ABC, Generic[T]):
    """What values of a kind look like; the values are frozen and can be told as JSON."""

    __slots__ = ()

    @property
    @abstractmethod
    def takes(self) -> str:
        """Return how a value is written, for those who wrote something else: ``开 或 关``."""

    @abstractmethod
    def read(self, said: Said, present: T) -> T | None:
        """Return the value that is meant, given the present one; None where that is none."""

    @abstractmethod
    def shown(self, value: T) -> str:
        """Return a value as people read it."""

    def pack(self, value: T) -> str:
        """Return a value as it is stored."""
        return json.dumps(value, ensure_ascii=False)

    def unpack(self, stored: str) -> T:
        """Return a stored value; ValueError or TypeError for what is none of this kind."""
        return self.checked(json.loads(stored))

    @abstractmethod
    def checked(self, value: Any) -> T:  # noqa: ANN401 -- whatever JSON may hold
        """Return a value of this kind out of JSON; ValueError or TypeError where it is none."""


@dataclass(frozen=True, slots=True)
class Switch(Kind[bool]):
    """On or off."""

    @property
    @override
    def takes(self) -> str:
        return "开 或 关"

    @override
    def read(self, said: Said, present: bool) -> bool | None:
        del present
        if said.only_word in ON:
            return True
        return False if said.only_word in OFF else None

    @override
    def shown(self, value: bool) -> str:
        return "开" if value else "关"

    @override
    def checked(self, value: Any) -> bool:
        if not isinstance(value, bool):
            raise TypeError
        return value


@dataclass(frozen=True, slots=True)
class Number(Kind[int]):
    """A whole number within bounds; 0 may have a name of its own."""

    least: int
    most: int
    unit: str
    zero: str | None = None

    @property
    @override
    def takes(self) -> str:
        never = f"，0 表示{self.zero}" if self.zero else ""
        return f"{self.least} 到 {self.most} 的整数（{self.unit}{never}）"

    @override
    def read(self, said: Said, present: int) -> int | None:
        del present
        word = plain("".join(said.words)) if not said.mentions else ""
        if self.zero and word == self.zero:
            return 0
        word = word.removesuffix(self.unit)
        if not re.fullmatch(r"[0-9]{1,9}", word):
            return None
        return int(word) if self.least <= int(word) <= self.most else None

    @override
    def shown(self, value: int) -> str:
        return self.zero if self.zero and value == 0 else f"{value} {self.unit}"

    @override
    def checked(self, value: Any) -> int:
        if isinstance(value, bool) or not self.least <= value <= self.most:
            raise ValueError
        return int(value)


@dataclass(frozen=True, slots=True)
class Choice(Kind[str]):
    """One of some words; the first name of each is the one that is shown."""

    names: Mapping[str, tuple[str, ...]]
    """The stored word → what people write for it."""

    @property
    @override
    def takes(self) -> str:
        *others, last = [names[0] for names in self.names.values()]
        return f"{'、'.join(others)} 或 {last}"

    @override
    def read(self, said: Said, present: str) -> str | None:
        del present
        found = (key for key, names in self.names.items() if said.only_word in (key, *names))
        return next(found, None)

    @override
    def shown(self, value: str) -> str:
        return self.names[value][0]

    @override
    def checked(self, value: Any) -> str:
        if value not in self.names:
            raise ValueError
        return str(value)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of every day, in minutes since midnight; it may go over midnight."""

    since: int
    until: int

    def holds(self, minute: int) -> bool:
        """Tell whether a minute of the day lies in it; an empty one holds none."""
        if self.since <= self.until:
            return self.since <= minute < self.until
        return minute >= self.since or minute < self.until


NEVER = Stretch(0, 0)


def read_minute(word: str) -> int | None:
    """Return the minute of the day that is written: 22:00, 9点, 23; None for anything else."""
    match = re.fullmatch(r"([0-9]{1,2})(?:[:点时]([0-9]{2})?分?)?", plain(word))
    if match is None:
        return None
    minute = int(match[1]) * 60 + int(match[2] or 0)
    return minute if int(match[2] or 0) < 60 and minute <= A_DAY else None  # noqa: PLR2004 -- minutes of an hour


def shown_minute(minute: int) -> str:
    """Return a minute of the day as people write it: 22:00."""
    return f"{minute // 60:02}:{minute % 60:02}"


@dataclass(frozen=True, slots=True)
class Hours(Kind[Stretch]):
    """A stretch of every day, or none."""

    @property
    @override
    def takes(self) -> str:
        return "一段时间，例如 23:00-8:00，或 关"

    @override
    def read(self, said: Said, present: Stretch) -> Stretch | None:
        del present
        if said.only_word in OFF:
            return NEVER
        return None if said.mentions else read_stretch("".join(said.words))

    @override
    def shown(self, value: Stretch) -> str:
        if value == NEVER:
            return "关"
        return f"{shown_minute(value.since)}–{shown_minute(value.until)}"

    @override
    def pack(self, value: Stretch) -> str:
        return json.dumps([value.since, value.until])

    @override
    def checked(self, value: Any) -> Stretch:
        since, until = value
        if not (0 <= since < A_DAY and 0 <= until < A_DAY):
            raise ValueError
        return Stretch(since, until)


def read_stretch(words: str) -> Stretch | None:
    """Return the stretch of a day that is written: 23-8, 23:00~08:30; None for anything else."""
    ends = [read_minute(end) for end in re.split(r"[-~—–至到]+", plain(words))]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:  # noqa: PLR2004 -- it has two ends
        return None
    found = Stretch(ends[0] % A_DAY, ends[1] % A_DAY)
    return None if found.since == found.until else found

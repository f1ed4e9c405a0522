"""Settings that hold several things: members, commands. One adds to them and takes away."""

import re
from abc import abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar
from zoneinfo import available_timezones

from typing_extensions import override

from groupscope.settings.kinds import OFF, Kind, Said, plain

T = TypeVar("T", int, str)

ADDING = frozenset({"加", "添加", "add", "+"})
TAKING = frozenset({"去", "去掉", "移除", "删", "删除", "恢复", "remove", "del", "-"})
NOTHING = frozenset({"无", "空", "none", "清空", *OFF})
QQ_NUMBER = re.compile(r"[@＠]?([1-9][0-9]{4,11})")


class Several(Kind[frozenset[T]]):
    """A set that grows by what is written; 去 takes away, 清空 takes all."""

    __slots__ = ()
    most: int

    @override
    def read(self, said: Said, present: frozenset[T]) -> frozenset[T] | None:
        if said.only_word in NOTHING:
            return frozenset()
        first = plain(said.words[0]) if said.words else ""
        is_taken = first in TAKING
        words = said.words[1:] if is_taken or first in ADDING else said.words
        told = self.told(Said(words, said.mentions, said.command_key))
        if not told:
            return None
        found = present - told if is_taken else present | told
        return found if len(found) <= self.most else None

    @abstractmethod
    def told(self, said: Said) -> frozenset[T]:
        """Return what is named; nothing where something of it is unknown."""

    @override
    def pack(self, value: frozenset[T]) -> str:
        return Kind.pack(self, sorted(value))  # pyright: ignore[reportArgumentType] -- JSON has no sets


@dataclass(frozen=True, slots=True)
class Members(Several[int]):
    """Members, by their numbers."""

    most: int = 100

    @property
    @override
    def takes(self) -> str:
        return f"加 或 去，后面 @群友或写 QQ 号（最多 {self.most} 个），或 清空"

    @override
    def told(self, said: Said) -> frozenset[int]:
        numbers = [QQ_NUMBER.fullmatch(word) for word in said.words]
        found = [int(number[1]) for number in numbers if number]
        return frozenset((*found, *said.mentions)) if len(found) == len(numbers) else frozenset()

    @override
    def shown(self, value: frozenset[int]) -> str:
        return f"{len(value)} 人" if value else "无"

    @override
    def checked(self, value: Any) -> frozenset[int]:
        return frozenset(map(int, value))


@dataclass(frozen=True, slots=True)
class CommandNames(Several[str]):
    """Commands, by their keys; some cannot be among them."""

    never: frozenset[str]
    most: int = 100

    @property
    @override
    def takes(self) -> str:
        return "加 或 去，后面写命令名（例如 加 词云 心情），或 清空"

    @override
    def told(self, said: Said) -> frozenset[str]:
        keys = [said.command_key(word.lstrip("/／")) for word in said.words]
        is_known = all(key is not None and key not in self.never for key in keys)
        return frozenset(key for key in keys if key) if is_known and not said.mentions else EMPTY

    @override
    def shown(self, value: frozenset[str]) -> str:
        return "、".join(f"/{key}" for key in sorted(value)) or "无"

    @override
    def checked(self, value: Any) -> frozenset[str]:
        return frozenset(map(str, value))


EMPTY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Zone(Kind[str]):
    """A time zone, by its name in the tz database; a city alone will do."""

    @property
    @override
    def takes(self) -> str:
        return "时区名，例如 Asia/Shanghai、Asia/Tokyo、Europe/London"

    @override
    def read(self, said: Said, present: str) -> str | None:
        del present
        word = plain("_".join(said.words)) if not said.mentions else ""
        zones = available_timezones()
        whole = [zone for zone in zones if zone.casefold() == word]
        return next(iter(whole or _only(_in_city(zones, word))), None)

    @override
    def shown(self, value: str) -> str:
        return value

    @override
    def checked(self, value: Any) -> str:
        if value not in available_timezones():
            raise ValueError
        return str(value)


CITIES = {
    "北京": "Asia/Shanghai",
    "上海": "Asia/Shanghai",
    "中国": "Asia/Shanghai",
    "香港": "Asia/Hong_Kong",
    "澳门": "Asia/Macau",
    "台北": "Asia/Taipei",
    "东京": "Asia/Tokyo",
    "首尔": "Asia/Seoul",
    "新加坡": "Asia/Singapore",
    "伦敦": "Europe/London",
    "巴黎": "Europe/Paris",
    "柏林": "Europe/Berlin",
    "纽约": "America/New_York",
    "洛杉矶": "America/Los_Angeles",
    "多伦多": "America/Toronto",
    "悉尼": "Australia/Sydney",
}


def _in_city(zones: Iterable[str], word: str) -> Iterator[str]:
    """Give the zones that are named after a city; the Chinese names are those people ask for."""
    if word in CITIES:
        yield CITIES[word]
    yield from (
        zone for zone in zones if zone.casefold().rpartition("/")[2] == word and "/" in zone
    )


def _only(zones: Iterable[str]) -> list[str]:
    found = sorted(zones)
    return found if len(found) == 1 else []

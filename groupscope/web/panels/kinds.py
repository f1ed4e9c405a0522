"""What a panel is: a table with named columns, some facts beside it, and a sentence."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from groupscope.access import Act
from groupscope.scope import Scope
from groupscope.store import Snapshot
from groupscope.web.call import Call

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key in JSON, and its heading in Chinese and English."""

    key: str
    label: str
    en: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a panel says: its rows in the order of its columns, facts, and chat's headline."""

    rows: Sequence[Row]
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])
    headline: str | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a panel is asked: about which scope, from which snapshot, with the request's words."""

    call: Call
    db: Snapshot
    scope: Scope

    def sees(self, act: Act) -> bool:
        """Tell whether the viewer may see something of the member who is asked about."""
        member = self.scope.member_id
        is_own = member is None or member == self.call.viewer.user_id
        return is_own or self.call.viewer.may(self.scope.group_id, act)


Make = Callable[[Wanted], Awaitable[Told]]


@dataclass(frozen=True, slots=True)
class PanelKind:
    """A panel: who may see it of others, whether it takes a member, and what makes it."""

    name: str
    title: str
    columns: tuple[Column, ...]
    make: Make
    takes_member: bool
    about_others: Act


@dataclass(frozen=True, slots=True)
class Table:
    """A panel that was made, or (``empty``) why there is nothing in it."""

    title: str
    columns: tuple[Column, ...]
    told: Told
    empty: str | None = None
    is_forbidden: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return it as a page reads it."""
        keys = [column.key for column in self.columns]
        return {
            "title": self.title,
            "headline": self.told.headline,
            "columns": [{"key": one.key, "label": one.label, "en": one.en} for one in self.columns],
            "rows": [dict(zip(keys, row, strict=True)) for row in self.told.rows],
            "facts": self.told.facts,
            "empty": self.empty,
            "forbidden": self.is_forbidden,
        }


PANELS: Final[dict[str, PanelKind]] = {}
"""Every panel of a group, by its name."""


def columns(*told: tuple[str, str, str]) -> tuple[Column, ...]:
    """Return columns, given key, Chinese and English heading of each."""
    return tuple(Column(*one) for one in told)


def panel(
    name: str,
    title: str,
    *told: tuple[str, str, str],
    takes_member: bool = True,
    about_others: Act = Act.ASK,
) -> Callable[[Make], Make]:
    """Make a function a panel."""

    def claim(make: Make) -> Make:
        PANELS[name] = PanelKind(name, title, columns(*told), make, takes_member, about_others)
        return make

    return claim

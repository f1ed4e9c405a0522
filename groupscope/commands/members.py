"""Whom a question is about: an @, 我的, a QQ number, a card or a nickname."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from groupscope.commands.command import Command, plain
from groupscope.commands.errors import AmbiguousNameError, TwoMembersError, UnknownWordError
from groupscope.commands.roster import Roster

_OWN: Final = frozenset({"我", "我的", "自己", "me", "my"})
AT: Final = "@＠"
_QQ_NUMBER: Final = re.compile(r"[@＠]?([0-9]{5,12})")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as far as its member matters."""

    command: Command
    group_id: int
    asker_id: int
    is_own: bool
    mentions: tuple[int, ...]


def is_own(word: str) -> bool:
    """Tell whether a word means whoever asks: 我, my."""
    return plain(word) in _OWN


async def find_member(asked: Asked, words: Sequence[str], roster: Roster) -> int | None:
    """Find the one member that is meant; None when it is about the whole group.

    ``words`` are those that mean nothing else. Raises UnknownWordError, AmbiguousNameError, or
    TwoMembersError.
    """
    names = [word for word in words if not is_own(word)]
    members = set(asked.mentions)
    if asked.is_own or len(names) < len(words):
        members.add(asked.asker_id)
    if names:
        members |= await _named(asked, names, roster)
    if len(members) > 1:
        raise TwoMembersError(asked.command)
    return next(iter(members), None)


async def _named(asked: Asked, words: Sequence[str], roster: Roster) -> set[int]:
    """Find whom the words name: all of them together, since names have spaces, or each alone."""
    together = " ".join(words)
    found = await _bearers(asked, together, roster)
    if found is not None:
        return {found}
    if len(words) == 1:
        raise UnknownWordError(together, asked.command)
    return {await _one(asked, word, roster) for word in words}


async def _one(asked: Asked, word: str, roster: Roster) -> int:
    found = await _bearers(asked, word, roster)
    if found is None:
        raise UnknownWordError(word, asked.command)
    return found


async def _bearers(asked: Asked, name: str, roster: Roster) -> int | None:
    """Give the only bearer of a name; a QQ number is never taken for a name."""
    if match := _QQ_NUMBER.fullmatch(name):
        return int(match[1])
    name = name.lstrip(AT).strip()
    found = await roster.named(asked.group_id, name) if name else ()
    people = {one.user_id: one for one in found}
    if len(people) > 1:
        raise AmbiguousNameError(name, tuple(people.values()))
    return next(iter(people), None)

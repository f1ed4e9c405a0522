"""What is asked: from an invocation's words to a scope and options."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from groupscope.access import Act
from groupscope.commands.command import Command, plain
from groupscope.commands.errors import (
    NoMemberError,
    NoPeriodError,
    OtherGroupError,
    TwoGroupsError,
    TwoPeriodsError,
    UnknownWordError,
)
from groupscope.commands.invocation import Invocation
from groupscope.commands.members import Asked, find_member
from groupscope.commands.roster import Roster
from groupscope.commands.sought import take_words
from groupscope.commands.stretch import take_one_period
from groupscope.periods import Period, read_period
from groupscope.scope import Scope

_MOST_WORDS: Final = 20

_IN: Final = frozenset({"in", "群"})
_IN_GROUP: Final = re.compile(r"(?:in|群)([0-9]{5,12})")
_GROUP: Final = re.compile(r"[0-9]{5,12}")


@dataclass(frozen=True, slots=True)
class Question:
    """What a report needs to know; the scope's period ends at the moment of asking at the latest.

    A command without a period gets all that was ever recorded.
    """

    scope: Scope
    options: tuple[str, ...] = ()
    sees: frozenset[Act] = frozenset()
    """What of ``Report.details_of_others`` its asker may do; all of it where it is their own."""
    words: tuple[str, ...] = ()
    """What is looked for, by commands that take words."""
    page: int = 1
    """Which page of a long list is asked for."""


async def read(
    invocation: Invocation,
    *,
    group_id: int,
    asker_id: int,
    now: datetime,
    roster: Roster,
    may_look_into: bool,
) -> Question:
    """Understand an invocation's words, in whatever order they come.

    ``now`` is the moment of asking in the group's zone; ``may_look_into`` says whether the asker
    may see other groups. Raises QuestionError, with the sentence to answer, for what is not
    understood, ambiguous, twice there, or not for the asker.
    """
    command = invocation.command
    words = list(invocation.words)
    if len(words) > _MOST_WORDS:
        raise UnknownWordError(words[-1], command)
    target = _take_group(words, command)
    if target not in (None, group_id) and not may_look_into:
        raise OtherGroupError(command)
    options = _take_options(words, command)
    if command.takes_words:
        period, sought = take_words(words, command, now)
    else:
        period, sought = _take_period(words, command, now), ()
    asked = Asked(command, target or group_id, asker_id, invocation.is_own, invocation.mentions)
    member_id = await find_member(asked, words, roster)
    if member_id is not None and not command.takes_member:
        raise NoMemberError(command)
    return Question(Scope(target or group_id, period, member_id), options, words=sought)


def named_group(words: Sequence[str]) -> int | None:
    """Return the group that is written among words (``in 123456``, 群123456), if there is one."""
    return meant_group(words)[0]


def meant_group(words: Sequence[str]) -> tuple[int | None, tuple[str, ...]]:
    """Return the first group that is written among words, and the other words."""
    for place in range(min(len(words), _MOST_WORDS)):
        group, length = _group_at(words, place)
        if group:
            return group, (*words[:place], *words[place + length :])
    return None, tuple(words)


def _take_group(words: list[str], command: Command) -> int | None:
    """Take out ``in 123456`` or 群123456."""
    found: list[int] = []
    place = 0
    while place < len(words):
        group, length = _group_at(words, place)
        if group:
            found.append(group)
            del words[place : place + length]
        else:
            place += 1
    if len(set(found)) > 1:
        raise TwoGroupsError(command)
    return found[0] if found else None


def _group_at(words: Sequence[str], place: int) -> tuple[int | None, int]:
    word = plain(words[place])
    if match := _IN_GROUP.fullmatch(word):
        return int(match[1]), 1
    following = plain(words[place + 1]) if place + 1 < len(words) else ""
    if word in _IN and _GROUP.fullmatch(following):
        return int(following), 2
    return None, 0


def _take_options(words: list[str], command: Command) -> tuple[str, ...]:
    """Take out the words that the command has declared, each once."""
    options = tuple(dict.fromkeys(plain(word) for word in words if plain(word) in command.options))
    words[:] = [word for word in words if plain(word) not in command.options]
    return options


def _take_period(words: list[str], command: Command, now: datetime) -> Period:
    """Take out the period, or fall back to the command's own."""
    period, written = take_one_period(words, now)
    if period is None:
        period = read_period(command.period or "全部", now)
        if period is None:
            raise ValueError(f"command {command.key}: {command.period} is no period")
    elif command.period is None:
        raise NoPeriodError(written, command)
    else:
        again, second = take_one_period(words, now)
        if again is not None:
            raise TwoPeriodsError(written, second)
    return period.clamped(now)

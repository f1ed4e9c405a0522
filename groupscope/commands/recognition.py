"""Whether a message calls one of our commands: pure, and cheap for the many that do not."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from groupscope.commands.command import COMMANDS, Command, Commands, plain
from groupscope.commands.invocation import Invocation
from groupscope.commands.lead import after_start, is_blank
from groupscope.model import Segment
from groupscope.periods import reads_as_period

_LONGEST_WORD: Final = 40
_ID: Final = re.compile(r"-?[0-9]{1,18}")
"""Message ids are negative on some platforms."""

_FIRST_WORD: Final = re.compile(r"[^\s@＠]+")
_QUALIFIED: Final = re.compile(
    r"(?P<before>(?:我的|本群)*)(?P<period>.*?)(?P<after>(?:我的|本群)*)"
)


def recognise(
    segments: Sequence[Segment],
    *,
    self_id: int,
    starts: Collection[str] = frozenset("/"),
    commands: Commands = COMMANDS,
) -> Invocation | None:
    """Read a message as a call of one of ``commands``; None when it is anything else.

    The first thing to be seen must be a command start. Before it may stand only a reply, the @
    that comes with a reply, and an @ of the bot itself (``self_id``); none of these is a target.
    """
    at = _text_after_lead(segments, self_id)
    if at is None:
        return None
    rest = after_start(_text(segments[at]), starts)
    first = rest and _FIRST_WORD.match(rest)
    if not rest or not first or len(first[0]) > _LONGEST_WORD:
        return None
    called = _called(plain(first[0]), commands)
    if called is None:
        return None
    following = (Segment("text", {"text": rest[first.end() :]}), *segments[at + 1 :])
    return Invocation(
        command=called.command,
        words=(*called.periods, *_words(following)),
        mentions=tuple(user_id for user_id in _ids(following, "at", "qq") if user_id > 0),
        is_own=called.is_own,
        reply_to=next(_ids(segments, "reply", "id"), None),
    )


@dataclass(frozen=True, slots=True)
class _Called:
    """A command's name with what was glued to it: 我的本周排行."""

    command: Command
    periods: tuple[str, ...]
    is_own: bool


def _text_after_lead(segments: Sequence[Segment], self_id: int) -> int | None:
    """Find where the visible text begins, when only a lead comes before it."""
    is_after_reply = False
    for place, segment in enumerate(segments):
        if segment.type == "text":
            if not is_blank(_text(segment)):
                return place
        elif segment.type == "reply":
            is_after_reply = True
        elif segment.type == "at" and (is_after_reply or _id(segment, "qq") == self_id):
            is_after_reply = False  # it brings one @ of its own, not two
        else:
            return None
    return None


def _called(word: str, commands: Commands) -> _Called | None:
    """Take a word apart: a name alone, or with 我的, 本群 and periods around it."""
    if command := commands.find(word):
        return _Called(command, (), is_own=False)
    cuts = (_cut(*cut) for cut in commands.inside(word))
    return next(filter(None, cuts), None)


def _cut(before: str, command: Command, after: str) -> _Called | None:
    match = _QUALIFIED.fullmatch(before)
    if match is None:
        return None
    periods = tuple(filter(None, (match["period"], after)))
    if not all(map(reads_as_period, periods)):
        return None
    return _Called(command, periods, is_own="我的" in match["before"] + match["after"])


def _words(segments: Iterable[Segment]) -> Iterator[str]:
    for segment in segments:
        if segment.type == "text":
            yield from _text(segment).split()


def _ids(segments: Iterable[Segment], kind: str, key: str) -> Iterator[int]:
    """Give the ids that segments of a kind carry; @全体成员 and what is no id are passed over."""
    return filter(None, (_id(segment, key) for segment in segments if segment.type == kind))


def _id(segment: Segment, key: str) -> int | None:
    found: Any = segment.data.get(key)
    written = str(found)
    return int(written) if _ID.fullmatch(written) else None


def _text(segment: Segment) -> str:
    found: Any = segment.data.get("text")
    return found if isinstance(found, str) else ""

"""From tokens to what each says: feelings, modifiers, breaks."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from groupscope.language.lexicon import (
    BREAK,
    NOTHING,
    QUESTION,
    SHOUT,
    Reading,
    Role,
    characters,
    lexicon,
    marks,
    openings,
    phrase_at,
    spelling,
)

_ENDS: Final = (
    dict.fromkeys(",.;:~，。；：、～…\n", BREAK)
    | dict.fromkeys("!！", SHOUT)
    | dict.fromkeys("?？吗", QUESTION)
)
"""What ends a clause, and says how it was meant."""

_ENDINGS: Final = frozenset("了啊呀哦哟哇吧呢的啦咯喽嘛哈死")
_LEADING: Final = frozenset("还又都也更够怪")
_DENYING: Final = frozenset("不没别未无")
_SHORTEST_FACE: Final = 4


def read(tokens: Sequence[str]) -> list[Reading]:
    """Read a line from left to right, longest entry first."""
    spelled = [spelling(token) if token.isascii() else token.casefold() for token in tokens]
    known = openings()
    readings: list[Reading] = []
    place = 0
    while place < len(spelled):
        token = spelled[place]
        found = None
        if token in known:
            found, place = phrase_at(spelled, place)
        else:
            place += 1
        if found:
            readings.append(found)
        else:
            readings += _unlisted(token)
    return readings


@lru_cache(maxsize=1 << 13)
def _unlisted(token: str) -> tuple[Reading, ...]:
    """Read a token that no entry is: punctuation, a drawn face, or words glued to one another."""
    end = _ENDS.get(token[0]) if not token.isalnum() or token == "吗" else None
    if end:
        return (end,)
    if len(token) >= _SHORTEST_FACE and not token.isalnum():
        return (_face(token),)
    return _glued(token) or (_flavoured(token),)


def _glued(token: str) -> tuple[Reading, ...]:
    """Read 好累 and 难受了: segmenters glue what is short; deeper than that, words are words."""
    known = lexicon()
    head, tail = known.get(token[0]), known.get(token[1:])
    if tail and tail.role is Role.FEELING:
        if head and head.role in (Role.MORE, Role.NOT):
            return (head, tail)
        if token[0] in _LEADING:
            return (tail,)
    body = known.get(token[:-1])
    if body and body.role is Role.FEELING and token[-1] in _ENDINGS:
        return (body,)
    return ()


def _flavoured(token: str) -> Reading:
    """Read a word that no list has by a character in it: 臭脸, 咬烂; but not 没坏, 别哭."""
    if len(token) == 1 or token[0] in _DENYING:
        return NOTHING
    flavours = characters()
    weight = next((flavours[one] for one in token if one in flavours), 0.0)
    return Reading(Role.FEELING, weight) if weight else NOTHING


def _face(token: str) -> Reading:
    """Read an unlisted 颜文字 by the first of its marks that is known."""
    weight = next((weight for mark, weight in marks() if mark in token), None)
    return NOTHING if weight is None else Reading(Role.FEELING, weight)

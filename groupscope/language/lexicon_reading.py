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
    lexicon,
    marks,
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
_SHORTEST_FACE: Final = 4


def read(tokens: Sequence[str]) -> list[Reading]:
    """Read a line from left to right, longest entry first."""
    spelled = [spelling(token) for token in tokens]
    readings: list[Reading] = []
    place = 0
    while place < len(spelled):
        found, after = phrase_at(spelled, place)
        readings += (found,) if found else _unlisted(spelled[place])
        place = after
    return readings


@lru_cache(maxsize=4096)
def _unlisted(token: str) -> tuple[Reading, ...]:
    """Read a token that no entry is: punctuation, a drawn face, or words glued to one another."""
    end = _ENDS.get(token[0]) if not token.isalnum() or token == "吗" else None
    if end:
        return (end,)
    if len(token) >= _SHORTEST_FACE and not token.isalnum():
        return (_face(token),)
    return _glued(token) or (NOTHING,)


def _glued(token: str) -> tuple[Reading, ...]:
    """Read 好累 and 难受了: segmenters glue what is short; deeper than that, words are words."""
    known = lexicon()
    head, tail = known.get(token[0]), known.get(token[1:])
    if head and tail and head.role in (Role.MORE, Role.NOT) and tail.role is Role.FEELING:
        return (head, tail)
    body = known.get(token[:-1])
    if body and body.role is Role.FEELING and token[-1] in _ENDINGS:
        return (body,)
    return ()


def _face(token: str) -> Reading:
    """Read an unlisted 颜文字 by the first of its marks that is known."""
    weight = next((weight for mark, weight in marks() if mark in token), None)
    return NOTHING if weight is None else Reading(Role.FEELING, weight)

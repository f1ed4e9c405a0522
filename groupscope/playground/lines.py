"""Reading what is typed into the terminal chat."""

import re
from collections.abc import Collection
from dataclasses import dataclass

_SPEAKER = re.compile(r"\s*([^:：]+?)\s*[:：]\s*(.*)", re.DOTALL)
_QUOTE = re.compile(r">\s*(\d+)\s+(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Speech:
    """Somebody speaks: ``who`` is None for whoever spoke last, ``quotes`` a number on screen."""

    words: str
    who: str | None = None
    quotes: int | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """An order to the chat itself, such as ``:recall 3``."""

    name: str
    argument: str = ""


def read(line: str, names: Collection[str]) -> Speech | Order | None:
    """Return what a line means; None for an empty one. ``names`` are those who may speak."""
    line = line.strip()
    if line[:1] in (":", "："):
        name, _, argument = line[1:].strip().partition(" ")
        return Order(name.lower(), argument.strip())
    who, words = _speaker(line, names)
    quote = _QUOTE.fullmatch(words)
    if quote:
        return Speech(quote[2], who, int(quote[1]))
    return Speech(words, who) if words else None


def _speaker(line: str, names: Collection[str]) -> tuple[str | None, str]:
    """Cut a known name off the front; an unknown one is part of what is said (https: …)."""
    named = _SPEAKER.fullmatch(line)
    if named and named[1] in names:
        return named[1], named[2]
    return None, line

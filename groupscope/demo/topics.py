"""What people talk about: a file a topic, in ``topics/`` and, for what happens once, ``events/``.

``-`` begins a thread, ``?`` begins one with a question that the ``>`` below it answer, ``.`` goes
on, ``+`` is glad, ``x`` is not. ``{dish}`` is one of the words of the line ``dish a|b|c``, the same
one as long as a thread lasts; ``{who}`` is a member, unless the topic says otherwise.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent
MARKS: Final = "-?>.+x"
OPENER, QUESTION, ANSWER, LINE, GLAD, SAD = MARKS


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what may be answered."""

    text: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic's lines, with slots to be filled; ``hours`` are those in which it comes up."""

    key: str
    hours: frozenset[int]
    slots: Mapping[str, tuple[str, ...]]
    openers: tuple[str, ...]
    questions: tuple[Asked, ...]
    lines: tuple[str, ...]
    glad: tuple[str, ...]
    sad: tuple[str, ...]


@cache
def topics() -> tuple[Topic, ...]:
    """Return what may come up on any day, in the order of their names."""
    return tuple(read(path) for path in sorted((FOLDER / "topics").glob("*.txt")))


@cache
def occasion(key: str) -> Topic:
    """Return what is talked about when something happens: ``exam``, ``festival`` …"""
    return read(FOLDER / "events" / f"{key}.txt")


def read(path: Path) -> Topic:
    """Read a topic's file."""
    marked: list[tuple[str, str]] = []
    slots: dict[str, tuple[str, ...]] = {}
    hours: frozenset[int] = frozenset()
    for line in path.read_text("utf-8").splitlines():
        mark, _, rest = line.partition(" ")
        if mark == "hours":
            hours = hours_of(rest)
        elif mark in MARKS:
            marked.append((mark, rest))
        elif mark != "#":
            slots[mark] = tuple(rest.split("|"))
    return Topic(
        path.stem,
        hours,
        slots,
        _of(marked, OPENER),
        tuple(_questions(marked)),
        _of(marked, LINE),
        _of(marked, GLAD),
        _of(marked, SAD),
    )


def hours_of(written: str) -> frozenset[int]:
    """Return the hours of ``8-12 22-2``, the last of each stretch excluded."""
    stretches = (map(int, stretch.split("-")) for stretch in written.split())
    return frozenset(
        hour % 24
        for since, until in stretches
        for hour in range(since, until if until > since else until + 24)
    )


def _of(marked: Iterable[tuple[str, str]], wanted: str) -> tuple[str, ...]:
    return tuple(text for mark, text in marked if mark == wanted)


def _questions(marked: Iterable[tuple[str, str]]) -> list[Asked]:
    found: list[Asked] = []
    for mark, text in marked:
        if mark == QUESTION:
            found.append(Asked(text, ()))
        elif mark == ANSWER:
            found[-1] = Asked(found[-1].text, (*found[-1].answers, text))
    return found

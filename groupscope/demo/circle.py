"""Who may take part in a thread, and the pictures that everybody has seen."""

from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import Final

from groupscope.demo import pieces
from groupscope.demo.people import Person
from groupscope.demo.pieces import Piece
from groupscope.demo.topics import Topic

STRANGE: Final = 0.35
"""The chance that somebody joins in whose subject it is not."""
TRIES: Final = 30
LATELY: Final = 25
"""So many pictures have to be posted after one before it comes again."""


class Circle:
    """Who may take part: chosen by how much they talk, at which hour, and what they like."""

    def __init__(self, random: Random, people: Sequence[Person]) -> None:
        self._random = random
        self._people = people
        self._summed = [
            list(accumulate(person.weight * person.hours[hour] for person in people))
            for hour in range(24)
        ]

    def someone(self, at: int, hour: int, topic: Topic | None = None) -> Person:
        """Return somebody who is in the group, rather one who likes the topic."""
        person = self._people[0]
        for _ in range(TRIES):
            person = self._anyone(hour)
            if not person.is_there(at):
                continue
            if topic is None or topic.key in person.likes or self._random.random() < STRANGE:
                break
        return person

    def some(self, count: int, at: int, hour: int, topic: Topic | None = None) -> list[Person]:
        """Return at most so many different members."""
        drawn = (self.someone(at, hour, topic) for _ in range(count * 2))
        return list(dict.fromkeys(drawn))[:count]

    def _anyone(self, hour: int) -> Person:
        summed = self._summed[hour]
        return self._people[
            min(bisect(summed, self._random.random() * summed[-1]), len(summed) - 1)
        ]


class Album:
    """The pictures that were posted, so that one of them can come again."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._posted: list[str] = []

    def picture(self) -> Piece:
        """Return a picture that nobody has seen."""
        self._posted.append(self._random.randbytes(16).hex().upper())
        return pieces.picture(self._posted[-1])

    def old(self) -> Piece:
        """Return a picture of some time ago; a new one where there is none."""
        known = self._posted[:-LATELY]
        return pieces.picture(self._random.choice(known)) if known else self.picture()

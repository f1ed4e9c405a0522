"""Wording: a template becomes a line as one person types it, and hardly ever the same one twice."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from random import Random
from typing import Final

from groupscope.demo import pieces
from groupscope.demo.lists import words
from groupscope.demo.people import Person
from groupscope.demo.pieces import Piece
from groupscope.demo.topics import Topic

Slots = Mapping[str, str]
COUNTED: Final = ("两", "三", "五", "六", "八", "十", "十二", "十五", "二十")
TRIES: Final = 5
FRAMED: Final = 0.56
"""The share of lines that could be about anything, with the topic's noun in them."""
HEADED: Final = 0.3
"""The share of lines, out of those that need an addition, to which it comes in front."""
SHORT, LONG = 4, 7
"""Shorter lines are not adorned."""
REMEMBERED: Final = 12_000
"""How many lines back one must not be said again; two months, in a group of 200 a day."""
OPENS, SIGNS, WITH_EMOJI, WITH_FACE = 0.05, 0.16, 0.05, 0.06
LAUGHTER: Final = re.compile("哈{4,}")


class Speech:
    """Fills templates, and remembers what was said lately."""

    def __init__(self, random: Random, people: Sequence[Person]) -> None:
        self._random = random
        self._callings = [person.calling for person in people if person.calling]
        self._said: dict[str, None] = {}

    def slots(self, topic: Topic) -> dict[str, str]:
        """Choose what a thread is about: one word for each of its topic's own slots."""
        return {name: self._random.choice(among) for name, among in topic.slots.items()}

    def fresh(self, templates: Sequence[str], slots: Slots, frames: str) -> str:
        """Return one of some templates, filled, or one of a list of frames about the same noun.

        It is not what was said lately: where all of them were, something is added to one.
        """
        filling = {**self._passing(), **slots}
        chosen = words(frames) if self._random.random() < FRAMED else templates
        said = self._new(chosen, filling)
        return self._kept(said or self._stretched(self._random.choice(templates), filling))

    def asked(self, template: str, slots: Slots) -> str:
        """Return a question; asked lately, it begins otherwise."""
        filling = {**self._passing(), **slots}
        said = self._new([template], filling)
        return self._kept(
            said
            or self._random.choice(words("asking")).format_map(filling)
            + template.format_map(filling)
        )

    def answered(self, template: str, slots: Slots) -> str:
        """Return the answer to a question, whoever has given it before."""
        return template.format_map({**self._passing(), **slots})

    def typed(self, by: Person, said: str) -> list[Piece]:
        """Return words as somebody types them: with their own endings, emoji and faces."""
        random = self._random
        said = LAUGHTER.sub(lambda _: "哈" * random.randint(3, 13), said)
        if len(said) >= LONG and random.random() < OPENS:
            said = random.choice(words("openings")) + said
        if by.catchphrase and len(said) >= SHORT and random.random() < SIGNS:
            said += by.catchphrase
        if random.random() < WITH_EMOJI:
            said += by.emoji * random.choice((1, 1, 1, 2, 3))
        made = [pieces.text(said)]
        if random.random() < WITH_FACE:
            made.append(pieces.face(self.face()))
        return made

    def face(self) -> str:
        """Return the number of a QQ face; the first ones are used most."""
        return zipf(self._random, words("faces"))

    def answer(self, name: str) -> str:
        """Return one of a list of things that fit nearly everywhere; the first ones most."""
        return zipf(self._random, words(name))

    def _passing(self) -> dict[str, str]:
        """Choose words for the slots that every topic has, for one line."""
        chosen = {name: self._random.choice(among) for name, among in common().items()}
        counted = self._random.choice(COUNTED)
        who = self._random.choice(self._callings or ["群主"])
        return {**chosen, "n": counted, "count": counted, "who": who}

    def _new(self, templates: Sequence[str], filling: Slots) -> str | None:
        """Return one of some templates, filled, that was not said lately; None if all were."""
        for _ in range(TRIES):
            said = self._random.choice(templates).format_map(filling)
            if said not in self._said:
                return said
        return None

    def _stretched(self, template: str, filling: Slots) -> str:
        """Return a line with something before or behind it, so that it is another one."""
        said = template.format_map(filling)
        if self._random.random() < HEADED:
            return self._random.choice(words("heads")).format_map(filling) + said
        return said.rstrip("！？~") + self._random.choice(words("tails")).format_map(filling)

    def _kept(self, said: str) -> str:
        """Remember a line, and forget the oldest."""
        self._said.pop(said, None)
        self._said[said] = None
        if len(self._said) > REMEMBERED:
            del self._said[next(iter(self._said))]
        return said


@cache
def common() -> Mapping[str, tuple[str, ...]]:
    """Return the slots that every topic has, with what may fill them."""
    named = (line.partition(" ") for line in words("common"))
    return {name: tuple(among.split("|")) for name, _, among in named}


def zipf(random: Random, among: Sequence[str]) -> str:
    """Choose so that the n-th is chosen about as often as 1 / n."""
    place = int(len(among) ** random.random()) - 1 if random.random() < 0.6 else None
    return random.choice(among) if place is None else among[place]

"""A group's rows in the making: days of the pool told once more, by other people."""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from groupscope.demo import ACCOUNT
from groupscope.store.days import SECONDS_A_DAY
from groupscope.store.tables import message as message_table
from parts.group_sizes import Group
from parts.pool import MEMBERS, OFFSET, Pool, Told

SEQUENCES_A_GROUP = 100_000_000
COLUMNS = [column.name for column in message_table.columns]


class Rows:
    """A group's messages in the making: numbers that go up, and people dealt anew for each copy."""

    def __init__(self, group: Group) -> None:
        self._group = group
        self._sequence = SEQUENCES_A_GROUP
        self._rows: list[tuple[Any, ...]] = []
        chances = 1 / (np.arange(group.members) + 2.0)
        self._chances = chances / chances.sum()

    def take(self) -> list[tuple[Any, ...]]:
        """Return the rows made since the last time."""
        rows, self._rows = self._rows, []
        return rows

    def tell(
        self,
        pool: Pool,
        number: int,
        count: int,
        until: int,
        random: Generator,
        reactions: list[tuple[Any, ...]],
    ) -> None:
        """Tell so many messages on a day (days since 1970), taken from as many days of the pool."""
        midnight = number * SECONDS_A_DAY - OFFSET * 60
        taken = [
            (midnight + pool.told[place].second, place, people)
            for first, last, people in self._copies(pool, count, random)
            for place in range(first, last)
        ]
        if midnight + SECONDS_A_DAY > until:  # today is squeezed into what there is of it
            share = (until - midnight) / SECONDS_A_DAY
            taken = [(midnight + int((at - midnight) * share), *rest) for at, *rest in taken]
        taken.sort(key=lambda one: one[0])
        standing: dict[tuple[int, int], tuple[int, int]] = {}
        for at, place, people in taken:
            self._sequence += 1
            standing[id(people), place] = (at, self._sequence)
            self._say(pool.told[place], at, people, standing)
            for after, speaker, emoji in pool.told[place].reactions:
                reactions.append(self._reaction(at + after, people[speaker], emoji, at))

    def _copies(
        self, pool: Pool, count: int, random: Generator
    ) -> Iterator[tuple[int, int, list[int]]]:
        """Give stretches of the pool's days, with who is who in each of them."""
        while count:
            first, last = pool.days[random.integers(len(pool.days))]
            if last - first > count:
                first += int(random.integers(last - first - count + 1))
                last = first + count
            count -= last - first
            people = random.choice(self._group.members, MEMBERS, replace=False, p=self._chances)
            # The robot, one below the first member, is the last of the list.
            yield first, last, (self._group.first_member + people).tolist()

    def _say(
        self,
        told: Told,
        at: int,
        people: list[int],
        standing: dict[tuple[int, int], tuple[int, int]],
    ) -> None:
        target = standing.get((id(people), told.quotes)) if told.quotes is not None else None
        row = told.row
        mentions = row["mentions"]
        if told.mentions:
            mentions = json.dumps([people[one] for one in told.mentions])
        recalled = row["recalled_at"]
        speaker = ACCOUNT if row["is_own"] else people[told.speaker]
        changed = {
            "group_id": self._group.group_id,
            "sent_at": at,
            "message_key": self._sequence,
            "sender_id": speaker,
            "message_id": self._sequence * 2_654_435_761 % (1 << 31),
            "reply_to_at": target[0] if target else None,
            "reply_to_key": target[1] if target else None,
            "mentions": mentions,
            "recalled_at": None if recalled is None else at + recalled,
        }
        self._rows.append(tuple((row | changed)[name] for name in COLUMNS))

    def _reaction(self, at: int, who: int, emoji: str, message_at: int) -> tuple[Any, ...]:
        key = self._sequence * 1000 + at - message_at
        group_id = self._group.group_id
        message_id = self._sequence * 2_654_435_761 % (1 << 31)
        return (
            group_id,
            at,
            key * 64 + who % 64,
            who,
            emoji,
            1,
            1,
            message_id,
            message_at,
            self._sequence,
        )

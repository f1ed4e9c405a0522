"""Two hundred groups: how large they are, how many people are in them, what their numbers are."""

from typing import NamedTuple

from groupscope.demo.plan import FIRST_MEMBER, shared_out
from parts import pool

GROUPS = 200
FIRST_GROUP = 5_000_001_000
"""The largest; each of the others is as much smaller as its place is later (Zipf)."""
DAYS = 365
PER_DAY = 100
"""A group is recorded for as many days as it has hundreds of messages, at most for a year."""
MOST_MEMBERS = 3_000


class Group(NamedTuple):
    """A group to be made: ``place`` 0 is the largest."""

    place: int
    messages: int
    days: int
    members: int

    @property
    def group_id(self) -> int:
        """Its number."""
        return FIRST_GROUP + self.place

    @property
    def first_member(self) -> int:
        """The number of its first member; each group has its own."""
        return FIRST_MEMBER + 1_000_000 + self.place * 10_000


def groups(messages: int) -> list[Group]:
    """Share messages out over the groups."""
    sizes = shared_out(messages, [1 / (place + 1) for place in range(GROUPS)])
    return [
        Group(
            place,
            size,
            min(DAYS, max(7, size // PER_DAY)),
            min(MOST_MEMBERS, max(pool.MEMBERS, size // 250)),
        )
        for place, size in enumerate(sizes)
    ]

"""The members: who they are, how much and when they talk, what they like, how they write."""

import re
from dataclasses import dataclass
from math import exp
from random import Random
from typing import Final

from groupscope.demo.lists import words
from groupscope.demo.plan import A_DAY, FIRST_MEMBER, Plan
from groupscope.demo.topics import topics
from groupscope.model import Member

CALLED: Final = re.compile(r"[\u4e00-\u9fff]{2,4}")
REGULARS: Final = 13
"""So many of the listed names belong to those who talk most."""
ZIPF: Final = 0.95
"""How much less the n-th member says than the first: n to the power of minus this."""
LURKING: Final = 0.2
"""The share of members who say next to nothing."""
LURKERS: Final = (0.0, 0.0, 0.00003, 0.0002, 0.001)
"""How much they say at most, where the most talkative says 0.7."""
JOINING, LEAVING = 0.24, 0.1
"""The shares of members who come, and who go, within the plan's days."""
Rhythm = tuple[tuple[float, float, float], ...]
"""Hour, width and height of each peak of somebody's day."""
OWL: Final[Rhythm] = ((22.5, 2.5, 1.0), (0.8, 2.0, 1.6), (13.0, 1.5, 0.3))
EARLY_BIRD: Final[Rhythm] = ((7.5, 1.2, 1.0), (12.3, 1.0, 0.8), (19.5, 1.5, 0.6))
OFFICE: Final[Rhythm] = ((9.5, 1.2, 0.6), (12.5, 0.8, 1.0), (15.5, 1.5, 0.6), (20.5, 2.0, 0.8))
STUDENT: Final[Rhythm] = ((12.2, 0.9, 0.8), (17.5, 1.0, 0.6), (21.5, 2.0, 1.2))
RHYTHMS: Final = (OFFICE, STUDENT, EARLY_BIRD, OWL, ((11.0, 4.0, 0.6), (20.0, 3.0, 1.0)))
NAMED: Final = (
    ("早起|早八|豆浆", EARLY_BIRD),
    ("夜|晚睡|月亮|没睡", OWL),
    ("上班|打工|程序员|老周", OFFICE),
    ("同学|班长|法学院", STUDENT),
)
"""What a name tells of somebody's day."""


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """A member and their habits.

    ``since`` and ``until``: when they are in the group. ``calling``: what others call them, None
    where nobody could type it. ``hours``: how likely they talk in each hour of the day.
    """

    member: Member
    calling: str | None
    since: int
    until: int | None
    weight: float
    hours: tuple[float, ...]
    likes: frozenset[str]
    catchphrase: str
    emoji: str
    stickers: tuple[int, ...]

    @property
    def user_id(self) -> int:
        """Their number."""
        return self.member.user_id

    def is_there(self, at: int) -> bool:
        """Tell whether they are in the group at a moment."""
        return self.since <= at and (self.until is None or at < self.until)


def cast(plan: Plan) -> tuple[Person, ...]:
    """Return everybody who is ever in the group, the most talkative first."""
    random = Random(f"people {plan.seed}")
    names = _names(plan.members, random)
    return tuple(_person(plan, place, names[place], random) for place in range(plan.members))


def _names(count: int, random: Random) -> list[tuple[str, str]]:
    """Return nickname and card of each: the listed ones first, then as many as are needed."""
    listed = [line.partition("|") for line in words("nicknames")]
    names = [(nickname, card) for nickname, _, card in listed]
    head, rest = names[:REGULARS], names[REGULARS:]
    random.shuffle(head)
    random.shuffle(rest)
    names = head + rest
    made = [first + second for first in words("adjectives") for second in words("nouns")]
    random.shuffle(made)
    while len(names) < count:
        number = len(names)
        round_ = (number - len(head) - len(rest)) // len(made)
        names.append((made[number % len(made)] + (str(round_) if round_ else ""), ""))
    return names


def _person(plan: Plan, place: int, name: tuple[str, str], random: Random) -> Person:
    is_lurker = place >= plan.members * (1 - LURKING)
    since, until = _stay(plan, place, random)
    nickname, card = name
    called = CALLED.search(card or nickname)
    rhythm = _rhythm(nickname + card, random)
    return Person(
        member=Member(
            FIRST_MEMBER + place,
            nickname=nickname or None,
            card=card,
            role="owner" if place == 3 else "admin" if place in (0, 9) else "member",
            level=str(random.randint(1, 5) if is_lurker else random.randint(5, 80)),
            sex=random.choice(("male", "female", None)),
            joined_at=since,
            is_robot=False,
        ),
        calling=called[0] if called else None,
        since=since,
        until=until,
        weight=random.choice(LURKERS) if is_lurker else (place + 2.5) ** -ZIPF,
        hours=tuple(_liveliness(hour, rhythm) for hour in range(24)),
        likes=frozenset(random.sample([topic.key for topic in topics()], 5)),
        catchphrase=random.choice(words("catchphrases")) if random.random() < 0.6 else "",
        emoji=random.choice(words("emoji")),
        stickers=tuple(random.randrange(40) for _ in range(5)),
    )


def _stay(plan: Plan, place: int, random: Random) -> tuple[int, int | None]:
    """Return when somebody came and went; the founders were there long before."""
    since = plan.since - random.randint(1, 700) * A_DAY - random.randrange(A_DAY)
    until = None
    comes, goes = random.random(), random.random()
    span = plan.until - plan.since
    if place > 9 and comes < JOINING:
        since = plan.since + round(span * random.uniform(0.1, 0.93))
    elif place > 9 and goes < LEAVING:
        until = plan.since + round(span * random.uniform(0.2, 0.95))
    return since, until


def _rhythm(name: str, random: Random) -> Rhythm:
    """Return how somebody's days go: as their name says, or any way."""
    any_way = random.choice(RHYTHMS)
    return next((rhythm for pattern, rhythm in NAMED if re.search(pattern, name)), any_way)


def _liveliness(hour: int, peaks: Rhythm) -> float:
    """Return how likely somebody talks in an hour: bells around their peaks, on a round clock."""
    return 0.02 + sum(
        height * exp(-((min(abs(hour + 0.5 - peak), 24 - abs(hour + 0.5 - peak)) / width) ** 2) / 2)
        for peak, width, height in peaks
    )


def stand_in(user_id: int, nickname: str, *, is_robot: bool) -> Person:
    """Return a bot that sits in the group: it says nothing by itself."""
    member = Member(user_id, nickname=nickname, card="", role="member", is_robot=is_robot)
    return Person(member, None, 0, None, 0.0, (0.0,) * 24, frozenset(), "", "", ())

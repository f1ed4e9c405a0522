"""A day: which threads it has, and when each of them begins."""

from bisect import bisect
from collections.abc import Callable, Generator, Iterator, Sequence
from itertools import accumulate
from random import Random
from typing import Final

from groupscope.demo import pieces
from groupscope.demo.circle import Circle
from groupscope.demo.lists import words
from groupscope.demo.people import Person, stand_in
from groupscope.demo.plan import (
    ACCOUNT,
    AN_HOUR,
    FIRST_MEMBER,
    HOURS,
    Day,
    Plan,
    Stretch,
    heard,
)
from groupscope.demo.speech import Speech
from groupscope.demo.threads import Line, Talk, Tone
from groupscope.demo.topics import occasion, topics

Placed = tuple[int, Line]
"""A line and its moment."""
Thread = Callable[[int, int], list[Line]]
"""Makes a thread that begins at a moment, in an hour of the day."""

TONES: Final = {
    "exam": Tone(0.07, 0.3),
    "festival": Tone(0.34, 0.0),
    "outage": Tone(0.02, 0.38),
    "restored": Tone(0.36, 0.03),
    "meetup": Tone(0.3, 0.02),
    "lesson": Tone(0.14, 0.0),
}
"""How people feel when something happens."""
COMMANDS: Final = (
    "/词云", "/排行 本周", "/我的词云", "/心情", "/排行", "/热词 昨天", "/龙王", "/词云 本周 🐱",
)  # fmt: skip
MORNING, NIGHT = range(6, 10), (22, 23, 0, 1)
SAYS_HELLO: Final = 0.75
"""The share of newcomers who say hello."""
LENGTH, THREAD = 11, 8
"""How many lines a thread on a topic has on average, and one of any kind."""


class Days:
    """Fills one day after the other with talk."""

    def __init__(self, plan: Plan, people: Sequence[Person]) -> None:
        self._random = Random(f"talk {plan.seed}")
        self._plan = plan
        self._people = people
        self._heard = heard(plan)
        self.circle = Circle(self._random, people)
        self._talk = Talk(self._random, Speech(self._random, people), self.circle)
        self._account = stand_in(ACCOUNT, "群镜", is_robot=False)
        self.robot = stand_in(FIRST_MEMBER - 1, "签到姬", is_robot=True)
        self._moments = list(words("moments"))
        self._random.shuffle(self._moments)
        self._tone = Tone()
        self._left = plan.messages

    def talk(self, day: Day) -> Iterator[list[Placed]]:
        """Give the threads of a day, in no order; its messages are as many as planned."""
        self._tone = self._mood()
        self._left -= day.messages
        left = day.messages
        for ready in self._fixed(day):
            lines = ready[:left]
            left -= len(lines)
            if lines:
                yield lines
        for one in day.occasions:
            parts = [part for there in day.heard if (part := one.when.within(there)).seconds]
            count = min(round(day.messages * one.share), left)
            left -= yield from self._filled(count, parts, self._on(one.topic))
        yield from self._filled(left, day.heard, self._anything)

    def _fixed(self, day: Day) -> Iterator[list[Placed]]:
        """Give the threads that have a moment of their own: the very last one, and welcomes."""
        at = self._plan.until
        if day.whole.since <= at < day.whole.until:
            yield self._placed(self._on_any_topic(at, self._plan.hour(at)), at)[::-1]
        for person in self._people:
            at = person.since + self._random.randint(40, 2_000)
            is_heard = any(there.since <= at < there.until for there in day.heard)
            if is_heard and person.since >= self._plan.since and self._random.random() < SAYS_HELLO:
                yield self._placed(self._talk.welcome(person, at, self._plan.hour(at)), at)

    def _filled(
        self, count: int, parts: Sequence[Stretch], thread: Thread
    ) -> Generator[list[Placed], None, int]:
        """Give threads in some parts of a day until they have so many messages; return those."""
        cells = cells_of(parts, self._plan)
        if not cells or not count:
            return 0
        summed = list(accumulate(chance for _, _, chance in cells))
        given = 0
        while given < count:
            when, hour, _ = cells[
                min(bisect(summed, self._random.random() * summed[-1]), len(cells) - 1)
            ]
            at = self._random.randrange(when.since, when.until)
            lines = thread(at, hour)[: count - given]
            given += len(lines)
            yield self._placed(lines, at)
        return given

    def _placed(self, lines: Sequence[Line], at: int) -> list[Placed]:
        """Give lines their moments: from one on, yet not beyond what the bot hears."""
        there = next(one for one in self._heard if one.since <= at < one.until)
        offsets = list(accumulate((line.after for line in lines[1:]), initial=0))
        room = there.until - 1 - there.since
        if offsets[-1] > room:
            offsets = [offset * room // offsets[-1] for offset in offsets]
        begin = min(at, there.until - 1 - offsets[-1])
        return [(begin + offset, line) for offset, line in zip(offsets, lines, strict=True)]

    # What a thread may be

    def _anything(self, at: int, hour: int) -> list[Line]:
        """Return a thread of an ordinary day."""
        random, dice = self._random, self._random.random()
        if hour in MORNING and dice < 0.16:
            return self._talk.greeting("morning", at, hour)
        if hour in NIGHT and dice < 0.12:
            return self._talk.greeting("night", at, hour)
        if self._moments and random.random() < self._chance_of_a_moment():
            return self._talk.moment(self._moments.pop(), at, hour)
        kinds = (
            self._on_any_topic,
            self._talk_in_chorus,
            self._share,
            self._talk.posted,
            self._talk.seen_before,
            self._ask_a_bot,
        )
        (kind,) = random.choices(kinds, (84, 3.2, 7, 4, 1.6, 2))
        return kind(at, hour)

    def _on_any_topic(self, at: int, hour: int) -> list[Line]:
        among = [topic for topic in topics() if hour in topic.hours] or list(topics())
        topic = self._random.choice(among)
        length = 2 + int(self._random.expovariate(1 / (LENGTH - 2)))
        return self._talk.about(topic, length, at, hour, self._tone)

    def _on(self, key: str) -> Thread:
        """Return what makes threads about something that happens."""

        def thread(at: int, hour: int) -> list[Line]:
            length = 3 + int(self._random.expovariate(1 / LENGTH))
            return self._talk.about(occasion(key), length, at, hour, TONES[key])

        return thread

    def _talk_in_chorus(self, at: int, hour: int) -> list[Line]:
        return self._talk.chain(3 + int(self._random.expovariate(0.5)), at, hour)

    def _share(self, at: int, hour: int) -> list[Line]:
        random = self._random
        kinds = (
            pieces.link,
            pieces.card,
            pieces.voice,
            pieces.video,
            pieces.forward,
            pieces.dice,
            _file,
        )
        (kind,) = random.choices(kinds, (30, 22, 20, 9, 7, 5, 7))
        return self._talk.shared(kind(random), at, hour)

    def _ask_a_bot(self, at: int, hour: int) -> list[Line]:
        """Return a command of ours, or one of another bot, with its answer."""
        random = self._random
        if random.random() < 0.3:
            said = f"签到成功，连续 {random.randint(1, 60)} 天，积分 +{random.randint(3, 20)}"
            answer = Line(self.robot, 1, (pieces.text(said),), is_bot=True)
            return self._talk.exchange("/签到", answer, at, hour)
        drawn = pieces.picture(random.randbytes(16).hex().upper())
        answer = Line(self._account, 2, (drawn,), is_own=True)
        return self._talk.exchange(random.choice(COMMANDS), answer, at, hour)

    def _chance_of_a_moment(self) -> float:
        """Return the chance that a thread is one, so that they last until the end."""
        return min(len(self._moments) * THREAD / max(self._left, 1), 0.02)

    def _mood(self) -> Tone:
        """Return how people feel today: days differ."""
        glad = self._random.uniform(0.05, 0.15)
        return Tone(glad, max(0.18 - glad + self._random.uniform(-0.03, 0.05), 0.03))


def _file(random: Random) -> pieces.Piece:
    return pieces.file(random.choice(words("files")), random.randint(20_000, 9_000_000))


def cells_of(parts: Sequence[Stretch], plan: Plan) -> list[tuple[Stretch, int, float]]:
    """Cut stretches at the hours; return each piece, its hour and how much is said in it."""
    cells: list[tuple[Stretch, int, float]] = []
    for part in parts:
        since = part.since
        while since < part.until:
            hour = plan.hour(since)
            until = min(since - since % AN_HOUR + AN_HOUR, part.until)
            cells.append((Stretch(since, until), hour, HOURS[hour] * (until - since)))
            since = until
    return cells

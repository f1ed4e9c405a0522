"""Threads: what a few people say to each other in a row, who says it, and what they quote."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from groupscope.demo import pieces
from groupscope.demo.circle import Album, Circle
from groupscope.demo.lists import words
from groupscope.demo.people import Person
from groupscope.demo.pieces import Piece
from groupscope.demo.speech import Slots, Speech, zipf
from groupscope.demo.topics import Asked, Topic

QUICK, USUAL, SLOW = (2, 9), (6, 75), (40, 420)
"""Seconds between two lines: one's own, those of others, the next subject."""
LEFT_OPEN: Final = 0.24
"""The share of questions that nobody answers."""
QUOTED, MENTIONED = 0.66, 0.18
"""How an answer shows what it answers; the rest just follows."""
QUOTES, MENTIONS = 0.08, 0.035
GOES_ON: Final = 0.22
"""The chance that the same person says the next line, too."""
GLAD, SAD = ("frames_glad", "cheering"), ("frames_sad", "consoling")
"""The lists of what is said in a mood, and of what friends say to it."""


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One message of a thread: ``after`` so many seconds; ``fame`` draws reactions to it."""

    by: Person
    after: int
    pieces: tuple[Piece, ...]
    quotes: "Line | None" = None
    fame: float = 0.0
    is_command: bool = False
    is_bot: bool = False
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Tone:
    """How likely a line is glad, and how likely it is not."""

    glad: float = 0.09
    sad: float = 0.09


class Talk:
    """Makes threads; each method is a kind of them."""

    def __init__(self, random: Random, speech: Speech, circle: Circle) -> None:
        self._random = random
        self._speech = speech
        self._circle = circle
        self._album = Album(random)
        self._tone = Tone()

    def about(self, topic: Topic, length: int, at: int, hour: int, tone: Tone) -> list[Line]:
        """Return a thread on a topic, of about so many lines."""
        self._tone = tone
        random, slots = self._random, self._speech.slots(topic)
        people = self._circle.some(2 + int(random.expovariate(0.45)), at, hour, topic)
        lines = self._begin(topic, slots, people)
        while len(lines) < length:
            lines += self._next(topic, slots, people, lines)
        return lines

    def chain(self, length: int, at: int, hour: int) -> list[Line]:
        """Return a 复读: the same text or sticker by one after the other, maybe broken by one."""
        random = self._random
        people = self._circle.some(max(length, 3), at, hour)
        if random.random() < 0.25:
            said: tuple[Piece, ...] = (pieces.sticker(random.randrange(pieces.STICKERS)),)
        else:
            said = (pieces.text(random.choice(words("chains"))),)
        lines = [Line(people[0], random.randint(*SLOW), said, fame=0.03)]
        lines += [Line(person, random.randint(1, 14), said) for person in people[1:]]
        if random.random() < 0.4 and len(people) > 3:
            breaker = (pieces.text(random.choice(words("breakers"))),)
            lines.append(Line(self._circle.someone(at, hour), random.randint(3, 20), breaker))
        return lines

    def greeting(self, name: str, at: int, hour: int) -> list[Line]:
        """Return a row of good mornings or good nights."""
        people = self._circle.some(1 + int(self._random.expovariate(0.5)), at, hour)
        return [
            self._typed(person, self._speech.answer(name), self._random.randint(5, 240))
            for person in people
        ]

    def welcome(self, newcomer: Person, at: int, hour: int) -> list[Line]:
        """Return how somebody comes in: some say hello, and some of those are answered."""
        random = self._random
        hello = self._typed(newcomer, random.choice(words("greetings")), 60)
        others = self._circle.some(random.choice((0, 1, 2, 4)), at, hour)
        answers = [
            self._typed(one, random.choice(words("welcomes")), self._gap(), hello)
            for one in others
            if one is not newcomer
        ]
        return [hello, *answers]

    def moment(self, said: str, at: int, hour: int) -> list[Line]:
        """Return a line that everybody will remember, and the first answers to it."""
        random = self._random
        author, *others = self._circle.some(2 + random.randint(2, 5), at, hour)
        lines = [Line(author, random.randint(*SLOW), (pieces.text(said),), fame=1.0)]
        for person in others:
            quotes = lines[0] if random.random() < 0.6 else None
            answer = random.choice(
                ("哈哈哈哈哈", "笑死", "建议写进群史", "截图了", "？？？", "绷不住了")
            )
            lines.append(self._typed(person, answer, random.randint(4, 40), quotes))
        return lines

    def exchange(self, asked: str, answer: Line, at: int, hour: int) -> list[Line]:
        """Return a command and what a bot says to it."""
        asker = self._circle.someone(at, hour)
        after = self._random.randint(*USUAL)
        question = Line(asker, after, (pieces.text(asked),), is_command=True)
        return [question, replace(answer, quotes=question)]

    def shared(self, piece: Piece, at: int, hour: int) -> list[Line]:
        """Return something that is posted, and what one or two say to it."""
        author, *others = self._circle.some(1 + self._random.randint(0, 3), at, hour)
        lines = [Line(author, self._random.randint(*SLOW), (piece,), fame=0.12)]
        lines += [self._typed(one, self._speech.answer("replies"), self._gap()) for one in others]
        return lines

    def seen_before(self, at: int, hour: int) -> list[Line]:
        """Return a picture that somebody else had posted long ago (火星图), and who notices."""
        author, *others = self._circle.some(2, at, hour)
        lines = [Line(author, self._random.randint(*SLOW), (self._album.old(),), fame=0.05)]
        said = self._random.choice(words("old_pictures"))
        return [*lines, *(self._typed(one, said, self._gap(), lines[0]) for one in others)]

    def posted(self, at: int, hour: int) -> list[Line]:
        """Return a new picture and what is said to it."""
        return self.shared(self._album.picture(), at, hour)

    # The lines of a thread

    def _begin(self, topic: Topic, slots: Slots, people: Sequence[Person]) -> list[Line]:
        after = self._random.randint(*SLOW)
        if topic.questions and self._random.random() < 0.4:
            return self._asked(self._random.choice(topic.questions), slots, people, after)
        said = self._speech.fresh(topic.openers, slots, "frames")
        return [self._typed(people[0], said, after, fame=0.05)]

    def _next(
        self, topic: Topic, slots: Slots, people: Sequence[Person], before: Sequence[Line]
    ) -> list[Line]:
        """Return what comes next: a feeling, a question, or just something."""
        dice, tone = self._random.random(), self._tone
        if dice < tone.glad and topic.glad:
            return self._felt(topic.glad, GLAD, slots, people, before)
        if dice < tone.glad + tone.sad and topic.sad:
            return self._felt(topic.sad, SAD, slots, people, before)
        if dice > 0.955 and topic.questions:
            question = self._random.choice(topic.questions)
            return self._asked(question, slots, people, self._gap())
        return [self._something(topic, slots, self._speaker(people, before[-1]), before)]

    def _something(self, topic: Topic, slots: Slots, by: Person, before: Sequence[Line]) -> Line:
        """Return a line of the topic, an answer that always fits, or a sticker."""
        random = self._random
        after = random.randint(*QUICK) if by is before[-1].by else self._gap()
        dice = random.random()
        if dice < 0.49:
            said = self._speech.fresh(topic.lines, slots, "frames")
            return self._said_to(by, said, after, before)
        if dice < 0.85:
            return self._said_to(by, self._speech.answer("replies"), after, before)
        if dice < 0.94:
            return Line(by, after, (self._sticker(by),))
        if dice < 0.965:
            return Line(by, after, (self._album.picture(),), fame=0.12)
        return Line(by, after, (pieces.face(self._speech.face()),) * random.choice((1, 1, 2, 3)))

    def _said_to(self, by: Person, said: str, after: int, before: Sequence[Line]) -> Line:
        """Return a line that may quote, or mention, one of those before it."""
        others = [line for line in before[-8:] if line.by is not by]
        dice = self._random.random()
        if not others or dice >= QUOTES + MENTIONS:
            return self._typed(by, said, after, fame=0.05)
        other = self._random.choice(others)
        if dice < QUOTES:
            return self._typed(by, said, after, other, 0.05)
        return mentioning(other.by, self._typed(by, said, after))

    def _asked(
        self, asked: Asked, slots: Slots, people: Sequence[Person], after: int
    ) -> list[Line]:
        """Return a question and its answers, if it gets any."""
        random = self._random
        asker = random.choice(people)
        text = self._speech.asked(asked.text, slots)
        ending = random.choice(("？", "？", "", "", "啊", "呀？"))
        question = Line(asker, after, (pieces.text(text + ending),))
        if random.random() < LEFT_OPEN:
            return [question]
        others = [person for person in people if person is not asker][:3]
        chosen = random.sample(asked.answers, min(len(asked.answers), len(others)))
        return [question] + [
            self._answered(person, self._speech.answered(answer, slots), question)
            for person, answer in zip(others, chosen, strict=False)
        ]

    def _answered(self, by: Person, said: str, question: Line) -> Line:
        after, dice = self._random.randint(8, 200), self._random.random()
        if dice < QUOTED:
            return self._typed(by, said, after, question)
        line = self._typed(by, said, after)
        return mentioning(question.by, line) if dice < QUOTED + MENTIONED else line

    def _felt(
        self,
        templates: Sequence[str],
        feeling: tuple[str, str],
        slots: Slots,
        people: Sequence[Person],
        before: Sequence[Line],
    ) -> list[Line]:
        """Return a feeling, and what a friend says to it."""
        by = self._speaker(people, before[-1])
        felt = self._typed(
            by, self._speech.fresh(templates, slots, feeling[0]), self._gap(), fame=0.12
        )
        others = [person for person in people if person is not by]
        if not others or self._random.random() < 0.4:
            return [felt]
        friend, said = self._random.choice(others), self._speech.answer(feeling[1])
        quotes = felt if self._random.random() < 0.3 else None
        return [felt, self._typed(friend, said, self._random.randint(4, 50), quotes)]

    def _typed(
        self, by: Person, said: str, after: int, quotes: Line | None = None, fame: float = 0.02
    ) -> Line:
        made = self._speech.typed(by, said)
        return Line(by, after, tuple(made), quotes, fame)

    def _speaker(self, people: Sequence[Person], last: Line) -> Person:
        if self._random.random() < GOES_ON:
            return last.by
        others = [person for person in people if person is not last.by]
        return self._random.choice(others) if others else last.by

    def _sticker(self, by: Person) -> Piece:
        if self._random.random() < 0.15:
            return pieces.shop_sticker(self._random.randrange(len(words("shop_stickers"))))
        return pieces.sticker(by.stickers[int(zipf(self._random, "01234"))])

    def _gap(self) -> int:
        return self._random.randint(*(QUICK if self._random.random() < 0.3 else USUAL))


def mentioning(whom: Person, line: Line) -> Line:
    """Return a line with a mention before it."""
    return replace(line, pieces=(pieces.at(whom.user_id), pieces.text(" "), *line.pieces))

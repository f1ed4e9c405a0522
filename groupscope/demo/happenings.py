"""What happens around the talk: reactions, recalls, who comes and goes, new cards, pokes."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from groupscope.demo.circle import Circle
from groupscope.demo.days import Placed
from groupscope.demo.lists import words
from groupscope.demo.people import Person
from groupscope.demo.plan import A_DAY, ACCOUNT, Day, Plan
from groupscope.demo.speech import zipf
from groupscope.model import Message, Notice, NoticeKind, Reaction, Recall

RECALLED: Final = 0.008
"""The share of messages that are taken back."""
BY_ADMIN: Final = 0.12
"""The share of those that an admin takes back."""
FAMOUS: Final = 0.5
"""From which fame on a line is sure of its reactions, and may become an essence."""


@dataclass(frozen=True, slots=True)
class Happenings:
    """Makes them, by dice of their own."""

    plan: Plan
    people: Sequence[Person]
    circle: Circle
    random: Random

    def around(self, placed: Placed, message: Message) -> Iterator[Reaction | Recall | Notice]:
        """Give what happens to a message."""
        at, line = placed
        if line.is_bot or line.is_own or message.message_id is None:
            return
        yield from self._reactions(at, line.fame, message)
        if line.fame >= FAMOUS and self.random.random() < 0.4:
            yield self._notice(
                NoticeKind.ESSENCE_ADD,
                at + self.random.randint(60, 900),
                message.sender_id,
                self._admin().user_id,
                message_id=message.message_id,
            )
        if line.fame < FAMOUS and self.random.random() < RECALLED:
            by_admin = self.random.random() < BY_ADMIN
            yield Recall(
                self_id=ACCOUNT,
                group_id=message.group_id,
                message_id=message.message_id,
                recalled_at=at + self.random.randint(3, 110),
                sender_id=message.sender_id,
                operator_id=self._admin().user_id if by_admin else message.sender_id,
            )

    def of_day(self, day: Day) -> Iterator[Notice]:
        """Give what happens on a day whatever is said."""
        random = self.random
        for person in self.people:
            yield from self._coming_and_going(person, day)
        for _ in range(int(random.expovariate(0.35))):
            at, (poker, poked) = self._moment(day), random.sample(self.people, 2)
            if poker.is_there(at) and poked.is_there(at):
                detail = {"target": poked.user_id}
                yield self._notice(NoticeKind.POKE, at, poker.user_id, detail=detail)
        if random.random() < 0.12:
            yield from self._new_card(day)
        if random.random() < 0.04:
            yield from self._ban(day)
        if random.random() < 0.03:
            at, person = self._moment(day), random.choice(self.people)
            detail = {"title": random.choice(("复读机", "龙王", "早起冠军", "番茄之友"))}
            yield self._notice(NoticeKind.TITLE, at, person.user_id, detail=detail)

    def _reactions(self, at: int, fame: float, message: Message) -> Iterator[Reaction]:
        random = self.random
        chance = 1.0 if fame >= FAMOUS else fame * 1.4
        if random.random() >= chance:
            return
        most = (
            3 + int(random.expovariate(0.3)) if fame >= FAMOUS else 1 + int(random.expovariate(1.5))
        )
        emoji, totals = [zipf(random, words("reactions")) for _ in range(2)], Counter[str]()
        moments = sorted(at + 4 + int(random.expovariate(1 / 180)) for _ in range(most))
        fans = self.circle.some(most, at, self.plan.hour(at))
        for moment, fan in zip(moments, fans, strict=False):
            put = emoji[0] if random.random() < 0.75 else emoji[1]
            totals[put] += 1
            yield Reaction(
                self_id=ACCOUNT,
                group_id=message.group_id,
                reacted_at=moment,
                emoji=put,
                is_added=True,
                message_id=message.message_id,
                user_id=fan.user_id,
                count=totals[put],
            )

    def _coming_and_going(self, person: Person, day: Day) -> Iterator[Notice]:
        if day.whole.since <= person.since < day.whole.until:
            operator = self._admin().user_id
            detail = {"sub_type": "approve"}
            yield self._notice(NoticeKind.JOIN, person.since, person.user_id, operator, detail)
        # An hour after their last thread began: who has left says nothing more.
        left = (person.until or 0) + 3600
        if person.until and day.whole.since <= left < day.whole.until:
            is_kicked = self.random.random() < 0.2
            kind = NoticeKind.KICK if is_kicked else NoticeKind.LEAVE
            operator = self._admin().user_id if is_kicked else None
            yield self._notice(kind, left, person.user_id, operator, {"how": kind.value})

    def _new_card(self, day: Day) -> Iterator[Notice]:
        at, person = self._moment(day), self.random.choice(self.people)
        if person.calling is None or not person.is_there(at):
            return
        card = self.random.choice(words("cards")).format(name=person.calling)
        detail = {"old": person.member.card or "", "new": card}
        yield self._notice(NoticeKind.CARD, at, person.user_id, detail=detail)

    def _ban(self, day: Day) -> Iterator[Notice]:
        at, person = self._moment(day), self.random.choice(self.people)
        if person.member.role == "member" and person.is_there(at):
            operator = self._admin().user_id
            detail = {"seconds": self.random.choice((60, 600, 3600))}
            yield self._notice(NoticeKind.BAN, at, person.user_id, operator, detail)

    def _moment(self, day: Day) -> int:
        return day.whole.since + self.random.randrange(8 * 3600, A_DAY)

    def _admin(self) -> Person:
        return self.random.choice([one for one in self.people if one.member.role != "member"])

    def _notice(
        self,
        kind: NoticeKind,
        at: int,
        user_id: int,
        operator_id: int | None = None,
        detail: Mapping[str, object] | None = None,
        message_id: int | None = None,
    ) -> Notice:
        return Notice(
            self_id=ACCOUNT,
            group_id=self.plan.group_id,
            kind=kind,
            happened_at=at,
            user_id=user_id,
            operator_id=operator_id,
            message_id=message_id,
            detail=detail or {},
        )

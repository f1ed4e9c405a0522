"""All of it as the values at the door, in order of time and with the group's own numbers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Final

from groupscope.demo.days import Days, Placed
from groupscope.demo.happenings import Happenings
from groupscope.demo.people import Person, cast
from groupscope.demo.pieces import fields, reply
from groupscope.demo.plan import A_DAY, ACCOUNT, Day, Plan, calendar, heard, offline
from groupscope.demo.threads import Line
from groupscope.model import Member, Message, Notice, NoticeKind, Reaction, Recall

FIRST_SEQUENCE: Final = 1_000_000
SPREAD_OUT: Final = 2_654_435_761
"""Odd, so that multiplying by it gives each number of 31 bits another one: ids look like hashes."""


@dataclass(frozen=True, slots=True)
class Roster:
    """The group's member list at a moment."""

    group_id: int
    at: int
    members: tuple[Member, ...]


Event = Message | Recall | Reaction | Notice | Roster


def events(plan: Plan) -> Iterator[Event]:
    """Give everything that the bot hears, in order of time; first who is in the group.

    Member lists come where the bot connects and at the end. Nothing is said while it is offline.
    """
    people = cast(plan)
    group = _Group(plan, people)
    yield group.roster(plan.since)
    for day in calendar(plan):
        group.live(day)
        yield from group.told(day.whole.until)
    yield from group.told(plan.until + 1)
    yield group.roster(plan.until)


class _Group:
    """What has been made and waits for its time, and how everybody is called by then."""

    def __init__(self, plan: Plan, people: Sequence[Person]) -> None:
        self._plan = plan
        self._people = people
        self._days = Days(plan, people)
        random = Random(f"happenings {plan.seed}")
        self._happenings = Happenings(plan, people, self._days.circle, random)
        self._shown = {one.user_id: one.member for one in (*people, self._days.robot)}
        self._waiting: list[tuple[int, int, Event]] = []
        self._order, self._ids = count(1), count(1)
        self._heard = heard(plan)
        self._sequence = FIRST_SEQUENCE
        self._last = plan.since
        for away in offline(plan):
            self._wait(away.until, Roster(plan.group_id, away.until, ()))

    def roster(self, at: int) -> Roster:
        """Return who is in the group at a moment, as they are shown now."""
        there = [self._shown[one.user_id] for one in self._people if one.is_there(at)]
        return Roster(self._plan.group_id, at, (*there, self._shown[self._days.robot.user_id]))

    def live(self, day: Day) -> None:
        """Make all that happens on a day."""
        for thread in self._days.talk(day):
            ids: dict[Line, int] = {}
            for placed in thread:
                ids[placed[1]] = next(self._ids) * SPREAD_OUT % (1 << 31)
                message = self._message(placed, ids)
                self._wait(placed[0], message)
                for happening in self._happenings.around(placed, message):
                    self._wait(moment_of(happening), happening)
        for notice in self._happenings.of_day(day):
            self._wait(notice.happened_at, notice)

    def told(self, until: int) -> Iterator[Event]:
        """Give what happens before a moment, as far as the bot is there to hear it."""
        while self._waiting and self._waiting[0][0] < until:
            at, _, event = heappop(self._waiting)
            if not any(there.since <= at < there.until for there in self._heard):
                continue
            match event:
                case Message():
                    yield self._said(event)
                case Roster():
                    yield self.roster(at)
                case Notice(kind=NoticeKind.CARD):
                    yield self._renamed(event)
                case _:
                    yield event

    def _wait(self, at: int, event: Event) -> None:
        heappush(self._waiting, (at, next(self._order), event))

    def _message(self, placed: Placed, ids: Mapping[Line, int]) -> Message:
        at, line = placed
        # A quotation whose target was cut off at the end of a day quotes nothing.
        quoted = ids.get(line.quotes) if line.quotes else None
        pieces = line.pieces if quoted is None else (reply(quoted), *line.pieces)
        return Message(
            self_id=ACCOUNT,
            group_id=self._plan.group_id,
            sender_id=line.by.user_id,
            sent_at=at,
            message_id=ids[line],
            reply_to=quoted,
            is_command=line.is_command,
            is_bot=line.is_bot,
            is_own=line.is_own,
            **fields(pieces),
        )

    def _said(self, message: Message) -> Message:
        """Return a message under its number, from somebody as they are called now.

        The group goes on counting while nobody is there to hear.
        """
        silence = message.sent_at - self._last
        away = any(self._last < one.since < message.sent_at for one in offline(self._plan))
        missed = self._plan.messages / self._plan.days * silence / A_DAY if away else 0
        self._sequence += 1 + round(missed)
        self._last = message.sent_at
        return replace(
            message,
            sequence=self._sequence,
            sender=self._shown.get(message.sender_id),
            group_name=self._plan.name,
        )

    def _renamed(self, notice: Notice) -> Notice:
        """Return a change of card as it is by then, and remember the new one."""
        before = self._shown[notice.user_id or 0]
        self._shown[before.user_id] = replace(before, card=str(notice.detail["new"]))
        return replace(notice, detail={**notice.detail, "old": before.card or ""})


def moment_of(event: Recall | Reaction | Notice) -> int:
    """Return when something happened."""
    match event:
        case Recall():
            return event.recalled_at
        case Reaction():
            return event.reacted_at
        case Notice():
            return event.happened_at

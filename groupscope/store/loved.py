"""Which messages were replied and reacted to by most people."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Row, and_, case, func, select

from groupscope.periods import Period
from groupscope.scope import Scope
from groupscope.store.events import LOOK_BACK
from groupscope.store.identity import Place
from groupscope.store.packing import mixed_up
from groupscope.store.places import messages_at
from groupscope.store.robots import Robots, robots_in
from groupscope.store.snapshot import Snapshot
from groupscope.store.summaries.turns import TURNS
from groupscope.store.tables import message, reaction

SIFTED = (3, 1)
"""How many must have reacted, at first, and where that is not enough: most reactions are alone."""
LOOKED_AT = 250
"""How many messages are looked at in one go, the most promising first."""


@dataclass(frozen=True, slots=True)
class Loved:
    """A message with what it was given.

    ``row`` has the message's ``sent_at``, ``message_key``, ``sender_id``, ``kind``, ``text``,
    ``media`` and ``segments``. ``people`` is how many different ones replied or reacted, its author
    and robots aside; ``replies`` how many replies there were, ``reactions`` how many people gave
    each sign (by QQ's code), most first.
    """

    row: Row[*tuple[Any, ...]]
    people: int
    replies: int
    reactions: Mapping[str, int]

    @property
    def order(self) -> tuple[int, int, int, int]:
        """What it is ordered by: people, then replies and reactions, then the later one."""
        given = self.replies + sum(self.reactions.values())
        return self.people, given, self.row.sent_at, self.row.message_key


@dataclass(slots=True)
class Given:
    """What one message was given."""

    repliers: list[int] = field(default_factory=list[int])
    events: list[Any] = field(default_factory=list[Any])

    def to(self, row: Row[*tuple[Any, ...]], robots: Robots) -> Loved:
        """Count it; what was taken off again does not count, nor does its author."""
        repliers = [one for one in self.repliers if one not in robots]
        signs, unnamed = self._signs(row.sender_id, robots)
        people = {*repliers, *(user for users in signs.values() for user in users)}
        reactions = {
            sign: len(signs.get(sign, ())) + unnamed.get(sign, 0) for sign in {**signs, **unnamed}
        }
        ranked = sorted(reactions.items(), key=lambda pair: (-pair[1], pair[0]))
        return Loved(
            row=row,
            people=len(people) + max(unnamed.values(), default=0),
            replies=len(repliers),
            reactions={sign: count for sign, count in ranked if count},
        )

    def _signs(self, author: int, robots: Robots) -> tuple[dict[str, set[int]], dict[str, int]]:
        """Return who gave each sign and has not taken it off, and how many of whom nothing is told.

        Of those the number that QQ told last counts; they may be the same people from sign to sign.
        """
        named: defaultdict[str, set[int]] = defaultdict(set)
        unnamed: dict[str, int] = {}
        for event in sorted(self.events, key=lambda event: (event.reacted_at, -event.is_added)):
            if event.user_id is None:
                step = 1 if event.is_added else -1
                told = unnamed.get(event.emoji, 0) + step if event.count is None else event.count
                unnamed[event.emoji] = max(told, 0)
            elif event.is_added and event.user_id != author and event.user_id not in robots:
                named[event.emoji].add(event.user_id)
            elif not event.is_added:
                named[event.emoji].discard(event.user_id)
        return dict(named), unnamed


async def loved_messages(db: Snapshot, scope: Scope, most: int) -> list[Loved]:
    """Return the messages of a scope that most people replied or reacted to, most first.

    Replies and reactions count until a week after the period. Recalled messages, commands and the
    like are not among them, nor are those that nobody but the author turned to.
    """
    robots = await robots_in(db.connection, scope.group_id)
    replies = await _replies(db, scope)
    best: list[Loved] = []
    for fewest in SIFTED:
        reacted = await _reacted(db, scope, fewest)
        hopes = await asyncio.to_thread(_hopes, replies, reacted, fewest)
        best = await _best(db, scope, hopes, replies, robots, most)
        if len(best) == most and best[-1].people >= fewest:
            break  # what fewer have reacted to, and nobody has replied to, has fewer people
    return best


async def _best(
    db: Snapshot,
    scope: Scope,
    hopes: NDArray[np.int64],
    replies: NDArray[np.int64],
    robots: Robots,
    most: int,
) -> list[Loved]:
    """Look at hopes until those that are left cannot be among the best."""
    best: list[Loved] = []
    for start in range(0, len(hopes), LOOKED_AT):
        some = hopes[start : start + LOOKED_AT]
        if len(best) == most and some[0, 2] < best[-1].people:
            break
        best += await _looked_at(db, scope, some, replies, robots)
        best = sorted(best, key=lambda loved: loved.order, reverse=True)[:most]
    return best


async def _replies(db: Snapshot, scope: Scope) -> NDArray[np.int64]:
    """Return (sent_at, message_key, replier) of every reply to a message of the scope."""
    since, until = scope.period.since, scope.period.until
    end = datetime.fromtimestamp(_end(db, scope), scope.period.zone)
    turns = await db.summary(TURNS, Scope(scope.group_id, Period(scope.period.start, end, "")))
    cells = turns.replies
    wanted = (cells[:, 3] >= since) & (cells[:, 3] < until)
    if scope.member_id is not None:
        wanted &= cells[:, 2] == scope.member_id
    return cells[wanted][:, [3, 4, 1]]


def _end(db: Snapshot, scope: Scope) -> int:
    """Return until when replies and reactions count."""
    until = scope.period.until
    return max(until, min(until + LOOK_BACK, db.now))


async def _reacted(db: Snapshot, scope: Scope, fewest: int) -> NDArray[np.int64]:
    """Return (sent_at, message_key, people at most) of messages that so many reacted to."""
    columns = reaction.c
    of_nobody = case((columns.user_id.is_(None), func.coalesce(columns.count, 1)), else_=0)
    people = func.count(columns.user_id) + func.sum(of_nobody)
    asked = (
        select(columns.message_at, columns.message_key, people.label("people"))
        .where(_reactions_of(db, scope))
        .group_by(columns.message_at, columns.message_key)
        .having(people >= fewest)
    )
    if scope.member_id is not None:
        # Whose they are is asked of those alone: to look up each reaction's message takes longer.
        some = asked.subquery()
        theirs = and_(
            message.c.group_id == scope.group_id,
            message.c.sent_at == some.c.message_at,
            message.c.message_key == some.c.message_key,
            message.c.sender_id == scope.member_id,
        )
        asked = select(some).join(message, theirs)
    rows = (await db.connection.execute(asked)).all()
    found = [np.array(column, np.int64) for column in zip(*rows, strict=True)]
    return np.stack(found, axis=1) if found else np.zeros((0, 3), np.int64)


def _reactions_of(db: Snapshot, scope: Scope) -> ColumnElement[bool]:
    columns = reaction.c
    return and_(
        columns.group_id == scope.group_id,
        columns.reacted_at >= scope.period.since,
        columns.reacted_at < _end(db, scope),
        columns.message_key.is_not(None),
        columns.message_at >= scope.period.since,
        columns.message_at < scope.period.until,
    )


def _hopes(
    replies: NDArray[np.int64], reacted: NDArray[np.int64], fewest: int
) -> NDArray[np.int64]:
    """Return (sent_at, message_key, people at most), the most promising first.

    Fewer than ``fewest`` may have reacted to what is not among ``reacted``.
    """
    _, repliers = np.unique(mixed_up(replies), return_index=True)
    places = np.concatenate([replies[repliers, :2], reacted[:, :2]])
    _, first, position = np.unique(mixed_up(places), return_index=True, return_inverse=True)
    replied = np.bincount(position[: len(repliers)], minlength=len(first))
    people = replied.astype(np.int64) + fewest - 1
    people[position[len(repliers) :]] += reacted[:, 2] - fewest + 1
    order = np.argsort(-people, kind="stable")
    return np.concatenate([places[first], people[:, None]], axis=1)[order]


async def _looked_at(
    db: Snapshot,
    scope: Scope,
    hopes: NDArray[np.int64],
    replies: NDArray[np.int64],
    robots: Robots,
) -> list[Loved]:
    """Return what some messages were really given, without those that count nowhere."""
    places = {Place(sent_at, key) for sent_at, key, _ in hopes.tolist()}
    given: defaultdict[Place, Given] = defaultdict(Given)
    among = np.isin(replies[:, 0], hopes[:, 0])
    for sent_at, key, replier in replies[among].tolist():
        given[Place(sent_at, key)].repliers.append(replier)
    moments = sorted({place.sent_at for place in places})
    for event in await _events(db, scope, moments):
        given[Place(event.message_at, event.message_key)].events.append(event)
    rows = await messages_at(db, scope.group_id, places)
    found = (
        given[place].to(row, robots)
        for place, row in rows.items()
        if scope.member_id in (None, row.sender_id)
    )
    return [loved for loved in found if loved.people]


async def _events(db: Snapshot, scope: Scope, moments: Iterable[int]) -> Sequence[Any]:
    asked = select(reaction).where(_reactions_of(db, scope), reaction.c.message_at.in_(moments))
    return (await db.connection.execute(asked)).all()

"""What was asked, who answered, and what is still open."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from groupscope.periods import Period
from groupscope.scope import Scope
from groupscope.store.identity import Place
from groupscope.store.packing import Table, mixed_up
from groupscope.store.places import messages_at
from groupscope.store.snapshot import Snapshot
from groupscope.store.summaries.asking import ASKING, Asking
from groupscope.store.tables import question_mark

PATIENCE = 86_400
"""Seconds after a question within which an answer to it is looked for."""
NONE = -1
"""Stands for the answer of a question that has none."""


class Asked(NamedTuple):
    """A question, and what became of it."""

    place: Place
    asker_id: int
    text: str
    answer_by: int | None = None
    answer_after: int | None = None
    """In seconds."""
    answer_place: Place | None = None
    is_done: bool = False

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it, nor marked it as done."""
        return self.answer_by is None and not self.is_done


@dataclass(frozen=True, slots=True)
class Board:
    """The questions of a scope, the open ones first, then the latest first.

    ``questions`` are (sent_at, message_key, asker); ``answers`` (sent_at, message_key, who) beside
    them, or NONE; ``done`` says which were marked.
    """

    group_id: int
    questions: Table
    answers: Table
    done: NDArray[np.bool_]

    @property
    def total(self) -> int:
        """How many questions there are."""
        return len(self.questions)

    @property
    def open_count(self) -> int:
        """How many of them are open: the first so many."""
        return int(np.count_nonzero((self.answers[:, 2] == NONE) & ~self.done))

    async def first(self, db: Snapshot, most: int) -> list[Asked]:
        """Return the first so many questions, with their texts."""
        places = [Place(at, key) for at, key, _ in self.questions[:most].tolist()]
        rows = await messages_at(db, self.group_id, places)
        return [
            self._asked(number, place, rows[place].text)
            for number, place in enumerate(places)
            if place in rows
        ]

    def _asked(self, number: int, place: Place, text: str) -> Asked:
        asked = Asked(place, int(self.questions[number, 2]), text, is_done=bool(self.done[number]))
        at, key, who = self.answers[number].tolist()
        if who == NONE:
            return asked
        after, there = at - place.sent_at, Place(at, key)
        return asked._replace(answer_by=who, answer_after=after, answer_place=there)


async def questions_of(db: Snapshot, scope: Scope) -> list[Asked]:
    """Return the questions of a short scope, the open ones first, then the latest first."""
    board = await board_of(db, scope)
    return await board.first(db, board.total)


async def board_of(db: Snapshot, scope: Scope) -> Board:
    """Return the questions of a scope; their answers may come until a day after its period."""
    end = datetime.fromtimestamp(scope.period.until + PATIENCE, scope.period.zone)
    asking = await db.summary(ASKING, Scope(scope.group_id, Period(scope.period.start, end, "")))
    done = await _done(db, scope)
    # A year has a hundred thousand: nobody else should wait for them to be sorted.
    return await asyncio.to_thread(_board, scope, asking, done)


def _board(scope: Scope, asking: Asking, marked: Table) -> Board:
    questions = asking.questions
    since, until = scope.period.since, scope.period.until
    wanted = (questions[:, 0] >= since) & (questions[:, 0] < until)
    if scope.member_id is not None:
        wanted &= questions[:, 2] == scope.member_id
    questions = in_order(questions[wanted])
    answers = answers_to(questions, asking)
    done = np.isin(mixed_up(questions[:, :2]), mixed_up(marked))
    is_settled = (answers[:, 2] != NONE) | done
    order = np.lexsort((-questions[:, 1], -questions[:, 0], is_settled))
    return Board(scope.group_id, questions[order], answers[order], done[order])


def answers_to(questions: Table, asking: Asking) -> Table:
    """Return the answer of each question: (sent_at, message_key, who), or NONE.

    A reply first, then a mention of the asker; of each the first by somebody else within a day.
    """
    answers = np.full((len(questions), 3), NONE, np.int64)
    if len(questions):
        for numbers, found in (_mentions(questions, asking), _replies(questions, asking)):
            answers[numbers] = found
    return answers


def _replies(questions: Table, asking: Asking) -> tuple[NDArray[np.intp], Table]:
    """Return which questions were replied to, and by which reply first."""
    replies = in_order(asking.replies)
    marks = mixed_up(questions[:, :2])
    by_mark = np.argsort(marks)
    targets = mixed_up(replies[:, 4:])
    numbers = by_mark[np.searchsorted(marks, targets, sorter=by_mark) % len(marks)]
    target = questions[numbers]
    waited = replies[:, 0] - target[:, 0]
    answers = (
        (marks[numbers] == targets)
        & (waited >= 0)
        & (waited <= PATIENCE)
        & (replies[:, 2] != target[:, 2])
    )
    replied, first = np.unique(numbers[answers], return_index=True)
    return replied, replies[answers][first, :3]


def _mentions(questions: Table, asking: Asking) -> tuple[NDArray[np.intp], Table]:
    """Return which questions' askers were mentioned after it, and by which message first."""
    mentions = in_order(asking.mentions)
    askers, numbers = np.unique(questions[:, 2], return_inverse=True)
    whom = np.searchsorted(askers, mentions[:, 3]) % len(askers)
    of_asker = askers[whom] == mentions[:, 3]
    mentions, whom = mentions[of_asker], whom[of_asker]
    if not len(mentions):
        return np.zeros(0, np.intp), np.zeros((0, 3), np.int64)
    # One line of messages for each asker, all of them one behind the other; within a second the
    # true sequence tells which was first.
    together = np.concatenate((mentions[:, :2], questions[:, :2]))
    line = len(together)
    turns = np.empty(line, np.int64)
    turns[np.lexsort((together[:, 1], together[:, 0]))] = np.arange(line)
    told = whom * line + turns[: len(mentions)]
    order = np.argsort(told, kind="stable")
    asked = numbers.ravel() * line + turns[len(mentions) :]
    place = np.searchsorted(told[order], asked)
    is_there = place < len(order)
    first = order[np.minimum(place, len(order) - 1)]
    waited = mentions[first, 0] - questions[:, 0]
    is_there &= (mentions[first, 3] == questions[:, 2]) & (waited <= PATIENCE)
    return np.flatnonzero(is_there), mentions[first[is_there], :3]


def in_order(cells: Table) -> Table:
    """Return cells by the time and key of their messages, which are the first two columns."""
    return cells[np.lexsort((cells[:, 1], cells[:, 0]))]


async def _done(db: Snapshot, scope: Scope) -> Table:
    """Return the (sent_at, message_key) of questions that are marked as done."""
    marks = question_mark.c
    rows: Sequence[tuple[int, int]] = [
        (row.sent_at, row.message_key)
        for row in await db.connection.execute(
            select(marks.sent_at, marks.message_key).where(
                marks.group_id == scope.group_id,
                marks.sent_at >= scope.period.since,
                marks.sent_at < scope.period.until,
            )
        )
    ]
    return np.array(rows, np.int64).reshape(-1, 2)

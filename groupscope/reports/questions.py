"""问题: what was asked, who answered, and what is still open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, NamedTuple, Self

from sqlalchemy import Row, and_, or_, select

from groupscope.charts import Card, QuestionList, QuestionRow
from groupscope.commands import Question
from groupscope.errors import QuestionError
from groupscope.periods import Period
from groupscope.report import (
    Report,
    clipped,
    command,
    coverage_line,
    duration_label,
)
from groupscope.scope import Scope
from groupscope.store import Snapshot
from groupscope.store.coverage import Coverage
from groupscope.store.identity import Place
from groupscope.store.messages import from_json_list
from groupscope.store.summaries.kind import counted
from groupscope.store.tables import message, question_mark

SHOWN = 10
PATIENCE = 86_400
"""Seconds after a question within which an answer to it is looked for."""
OPEN = frozenset({"open", "没人答", "未答", "待答"})
LONGEST_QUESTION = 120


class NothingAskedError(QuestionError):
    """Nobody has asked anything in a period."""

    def __init__(self, period: Period, *, only_open: bool) -> None:
        super().__init__(
            f"{period.label}没有还没人答的问题。" if only_open else f"{period.label}没有人提问。"
        )


class Asked(NamedTuple):
    """A question, and what became of it."""

    place: Place
    asker_id: int
    text: str
    answer_by: int | None = None
    answer_after: int | None = None
    """In seconds."""
    is_done: bool = False

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it, nor marked it as done."""
        return self.answer_by is None and not self.is_done


@command(
    "questions",
    "问题",
    period="近7天",
    summary="问了什么，谁答了，哪些没人答",
    example="/问题 昨天，/问题 open，/问题 done 2",
    options=OPEN,
    actions=frozenset({"done", "解决", "已解决"}),
)
@dataclass(frozen=True, slots=True)
class Questions(Report):
    """Questions of a period, the open ones first, the latest first among equals.

    An answer is a reply to the question by somebody else, else the first message by somebody else
    that mentions the asker, within a day; nothing else is guessed.
    """

    only_open: ClassVar[bool] = False
    listing: ClassVar[str | None] = "questions"

    group: str
    period: Period
    asked: tuple[Asked, ...]
    names: Mapping[int, str]
    total: int
    open_count: int
    coverage: Coverage

    @classmethod
    async def load(cls, db: Snapshot, scope: Scope) -> Self:
        """Find the questions of a group or a member, with their answers."""
        return await cls.ask(db, Question(scope))

    @classmethod
    async def ask(cls, db: Snapshot, question: Question) -> Self:
        """Find the questions; only the open ones where asked so."""
        scope, only_open = question.scope, cls.only_open or bool(question.options)
        found = await questions_of(db, scope)
        open_ones = [asked for asked in found if asked.is_open]
        listed = open_ones if only_open else found
        if not listed:
            raise NothingAskedError(scope.period, only_open=only_open)
        shown = tuple(listed[:SHOWN])
        people = {asked.asker_id for asked in shown}
        people |= {asked.answer_by for asked in shown if asked.answer_by}
        return cls(
            group=db.group_name(scope.group_id),
            period=scope.period,
            asked=shown,
            names=await db.names(scope.group_id, people),
            total=len(found),
            open_count=len(open_ones),
            coverage=await db.coverage(scope),
        )

    def headline(self) -> str:
        """Say how many were asked, and how many are open."""
        if not self.open_count:
            return f"{self.period.label} {self.total} 个问题，都有人答了"
        return f"{self.period.label} {self.total} 个问题，{self.open_count} 个还没人答"

    def text(self) -> str:
        """List the questions with their numbers."""
        lines = [f"{self.period.label}的问题 · {self.group}", self.headline()]
        lines += [
            f"{row.number}. {clipped(row.name)}：{clipped(row.text, 40)}（{state_label(row)}）"
            for row in self._rows()
        ]
        hint = "回答后可发「/问题 done 编号」标记解决"
        return "\n".join([*lines, hint, coverage_line(self.period, self.coverage)])

    def card(self) -> Card:
        """Draw the questions."""
        rows = self._rows()
        listed = QuestionList("问题板", f"{self.open_count} 个待回答", rows)
        subtitle = f"{self.group} · {self.period.label} · {self.total} 个问题"
        foot = coverage_line(self.period, self.coverage)
        return Card("大家在问什么", "🙋", subtitle, (listed,), foot)

    def _rows(self) -> tuple[QuestionRow, ...]:
        return tuple(self._row(number, asked) for number, asked in enumerate(self.asked, start=1))

    def _row(self, number: int, asked: Asked) -> QuestionRow:
        moment = datetime.fromtimestamp(asked.place.sent_at, self.period.zone)
        return QuestionRow(
            number=number,
            member_id=asked.asker_id,
            name=self.names[asked.asker_id],
            text=clipped(asked.text, LONGEST_QUESTION),
            asked=f"{moment:%m-%d %H:%M}",
            answered_by=self.names[asked.answer_by] if asked.answer_by else None,
            after=after_label(asked.answer_after),
            is_done=asked.is_done,
        )


@command(
    "unanswered",
    "没人答",
    period="近7天",
    summary="还没人答的问题",
    example="/没人答 昨天",
)
@dataclass(frozen=True, slots=True)
class Unanswered(Questions):
    """The open questions alone."""

    only_open: ClassVar[bool] = True


def after_label(seconds: int | None) -> str | None:
    """Return how long an answer took: 6 分钟后."""
    if seconds is None:
        return None
    return f"{seconds} 秒后" if seconds < 60 else f"{duration_label(seconds)}后"  # noqa: PLR2004 -- a minute


def state_label(row: QuestionRow) -> str:
    """Return what became of a question, in words."""
    if row.answered_by:
        return f"{clipped(row.answered_by)} {row.after}回答"
    return "已标记解决" if row.is_done else "待回答"


async def questions_of(db: Snapshot, scope: Scope) -> list[Asked]:
    """Return the questions of a scope, the open ones first, then the latest first."""
    columns = message.c
    wanted = select(columns.sent_at, columns.message_key, columns.sender_id, columns.text).where(
        columns.group_id == scope.group_id,
        columns.sent_at >= scope.period.since,
        columns.sent_at < scope.period.until,
        counted(),
        columns.is_question == 1,
    )
    if scope.member_id is not None:
        wanted = wanted.where(columns.sender_id == scope.member_id)
    rows = (await db.connection.execute(wanted)).all()
    asked = [Asked(Place(row.sent_at, row.message_key), row.sender_id, row.text) for row in rows]
    done = await _done(db, scope)
    answers = Answers(await _candidates(db, scope))
    found = [answers.of(one)._replace(is_done=one.place in done) for one in asked]
    latest_first = sorted(found, key=lambda one: one.place, reverse=True)
    return sorted(latest_first, key=lambda one: not one.is_open)


class Answers:
    """Messages that may answer something: replies, and those that mention somebody."""

    def __init__(self, rows: Sequence[Row[*tuple[Any, ...]]]) -> None:
        self._replies: dict[Place, list[Any]] = {}
        self._mentions: dict[int, list[Any]] = {}
        for row in rows:
            if row.reply_to_key is not None:
                target = Place(row.reply_to_at, row.reply_to_key)
                self._replies.setdefault(target, []).append(row)
            for mentioned in from_json_list(row.mentions):
                self._mentions.setdefault(mentioned, []).append(row)

    def of(self, asked: Asked) -> Asked:
        """Return a question with its first answer: a reply first, then a mention of the asker."""
        answer = self._first(self._replies.get(asked.place, []), asked) or self._first(
            [
                row
                for row in self._mentions.get(asked.asker_id, [])
                if row.reply_to_id is None and not row.is_question
            ],
            asked,
        )
        if answer is None:
            return asked
        after = answer.sent_at - asked.place.sent_at
        return asked._replace(answer_by=answer.sender_id, answer_after=after)

    @staticmethod
    def _first(rows: Sequence[Any], asked: Asked) -> Any | None:  # noqa: ANN401 -- a row of the query
        for row in rows:
            waited = row.sent_at - asked.place.sent_at
            is_later = 0 <= waited <= PATIENCE and (row.sent_at, row.message_key) != asked.place
            if is_later and row.sender_id != asked.asker_id:
                return row
        return None


async def _candidates(db: Snapshot, scope: Scope) -> Sequence[Row[*tuple[Any, ...]]]:
    columns = message.c
    rows = await db.connection.execute(
        select(
            columns.sent_at,
            columns.message_key,
            columns.sender_id,
            columns.reply_to_id,
            columns.reply_to_at,
            columns.reply_to_key,
            columns.mentions,
            columns.is_question,
        )
        .where(
            columns.group_id == scope.group_id,
            columns.sent_at >= scope.period.since,
            columns.sent_at < scope.period.until + PATIENCE,
            and_(counted(), or_(columns.reply_to_key.is_not(None), columns.mentions.is_not(None))),
        )
        .order_by(columns.sent_at, columns.message_key)
    )
    return rows.all()


async def _done(db: Snapshot, scope: Scope) -> set[Place]:
    marks = question_mark.c
    rows = await db.connection.execute(
        select(marks.sent_at, marks.message_key).where(
            marks.group_id == scope.group_id,
            marks.sent_at >= scope.period.since,
            marks.sent_at < scope.period.until,
        )
    )
    return {Place(row.sent_at, row.message_key) for row in rows}

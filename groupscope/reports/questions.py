"""问题: what was asked, who answered, and what is still open."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from groupscope.charts import Card, QuestionList, QuestionRow
from groupscope.commands import Question
from groupscope.errors import QuestionError
from groupscope.figures.asking import answer_label, question_rows
from groupscope.periods import Period
from groupscope.report import (
    Report,
    advice,
    clipped,
    command,
    coverage_line,
    name_asked,
)
from groupscope.scope import Scope
from groupscope.settings import QUESTION_BOARD, Setting
from groupscope.store import Snapshot
from groupscope.store.asked import Asked, board_of
from groupscope.store.coverage import Coverage

SHOWN = 10
OPEN = frozenset({"open", "没人答", "未答", "待答"})


class NothingAskedError(QuestionError):
    """Nobody has asked anything in a period."""

    def __init__(self, period: Period, who: str | None, *, only_open: bool) -> None:
        whose = f"{clipped(who)} " if who else ""
        if only_open:
            super().__init__(f"{whose}{period.label}没有还没人答的问题。")
            return
        what = "没有提问" if who else "没有人提问"
        super().__init__(f"{whose}{period.label}{what}。{advice(period, '问题')}")


@command(
    "questions",
    "问题",
    period="近7天",
    summary="问了什么，谁答了，哪些没人答",
    example="/问题 昨天，/问题 open，/问题 done 2",
    icon="🙋",
    place=10,
    details=(
        ("open、没人答", "只看还没人答的"),
        ("done 编号", "提问的人或管理员：标为已解决"),
        ("怎样算回答", "一天内别人引用它，或者 @ 了提问的人"),
    ),
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
    switch: ClassVar[Setting[bool] | None] = QUESTION_BOARD

    group: str
    who: str | None
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
        board = await board_of(db, scope)
        listed = board.open_count if only_open else board.total
        who = await name_asked(db, scope)
        if not listed:
            raise NothingAskedError(scope.period, who, only_open=only_open)
        shown = tuple(await board.first(db, min(listed, SHOWN)))
        people = {asked.asker_id for asked in shown}
        people |= {asked.answer_by for asked in shown if asked.answer_by}
        return cls(
            group=db.group_name(scope.group_id),
            who=who,
            period=scope.period,
            asked=shown,
            names=await db.names(scope.group_id, people),
            total=board.total,
            open_count=board.open_count,
            coverage=await db.coverage(scope),
        )

    def headline(self) -> str:
        """Say how many were asked, and how many are open."""
        who = f"{clipped(self.who)} " if self.who else ""
        state = f"{self.open_count:,} 个还没人答" if self.open_count else "都有人答了"
        return f"{who}{self.period.label} {self.total:,} 个问题，{state}"

    def text(self) -> str:
        """List the questions with their numbers."""
        lines = [f"{self.period.label}的问题 · {self.group}", self.headline()]
        lines += [
            f"{row.number}. {clipped(row.name)}：{clipped(row.text, 40)}（{answer_label(row)}）"
            for row in self._rows()
        ]
        hint = "回答后可发「/问题 done 编号」标记解决"
        return "\n".join([*lines, hint, coverage_line(self.period, self.coverage)])

    def card(self) -> Card:
        """Draw the questions."""
        rows = self._rows()
        listed = QuestionList("📋 问题板", f"{self.open_count:,} 个待回答", rows)
        subtitle = f"{self.group} · {self.period.label} · {self.total:,} 个问题"
        foot = coverage_line(self.period, self.coverage)
        title = f"{clipped(self.who)}问了什么" if self.who else "大家在问什么"
        return Card(title, "🙋", subtitle, (listed,), foot)

    def _rows(self) -> tuple[QuestionRow, ...]:
        return question_rows(self.asked, self.names, self.period.zone)


@command(
    "unanswered",
    "没人答",
    period="近7天",
    summary="还没人答的问题",
    example="/没人答 昨天",
    icon="❓",
)
@dataclass(frozen=True, slots=True)
class Unanswered(Questions):
    """The open questions alone."""

    only_open: ClassVar[bool] = True

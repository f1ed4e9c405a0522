"""课表: the lessons that there have been."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Self

from sqlalchemy import func, select

from groupscope.charts import Board, BoardRow, Card
from groupscope.commands.lessons import CLOSING, OPENING
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
from groupscope.store.lessons import KnownLesson, lessons_of
from groupscope.store.summaries.kind import counted
from groupscope.store.tables import message

SHOWN, TOLD = 12, 50


class NoLessonsError(QuestionError):
    """There has been no lesson yet."""

    def __init__(self) -> None:
        super().__init__(
            f"本群还没有开过课。管理员发「/{OPENING.names[1]} 课名」开始，"
            f"发「/{CLOSING.names[1]}」结束。"
        )


class Held(NamedTuple):
    """A lesson with how many messages there were in it, by how many members."""

    lesson: KnownLesson
    messages: int
    people: int


@command(
    "lessons",
    "课表",
    period=None,
    summary="有过哪些课",
    example="/课表",
    takes_member=False,
    icon="🗒️",
    details=(("编号", "再看某一节：/课堂 3"),),
)
@dataclass(frozen=True, slots=True)
class Lessons(Report):
    """A group's lessons, the latest first."""

    group: str
    period: Period
    held: tuple[Held, ...]
    total: int
    now: int
    coverage: Coverage

    @classmethod
    async def load(cls, db: Snapshot, scope: Scope) -> Self:
        """List the lessons; NoLessonsError where there are none."""
        known = await lessons_of(db.connection, scope.group_id)
        if not known:
            raise NoLessonsError
        latest = known[: -TOLD - 1 : -1]
        return cls(
            group=db.group_name(scope.group_id),
            period=scope.period,
            held=tuple([await held(db, scope.group_id, lesson) for lesson in latest]),
            total=len(known),
            now=db.now,
            coverage=await db.coverage(scope),
        )

    def headline(self) -> str:
        """Say how many there were, and which one was the latest."""
        last = self.held[0].lesson
        state = "正在上" if last.is_open(self.now) else "最近是"
        return f"共 {self.total} 节课，{state}「{clipped(last.name, 16)}」（{self._when(last)}）"

    def text(self) -> str:
        """List the lessons."""
        lines = [f"课表 · {self.group}", self.headline()]
        lines += [
            f"#{one.lesson.number} {clipped(one.lesson.name, 20)}：{self._note(one)}"
            for one in self.held
        ]
        if self.total > len(self.held):
            lines.append(f"还有更早的 {self.total - len(self.held)} 节")
        lines.append("看某一节：/课堂 编号")
        return "\n".join([*lines, coverage_line(self.period, self.coverage)])

    def card(self) -> Card:
        """Draw the latest of them."""
        shown = self.held[:SHOWN]
        most = max((one.messages for one in shown), default=1) or 1
        rows = tuple(
            BoardRow(
                place=None,
                member_id=None,
                name=f"#{one.lesson.number} {one.lesson.name}",
                value=f"{one.messages:,} 条",
                share=one.messages / most,
                note=self._note(one),
                icon="🔔" if one.lesson.is_open(self.now) else "🎓",
            )
            for one in shown
        )
        board = Board("🗒️ 有过的课", "看某一节：/课堂 编号", rows)
        subtitle = f"{self.group} · 共 {self.total} 节"
        return Card("课表", "🎓", subtitle, (board,), coverage_line(self.period, self.coverage))

    def _note(self, one: Held) -> str:
        people = f"{one.people:,} 人参与" if one.people else "没有人说话"
        seconds = min(one.lesson.until, self.now) - one.lesson.since
        return f"{self._when(one.lesson)}，{duration_label(seconds)}，{people}"

    def _when(self, lesson: KnownLesson) -> str:
        """Return when a lesson began, and ended if it has."""
        start = datetime.fromtimestamp(lesson.since, self.period.zone)
        end = datetime.fromtimestamp(lesson.until, self.period.zone)
        day = "%m-%d" if start.year == self.period.end.year else "%Y-%m-%d"
        if lesson.is_open(self.now):
            return f"{start:{day} %H:%M} 起"
        last = f"{end:%H:%M}" if end.date() == start.date() else f"{end:%m-%d %H:%M}"
        return f"{start:{day} %H:%M}–{last}"


async def held(db: Snapshot, group_id: int, lesson: KnownLesson) -> Held:
    """Count a lesson's messages and who sent them."""
    columns = message.c
    asked = select(func.count(), func.count(columns.sender_id.distinct())).where(
        columns.group_id == group_id,
        columns.sent_at >= lesson.since,
        columns.sent_at < lesson.until,
        counted(),
    )
    row = (await db.connection.execute(asked)).one()
    return Held(lesson, row[0], row[1])

"""日报, 周报, 月报: what there was to a day, a week or a month."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Final, Self

from groupscope.charts import Card
from groupscope.commands import Question
from groupscope.digest.hours import bars_of
from groupscope.digest.marks import issue_of, marks_of
from groupscope.digest.parts import Parts, parts_of
from groupscope.digest.sentences import Change, change_of, headline_of
from groupscope.digest.usual import A_WEEK, usual_of
from groupscope.digest.words import lines_of
from groupscope.figures.changes import change_label
from groupscope.periods import Period
from groupscope.report import HEADLINE_LENGTH, REPORTS, Report, Work, command, coverage_line
from groupscope.schedules.wishes import ACTIONS
from groupscope.scope import Scope
from groupscope.settings import BLOCKS, DIGEST_BLOCKS, USUAL, Rhythm, plain
from groupscope.settings.timings import WEEKDAYS
from groupscope.store import Snapshot
from groupscope.store.coverage import Coverage
from groupscope.store.settings import GroupSettings

WHOLE: Final = frozenset({"全", "完整", "长", "full", "long"})
"""Words that want everything there is."""
NO_BLOCKS: Final = "none"
"""The option of a digest that has nothing but its opening."""
RULES: Final = (
    ("不写时间", "上半天看昨天，下半天看今天；周报、月报同理"),
    ("全、完整", "所有栏目；平时有哪些，管理员用 /设置 日报栏目 来改"),
    ("开 22:00", "管理员：每天自动发；可写几个时间；关 停止"),
    ("每周 周一 09:00", "管理员：自动发周报；每月 1 09:00 发月报"),
    ("状态", "什么时候发，最近几次怎么样"),
)


@command(
    "digest",
    "日报",
    period="今天",
    summary="一天的总结",
    example="/日报，/日报 昨天 全，/日报 开 22:00",
    takes_member=False,
    options=WHOLE,
    actions=ACTIONS,
    icon="🗞️",
    place=14,
    details=RULES,
)
@dataclass(frozen=True, slots=True)
class Digest(Report):
    """The reports of a period on one card, with a sentence on top and what was not as usual.

    ``blocks`` are the keys of ``BLOCKS`` that it has. A question's options name them, or want the
    whole; without any it has the usual ones.
    """

    plugin: ClassVar[str] = "digest"
    rhythm: ClassVar[Rhythm] = Rhythm.DAILY

    group: str
    period: Period
    blocks: frozenset[str]
    parts: Parts
    change: Change | None
    coverage: Coverage

    @classmethod
    async def load(cls, db: Snapshot, scope: Scope) -> Self:
        """Gather the usual blocks."""
        return await cls.ask(db, Question(scope))

    @classmethod
    async def ask(cls, db: Snapshot, question: Question) -> Self:
        """Gather the blocks that are asked for; NothingSaidError where nothing was said."""
        scope, blocks = question.scope, blocks_of(question.options)
        parts = await parts_of(db, scope, blocks)
        usual = await usual_of(db, scope) if "change" in blocks else None
        return cls(
            group=db.group_name(scope.group_id),
            period=scope.period,
            blocks=blocks,
            parts=parts,
            change=change_of(parts, usual),
            coverage=await db.coverage(scope),
        )

    async def refined(self, work: Work) -> Self:
        """Let the words be looked through for new ones, as /热词 does."""
        words = self.parts.words
        if words is None or "words" not in self.blocks:
            return self
        return replace(self, parts=replace(self.parts, words=await words.refined(work)))

    @property
    def speakers(self) -> int:
        """How many members have said something."""
        return self.parts.trend.course.everybody

    def headline(self) -> str:
        """Say how much it was, against before, and what it was about, as there is room."""
        said = f"{self.period.label} {self.parts.trend.course.total:,} 条"
        change, sentence = self._compared(), self._sentence()
        lines = (
            f"{said}，{change}；{sentence}" if change else f"{said}；{sentence}",
            f"{said}；{sentence}",
            f"{said}，{change}" if change else said,
        )
        return next((line for line in lines if len(line) <= HEADLINE_LENGTH), said)

    def text(self) -> str:
        """Say the same with the figures of every block."""
        lines = [f"{self.period.label}{name_of(self.period)} · {self.group}", self.headline()]
        lines += lines_of(self.parts, bars_of(self.parts.trend), self.change, self.blocks)
        return "\n".join([*lines, coverage_line(self.period, self.coverage)])

    def card(self) -> Card:
        """Draw the opening and the blocks."""
        trend = self.parts.trend
        return Card(
            title=self.group,
            icon=self.command.icon,
            subtitle=self._dates(),
            marks=marks_of(self.parts, self.change, self.blocks),
            foot=coverage_line(self.period, self.coverage),
            opening=issue_of(name_of(self.period), trend, bars_of(trend), self._sentence()),
        )

    def _sentence(self) -> str:
        return headline_of(self.parts, bars_of(self.parts.trend))

    def _compared(self) -> str:
        trend = self.parts.trend
        if trend.earlier is None:
            return ""
        return change_label(trend.course.total, trend.earlier.course.total, trend.earlier.name)

    def _dates(self) -> str:
        """Return which days these are: 11月20日 周五 · 截至 21:35, 11月16日–11月22日."""
        first = self.period.start
        last = datetime.fromtimestamp(self.period.until - 1, self.period.zone)
        dated = dated_label(first)
        if first.date() == last.date():
            dated = f"{dated} {WEEKDAYS[first.weekday()]}"
        else:
            dated = f"{dated}–{dated_label(last)}"
        end = self.period.end
        is_cut = self.period.is_unfinished and (end.hour or end.minute)
        return f"{dated} · 截至 {end:%H:%M}" if is_cut else dated


@command(
    "weekly",
    "周报",
    period="上周",
    summary="一周的总结",
    example="/周报，/周报 本周，/周报 开 周一 09:00",
    takes_member=False,
    options=WHOLE,
    actions=ACTIONS,
    icon="🗓️",
    details=RULES,
)
@dataclass(frozen=True, slots=True)
class WeeklyDigest(Digest):
    """The digest of a week."""

    rhythm: ClassVar[Rhythm] = Rhythm.WEEKLY


@command(
    "monthly",
    "月报",
    period="上月",
    summary="一个月的总结",
    example="/月报，/月报 本月，/月报 开 1 09:00",
    takes_member=False,
    options=WHOLE,
    actions=ACTIONS,
    icon="🗓️",
    details=RULES,
)
@dataclass(frozen=True, slots=True)
class MonthlyDigest(Digest):
    """The digest of a month."""

    rhythm: ClassVar[Rhythm] = Rhythm.MONTHLY


def blocks_of(options: tuple[str, ...]) -> frozenset[str]:
    """Return the blocks that options name: all of them for 全, the usual ones for none."""
    if WHOLE.intersection(options):
        return frozenset(BLOCKS)
    if NO_BLOCKS in options:
        return frozenset()
    return frozenset(options) & BLOCKS.keys() or USUAL


def blocks_in(settings: GroupSettings, group_id: int, options: tuple[str, ...]) -> tuple[str, ...]:
    """Return the blocks of a group's digests as options, given those that somebody has typed.

    Whatever the group has switched off as a command is in no digest either.
    """
    is_whole = not WHOLE.isdisjoint(options)
    wanted = BLOCKS.keys() if is_whole else settings.of(group_id, DIGEST_BLOCKS)
    found = tuple(key for key in BLOCKS if key in wanted and is_open(settings, group_id, key))
    return found or (NO_BLOCKS,)


def is_open(settings: GroupSettings, group_id: int, block: str) -> bool:
    """Tell whether a group lets a block's question be asked."""
    report = REPORTS.get(block)
    if report is None:
        return True
    command = report.command
    is_off = settings.is_switched_off(group_id, (command.key, *map(plain, command.names)))
    return not is_off and (report.switch is None or settings.of(group_id, report.switch))


def dated_label(day: datetime) -> str:
    """Return a date as people say it: 11月20日."""
    return f"{day.month}月{day.day}日"


def name_of(period: Period) -> str:
    """Return what the digest of a period is called: 日报 of a day, 总结 of odd stretches."""
    step, begin = period.step, period.start
    if step is None or (begin.hour, begin.minute) != (0, 0):
        return "总结"
    if step.days == A_WEEK and begin.weekday() != 0:
        return "总结"
    names = {(0, 1): "日报", (0, A_WEEK): "周报", (1, 0): "月报", (12, 0): "年报"}
    return names.get((step.months, step.days), "总结")

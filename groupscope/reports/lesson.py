"""课堂: a named stretch that an admin opened and closed: who took part, what was asked."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Self

from groupscope.charts import (
    Board,
    BoardRow,
    Card,
    Mark,
    Pair,
    Peak,
    Pill,
    Pills,
    QuestionList,
    Quotes,
    Tile,
    Tiles,
    TimeBar,
    TimeLine,
)
from groupscope.commands import Question
from groupscope.commands.lessons import CLOSING, OPENING
from groupscope.errors import QuestionError
from groupscope.figures.asking import answer_label, question_rows
from groupscope.figures.buckets import TEN_MINUTES, Buckets
from groupscope.figures.cheers import quote_of
from groupscope.figures.course import Course, course_of
from groupscope.figures.peaks import peaks_of
from groupscope.figures.said import quotable
from groupscope.periods import Period
from groupscope.report import HEADLINE_LENGTH, Report, clipped, command, coverage_line
from groupscope.scope import Scope
from groupscope.store import Snapshot
from groupscope.store.asked import Asked, questions_of
from groupscope.store.coverage import Coverage
from groupscope.store.identity import Place
from groupscope.store.lessons import KnownLesson, lessons_of
from groupscope.store.loved import Loved, loved_messages
from groupscope.store.places import messages_at
from groupscope.store.present import members_present
from groupscope.store.summaries import SPEAKERS

LINES_SHOWN, PILLS_SHOWN = 4, 8
"""How many of those who took part have a line each, and how many a pill where they are more."""
QUESTIONS_SHOWN, OPEN_SHOWN, LOVED_SHOWN = 3, 1, 2
LONGEST_ANSWER = 80
NAME_LENGTH = 16
"""Characters of a lesson's name in a sentence."""


class NoLessonError(QuestionError):
    """There has been no lesson yet."""

    def __init__(self) -> None:
        super().__init__(
            f"本群还没有开过课。管理员发「/{OPENING.names[1]} 课名」开始，"
            f"发「/{CLOSING.names[1]}」结束。"
        )


class NoSuchLessonError(QuestionError):
    """No lesson has this number."""

    def __init__(self, meant: str) -> None:
        super().__init__(f"没有「{clipped(meant, NAME_LENGTH)}」这节课。发「/课堂 list」看有哪些。")


class SilentLessonError(QuestionError):
    """Nobody has said anything in a lesson (yet), or nobody was there to hear it."""

    def __init__(self, lesson: KnownLesson, period: Period, coverage: Coverage) -> None:
        state = "进行中" if period.is_unfinished else "已下课"
        was_there = coverage.recorded is not None or period.since == period.until
        why = "没有人说话" if was_there else "没有记录：那时我还不在群里"
        name = clipped(lesson.name, NAME_LENGTH)
        super().__init__(f"「{name}」{state}（{period.label}），{why}。")


class LessonNumber(Container[str]):
    """The words that mean a lesson: its number."""

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and word.isdecimal() and len(word) < 5  # noqa: PLR2004 -- QQ numbers have five digits


@command(
    "lesson",
    "课堂",
    period=None,
    summary="一节课的总结：参与、提问、金句",
    example="/课堂，/课堂 线性代数，/课堂 list，/课堂 线性代数 2026-11-19 20:00~22:00",
    takes_member=False,
    options=LessonNumber(),
    icon="🎓",
    details=(
        ("课名或编号", "再看那一节；不写就看最近的"),
        ("list", "有过哪些课"),
        ("课名 起止时间", "管理员：事后补一节，最长 12 小时；和同名的重叠，就改那一节的时间"),
        ("删除 编号", "管理员：去掉一节，消息还在"),
        ("怎样算回答", "一天内别人引用它，或者 @ 了提问的人"),
    ),
)
@dataclass(frozen=True, slots=True)
class Lesson(Report):
    """A lesson: messages by ten minutes, who took part, questions with answers, what was loved."""

    group: str
    lesson: KnownLesson
    period: Period
    is_open: bool
    buckets: Buckets
    course: Course
    counts: Mapping[int, int]
    members: int
    asked: tuple[Asked, ...]
    answers: Mapping[Place, str]
    loved: tuple[Loved, ...]
    names: Mapping[int, str]
    coverage: Coverage

    @classmethod
    async def load(cls, db: Snapshot, scope: Scope) -> Self:
        """Tell of the latest lesson."""
        return await cls.ask(db, Question(scope))

    @classmethod
    async def ask(cls, db: Snapshot, question: Question) -> Self:
        """Tell of a lesson by its number, or of the latest."""
        group_id = question.scope.group_id
        known = await lessons_of(db.connection, group_id)
        lesson = lesson_meant(known, next(iter(question.options), None))
        scope = Scope(group_id, period_of(lesson, question.scope.period.end))
        coverage = await db.coverage(scope)
        if not coverage.messages:
            raise SilentLessonError(lesson, scope.period, coverage)
        buckets, course = await course_of(db, scope, coverage, TEN_MINUTES)
        counts = (await db.summary(SPEAKERS, scope)).by_member()
        asked = await questions_of(db, scope)
        people = {*counts, *(one.answer_by for one in asked if one.answer_by)}
        return cls(
            group=db.group_name(group_id),
            lesson=lesson,
            period=scope.period,
            is_open=lesson.is_open(db.now),
            buckets=buckets,
            course=course,
            counts=counts,
            members=len(await members_present(db.connection, group_id, db.now)),
            asked=tuple(asked),
            answers=await answers_to(db, group_id, asked),
            loved=tuple(await loved_messages(db, scope, LOVED_SHOWN)),
            names=await db.names(group_id, people),
            coverage=coverage,
        )

    def headline(self) -> str:
        """Say when it was, how much was said by how many, and how many questions are answered."""
        name = f"「{clipped(self.lesson.name, NAME_LENGTH)}」"
        when = f"{self.period.start:%H:%M} 起，进行中" if self.is_open else self.period.label
        said = f"{self.course.total:,} 条，{len(self.counts):,} 人参与"
        asked = f"，{len(self.asked)} 个问题，{self._answered()} 个有人答" if self.asked else ""
        lines = (f"{name}{when}：{said}{asked}", f"{name}{said}{asked}", f"{name}{said}")
        return next((line for line in lines if len(line) <= HEADLINE_LENGTH), lines[-1])

    def text(self) -> str:
        """List who took part, what was asked and answered, and what was loved."""
        lines = [f"第 {self.lesson.number} 节：{clipped(self.lesson.name)} · {self.group}"]
        lines += [self.headline(), f"最热 {self._busiest()}"]
        people = [
            f"{clipped(self.names[one])} {count:,}" for one, count in [*self.counts.items()][:100]
        ]
        lines.append(f"参与：{'、'.join(people) or '不再保留是谁说的'}")
        for row in question_rows(self.asked, self.names, self.period.zone, self.answers):
            told = f"{clipped(row.name)}：{clipped(row.text, 60)}（{answer_label(row)}）"
            lines.append(f"🙋 {told}")
        for one in self.loved:
            told = f"{clipped(self.names[one.row.sender_id])}：{quotable(one.row, 60)}"
            lines.append(f"🌟 {told} —— {one.people} 人")
        return "\n".join([*lines, coverage_line(self.period, self.coverage)])

    def card(self) -> Card:
        """Draw all of it."""
        marks: list[Mark] = [self._tiles(), self._line()]
        if self.asked:
            asked = some_of(self.asked)
            rows = question_rows(asked, self.names, self.period.zone, self.answers)
            hint = f"{len(self.asked)} 个，{self._answered()} 个有人答"
            marks.append(QuestionList("🙋 问了什么", hint, rows))
        zone = self.period.zone
        quotes = tuple(quote_of(one, self.names, zone, "%H:%M") for one in self.loved)
        loved = Quotes("🌟 最多人接的话", "回复和贴表情的人数", quotes)
        if self.counts:
            marks.append(Pair(self._people(), loved) if quotes else self._people())
        elif quotes:
            marks.append(loved)
        state = " · 进行中" if self.is_open else ""
        subtitle = f"{self.group} · 第 {self.lesson.number} 节 · {self.period.label}{state}"
        foot = coverage_line(self.period, self.coverage)
        return Card(clipped(self.lesson.name, 20), "🎓", subtitle, tuple(marks), foot)

    def _tiles(self) -> Tiles:
        total, people = self.course.total, len(self.counts)
        tiles = [Tile("💬", "消息", f"{total:,}", f"最热 {self._busiest()}")]
        share = f"占全群 {people / self.members:.0%}" if self.members >= people > 0 else ""
        tiles.append(Tile("👥", "参与", f"{people:,} 人", share))
        if self.asked:
            tiles.append(Tile("🙋", "提问", f"{len(self.asked)}", f"{self._answered()} 个有人答"))
        return Tiles(tuple(tiles))

    def _line(self) -> TimeLine:
        buckets, messages = self.buckets, self.course.messages.tolist()
        bars = zip(
            messages,
            self.course.speakers.tolist(),
            buckets.gaps(self.coverage, messages),
            strict=True,
        )
        return TimeLine(
            title="📈 参与的起伏",
            hint="每 10 分钟" if buckets.width == TEN_MINUTES else "每小时",
            bars=tuple(
                TimeBar(buckets.at(place), buckets.label(place), said, speakers, is_gap)
                for place, (said, speakers, is_gap) in enumerate(bars)
            ),
            labels=buckets.labels(),
            is_low=True,
            peaks=tuple(
                Peak(place, f"{buckets.label(place)} · {messages[place]:,} 条")
                for place in peaks_of(messages)
            ),
        )

    def _people(self) -> Board | Pills:
        """Return those who took part: a few with lines, more of them on pills."""
        counts = list(self.counts.items())
        title, hint = "👥 谁参与了", f"{len(counts):,} 人"
        if len(counts) <= LINES_SHOWN:
            most = max(self.counts.values())
            rows = (
                BoardRow(place, one, self.names[one], f"{count:,} 条", count / most)
                for place, (one, count) in enumerate(counts, start=1)
            )
            return Board(title, hint, tuple(rows))
        hint += f"，说得最多的 {PILLS_SHOWN} 人" if len(counts) > PILLS_SHOWN else ""
        pills = (
            Pill(clipped(self.names[one], 5), f"{count:,}") for one, count in counts[:PILLS_SHOWN]
        )
        return Pills(title, hint, tuple(pills))

    def _answered(self) -> int:
        return sum(not one.is_open for one in self.asked)

    def _busiest(self) -> str:
        place = int(self.course.messages.argmax())
        return f"{self.buckets.label(place)}（{self.course.messages[place]:,} 条）"


def some_of(asked: Sequence[Asked]) -> list[Asked]:
    """Return the questions for the card, in order of time: answered ones, and two open ones.

    More of one sort, where there are fewer of the other.
    """
    open_ones = [one for one in asked if one.is_open]
    answered = [one for one in asked if not one.is_open]
    room = max(OPEN_SHOWN, QUESTIONS_SHOWN - len(answered))
    chosen = open_ones[:room] + answered[: QUESTIONS_SHOWN - len(open_ones[:room])]
    return sorted(chosen, key=lambda one: one.place)


async def answers_to(db: Snapshot, group_id: int, asked: Iterable[Asked]) -> Mapping[Place, str]:
    """Return what was answered, by the places of the answers."""
    places = [one.answer_place for one in asked if one.answer_place]
    rows = await messages_at(db, group_id, places)
    return {place: quotable(row, LONGEST_ANSWER) for place, row in rows.items()}


def lesson_meant(known: Sequence[KnownLesson], number: str | None) -> KnownLesson:
    """Return the lesson of a number, or the latest; NoLessonError, NoSuchLessonError."""
    if not known:
        raise NoLessonError
    if number is None:
        return known[-1]
    found = [lesson for lesson in known if lesson.number == int(number)]
    if not found:
        raise NoSuchLessonError(number)
    return found[0]


def period_of(lesson: KnownLesson, now: datetime) -> Period:
    """Return a lesson's stretch, as far as it has come, named by its times."""
    zone: tzinfo | None = now.tzinfo
    start = datetime.fromtimestamp(lesson.since, zone)
    end = datetime.fromtimestamp(lesson.until, zone)
    day = "%m-%d" if start.year == now.year else "%Y-%m-%d"
    last = f"{end:%H:%M}" if end.date() == start.date() else f"{end:%m-%d %H:%M}"
    when = f"{start:{day} %H:%M} 起" if end > now else f"{start:{day} %H:%M}–{last}"
    return Period(start, end, when).clamped(now)

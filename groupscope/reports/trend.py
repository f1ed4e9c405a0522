"""趋势: how much was said over time, by how many, and which words made the peaks."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from groupscope.access import Act
from groupscope.charts import Card, Peak, Tile, Tiles, TimeBar, TimeLine
from groupscope.figures.buckets import A_DAY, A_WEEK, AN_HOUR, TEN_MINUTES, Buckets
from groupscope.figures.changes import change_label, direction
from groupscope.figures.course import Course, course_of
from groupscope.figures.peaks import peaks_of
from groupscope.periods import Period
from groupscope.report import (
    HEADLINE_LENGTH,
    Report,
    SaidNothingError,
    clipped,
    command,
    coverage_line,
    covered,
    name_asked,
)
from groupscope.scope import Scope
from groupscope.store import Snapshot
from groupscope.store.coverage import Coverage
from groupscope.store.special import special_words

COMPARABLE = 0.9
"""The share of a stretch that must have been heard, for it to be compared with another."""
LONGEST_WORD = 8


class Earlier(NamedTuple):
    """The same stretch before, and what it is called."""

    name: str
    course: Course


class Top(NamedTuple):
    """A peak: which bucket, what it is called, its messages, and the word that made it."""

    bucket: int
    name: str
    messages: int
    word: str | None

    @property
    def label(self) -> str:
        """What stands beside it: when, and the word, or else the figure."""
        return f"{self.name} · {clipped(self.word or f'{self.messages:,} 条', LONGEST_WORD)}"


@command(
    "trend",
    "趋势",
    "走势",
    period="近7天",
    summary="什么时候说得多，都在说什么",
    example="/趋势 本月，/趋势 昨天",
    icon="📈",
    place=5,
    details=(
        ("一格多长", "一天以内 10 分钟，8 天以内 1 小时，120 天以内 1 天，更长 1 周"),
        ("高峰上的词", "那一格里比其余时间说得多的词；最多三个高峰"),
        ("比上一段", "和之前同样长的时间比，两段都听到九成以上才比"),
        ("斜线", "那段时间我听到的不到一半，不是没人说话"),
    ),
)
@dataclass(frozen=True, slots=True)
class Trend(Report):
    """Messages and speakers over time, against the same stretch before, with its peaks.

    ``course`` has one entry a bucket. ``earlier`` is None where there is nothing before, or too
    little of it was heard.
    """

    about_others: ClassVar[Act] = Act.SEE_CLOCK_OF_OTHERS

    group: str
    who: str | None
    period: Period
    buckets: Buckets
    course: Course
    gaps: tuple[bool, ...]
    tops: tuple[Top, ...]
    earlier: Earlier | None
    coverage: Coverage

    @classmethod
    async def load(cls, db: Snapshot, scope: Scope) -> Self:
        """Count buckets, find the peaks and their words, and compare with the stretch before."""
        found = await cls.counted(db, scope)
        return replace(found, tops=await tops_of(db, scope, found.buckets, found.course))

    @classmethod
    async def counted(cls, db: Snapshot, scope: Scope) -> Self:
        """Do the same without looking for words, which takes longer than all the rest."""
        coverage = await covered(db, scope)
        who = await name_asked(db, scope)
        buckets, course = await course_of(db, scope, coverage)
        if who and not course.total:
            raise SaidNothingError(who, scope.period, coverage.messages, "趋势")
        return cls(
            group=db.group_name(scope.group_id),
            who=who,
            period=scope.period,
            buckets=buckets,
            course=course,
            gaps=buckets.gaps(coverage, course.messages.tolist()),
            tops=tuple(
                Top(place, buckets.label(place), int(course.messages[place]), None)
                for place in peaks_of(course.messages.tolist())
            ),
            earlier=await earlier_of(db, scope, buckets.width)
            if is_heard(scope.period, coverage)
            else None,
            coverage=coverage,
        )

    def headline(self) -> str:
        """Say how much it was, against before, and when it was most; as much as there is room."""
        best = self._busiest()
        who = f"{clipped(self.who)} " if self.who else ""
        said = f"{who}{self.period.label} {self.course.total:,} 条"
        when = f"；{best.name} 最多，{best.messages:,} 条"
        change = f"，{self._change()}" if self.earlier else ""
        word = f"（{clipped(best.word, LONGEST_WORD)}）" if best.word else ""
        lines = (said + change + when + word, said + change + when, said + when, said)
        return next(line for line in lines if len(line) <= HEADLINE_LENGTH)

    def text(self) -> str:
        """Say the same with the speakers and all peaks."""
        subject = f"{clipped(self.who)}的" if self.who else ""
        lines = [f"{self.period.label}{subject}趋势 · {self.group}", self.headline()]
        if not self.who:
            lines.append(f"{self.course.everybody:,} 人发言{self._note(self._speakers_change())}")
        for top in self.tops:
            word = f"：{clipped(top.word)}" if top.word else ""
            lines.append(f"▲ {top.name} {top.messages:,} 条{word}")
        return "\n".join([*lines, coverage_line(self.period, self.coverage)])

    def card(self) -> Card:
        """Draw the tiles and the line."""
        course, buckets = self.course, self.buckets
        # How many speak is no question about one member.
        speakers = course.speakers * (self.who is None)
        bars = zip(course.messages.tolist(), speakers.tolist(), self.gaps, strict=True)
        earlier = self.earlier
        line = TimeLine(
            title="📈 消息走势",
            hint=WIDTHS[buckets.width],
            bars=tuple(
                TimeBar(buckets.at(place), buckets.label(place), messages, spoke, is_gap)
                for place, (messages, spoke, is_gap) in enumerate(bars)
            ),
            labels=buckets.days() or buckets.labels(),
            are_stretches=bool(buckets.days()),
            peaks=tuple(Peak(top.bucket, top.label) for top in self.tops),
            earlier=fitted(earlier.course.messages, buckets.count) if earlier else None,
            before=earlier.name if earlier else None,
        )
        title = f"{clipped(self.who)}的趋势" if self.who else "群聊趋势"
        subtitle = f"{self.group} · {self.period.label} · {course.total:,} 条"
        foot = coverage_line(self.period, self.coverage)
        return Card(title, "📈", subtitle, (Tiles(self._tiles()), line), foot)

    def _tiles(self) -> tuple[Tile, ...]:
        now, before = self.course, self.earlier.course if self.earlier else None
        way = direction(now.total, before.total) if before else None
        messages = Tile("💬", "消息", f"{now.total:,}", self._change() or self._daily(), way)
        best = self._busiest()
        busiest = Tile("🔥", "最热闹", best.name, f"{best.messages:,} 条")
        if self.who:
            return messages, busiest
        note = self._speakers_change()
        way = direction(now.everybody, before.everybody) if before and note else None
        note = note or f"人均 {now.total / max(now.everybody, 1):,.1f} 条"
        return messages, Tile("👥", "发言的人", f"{now.everybody:,}", note, way), busiest

    def _busiest(self) -> Top:
        return max(self.tops, key=lambda top: top.messages)

    def _change(self) -> str:
        earlier = self.earlier
        return (
            change_label(self.course.total, earlier.course.total, earlier.name) if earlier else ""
        )

    def _speakers_change(self) -> str:
        """Return how many speak more or less; nothing where it is not known who spoke before."""
        earlier = self.earlier
        if earlier is None or (earlier.course.total and not earlier.course.everybody):
            return ""
        return change_label(self.course.everybody, earlier.course.everybody, earlier.name)

    def _daily(self) -> str:
        """Return how much it is a day that was heard; nothing of a single day."""
        length = self.buckets.period.until - self.buckets.period.since
        days = self.coverage.share_of(length) * length / A_DAY
        return f"平均每天 {self.course.total / days:,.0f} 条" if days > 1 else ""

    def _note(self, note: str) -> str:
        return f"，{note}" if note else ""


WIDTHS: Mapping[int, str] = {
    TEN_MINUTES: "每 10 分钟一格",
    AN_HOUR: "每小时一格",
    A_DAY: "每天一格",
    A_WEEK: "每周一格",
}


async def tops_of(db: Snapshot, scope: Scope, buckets: Buckets, course: Course) -> tuple[Top, ...]:
    """Return the peaks with the word that is most special about each, against all the rest."""
    places = peaks_of(course.messages.tolist())
    words = await special_words(db, scope, [part_of(buckets, place) for place in places])
    return tuple(
        Top(place, buckets.label(place), int(course.messages[place]), word)
        for place, word in zip(places, words, strict=True)
    )


def part_of(buckets: Buckets, place: int) -> Period:
    """Return a bucket as a period."""
    zone = buckets.period.zone
    since, until = (datetime.fromtimestamp(at, zone) for at in buckets.stretch(place))
    return Period(since, until, buckets.label(place))


def is_heard(period: Period, coverage: Coverage) -> bool:
    """Tell whether enough of a period was heard to compare it with another."""
    return coverage.share_of(period.until - period.since) >= COMPARABLE


async def earlier_of(db: Snapshot, scope: Scope, width: int) -> Earlier | None:
    """Return the same stretch before; None where too little of it was heard."""
    before = scope.period.before()
    if before is None:
        return None
    earlier = Scope(scope.group_id, before, scope.member_id)
    coverage = await db.coverage(earlier)
    if not is_heard(before, coverage):
        return None
    buckets, course = await course_of(db, earlier, coverage, width)
    return Earlier(before.label, course) if buckets.width == width else None


def fitted(counts: NDArray[np.int64], length: int) -> tuple[int, ...]:
    """Return so many counts: of February against March the last days are nothing."""
    return (*counts.tolist()[:length], *[0] * (length - len(counts)))

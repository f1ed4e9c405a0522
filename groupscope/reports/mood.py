"""心情: how the group, or a member, has felt over time; never a verdict on one line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar, NamedTuple, Self

from sqlalchemy import Select, select

from groupscope.access import Act
from groupscope.charts import Card, MoodLine, MoodPoint
from groupscope.errors import QuestionError
from groupscope.language.mood_average import PRIOR_LINES, MoodAverage, average
from groupscope.periods import Period
from groupscope.report import (
    HEADLINE_LENGTH,
    NothingSaidError,
    Report,
    advice,
    clipped,
    command,
    coverage_line,
)
from groupscope.scope import Scope
from groupscope.store import Snapshot
from groupscope.store.coverage import Coverage
from groupscope.store.names import names_of
from groupscope.store.summaries.kind import counted
from groupscope.store.summaries.moods import Moods, MoodTally, moods_kind
from groupscope.store.tables import message
from groupscope.store.tones import FELT

FEWEST = 20
"""Scored messages below which nothing is said about a mood."""
USUAL_DAYS = 90
TELLING = 2
"""How many messages are quoted that moved the mood most, each way."""
LONGEST_QUOTE = 60
AN_HOUR, A_DAY = 3600, 86_400
HOURLY, SIX_HOURLY, DAILY = 2 * A_DAY, 8 * A_DAY, 120 * A_DAY
"""Up to so many seconds a bucket is an hour, six hours, a day; of longer periods a week."""
NOTICEABLE = 0.05
"""A change of the mean that is worth a word."""


class TooFewMoodsError(QuestionError):
    """There are not enough scored messages to speak of a mood."""

    def __init__(self, period: Period, scored: int, who: str | None) -> None:
        subject = f"{clipped(who)} " if who else ""
        super().__init__(
            f"{subject}{period.label}只有 {scored} 条能看出心情的消息，"
            f"不到 {FEWEST} 条，先不下结论。{advice(period, '心情')}"
        )


class Quote(NamedTuple):
    """A message that moved the mood."""

    name: str
    text: str
    mood: float


@dataclass(frozen=True, slots=True)
class Feelings:
    """A tally with its mean, interval and shares."""

    tally: MoodTally

    @property
    def average(self) -> MoodAverage:
        """The mean mood with its interval, few messages drawn towards neutral."""
        tally = self.tally
        return average(tally.messages, tally.total / 1000, tally.squares / 1_000_000)

    def share(self, count: int) -> float:
        """Return a count's share of all scored messages."""
        return count / self.tally.messages if self.tally.messages else 0.0


@command(
    "mood",
    "心情",
    period="今天",
    summary="群里的心情怎么样",
    example="/心情 近7天，/我的心情 本月",
)
@dataclass(frozen=True, slots=True)
class Mood(Report):
    """Mood over time with its interval, the shares, and the change against the group's own usual.

    ``usual`` is the mean of the ninety days before, None where fewer than 20 were scored.
    """

    about_others: ClassVar[Act] = Act.SEE_MOOD_OF_OTHERS

    group: str
    who: str | None
    period: Period
    points: tuple[MoodPoint, ...]
    labels: tuple[str, ...]
    feelings: Feelings
    usual: float | None
    quotes: tuple[Quote, ...]
    coverage: Coverage

    @classmethod
    async def load(cls, db: Snapshot, scope: Scope) -> Self:
        """Add up the moods of a scope; TooFewMoodsError below 20 scored messages."""
        member = scope.member_id
        kind = moods_kind(member)
        by_day = await db.by_day(kind, scope)
        feelings = Feelings(sum((moods.tally for moods in by_day.values()), start=MoodTally()))
        coverage = await db.coverage(scope)
        who = (await db.names(scope.group_id, [member]))[member] if member else None
        if not coverage.messages:
            raise NothingSaidError(scope.period, coverage)
        if feelings.tally.messages < FEWEST:
            raise TooFewMoodsError(scope.period, feelings.tally.messages, who)
        period = shown_part(scope.period, by_day)
        return cls(
            group=db.group_name(scope.group_id),
            who=who,
            period=scope.period,
            points=points_of(by_day, period),
            labels=axis_labels(period),
            feelings=feelings,
            usual=await usual_mood(db, scope),
            quotes=await telling_quotes(db, scope),
            coverage=coverage,
        )

    def headline(self) -> str:
        """Say how the mood is, and against the usual; the shares where there is room for them."""
        line = f"{self._subject()}心情 {score_label(self.feelings.average.mean)}"
        told = f"{line}，{self._shares()}{self._change()}"
        return told if len(told) <= HEADLINE_LENGTH else f"{line}{self._change()}"

    def text(self) -> str:
        """Say the same with its interval, the evidence and the telling messages."""
        average_, tally = self.feelings.average, self.feelings.tally
        interval = f"{score_label(average_.low)} 到 {score_label(average_.high)}"
        lines = [
            f"{self._subject()}心情 · {self.group}",
            self.headline(),
            f"依据 {tally.messages:,} 条消息，95% 区间 {interval}",
        ]
        for quote in self.quotes:
            face = "😊" if quote.mood > 0 else "😢"
            lines.append(f"{face} {clipped(quote.name)}：{quote.text}")
        return "\n".join([*lines, coverage_line(self.period, self.coverage)])

    def card(self) -> Card:
        """Draw mood over time and the shares."""
        tally = self.feelings.tally
        line = MoodLine(
            title="心情走势",
            hint=f"依据 {tally.messages:,} 条",
            points=self.points,
            labels=self.labels,
            positive=self.feelings.share(tally.positive),
            neutral=self.feelings.share(tally.neutral),
            negative=self.feelings.share(tally.negative),
            baseline=self.usual,
        )
        title = f"{clipped(self.who)}的心情" if self.who else "群里的心情"
        subtitle = f"{self.group} · {self.period.label} · {self.coverage.messages:,} 条"
        return Card(title, "💗", subtitle, (line,), coverage_line(self.period, self.coverage))

    def _subject(self) -> str:
        return f"{clipped(self.who)} {self.period.label}" if self.who else self.period.label

    def _shares(self) -> str:
        tally = self.feelings.tally
        positive, negative = (self.feelings.share(n) for n in (tally.positive, tally.negative))
        return f"积极 {positive:.0%}、消极 {negative:.0%}"

    def _change(self) -> str:
        if self.usual is None:
            return ""
        lines = self.feelings.tally.messages
        # Both drawn towards neutral alike: else few lines would always be less glad than usual.
        change = self.feelings.average.mean - self.usual * lines / (lines + PRIOR_LINES)
        if abs(change) < NOTICEABLE:
            return "，和平时差不多"
        return f"，比平时{'高' if change > 0 else '低'} {abs(change) * 100:.0f}"


def score_label(mean: float) -> str:
    """Return a mood as people read it: −100 to +100."""
    return f"{round(mean * 100):+d}"


def shown_part(period: Period, by_day: Mapping[int, Moods]) -> Period:
    """Return the part of a period to draw: of 全部 only from the first day with messages on."""
    if period.start.timestamp() > 0 or not by_day:
        return period
    first = datetime.fromtimestamp(min(by_day) * A_DAY, UTC).replace(tzinfo=period.zone)
    return Period(first, period.end, period.label)


def points_of(by_day: Mapping[int, Moods], period: Period) -> tuple[MoodPoint, ...]:
    """Return one point a bucket, also for buckets that nothing was said in."""
    width = bucket_seconds(period)
    start, end = local_seconds(period.start), local_seconds(period.end)
    first = start // AN_HOUR * AN_HOUR  # hours are told as wholes, also the one that it begins in
    axis = local_seconds(axis_end(period)) - start
    tallies: dict[int, MoodTally] = {}
    for number, moods in by_day.items():
        for hour, tally in moods.by_hour().items():
            place = (number * A_DAY + hour * AN_HOUR - first) // width
            tallies[place] = tallies.get(place, MoodTally()) + tally
    return tuple(
        point_of(
            tallies.get(place, MoodTally()),
            min(max((first - start + (place + 0.5) * width) / axis, 0.0), 1.0),
        )
        for place in range(-(-max(end - first, 1) // width))
    )


def point_of(tally: MoodTally, at: float) -> MoodPoint:
    """Return a bucket's point at its place on the axis."""
    told = Feelings(tally).average
    return MoodPoint(at, told.mean, told.low, told.high, tally.messages)


def bucket_seconds(period: Period) -> int:
    """Return how long one point's stretch is, by the length of the period."""
    length = period.until - period.since
    if length <= HOURLY:
        return AN_HOUR
    if length <= SIX_HOURLY:
        return 6 * AN_HOUR
    return A_DAY if length <= DAILY else 7 * A_DAY


def local_seconds(moment: datetime) -> int:
    """Return a moment's wall time as seconds since 1970-01-01 00:00 of the same wall."""
    return int(moment.replace(tzinfo=UTC).timestamp())


def axis_end(period: Period) -> datetime:
    """Return where the axis ends: of hours at a multiple of four, so that labels are round."""
    rest = -(period.end - period.start) % timedelta(hours=4)
    return period.end + rest if bucket_seconds(period) == AN_HOUR else period.end


def axis_labels(period: Period) -> tuple[str, ...]:
    """Return five labels from the beginning of a period to the end of its axis."""
    length = axis_end(period) - period.start
    style = "%H:%M" if length <= timedelta(days=2) else "%m-%d"
    return tuple(f"{period.start + length * quarter / 4:{style}}" for quarter in range(5))


async def usual_mood(db: Snapshot, scope: Scope) -> float | None:
    """Return the mean mood of the ninety days before; None where too few were scored."""
    start = scope.period.start
    if start.timestamp() <= 0:
        return None
    before = Period(start - timedelta(days=USUAL_DAYS), start, "")
    kind = moods_kind(scope.member_id)
    tally = (await db.summary(kind, Scope(scope.group_id, before))).tally
    return tally.mean if tally.messages >= FEWEST else None


async def telling_quotes(db: Snapshot, scope: Scope) -> tuple[Quote, ...]:
    """Return the messages that moved the mood most, each way; recalled ones never."""
    rows = [
        row
        for upwards in (True, False)
        for row in (await db.connection.execute(_telling(scope, upwards=upwards))).all()
    ]
    names = await names_of(db.connection, scope.group_id, {row.sender_id for row in rows})
    return tuple(
        Quote(names[row.sender_id], clipped(row.text, LONGEST_QUOTE), row.mood / 1000)
        for row in rows
    )


def _telling(scope: Scope, *, upwards: bool) -> Select[*tuple[object, ...]]:
    columns = message.c
    asked = select(columns.sender_id, columns.text, columns.mood).where(
        columns.group_id == scope.group_id,
        columns.sent_at >= scope.period.since,
        columns.sent_at < scope.period.until,
        counted(),
        columns.text != "",
        columns.mood >= FELT if upwards else columns.mood <= -FELT,
    )
    if scope.member_id is not None:
        asked = asked.where(columns.sender_id == scope.member_id)
    best = columns.mood.desc() if upwards else columns.mood
    return asked.order_by(best, columns.sent_at.desc()).limit(TELLING)

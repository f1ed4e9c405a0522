"""心情: how the group, or a member, has felt over time; never a verdict on one line."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, NamedTuple, Self

from groupscope.access import Act
from groupscope.charts import Card, MoodLine, MoodPoint, Quote, Quotes
from groupscope.errors import QuestionError
from groupscope.figures.mood_course import Feelings, axis_labels, points_of, shown_part
from groupscope.figures.said import quotable
from groupscope.language.mood_average import PRIOR_LINES
from groupscope.periods import Period
from groupscope.report import (
    HEADLINE_LENGTH,
    Report,
    advice,
    clipped,
    command,
    coverage_line,
    covered,
    name_asked,
)
from groupscope.scope import Scope
from groupscope.store import Snapshot
from groupscope.store.coverage import Coverage
from groupscope.store.identity import Place
from groupscope.store.places import messages_at
from groupscope.store.summaries.extremes import EXTREMES
from groupscope.store.summaries.moods import MoodTally, moods_kind

FEWEST = 20
"""Scored messages below which nothing is said about a mood."""
USUAL_DAYS = 90
LONGEST_QUOTE = 60
"""Characters of a quote in words; on the card there is room for all of it."""
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


class Telling(NamedTuple):
    """A message that moved the mood: by whom, when, what it says, its mood (−1 to 1)."""

    member_id: int
    name: str
    said_at: datetime
    text: str
    mood: float


@command(
    "mood",
    "心情",
    period="今天",
    summary="群里的心情怎么样",
    example="/心情 近7天，/我的心情 本月",
    icon="💗",
    place=4,
    details=(("−100 到 +100", "0 是平静；附 95% 区间，不到 20 条不下结论；和之前 90 天比"),),
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
    quotes: tuple[Telling, ...]
    coverage: Coverage

    @classmethod
    async def load(cls, db: Snapshot, scope: Scope) -> Self:
        """Add up the moods of a scope; TooFewMoodsError below 20 scored messages."""
        member = scope.member_id
        kind = moods_kind(member)
        by_day = await db.by_day(kind, scope)
        feelings = Feelings(sum((moods.tally for moods in by_day.values()), start=MoodTally()))
        coverage = await covered(db, scope)
        who = await name_asked(db, scope)
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
            quotes=await telling_messages(db, scope),
            coverage=coverage,
        )

    @property
    def against_usual(self) -> float | None:
        """How much higher than usual the mean is; None where the usual one is not known."""
        if self.usual is None:
            return None
        lines = self.feelings.tally.messages
        # Both drawn towards neutral alike: else few lines would always be less glad than usual.
        return self.feelings.average.mean - self.usual * lines / (lines + PRIOR_LINES)

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
            text = clipped(quote.text, LONGEST_QUOTE)
            lines.append(
                f"{_face(quote.mood)} {clipped(quote.name)}：{text}（{score_label(quote.mood)}）"
            )
        return "\n".join([*lines, coverage_line(self.period, self.coverage)])

    def card(self) -> Card:
        """Draw mood over time, the shares, and the messages that moved it."""
        marks = (self._line(), self._quotes()) if self.quotes else (self._line(),)
        title = f"{clipped(self.who)}的心情" if self.who else "群里的心情"
        said = f"{'全群 ' if self.who else ''}{self.coverage.messages:,} 条"
        subtitle = f"{self.group} · {self.period.label} · {said}"
        return Card(title, "💗", subtitle, marks, coverage_line(self.period, self.coverage))

    def _line(self) -> MoodLine:
        tally = self.feelings.tally
        return MoodLine(
            title="🌊 心情走势",
            hint=f"平均 {score_label(self.feelings.average.mean)} · 依据 {tally.messages:,} 条",
            points=self.points,
            labels=self.labels,
            positive=self.feelings.share(tally.positive),
            neutral=self.feelings.share(tally.neutral),
            negative=self.feelings.share(tally.negative),
            baseline=self.usual,
        )

    def _quotes(self) -> Quotes:
        rows = tuple(
            Quote(
                member_id=quote.member_id,
                name=quote.name,
                when=f"{quote.said_at:%m-%d %H:%M}",
                text=quote.text,
                note=f"{_face(quote.mood)} {score_label(quote.mood)}",
            )
            for quote in self.quotes
        )
        return Quotes("💬 最影响心情的话", "−100 到 +100", rows)

    def _subject(self) -> str:
        return f"{clipped(self.who)} {self.period.label}" if self.who else self.period.label

    def _shares(self) -> str:
        tally = self.feelings.tally
        positive, negative = (self.feelings.share(n) for n in (tally.positive, tally.negative))
        return f"积极 {positive:.0%}、消极 {negative:.0%}"

    def _change(self) -> str:
        change = self.against_usual
        if change is None:
            return ""
        if abs(change) < NOTICEABLE:
            return "，和平时差不多"
        return f"，比平时{'高' if change > 0 else '低'} {abs(change) * 100:.0f}"


def score_label(mood: float) -> str:
    """Return a mood as people read it, in words as on the card: −100 to +100."""
    hundredths = round(mood * 100)
    return f"{hundredths:+d}".replace("-", "−") if hundredths else "0"


def _face(mood: float) -> str:
    return "😊" if mood > 0 else "😢"


async def usual_mood(db: Snapshot, scope: Scope) -> float | None:
    """Return the mean mood of the ninety days before; None where too few were scored."""
    start = scope.period.start
    if start.timestamp() <= 0:
        return None
    before = Period(start - timedelta(days=USUAL_DAYS), start, "")
    kind = moods_kind(scope.member_id)
    tally = (await db.summary(kind, Scope(scope.group_id, before))).tally
    return tally.mean if tally.messages >= FEWEST else None


async def telling_messages(db: Snapshot, scope: Scope) -> tuple[Telling, ...]:
    """Return the messages that moved the mood most, two each way; recalled ones never."""
    extremes = await db.summary(EXTREMES, scope)
    moods = {
        Place(sent_at, key): mood / 1000
        for upwards in (True, False)
        for sent_at, key, _, mood in extremes.most(scope.member_id, upwards=upwards)
    }
    rows = await messages_at(db, scope.group_id, moods)
    names = await db.names(scope.group_id, {row.sender_id for row in rows.values()})
    return tuple(
        Telling(
            member_id=rows[place].sender_id,
            name=names[rows[place].sender_id],
            said_at=datetime.fromtimestamp(place.sent_at, scope.period.zone),
            text=quotable(rows[place]),
            mood=mood,
        )
        for place, mood in moods.items()
        if place in rows
    )

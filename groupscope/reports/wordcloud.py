"""词云: the words of a period, as big as they are frequent."""

import re
from collections.abc import Container
from dataclasses import dataclass
from typing import ClassVar, Self

from groupscope.charts import Card, CloudWord, WordCloud
from groupscope.commands import Question
from groupscope.errors import QuestionError
from groupscope.language.wholes import EMOJI
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
from groupscope.store.tones import Tone

SHOWN = 400
FEWEST = 20
"""Fewer words make no cloud."""
TONES = {"开心": Tone.POSITIVE, "难过": Tone.NEGATIVE}
ONE_EMOJI = re.compile(EMOJI)


class TooFewWordsError(QuestionError):
    """There are not enough words for a cloud."""

    def __init__(self, period: Period, words: int) -> None:
        super().__init__(
            f"{period.label}只有 {words} 个词，不够画词云（至少 {FEWEST} 个）。"
            f"{advice(period, '词云')}"
        )


class CloudOptions(Container[str]):
    """The words that the command understands besides period and member: a tone, or any emoji."""

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and (word in TONES or bool(ONE_EMOJI.fullmatch(word)))


@command(
    "wordcloud",
    "词云",
    period="今天",
    summary="大家在聊什么词",
    example="/词云 本周 🐱，/词云 开心，/我的词云",
    options=CloudOptions(),
    icon="☁️",
    place=2,
    details=(
        ("任意表情", "词云的形状，例如 🐱"),
        ("开心、难过", "只看积极或消极的消息"),
        ("大小", "词越大，说过它的消息越多；一条里说几遍只算一次"),
    ),
)
@dataclass(frozen=True, slots=True)
class Cloud(Report):
    """In how many messages each word was said, most first; a word counts once a message."""

    plugin: ClassVar[str] = "wordcloud"

    group: str
    who: str | None
    period: Period
    words: tuple[tuple[str, int], ...]
    coverage: Coverage
    shape: str | None = None
    tone: str | None = None

    @classmethod
    async def load(cls, db: Snapshot, scope: Scope) -> Self:
        """Count the words of a group or a member."""
        return await cls.ask(db, Question(scope))

    @classmethod
    async def ask(cls, db: Snapshot, question: Question) -> Self:
        """Count the words, of messages of one tone where asked for; keep the shape."""
        scope = question.scope
        tone = next((option for option in question.options if option in TONES), None)
        counts = await db.words(scope, TONES[tone] if tone else None, most=SHOWN)
        coverage = await covered(db, scope)
        if len(counts) < FEWEST:
            raise TooFewWordsError(scope.period, len(counts))
        return cls(
            group=db.group_name(scope.group_id),
            who=await name_asked(db, scope),
            period=scope.period,
            words=tuple(counts.items()),
            coverage=coverage,
            shape=next((option for option in question.options if option not in TONES), None),
            tone=tone,
        )

    def headline(self) -> str:
        """Name the most frequent words: three, or as many as there is room for."""
        best = [f"{clipped(word, 8)} {count:,} 条" for word, count in self.words[:3]]
        lines = [f"{self._subject()}最常说：{'、'.join(best[:most])}" for most in (3, 2, 1)]
        return next((line for line in lines if len(line) <= HEADLINE_LENGTH), lines[-1])

    def text(self) -> str:
        """List the thirty most frequent words."""
        listed = "、".join(f"{clipped(word)} {count:,}" for word, count in self.words[:30])
        lines = (f"{self._subject()}词云 · {self.group}", listed)
        return "\n".join([*lines, coverage_line(self.period, self.coverage)])

    def card(self) -> Card:
        """Draw the cloud."""
        cloud = WordCloud(tuple(CloudWord(word, count) for word, count in self.words), self.shape)
        said = f"{'全群 ' if self.who else ''}{self.coverage.messages:,} 条"
        subtitle = f"{self.group} · {self.period.label} · {said}"
        title = f"{clipped(self.who)}的词云" if self.who else "大家在聊什么"
        title = f"{title}（{self.tone}）" if self.tone else title
        foot = coverage_line(self.period, self.coverage)
        return Card(title, self.shape or "☁️", subtitle, (cloud,), foot)

    def _subject(self) -> str:
        who = f"{clipped(self.who)} " if self.who else ""
        return f"{who}{self.period.label}{f'（{self.tone}）' if self.tone else ''}"

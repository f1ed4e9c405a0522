"""画像: a member, as their own messages show them."""

from dataclasses import dataclass, replace
from typing import ClassVar, Self

from groupscope.access import Act
from groupscope.charts import (
    Card,
    Clock,
    CloudWord,
    Mark,
    Pair,
    Person,
    Pill,
    Pills,
    Quotes,
    Tile,
    Tiles,
    WordCloud,
)
from groupscope.commands import Question
from groupscope.errors import QuestionError
from groupscope.figures.cheers import quote_of
from groupscope.figures.company import Company, company_of, ways
from groupscope.figures.member import MoodTold, Presence, facts_of, mood_of, presence_of
from groupscope.figures.said import quotable
from groupscope.figures.titles import Title, Traits, titles_of
from groupscope.language.phrases import Catchphrase, catchphrases
from groupscope.periods import Period
from groupscope.report import (
    HEADLINE_LENGTH,
    Report,
    SaidNothingError,
    Work,
    clipped,
    command,
    coverage_line,
    covered,
)
from groupscope.scope import Scope
from groupscope.store import Snapshot
from groupscope.store.coverage import Coverage
from groupscope.store.loved import Loved, loved_messages
from groupscope.store.samples import Sample, sample_of
from groupscope.store.special import OwnWord, own_words

COMPANIONS, LOVED, SPECIAL, FREQUENT, PHRASES = 3, 1, 14, 20, 4
FEWEST_FOR_HABITS = 20
"""Messages below which the busiest hour says nothing."""
FEWEST_WORDS = 20
"""Fewer words make no cloud; they stand on pills."""
OPEN = frozenset({Act.SEE_CLOCK_OF_OTHERS, Act.SEE_MOOD_OF_OTHERS})


class WhoseError(QuestionError):
    """Nobody in particular was asked about."""

    def __init__(self) -> None:
        super().__init__("要看谁的画像？例如：/画像 @某人，/我的画像")


@command(
    "portrait",
    "画像",
    "群友画像",
    period="近30天",
    summary="一个人：发言、词、口头禅、和谁聊",
    example="/我的画像，/画像 @某人，/画像 @某人 今年",
    icon="🪞",
    place=9,
    details=(
        ("别人的", "作息和心情只有本人和管理员能看，其余都能看"),
        ("称号", "满 50 条才评，最多 5 个，都是按规则得的："),
        ("🏆 发言第 1–3", "至少 10 人发言"),
        ("🗓️ 天天都在", "7 天以上的日子里，九成都说过话"),
        ("🦉 夜猫子 · 🌅 早起的人", "三成在 0–5 点；四分之一在 5–8 点"),
        ("🎯 「词」", "全群说它的消息里一半以上是 TA 的，至少 10 条"),
        ("💬 爱接话 · 📣 常被找", "回复和 @ 别人达消息的三成；被回复和 @ 达四成"),
        ("🖼️ 图比话多 · 🙋 爱提问", "最近 1,000 条里图和表情包占四成；提问占 15%"),
        ("口头禅", "短句或连着的两三个词，至少 3 条消息里有，且比别人说得多"),
    ),
)
@dataclass(frozen=True, slots=True)
class Portrait(Report):
    """A member's messages, days, words, companions, and the titles they have earned.

    ``sees`` is what of the clock and the mood the asker may see; ``mood`` is None where they may
    not, or where too few messages have one. ``phrases`` come with ``refined``.
    """

    details_of_others: ClassVar[frozenset[Act]] = OPEN
    is_about_somebody: ClassVar[bool] = True

    group: str
    period: Period
    member_id: int
    facts: tuple[str, ...]
    presence: Presence
    mood: MoodTold | None
    special: tuple[OwnWord, ...]
    words: tuple[tuple[str, int], ...]
    company: Company
    loved: tuple[Loved, ...]
    sample: Sample
    names: dict[int, str]
    sees: frozenset[Act]
    coverage: Coverage
    phrases: tuple[Catchphrase, ...] = ()

    @classmethod
    async def load(cls, db: Snapshot, scope: Scope) -> Self:
        """Portray a scope's member, as everybody may see them."""
        return await cls.ask(db, Question(scope))

    @classmethod
    async def ask(cls, db: Snapshot, question: Question) -> Self:
        """Portray a member; WhoseError, NothingSaidError or SaidNothingError where that fails."""
        scope = question.scope
        if scope.member_id is None:
            raise WhoseError
        coverage = await covered(db, scope)
        who = scope.member_id
        presence = await presence_of(db, scope, coverage)
        if presence is None:
            name = (await db.names(scope.group_id, [who]))[who]
            raise SaidNothingError(name, scope.period, coverage.messages, "画像")
        company = await company_of(db, scope, COMPANIONS)
        special, frequent = await own_words(db, scope, SPECIAL, FREQUENT)
        sees_mood = Act.SEE_MOOD_OF_OTHERS in question.sees
        return cls(
            group=db.group_name(scope.group_id),
            period=scope.period,
            member_id=who,
            facts=await facts_of(db, scope),
            presence=presence,
            mood=await mood_of(db, scope) if sees_mood else None,
            special=special,
            words=tuple(frequent.items()),
            company=company,
            loved=tuple(await loved_messages(db, scope, LOVED)),
            sample=await sample_of(db, scope, presence.by_day),
            names=await db.names(
                scope.group_id, [who, *(pair.right for pair in company.companions)]
            ),
            sees=question.sees,
            coverage=coverage,
        )

    async def refined(self, work: Work) -> Self:
        """Add the catchphrases: a thousand messages are cut into words."""
        found = await work(catchphrases, self.sample.own, self.sample.others, most=PHRASES)
        return replace(self, phrases=tuple(found))

    def headline(self) -> str:
        """Say how much somebody said, at which place, on how many days; as far as there is room."""
        one = self.presence
        line = f"{self._name()} {self.period.label} {one.said:,} 条"
        for told in (f"，第 {one.place} 名（共 {one.speakers} 人）", f"，{one.active} 天冒泡"):
            line += told if len(line + told) <= HEADLINE_LENGTH else ""
        return line

    def text(self) -> str:
        """Say all that the card shows, and by which figure each title is earned."""
        lines = [f"{self._name()} 的画像 · {self.group} · {self.period.label}", self.headline()]
        lines.append(self._sentence())
        lines += [f"{title.icon} {title.name}（{title.why}）" for title in self._titles()]
        if self.mood:
            lines.append(f"心情 {self.mood.label}，{self.mood.note}")
        if self.phrases:
            told = "、".join(f"{one.text} ×{one.count}" for one in self.phrases)
            lines.append(f"口头禅：{told}")
        if self.special:
            told = "、".join(f"{clipped(one.text)} {one.own:,}" for one in self.special[:10])
            lines.append(f"比别人多说：{told}")
        if self.company.companions:
            lines.append(f"常互动：{'、'.join(self._companions())}")
        for one in self.loved:
            lines.append(f"🌟 {quotable(one.row)} —— {one.people} 人")
        return "\n".join([*lines, *self._kept_back(), coverage_line(self.period, self.coverage)])

    def card(self) -> Card:
        """Draw the portrait."""
        one = self.presence
        opening = Person(
            member_id=self.member_id,
            name=self.names[self.member_id],
            badge=f"本群第 {one.place} · {self.period.label}",
            share=one.share,
            facts=" · ".join((*self.facts, f"{one.said:,} 条消息")),
            titles=tuple(f"{title.icon} {title.name}" for title in self._titles()),
            sentence=self._sentence(),
        )
        marks = (Tiles(self._tiles()), *self._habits(), *self._words(), *self._sayings())
        foot = " · ".join([coverage_line(self.period, self.coverage), *self._kept_back()])
        return Card("群友画像", "🪞", self.group, marks, foot, opening)

    def _tiles(self) -> tuple[Tile, ...]:
        one = self.presence
        run = one.current or one.best
        going = "现在还连着" if one.current else "最长一次"
        tiles = [
            Tile("💬", "消息", f"{one.said:,}", f"占全群 {one.share:.1%}"),
            Tile("🗓️", "冒泡", f"{one.active} 天", f"{one.heard} 天里"),
            Tile("🔥", "连续冒泡", f"{run.days} 天", going),
        ]
        if self.mood:
            tiles.append(Tile("💗", "心情", self.mood.label, self.mood.note))
        return tuple(tiles)

    def _habits(self) -> list[Mark]:
        """Return the clock, where the asker may see it, and the companions beside it."""
        board = self.company.board(self.names)
        if Act.SEE_CLOCK_OF_OTHERS not in self.sees:
            return [board] if board.rows else []
        clock = Clock("🕰️ 活跃时钟", f"{self.presence.busiest} 点最多", self.presence.hours)
        return [Pair(clock, board) if board.rows else clock]

    def _words(self) -> list[Mark]:
        """Return the words: as a cloud, as pills where they are too few for one."""
        own = dict(self.words) | {one.text: one.own for one in self.special}
        ranked = sorted(own.items(), key=lambda pair: (-pair[1], pair[0]))
        if len(ranked) >= FEWEST_WORDS:
            words = tuple(CloudWord(text, count) for text, count in ranked)
            return [WordCloud(words, is_low=True)]
        pills = tuple(Pill(text, f"{count:,}") for text, count in ranked)
        return [Pills("🗣️ 常说的词", "说过的消息数", pills)] if pills else []

    def _sayings(self) -> list[Mark]:
        """Return the catchphrases, and the message that was loved most beside them."""
        told = tuple(Pill(one.text, f"×{one.count}") for one in self.phrases)
        phrases = Pills("💬 口头禅", "比别人说得多", told)
        said = tuple(quote_of(one, self.names, self.period.zone) for one in self.loved)
        quotes = Quotes("🌟 最多人接的话", "回复和贴表情的人数", said)
        if told and said:
            return [Pair(phrases, quotes)]
        return [phrases] if told else [quotes] if said else []

    def _titles(self) -> tuple[Title, ...]:
        one, word = self.presence, next(iter(self.special), None)
        hours = one.hours if Act.SEE_CLOCK_OF_OTHERS in self.sees else None
        return titles_of(
            Traits(
                messages=one.said,
                place=one.place,
                speakers=one.speakers,
                active_days=one.active,
                heard_days=one.heard,
                hours=hours,
                kinds=self.sample.kinds,
                questions=self.sample.questions,
                turned=self.company.turned,
                was_turned_to=self.company.was_turned_to,
                word=(clipped(word.text, 8), word.own, word.everybody) if word else None,
            )
        )

    def _sentence(self) -> str:
        """Say by rule what stands out: days, the busiest hour, the own word, the companion."""
        one = self.presence
        told = [f"{one.heard} 天里有 {one.active} 天冒泡"]
        if Act.SEE_CLOCK_OF_OTHERS in self.sees and one.said >= FEWEST_FOR_HABITS:
            share = one.hours[one.busiest] / one.said
            told.append(f"最常在 {one.busiest} 点说话（占 {share:.0%}）")
        if self.special:
            word = self.special[0]
            told.append(f"「{clipped(word.text)}」说得比别人多（{word.own:,} 条）")
        if self.company.companions:
            told.append(f"来往最多的是 {self._companions()[0]}")
        return "，".join(told) + "。"

    def _kept_back(self) -> list[str]:
        """Say what the asker may not see."""
        return [] if self.sees >= OPEN else ["别人的作息和心情只有本人和管理员能看"]

    def _companions(self) -> list[str]:
        """Return with whom they talk, and how often each way: 乙（12 去 8 回）."""
        pairs = self.company.companions
        return [f"{clipped(self.names[pair.right])}（{ways(pair)}）" for pair in pairs]

    def _name(self) -> str:
        return clipped(self.names[self.member_id])

"""名场面: the messages that most people replied or reacted to, as they stand."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from groupscope.charts import Card, Quotes
from groupscope.errors import QuestionError
from groupscope.figures.cheers import cheers_of, quote_of
from groupscope.figures.said import quotable
from groupscope.periods import Period
from groupscope.report import (
    HEADLINE_LENGTH,
    Report,
    advice,
    clipped,
    command,
    coverage_line,
    covered,
    refuse_forgotten,
)
from groupscope.scope import Scope
from groupscope.store import Snapshot
from groupscope.store.coverage import Coverage
from groupscope.store.loved import Loved, loved_messages

SHOWN = 10
FEWEST_WORDS = 12
"""Characters of the first quote that a headline has at least, where they fit."""


class NothingLovedError(QuestionError):
    """Nobody has replied or reacted to anything in a period."""

    def __init__(self, period: Period, who: str | None) -> None:
        whose = f"{clipped(who)} " if who else ""
        super().__init__(
            f"{whose}{period.label}还没有被回复或贴表情的消息。{advice(period, '名场面')}"
        )


@command(
    "quotes",
    "名场面",
    "金句",
    period="近7天",
    summary="哪些话最多人接、最多人贴表情",
    example="/名场面 本月，/我的金句",
    icon="🌟",
    place=7,
    details=(
        ("怎么排", "回复过或贴过表情的不同人数，一人只算一次；相同时看总次数"),
        ("不算", "自己回复自己、自己贴的、贴了又取消的、机器人的；撤回的消息不出现"),
        ("算到什么时候", "消息发出后一周内的回复和表情"),
    ),
)
@dataclass(frozen=True, slots=True)
class GreatMoments(Report):
    """The ten messages that most different people replied or reacted to.

    Whoever replies and reacts counts once; among equals more replies and reactions, then the later
    message come first. The author's own do not count, nor what was taken off again.
    """

    group: str
    who: str | None
    period: Period
    loved: tuple[Loved, ...]
    names: dict[int, str]
    coverage: Coverage

    @classmethod
    async def load(cls, db: Snapshot, scope: Scope) -> Self:
        """Find the messages of a group or a member."""
        coverage = await covered(db, scope)
        member = scope.member_id
        loved = await loved_messages(db, scope, SHOWN)
        people = {one.row.sender_id for one in loved} | ({member} if member else set())
        names = await db.names(scope.group_id, people)
        who = names[member] if member else None
        if not loved:
            await refuse_forgotten(db, scope, coverage)
            raise NothingLovedError(scope.period, who)
        return cls(
            group=db.group_name(scope.group_id),
            who=who,
            period=scope.period,
            loved=tuple(loved),
            names=names,
            coverage=coverage,
        )

    def headline(self) -> str:
        """Quote the best one with how many turned to it."""
        best = self.loved[0]
        name = clipped(self.names[best.row.sender_id])
        before, after = f"{self.period.label}名场面：{name}「", f"」{best.people} 人接"
        room = HEADLINE_LENGTH - len(before) - len(after)
        return f"{before}{quotable(best.row, max(room, FEWEST_WORDS))}{after}"

    def text(self) -> str:
        """List the messages with who said them when, and what they were given."""
        whose = f"{clipped(self.who)} " if self.who else ""
        lines = [f"{whose}{self.period.label}名场面 · {self.group}"]
        for place, one in enumerate(self.loved, start=1):
            name = clipped(self.names[one.row.sender_id])
            given = " ".join(f"{cheer.emoji}{cheer.count}" for cheer in cheers_of(one))
            said = f"{place}. {name}（{self._when(one)}）：{quotable(one.row)}"
            lines.append(f"{said} —— {one.people} 人（{given}）")
        return "\n".join([*lines, coverage_line(self.period, self.coverage)])

    def card(self) -> Card:
        """Draw the messages."""
        rows = tuple(quote_of(one, self.names, self.period.zone) for one in self.loved)
        quotes = Quotes("🌟 大家接得最多的话", "回复和贴表情的人数", rows)
        title = f"{clipped(self.who)}的名场面" if self.who else "名场面"
        subtitle = f"{self.group} · {self.period.label}"
        return Card(title, "🌟", subtitle, (quotes,), coverage_line(self.period, self.coverage))

    def _when(self, one: Loved) -> str:
        return f"{datetime.fromtimestamp(one.row.sent_at, self.period.zone):%m-%d %H:%M}"

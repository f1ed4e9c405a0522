"""谁艾特我: who has mentioned a member or replied to them, also while they were away."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from groupscope.access import Act
from groupscope.charts import Card, Quote, Quotes
from groupscope.errors import QuestionError
from groupscope.figures.finding import excerpt, moment_label
from groupscope.periods import Period
from groupscope.report import Report, advice, clipped, command, coverage_line
from groupscope.scope import Scope
from groupscope.store import Snapshot
from groupscope.store.coverage import Coverage
from groupscope.store.mentions import Mention, last_said, mentioned_in, newest_of

SHOWN = 10


class NobodyTurnedError(QuestionError):
    """Nobody has mentioned the member in a period."""

    def __init__(self, period: Period, who: str) -> None:
        super().__init__(
            f"{period.label}没有人 @ {clipped(who)}，也没有人回复。{advice(period, '谁艾特我')}"
        )


@command(
    "who",
    "谁艾特我",
    "谁找我",
    period="近7天",
    summary="谁 @ 了我、回复了我，离开的时候也算",
    example="/谁艾特我，/谁艾特我 本月",
    icon="📣",
    options=frozenset({"mentions", "mention", "艾特"}),
    details=(
        ("离开以后", "你上一次说话以后的，排在最前面并标「新」"),
        ("算什么", "@ 了你的，和引用了你的话的；@全体成员不算"),
        ("看不到", "撤回的、命令、机器人的、不参与统计的人的"),
    ),
)
@dataclass(frozen=True, slots=True)
class Mentions(Report):
    """The messages that mention a member or reply to them, the newest first."""

    is_about_somebody: ClassVar[bool] = True
    about_others: ClassVar[Act] = Act.SEARCH_OTHERS

    group: str
    who: str
    period: Period
    mentions: tuple[Mention, ...]
    total: int
    new: int
    """How many have come since the member last said something."""
    people: int
    """How many different people those are from."""
    last_at: int | None
    """When the member last said something."""
    names: Mapping[int, str]
    coverage: Coverage

    @classmethod
    async def load(cls, db: Snapshot, scope: Scope) -> Self:
        """Find who has turned to the scope's member; NobodyTurnedError."""
        if scope.member_id is None:
            raise ValueError("somebody is mentioned")
        member = scope.member_id
        found = await mentioned_in(db, scope, member)
        newest = await newest_of(db, scope.group_id, found, SHOWN)
        names = await db.names(scope.group_id, {member, *(one.row.sender_id for one in newest)})
        if not newest:
            raise NobodyTurnedError(scope.period, names[member])
        last_at = await last_said(db, scope)
        new = found if last_at is None else found.since(last_at)
        return cls(
            group=db.group_name(scope.group_id),
            who=names[member],
            period=scope.period,
            mentions=tuple(newest),
            total=found.times,
            new=new.times,
            people=(new if new.times else found).people,
            last_at=last_at,
            names=names,
            coverage=await db.coverage(scope),
        )

    def headline(self) -> str:
        """Say how often they were mentioned since they were away, or in the period."""
        who = clipped(self.who)
        if not self.new or self.last_at is None:
            return f"{self.period.label}有 {self.people} 人找 {who}，共 {self.total} 次"
        since = moment_label(self.last_at, self.period.zone, self.period.end.year)
        return f"{who} 离开后（{since} 起）有 {self.people} 人来找，{self.new} 次"

    def text(self) -> str:
        """List who said what."""
        lines = [
            f"{number}. {clipped(self.names[one.row.sender_id])}（{self._note(number, one)}，"
            f"{self._when(one)}）：{excerpt(one.row, '')}"
            for number, one in enumerate(self.mentions, start=1)
        ]
        foot = coverage_line(self.period, self.coverage)
        return "\n".join([self.headline(), *lines, *self._rest(), foot])

    def card(self) -> Card:
        """Draw who said what."""
        rows = tuple(
            Quote(
                member_id=one.row.sender_id,
                name=self.names[one.row.sender_id],
                when=self._when(one),
                text=excerpt(one.row, ""),
                note=self._note(number, one),
            )
            for number, one in enumerate(self.mentions, start=1)
        )
        hint = f"共 {self.total} 次"
        quotes = Quotes("📣 最近的在最前面", hint, rows)
        subtitle = f"{self.group} · {self.period.label}"
        foot = coverage_line(self.period, self.coverage)
        return Card(f"谁在找 {clipped(self.who)}", "📣", subtitle, (quotes,), foot)

    def _rest(self) -> list[str]:
        rest = self.total - len(self.mentions)
        return [f"还有 {rest} 次更早的"] if rest else []

    def _note(self, number: int, one: Mention) -> str:
        sign = "回复" if one.is_reply else "@"
        return f"新 · {sign}" if number <= self.new and self.last_at is not None else sign

    def _when(self, one: Mention) -> str:
        return moment_label(one.row.sent_at, self.period.zone, self.period.end.year)

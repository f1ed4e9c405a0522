"""发言排行: who said how much."""

from dataclasses import dataclass
from typing import Self

from groupscope.charts import Card, RankBars, RankRow
from groupscope.periods import Period
from groupscope.report import NothingSaidError, Report, clipped, command, coverage_line
from groupscope.scope import Scope
from groupscope.store import Snapshot
from groupscope.store.coverage import Coverage
from groupscope.store.summaries import SPEAKERS

SHOWN = 10
COMPARABLE = 0.9
"""The share of the period before that must have been heard, for places to be compared."""
FEW = 30
"""With fewer messages than this today, a longer period is worth a look."""


@command(
    "rank",
    "排行",
    "发言榜",
    "发言排行",
    "排行榜",
    period="今天",
    summary="谁说得最多",
    example="/排行 上周，/排行 本月 @某人，/我的排行",
    icon="🏆",
    place=1,
    details=(
        ("算数的", "群友的每条消息；命令、机器人、匿名和撤回的不算"),
        ("名次变化", "和上一段同样长的时间比；那时没记录就不比"),
    ),
)
@dataclass(frozen=True, slots=True)
class Rank(Report):
    """How many messages each member sent, most talkative first.

    ``rows``: the ten best, and after them the member who was asked about. ``speakers``: how many
    members said anything. Members with equal counts stand in the order of their QQ numbers.
    """

    group: str
    period: Period
    rows: tuple[RankRow, ...]
    total: int
    speakers: int
    coverage: Coverage

    @classmethod
    async def load(cls, db: Snapshot, scope: Scope) -> Self:
        """Count who said how much, and compare with the period before."""
        counts = (await db.summary(SPEAKERS, scope)).by_member()
        coverage = await db.coverage(scope)
        if not counts:
            raise NothingSaidError(scope.period, coverage)
        earlier = await counts_before(db, scope)
        shown = list(counts)[:SHOWN]
        if scope.member_id is not None and scope.member_id not in shown:
            shown.append(scope.member_id)
        names = await db.names(scope.group_id, shown)
        board = Board(counts, places(counts), places(earlier), names)
        return cls(
            group=db.group_name(scope.group_id),
            period=scope.period,
            rows=tuple(board.row(member, is_marked=member == scope.member_id) for member in shown),
            total=sum(counts.values()),
            speakers=len(counts),
            coverage=coverage,
        )

    def headline(self) -> str:
        """Name the leader, or the place of the member who was asked about."""
        period, marked = self.period.label, self._marked()
        if marked is None:
            best = self.rows[0]
            said = f"{period} {self.total:,} 条，{clipped(best.name)} {best.count:,} 条领先"
            return said + self._longer()
        if not marked.count:
            return f"{clipped(marked.name)} {period}没有发言（全群 {self.total:,} 条）"
        return (
            f"{clipped(marked.name)} {period} {marked.count:,} 条，"
            f"第 {marked.place} 名（共 {self.speakers} 人发言）"
        )

    def text(self) -> str:
        """List the places with count, share and change."""
        before = self._compared()
        lines = [f"{self.period.label}发言排行 · {self.group}", self.headline()]
        lines += [
            f"{row.place}. {clipped(row.name, 20)} {row.count:,} 条"
            f"（{row.share:.1%}{change_label(row, before)}）"
            for row in self.rows
            if row.count
        ]
        return "\n".join([*lines, coverage_line(self.period, self.coverage)])

    def card(self) -> Card:
        """Draw the board."""
        rows = tuple(row for row in self.rows if row.count)
        bars = RankBars("📣 谁说得最多", f"{self.speakers} 人发言", rows, self._compared())
        subtitle = f"{self.group} · {self.period.label} · {self.total:,} 条"
        return Card("发言排行", "🏆", subtitle, (bars,), coverage_line(self.period, self.coverage))

    def _marked(self) -> RankRow | None:
        return next((row for row in self.rows if row.is_marked), None)

    def _compared(self) -> str | None:
        """Return the name of the period before, where there is something to compare with."""
        before = self.period.before()
        is_told = any(row.moved is not None and not row.is_new for row in self.rows)
        return before.label if before and is_told else None

    def _longer(self) -> str:
        """Suggest the next longer period when today has little to show."""
        is_today = self.period.label == self.command.period
        return " · 更多：/排行 本周" if is_today and self.total < FEW else ""


async def counts_before(db: Snapshot, scope: Scope) -> dict[int, int]:
    """Return what each member sent in the period before; nothing where nobody was there to count.

    A group that is recorded since yesterday noon has no yesterday to be compared with.
    """
    before = scope.period.before()
    if before is None:
        return {}
    earlier = Scope(scope.group_id, before)
    if (await db.coverage(earlier)).share_of(before.until - before.since) < COMPARABLE:
        return {}
    return (await db.summary(SPEAKERS, earlier)).by_member()


@dataclass(frozen=True, slots=True)
class Board:
    """Counts of a period, best first, with the places in it and in the period before."""

    counts: dict[int, int]
    places: dict[int, int]
    earlier: dict[int, int]
    names: dict[int, str]

    def row(self, member: int, *, is_marked: bool) -> RankRow:
        """Return a member's row; of place 0 when they said nothing."""
        place, earlier = self.places.get(member), self.earlier.get(member)
        count = self.counts.get(member, 0)
        return RankRow(
            place=place or 0,
            member_id=member,
            name=self.names[member],
            count=count,
            share=count / sum(self.counts.values()),
            moved=earlier - place if place and earlier else None,
            is_new=bool(self.earlier) and earlier is None,
            is_marked=is_marked,
        )


def places(counts: dict[int, int]) -> dict[int, int]:
    """Return each member's place, counted from 1, of counts that stand best first."""
    return {member: place for place, member in enumerate(counts, start=1)}


def change_label(row: RankRow, before: str | None) -> str:
    """Return how a place has changed: ，比上周 ↑ 2 名."""
    if before is None:
        return ""
    if row.is_new:
        return "，新上榜"
    if not row.moved:
        return f"，与{before}持平"
    return f"，比{before} {'↑' if row.moved > 0 else '↓'} {abs(row.moved)} 名"

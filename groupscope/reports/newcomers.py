"""新人: who joined and left, who spoke, whom somebody answered, who stayed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from groupscope.charts import Board, BoardRow, Card, Step, Steps, Tile, Tiles
from groupscope.errors import QuestionError
from groupscope.periods import Period
from groupscope.report import (
    A_DAY,
    NothingSaidError,
    Report,
    advice,
    clipped,
    command,
    coverage_line,
    duration_label,
)
from groupscope.scope import Scope
from groupscope.store import Snapshot
from groupscope.store.arrivals import PATIENCE, Arrival, Comings, Departure, comings_of
from groupscope.store.coverage import Coverage, Stretch

TOLD, DRAWN = 10, 5
"""How many newcomers are told of in words, and stand on the card: the latest."""
GONE_TOLD, GONE_DRAWN = 5, 3
STAYS = (7, 30)
"""After how many days it is looked who is still here."""
NOT_YET = "—"


class NobodyCameError(QuestionError):
    """Nobody has joined or left in a period."""

    def __init__(self, period: Period) -> None:
        super().__init__(f"{period.label}没有人入群，也没有人离开。{advice(period, '新人')}")


@command(
    "newcomers",
    "新人",
    "新面孔",
    period="近30天",
    summary="谁来了谁走了，新人有没有人理、留没留下",
    example="/新人 本周，/新人 上月",
    takes_member=False,
    icon="🌱",
    details=(
        ("有人接话", f"开口后 {PATIENCE // 3600} 小时内，有人回复或 @ 了 TA"),
        ("7 天、30 天后还在", "只看已经满 7 天、30 天的人；不满的不算进百分比"),
        ("来了又走又来", "只算最后一次入群；走了又回来的不算离开"),
    ),
)
@dataclass(frozen=True, slots=True)
class Newcomers(Report):
    """Who came and went in a period, the latest first, and what became of those who came.

    ``now`` is the moment of asking: what newcomers did is known until then.
    """

    group: str
    period: Period
    comings: Comings
    names: Mapping[int, str]
    now: int
    coverage: Coverage

    @classmethod
    async def load(cls, db: Snapshot, scope: Scope) -> Self:
        """Find who came and went, as far as somebody was there to see it."""
        coverage = await db.coverage(scope)
        recorded = coverage.recorded or Stretch(scope.period.since, scope.period.until)
        comings = await comings_of(db, scope, recorded)
        if not comings.arrivals and not comings.departures:
            was_away = coverage.offline_seconds >= recorded.seconds or coverage.recorded is None
            if was_away and not coverage.messages:
                raise NothingSaidError(scope.period, coverage)
            raise NobodyCameError(scope.period)
        people = {one.member for one in (*comings.arrivals, *comings.departures)}
        people |= {one.answered_by for one in comings.arrivals if one.answered_by}
        return cls(
            group=db.group_name(scope.group_id),
            period=scope.period,
            comings=comings,
            names=await db.names(scope.group_id, people),
            now=db.now,
            coverage=coverage,
        )

    def headline(self) -> str:
        """Say how many came, spoke and left."""
        came, went = self.comings.arrivals, self.comings.departures
        left = f"，{len(went):,} 人离开" if went else ""
        if not came:
            return f"{self.period.label}没有人入群{left}"
        spoke = f"{len(self._spoke()):,} 人说了话"
        return f"{self.period.label} {len(came):,} 人入群，{spoke}{left}"

    def text(self) -> str:
        """List who came and who went."""
        lines = [f"{self.period.label}新人 · {self.group}", self.headline()]
        lines += map(step_label, self._steps()[1:]) if self.comings.arrivals else ()
        lines += [
            f"{tile.label} {tile.value}（{tile.note}）"
            for tile in self._stays()
            if tile.value != NOT_YET
        ]
        lines += [
            f"🌱 {self._called(one.member)}：{self._course(one)}"
            for one in self.comings.arrivals[:TOLD]
        ]
        lines += [
            f"👋 {self._called(one.member)}：{self._farewell(one)}{stay_label(one, '，')}"
            for one in self.comings.departures[:GONE_TOLD]
        ]
        return "\n".join([*lines, coverage_line(self.period, self.coverage)])

    def card(self) -> Card:
        """Draw how far they came, and the two lists."""
        came, went = len(self.comings.arrivals), len(self.comings.departures)
        newcomers, leavers = self._rows()
        steps = Steps("🪜 走到哪一步", "占入群的人", self._steps())
        marks = (
            *((steps, Tiles(self._stays())) if came else ()),
            *((Board("🌱 新来的", latest_label(DRAWN, came), newcomers),) if came else ()),
            *((Board("👋 离开的", latest_label(GONE_DRAWN, went), leavers),) if went else ()),
        )
        subtitle = f"{self.group} · {self.period.label}"
        return Card("新面孔", "🌱", subtitle, marks, coverage_line(self.period, self.coverage))

    def _rows(self) -> tuple[tuple[BoardRow, ...], tuple[BoardRow, ...]]:
        newcomers = tuple(
            BoardRow(
                None, one.member, self.names[one.member], spoke_label(one), None, self._note(one)
            )
            for one in self.comings.arrivals[:DRAWN]
        )
        leavers = tuple(
            BoardRow(
                place=None,
                member_id=one.member,
                name=self.names[one.member],
                value=stay_label(one),
                note=self._farewell(one),
            )
            for one in self.comings.departures[:GONE_DRAWN]
        )
        return newcomers, leavers

    def _steps(self) -> tuple[Step, ...]:
        """Return how many came, spoke, and were answered."""
        came, spoke, answered = (
            len(found) for found in (self.comings.arrivals, self._spoke(), self._answered())
        )
        patience = f"开口后 {PATIENCE // 3600} 小时内"
        return (
            Step("入群", came, 1.0),
            Step("开口", spoke, spoke / max(came, 1)),
            Step("有人接话", answered, answered / max(came, 1), patience),
        )

    def _stays(self) -> tuple[Tile, ...]:
        """Return which share is here still after 7 and 30 days, of those who came so long ago.

        Those are others than all who came, so that these are no steps after the others.
        """
        return tuple(self._stay(days) for days in STAYS) if self.comings.arrivals else ()

    def _stay(self, days: int) -> Tile:
        ripe = self._ripe(days)
        label = f"{days} 天后还在"
        if not ripe:
            return Tile("🏡", label, NOT_YET, f"都还不到 {days} 天")
        note = f"满 {days} 天的 {len(ripe):,} 人里 {sum(ripe):,} 人"
        return Tile("🏡", label, f"{sum(ripe) / len(ripe):.0%}", note)

    def _ripe(self, days: int) -> list[bool]:
        """Return of those who came so many days ago whether they were here still then."""
        fates = (one.is_here_after(days, self.now) for one in self.comings.arrivals)
        return [fate for fate in fates if fate is not None]

    def _spoke(self) -> list[Arrival]:
        return [one for one in self.comings.arrivals if one.spoke_at is not None]

    def _answered(self) -> list[Arrival]:
        return [one for one in self.comings.arrivals if one.answered_by is not None]

    def _course(self, one: Arrival) -> str:
        return f"{self._note(one)}，{spoke_label(one)}"

    def _note(self, one: Arrival) -> str:
        """Say when somebody came, who answered them, and whether they are gone again."""
        parts = [f"{self._when(one.joined_at)} 入群"]
        if one.answered_by and one.answered_at is not None and one.spoke_at is not None:
            waited = wait_label(one.answered_at - one.spoke_at)
            parts.append(f"{waited}后 {self._called(one.answered_by)} 接话")
        elif one.spoke_at is not None:
            parts.append("还没人接话" if self.now - one.spoke_at <= PATIENCE else "没人接话")
        if one.left_at is not None:
            parts.append(f"{self._when(one.left_at)} 离开")
        return " · ".join(parts)

    def _farewell(self, one: Departure) -> str:
        return f"{self._when(one.left_at)} {'被移出' if one.is_kicked else '退群'}"

    def _when(self, at: int) -> str:
        return f"{datetime.fromtimestamp(at, self.period.zone):%m-%d %H:%M}"

    def _called(self, member: int) -> str:
        return clipped(self.names[member])


def latest_label(shown: int, everybody: int) -> str:
    """Return how many stand on a list, where those are not all: 最近 5 人，共 9 人."""
    return f"最近 {shown} 人，共 {everybody:,} 人" if everybody > shown else f"{everybody:,} 人"


def step_label(step: Step) -> str:
    """Return a step in words: 开口 7 人（70%）."""
    note = f"，{step.note}" if step.note else ""
    return f"{step.label} {step.count:,} 人（{step.share:.0%}{note}）"


def spoke_label(one: Arrival) -> str:
    """Return how long somebody took to say something: 3 分钟开口, 还没说话, 没说话就走了."""
    if one.spoke_at is None:
        return "没说话就走了" if one.left_at is not None else "还没说话"
    return f"{wait_label(one.spoke_at - one.joined_at)}开口"


def stay_label(one: Departure, before: str = "") -> str:
    """Return how long somebody was there: 待了 12 天; empty where that is not known."""
    if one.joined_at is None or one.joined_at > one.left_at:
        return ""
    days = (one.left_at - one.joined_at) // A_DAY
    return f"{before}待了 {days:,} 天" if days else f"{before}待了不到 1 天"


def wait_label(seconds: int) -> str:
    """Return a short while as people say it: 40 秒, 6 分钟, 3 天."""
    if seconds < 60:  # noqa: PLR2004 -- a minute
        return f"{seconds} 秒"
    return f"{seconds // A_DAY} 天" if seconds >= 3 * A_DAY else duration_label(seconds)

"""群榜: all groups against each other; for the bot's owners alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple, Self

from groupscope.access import Act
from groupscope.charts import Board, BoardRow, Card, Dot, Pair, Scatter, Tile, Tiles
from groupscope.errors import QuestionError
from groupscope.periods import Period
from groupscope.report import (
    HEADLINE_LENGTH,
    Report,
    clipped,
    command,
    coverage_line,
    duration_label,
    stretch_label,
)
from groupscope.scope import Scope
from groupscope.store import Snapshot
from groupscope.store.across import coverages, glances, member_counts
from groupscope.store.coverage import Coverage

SHOWN, HALF_SHOWN, DOTS, TOLD = 5, 4, 40, 100
FEWEST_SCORED = 20
"""Scored messages below which nothing is said about a group's mood."""
A_DAY, A_MINUTE = 86_400, 60


class NoGroupTalkedError(QuestionError):
    """No group has said anything."""

    def __init__(self, period: Period, groups: int) -> None:
        super().__init__(f"{period.label}，在记录的 {groups} 个群里都没有人说话。")


class GroupRow(NamedTuple):
    """A group: its members (None: nobody has told), messages, mood (−1 … 1) and coverage."""

    group_id: int
    name: str
    members: int | None
    messages: int
    mood: float | None
    coverage: Coverage


@command(
    "groups",
    "群榜",
    "所有群",
    period="近30天",
    summary="所有群放在一起比",
    example="/群榜，/群榜 上周",
    takes_member=False,
    icon="🌐",
    details=(
        ("人均每天", "消息数 ÷ 成员数 ÷ 有记录的天数"),
        ("散点的颜色", "心情；不到 20 条能看出心情的不着色"),
    ),
)
@dataclass(frozen=True, slots=True)
class GroupBoard(Report):
    """Every recorded group, the one with most messages first."""

    act: ClassVar[Act] = Act.LOOK_INTO_OTHER_GROUPS
    is_across_groups: ClassVar[bool] = True

    period: Period
    rows: tuple[GroupRow, ...]

    @classmethod
    async def load(cls, db: Snapshot, scope: Scope) -> Self:
        """Look at every recorded group; NoGroupTalkedError where none has said anything."""
        groups = db.recorded_groups()
        seen = await glances(db, groups, scope.period)
        messages = {group_id: glance.messages for group_id, glance in seen.items()}
        if not any(messages.values()):
            raise NoGroupTalkedError(scope.period, len(groups))
        covered = await coverages(db, messages, scope.period)
        members = await member_counts(db.connection)
        rows = [
            GroupRow(
                group_id,
                db.group_name(group_id),
                members.get(group_id),
                glance.messages,
                glance.mean if glance.scored >= FEWEST_SCORED else None,
                covered[group_id],
            )
            for group_id, glance in seen.items()
        ]
        return cls(scope.period, tuple(sorted(rows, key=lambda row: (-row.messages, row.group_id))))

    def headline(self) -> str:
        """Say how much all groups have said, and which of them most."""
        best = self.rows[0]
        line = f"{self.period.label} {len(self.rows)} 个群 {self._total():,} 条"
        told = f"{line}，{clipped(best.name)} {best.messages:,} 条最多"
        return told if len(told) <= HEADLINE_LENGTH else line

    def text(self) -> str:
        """List the groups."""
        lines = [f"{self.period.label}的所有群", self.headline()]
        lines += [
            f"{place}. {clipped(row.name)} {row.messages:,} 条，{self._told(row)}"
            for place, row in enumerate(self.rows[:TOLD], start=1)
        ]
        if len(self.rows) > TOLD:
            lines.append(f"还有 {len(self.rows) - TOLD} 个群")
        return "\n".join([*lines, self._foot()])

    def card(self) -> Card:
        """Draw the boards, and members against messages."""
        known = [row for row in self.rows if row.members]
        marks = (
            self._tiles(known),
            Board("💬 消息最多", f"{len(self.rows)} 个群", self._by_messages()),
            self._scatter(known),
            Pair(
                self._board("👥 成员最多", known, members_of, lambda row: f"{row.members:,} 人"),
                self._board("🔥 人均每天", known, self._activity, self._activity_label),
            ),
        )
        subtitle = f"{self.period.label} · {len(self.rows)} 个群 · {self._total():,} 条"
        return Card("所有群", "🌐", subtitle, marks, self._foot())

    def _tiles(self, known: Sequence[GroupRow]) -> Tiles:
        people = sum(map(members_of, known))
        talking = sum(1 for row in self.rows if row.messages)
        return Tiles(
            (
                Tile("🌐", "在记录的群", f"{len(self.rows):,}", f"{talking} 个有人说话"),
                Tile("👥", "成员合计", f"{people:,}", "跨群的重复算"),
                Tile("💬", "消息", f"{self._total():,}", f"最多的占 {self._share_of_best():.0%}"),
            )
        )

    def _by_messages(self) -> tuple[BoardRow, ...]:
        shown = self.rows[:SHOWN]
        return tuple(
            board_row(place, row, f"{row.messages:,} 条", row.messages / shown[0].messages)
            for place, row in enumerate(shown, start=1)
        )

    def _board(
        self,
        title: str,
        known: Sequence[GroupRow],
        figure: Callable[[GroupRow], float],
        label: Callable[[GroupRow], str],
    ) -> Board:
        shown = sorted(known, key=lambda row: (-figure(row), row.group_id))[:HALF_SHOWN]
        most = max(map(figure, shown), default=1) or 1
        rows = tuple(
            board_row(place, row, label(row), figure(row) / most)
            for place, row in enumerate(shown, start=1)
        )
        return Board(title, "", rows)

    def _scatter(self, known: Sequence[GroupRow]) -> Scatter:
        dots = tuple(
            Dot(row.name, members_of(row), row.messages, row.messages, row.mood)
            for row in known[:DOTS]
            if row.messages
        )
        hint = f"消息最多的 {DOTS} 个群" if len(known) > DOTS else "颜色是心情"
        return Scatter("🫧 成员和消息", hint, "成员", "消息", dots)

    def _activity(self, row: GroupRow) -> float:
        """Return how many messages a member of a group sends a day; 0 where members are unknown."""
        heard = row.coverage.recorded.seconds if row.coverage.recorded else self._seconds()
        days = max(heard - row.coverage.offline_seconds, A_DAY / 24) / A_DAY
        return row.messages / row.members / days if row.members else 0.0

    def _activity_label(self, row: GroupRow) -> str:
        return f"{figure_label(self._activity(row))} 条"

    def _seconds(self) -> int:
        return self.period.until - self.period.since

    def _told(self, row: GroupRow) -> str:
        if not row.members:
            return "成员数未知"
        mood = "" if row.mood is None else f"，心情 {round(row.mood * 100):+d}"
        return f"{row.members:,} 人，人均每天 {self._activity_label(row)}{mood}"

    def _share_of_best(self) -> float:
        return self.rows[0].messages / self._total()

    def _total(self) -> int:
        return sum(row.messages for row in self.rows)

    def _foot(self) -> str:
        """Return the coverage of all groups: of one alone its own, of more the worst of them."""
        if len(self.rows) == 1:
            return coverage_line(self.period, self.rows[0].coverage)
        parts = [stretch_label(self.period), f"{self._total():,} 条"]
        partly = sum(1 for row in self.rows if self._is_partly(row.coverage))
        if partly:
            parts.append(f"{partly} 个群只有一部分时间有记录")
        worst = max(self.rows, key=lambda row: row.coverage.offline_seconds)
        seconds = worst.coverage.offline_seconds
        if seconds < A_MINUTE:
            return " · ".join([*parts, "无中断"])
        return " · ".join([*parts, f"离线最多 {duration_label(seconds)}（{clipped(worst.name)}）"])

    def _is_partly(self, coverage: Coverage) -> bool:
        """Tell whether the record of a group begins within the period, or is none at all."""
        there = coverage.recorded
        return there is None or (self.period.since > 0 and there.since > self.period.since)


def figure_label(figure: float) -> str:
    """Return a figure with three digits: 12.3, 1.33, 0.05."""
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:.{1 if figure >= 10 else 2}f}"  # noqa: PLR2004 -- digits, not meanings


def members_of(row: GroupRow) -> int:
    """Return how many members a group has, 0 where nobody has told."""
    return row.members or 0


def board_row(place: int, row: GroupRow, value: str, share: float) -> BoardRow:
    """Return a group's line."""
    return BoardRow(place, None, row.name, value, share)

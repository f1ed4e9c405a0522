"""互动: who replies to and mentions whom."""

import asyncio
from dataclasses import dataclass
from typing import NamedTuple, Self

from groupscope.charts import Board, BoardRow, Card, Pair, Tie, Ties, Tile, Tiles
from groupscope.errors import QuestionError
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
    refuse_forgotten,
)
from groupscope.scope import Scope
from groupscope.store import Snapshot
from groupscope.store.coverage import Coverage
from groupscope.store.pairs import Pairs, TwoWays, pairs_of

SHOWN = 7
"""How many pairs are shown."""
BEST = 5
"""How many members stand on a board."""


class NobodyTurnedError(QuestionError):
    """Nobody has replied to or mentioned anybody in a period, or not the member asked about."""

    def __init__(self, period: Period, who: str | None) -> None:
        subject = f"{clipped(who)} {period.label}没有和谁" if who else f"{period.label}没有人"
        super().__init__(f"{subject}互相回复或 @ 过。{advice(period, '互动')}")


@command(
    "ties",
    "互动",
    period="近30天",
    summary="谁常回复谁、@ 谁",
    example="/互动 本周，/我的互动",
    icon="🤝",
    place=11,
    details=(
        ("算什么", "回复一条消息、@ 一个人各算一次；回复自带的 @ 不重复算"),
        ("不算", "自己对自己、@全体、机器人；只是前后脚说话的也不算"),
    ),
)
@dataclass(frozen=True, slots=True)
class Interplay(Report):
    """How often members turned to each other, directed; the strongest pairs first.

    ``pairs`` are the group's, or those of the member asked about, who then stands on the left.
    ``given`` and ``received`` are whom that member turned to and by whom they were turned to; of a
    group how often each turned to somebody and was turned to.
    """

    group: str
    member: int | None
    period: Period
    pairs: tuple[TwoWays, ...]
    total: int
    people: int
    given: tuple[tuple[int, int], ...]
    received: tuple[tuple[int, int], ...]
    given_total: int
    names: dict[int, str]
    coverage: Coverage

    @classmethod
    async def load(cls, db: Snapshot, scope: Scope) -> Self:
        """Count the pairs of a group or a member."""
        coverage = await covered(db, scope)
        member = scope.member_id
        pairs = await pairs_of(db, scope)
        told = await asyncio.to_thread(Told.of, pairs, member)
        if not told.total:
            await refuse_forgotten(db, scope, coverage)
            raise NobodyTurnedError(scope.period, await name_asked(db, scope))
        people = {one for pair in told.strongest for one in pair[:2]}
        people |= {one for one, _ in (*told.given, *told.received)}
        return cls(
            group=db.group_name(scope.group_id),
            member=member,
            period=scope.period,
            pairs=told.strongest,
            total=told.total,
            people=told.people,
            given=told.given,
            received=told.received,
            given_total=told.given_total,
            names=await db.names(scope.group_id, people | ({member} if member else set())),
            coverage=coverage,
        )

    def headline(self) -> str:
        """Name the strongest pair with its figures, as much of it as there is room for."""
        best = self.pairs[0]
        left, right = self._called(best.left), self._called(best.right)
        ways = f"{best.there:,} 去 {best.back:,} 回"
        most = f"{left} 和 {right} 互动最多"
        if self.member is not None:
            when = f"{left} {self.period.label}和 {right} 互动最多"
            lines = [f"{when}：{ways}", f"{most}：{ways}"]
        else:
            told = f"{most}（{best.there + best.back:,} 次）"
            lines = [f"{self.period.label}互动 {self.total:,} 次，{told}", told]
        return next((line for line in lines if len(line) <= HEADLINE_LENGTH), lines[-1])

    def text(self) -> str:
        """List the pairs, and whom everybody turns to."""
        whose = f"{self._called(self.member)} 的" if self.member else ""
        lines = [f"{self.period.label}{whose}互动 · {self.group}", self.headline()]
        for place, pair in enumerate(self.pairs, start=1):
            ends = f"{self._called(pair.left)} → {self._called(pair.right)} {pair.there:,} 次"
            lines.append(f"{place}. {ends}，← {pair.back:,} 次")
        for title, rows in self._boards():
            told = "、".join(f"{self._called(one)} {count:,}" for one, count in rows)
            lines.append(f"{title}：{told or '没有'}")
        return "\n".join([*lines, coverage_line(self.period, self.coverage)])

    def card(self) -> Card:
        """Draw the pairs and the two boards."""
        rows = tuple(
            Tie(
                left_id=pair.left,
                left=self.names[pair.left],
                right_id=pair.right,
                right=self.names[pair.right],
                there=pair.there,
                back=pair.back,
            )
            for pair in self.pairs
        )
        boards = [board(title, rows, self.names) for title, rows in self._boards()]
        marks = (
            Tiles(self._tiles()),
            Ties("🤝 互动最多的两个人", "回复和 @ 的次数", rows),
            Pair(*boards),
        )
        title = f"{self._called(self.member)}的互动" if self.member else "谁和谁聊"
        subtitle = f"{self.group} · {self.period.label}"
        return Card(title, "🤝", subtitle, marks, coverage_line(self.period, self.coverage))

    def _tiles(self) -> tuple[Tile, ...]:
        if self.member is None:
            return (
                Tile("💬", "互动", f"{self.total:,}", "回复和 @"),
                Tile("👥", "参与的人", f"{self.people:,}"),
            )
        received = self.total - self.given_total
        return (
            Tile("📤", "找别人", f"{self.given_total:,}", "回复和 @ 别人"),
            Tile("📥", "被找", f"{received:,}", "被回复和被 @"),
            Tile("👥", "来往的人", f"{self.people - 1:,}"),
        )

    def _boards(self) -> tuple[tuple[str, tuple[tuple[int, int], ...]], ...]:
        if self.member is None:
            return ("📥 被找得最多", self.received), ("📤 找别人最多", self.given)
        return ("📤 常找谁", self.given), ("📥 常被谁找", self.received)

    def _called(self, member: int | None) -> str:
        return clipped(self.names[member]) if member is not None else ""


class Told(NamedTuple):
    """What pairs come to, for the group or for a member."""

    strongest: tuple[TwoWays, ...]
    total: int
    people: int
    given: tuple[tuple[int, int], ...]
    received: tuple[tuple[int, int], ...]
    given_total: int

    @classmethod
    def of(cls, everybodys: Pairs, member: int | None) -> Self:
        """Count it: of a big group's year that takes longer than the loop may wait."""
        pairs = everybodys.of(member) if member else everybodys
        given, received = pairs.given(), pairs.received()
        # Among the pairs of one member, those who were turned to are whom that one turned to.
        ends = (received, given) if member else (given, received)
        return cls(
            tuple(pairs.strongest(SHOWN, member)),
            pairs.total,
            pairs.people,
            *(best_of(counts, member) for counts in ends),
            given_total=given.get(member, 0) if member else pairs.total,
        )


def best_of(counts: dict[int, int], member: int | None) -> tuple[tuple[int, int], ...]:
    """Return the first few, without the member who is asked about."""
    return tuple((one, count) for one, count in counts.items() if one != member)[:BEST]


def board(title: str, rows: tuple[tuple[int, int], ...], names: dict[int, str]) -> Board:
    """Return members with how often, as a board."""
    most = max((count for _, count in rows), default=1)
    return Board(
        title,
        "",
        tuple(
            BoardRow(place, one, names[one], f"{count:,} 次", count / most)
            for place, (one, count) in enumerate(rows, start=1)
        ),
    )

"""夜猫子: who talks after midnight, when they say their last word, and how many nights in a row."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar, Self

from groupscope.access import Act
from groupscope.charts import Board, BoardRow, Card, Tile, Tiles
from groupscope.errors import QuestionError
from groupscope.figures.clock import clock_label
from groupscope.figures.hearing import wall_of
from groupscope.figures.owls import LastWord, Owl, last_word, owls_of, unheard_nights, until_five
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
from groupscope.store.days import SECONDS_A_DAY
from groupscope.store.packing import Table
from groupscope.store.summaries.nights import MORNING, NIGHTS

FEWEST = 20
"""Messages of a member below which their nights say nothing."""
SHOWN, LATEST_SHOWN = 6, 4
IN_A_ROW = 2
"""One night alone is no row."""
NOON = 12 * 3600


class NoOwlsError(QuestionError):
    """Nobody with enough messages was up at night."""

    def __init__(self, period: Period) -> None:
        super().__init__(
            f"{period.label}没有夜猫子：说满 {FEWEST} 条的人里，没人在 0–5 点说过话。"
            f"{advice(period, '夜猫子')}"
        )


class TooFewMessagesError(QuestionError):
    """The member who was asked about said too little."""

    def __init__(self, who: str, period: Period, messages: int) -> None:
        super().__init__(
            f"{clipped(who)} {period.label}只有 {messages} 条消息，"
            f"不到 {FEWEST} 条，看不出是不是夜猫子。{advice(period, '夜猫子')}"
        )


@command(
    "night",
    "夜猫子",
    "夜猫",
    "熬夜",
    "熬夜榜",
    period="近30天",
    summary="谁总在半夜说话，几点才收工",
    example="/夜猫子 上月，/我的夜猫子",
    icon="🦉",
    details=(
        ("一天", "到凌晨 5 点才算完：1 点说的话算前一天的夜里"),
        ("夜里的占比", "0–5 点的消息占自己全部消息的多少；说满 20 条才上榜"),
        ("收工", "18 点以后每晚最后一句的平均时刻，绕着钟面算；至少 3 晚，今晚不算"),
        ("连着几晚", "0–5 点说过话的夜；那时我不在的夜不算断"),
        ("问别人", "只有群主和管理员能问"),
    ),
)
@dataclass(frozen=True, slots=True)
class Owls(Report):
    """Members with enough messages, by the share of them between midnight and five.

    ``owls``: those who were up at night, the highest share first, then more messages at night, then
    the QQ number. ``share`` is that of the whole group. ``asked`` is the member asked about.
    """

    about_others: ClassVar[Act] = Act.SEE_CLOCK_OF_OTHERS

    group: str
    period: Period
    owls: tuple[Owl, ...]
    latest: LastWord | None
    share: float
    asked: Owl | None
    names: Mapping[int, str]
    coverage: Coverage

    @classmethod
    async def load(cls, db: Snapshot, scope: Scope) -> Self:
        """Count nights, on days that end at five."""
        night = Scope(scope.group_id, until_five(scope.period, db.now))
        coverage = await db.coverage(night)
        found, latest = await nights_of(db, night, coverage)
        if not found:
            raise NothingSaidError(scope.period, await db.coverage(scope))
        owls = ranked(found)
        asked = next((owl for owl in found if owl.member == scope.member_id), None)
        people = {owl.member for owl in owls} | ({latest.member} if latest else set())
        people |= {scope.member_id} if scope.member_id is not None else set()
        names = await db.names(scope.group_id, people)
        if scope.member_id is not None and (asked is None or asked.messages < FEWEST):
            said = asked.messages if asked else 0
            raise TooFewMessagesError(names[scope.member_id], scope.period, said)
        if not owls and asked is None:
            raise NoOwlsError(scope.period)
        return cls(
            group=db.group_name(scope.group_id),
            period=night.period,
            owls=owls,
            latest=latest,
            share=sum(owl.late for owl in found) / sum(owl.messages for owl in found),
            asked=asked,
            names=names,
            coverage=coverage,
        )

    def headline(self) -> str:
        """Name the first owl, or tell the nights of the member who was asked about."""
        owl = self.asked or self.owls[0]
        told = [f"{self.period.label} {self._name(owl)} {owl.share:.0%} 的话在 0–5 点说"]
        if self.asked:
            told = [f"{self._name(owl)} {self.period.label} {owl.share:.0%} 的话在 0–5 点说"]
            if owl in self.owls:
                told.append(f"第 {self.owls.index(owl) + 1} 名")
        else:
            told.append("最高")
        if owl.bedtime is not None:
            told.append(f"平均 {clock_label(owl.bedtime)} 收工")
        while len("，".join(told)) > HEADLINE_LENGTH:
            told.pop()
        return "，".join(told)

    def text(self) -> str:
        """List the owls, and who says their last word latest."""
        lines = [f"夜猫子 · {self.group} · {self.period.label}", self.headline()]
        lines += [
            f"{row.place}. {clipped(row.name, 20)} {row.value}（{row.note}）"
            for row in self._by_share()
        ]
        if latest := self._by_bedtime():
            bedtimes = "、".join(f"{clipped(row.name)} {row.value}" for row in latest)
            lines.append(f"收工最晚：{bedtimes}")
        if self.latest:
            name = clipped(self.names[self.latest.member])
            lines.append(f"最晚的一句：{name}，{self._when(self.latest)}")
        return "\n".join([*lines, coverage_line(self.period, self.coverage)])

    def card(self) -> Card:
        """Draw the tiles and both boards."""
        marks = [
            Tiles(self._tiles()),
            Board("🦉 夜里的占比", f"说满 {FEWEST} 条的人", self._by_share()),
            Board("🌙 收工最晚", "每晚最后一句的平均时刻", self._by_bedtime()),
        ]
        shown = tuple(mark for mark in marks if isinstance(mark, Tiles) or mark.rows)
        subtitle = f"{self.group} · {self.period.label} · {self.coverage.messages:,} 条"
        foot = coverage_line(self.period, self.coverage)
        return Card("夜猫子", "🦉", subtitle, shown, foot)

    def _tiles(self) -> tuple[Tile, ...]:
        tiles = [Tile("🌃", "全群 0–5 点", f"{self.share:.0%}", "占所有消息")]
        if self.latest:
            when = self._when(self.latest)
            name = clipped(self.names[self.latest.member], 8)
            tiles.append(Tile("🕯️", "最晚的一句", when.partition(" ")[2], f"{when[:5]} {name}"))
        longest = max(self.owls, key=lambda owl: (_nights(owl), -owl.member), default=None)
        if longest and _nights(longest) >= IN_A_ROW:
            row = f"{_nights(longest)} 晚"
            tiles.append(Tile("🔥", "连着熬夜最久", row, clipped(self.names[longest.member])))
        return tuple(tiles)

    def _by_share(self) -> tuple[BoardRow, ...]:
        most = self.owls[0].share if self.owls else 1.0
        return tuple(
            self._row(place, owl, f"{owl.share:.0%}", owl.share / most, self._note(owl))
            for place, owl in enumerate(self.owls, start=1)
            if place <= SHOWN or owl == self.asked
        )

    def _by_bedtime(self) -> tuple[BoardRow, ...]:
        """Return whose last words are latest, counted from noon to noon."""
        told = [(owl.bedtime, owl) for owl in self.owls if owl.bedtime is not None]
        order = sorted(told, key=lambda pair: (-_since_noon(pair[0]), pair[1].member))
        return tuple(
            self._row(place, owl, clock_label(bedtime), None, "")
            for place, (bedtime, owl) in enumerate(order, start=1)
            if place <= LATEST_SHOWN or owl == self.asked
        )

    def _row(self, place: int, owl: Owl, value: str, share: float | None, note: str) -> BoardRow:
        is_marked = owl == self.asked
        name = self.names[owl.member]
        return BoardRow(place, owl.member, name, value, share, note, is_marked=is_marked)

    def _note(self, owl: Owl) -> str:
        told = [f"夜里 {owl.late:,} 条"]
        if owl.bedtime is not None:
            told.append(f"平均 {clock_label(owl.bedtime)} 收工")
        current = owl.nights.current if owl.nights else None
        if current and current.days >= IN_A_ROW:
            told.append(f"连着 {current.days} 晚")
        elif _nights(owl) >= IN_A_ROW:
            told.append(f"最多连着 {_nights(owl)} 晚")
        return " · ".join(told)

    def _name(self, owl: Owl) -> str:
        return clipped(self.names[owl.member])

    def _when(self, word: LastWord) -> str:
        """Return when the latest word was said: 11-19 04:52, by the calendar."""
        wall = (word.day + 1) * SECONDS_A_DAY + word.after_midnight
        return f"{datetime.fromtimestamp(wall, UTC):%m-%d %H:%M}"


def _nights(owl: Owl) -> int:
    return owl.nights.best.days if owl.nights else 0


def _since_noon(bedtime: float) -> float:
    return (bedtime - NOON) % SECONDS_A_DAY


def ranked(owls: tuple[Owl, ...]) -> tuple[Owl, ...]:
    """Return those who have said enough and were up at night, the highest share first."""
    up = [owl for owl in owls if owl.messages >= FEWEST and owl.late]
    return tuple(sorted(up, key=lambda owl: (-owl.share, -owl.late, owl.member)))


async def nights_of(
    db: Snapshot, scope: Scope, coverage: Coverage
) -> tuple[tuple[Owl, ...], LastWord | None]:
    """Return everybody's nights in a period, and what was said latest."""
    cells = (await db.summary(NIGHTS, scope)).cells
    return await asyncio.to_thread(_nights_in, cells, scope.period, db.now, coverage)


def _nights_in(
    cells: Table, period: Period, now: int, coverage: Coverage
) -> tuple[tuple[Owl, ...], LastWord | None]:
    if not len(cells):
        return (), None
    moments = (period.until - 1, now)
    end, tonight = ((wall_of(at, period.zone) - MORNING) // SECONDS_A_DAY for at in moments)
    first, last = int(cells[:, 1].min()), max(int(cells[:, 1].max()), end)
    late = set(cells[cells[:, 3] > 0, 1].tolist())
    unheard = unheard_nights(first, last, period, coverage, late)
    until = last if last == tonight else last + 1
    return owls_of(cells, unheard, tonight, until), last_word(cells)

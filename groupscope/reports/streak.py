"""连续冒泡: who has said something on how many days in a row."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple, Self

import numpy as np

from groupscope.charts import Board, BoardRow, Card, Podium, Tile, Tiles
from groupscope.errors import QuestionError
from groupscope.figures.course import begun
from groupscope.figures.hearing import unheard_days, wall_of
from groupscope.figures.runs import Run, Streaks, streaks
from groupscope.periods import Period
from groupscope.report import (
    HEADLINE_LENGTH,
    NothingSaidError,
    Report,
    clipped,
    command,
    coverage_line,
)
from groupscope.scope import Scope
from groupscope.store import Snapshot
from groupscope.store.coverage import Coverage
from groupscope.store.days import SECONDS_A_DAY
from groupscope.store.summaries import SPEAKERS
from groupscope.store.summaries.activity import Speakers

SHOWN, BEST_SHOWN = 7, 3
IN_A_ROW = 2
"""One day alone is no row."""


class SaidNothingError(QuestionError):
    """The member who was asked about said nothing in a period."""

    def __init__(self, who: str, period: Period) -> None:
        when = "" if period.step is None else period.label
        super().__init__(f"{clipped(who)} {when}没有发言，也就没有连续的天数。")


class Standing(NamedTuple):
    """A member's place on a board of runs."""

    place: int
    member_id: int
    name: str
    run: Run
    best: Run


@dataclass(frozen=True, slots=True)
class Days:
    """The local days of a period: up to which one they go, and whether that one is not over."""

    last: int
    is_going_on: bool
    unheard: int
    """On how many of them nobody was there to hear."""


@command(
    "streak",
    "连续冒泡",
    "连续发言",
    "连签",
    period="全部",
    summary="谁连着多少天都说过话",
    example="/连续冒泡 今年，/我的连签",
    icon="🗓️",
    details=(
        ("今天还没说话", "不算断，过了今天才算"),
        ("我整天不在的日子", "不算断，也不计入天数"),
    ),
)
@dataclass(frozen=True, slots=True)
class StreakBoard(Report):
    """Days in a row on which members said something: the runs that go on, and the longest ones.

    Longest first, then whose longest run is longer, then in the order of QQ numbers. Of a member
    who was asked about (``asked``) both boards hold their place, wherever it is.
    """

    group: str
    period: Period
    days: Days
    going: tuple[Standing, ...]
    best: tuple[Standing, ...]
    in_a_row: int
    """How many members have said something on two days in a row or more, and go on."""
    asked: str | None
    asked_id: int | None
    coverage: Coverage

    @classmethod
    async def load(cls, db: Snapshot, scope: Scope) -> Self:
        """Find everybody's runs."""
        coverage, member = await db.coverage(scope), scope.member_id
        found, days = await streaks_of(db, scope, coverage)
        if not found:
            raise NothingSaidError(scope.period, coverage)
        names = await db.names(scope.group_id, found.keys() | ({member} if member else set()))
        if member and member not in found:
            raise SaidNothingError(names[member], scope.period)
        # The member asked about has a line besides, and a gap above it.
        shown = SHOWN - 2 * (member is not None)
        going = {who: one for who, one in found.items() if one.current}
        return cls(
            group=db.group_name(scope.group_id),
            period=scope.period,
            days=days,
            going=standings(going, names, lambda one: one.current or one.best, (shown, member)),
            best=standings(found, names, lambda one: one.best, (BEST_SHOWN, member)),
            in_a_row=sum(one.current.days >= IN_A_ROW for one in going.values() if one.current),
            asked=names[member] if member else None,
            asked_id=member,
            coverage=coverage,
        )

    def headline(self) -> str:
        """Tell the longest run that goes on and the longest ever, or those of the member asked."""
        going = self._asked_among(self.going) if self.asked else next(iter(self.going), None)
        best = (self._asked_among(self.best) if self.asked else None) or self.best[0]
        who = f"{clipped(self.asked)} " if self.asked else ""
        if going is None:
            told = [f"{who}现在没有连着" if who else "现在没有人连着冒泡"]
        else:
            told = [f"{clipped(going.name)} 已连续冒泡 {going.run.days} 天"]
        if going and going.run == best.run and going.member_id == best.member_id:
            told.append("正是最长纪录" if not who else "正是自己最长的一次")
        else:
            holder = "" if self.asked else f" {clipped(best.name)}"
            told += [f"最长{holder} {best.run.days} 天（{self._dates(best.run)}）"]
        line = "，".join(told)
        return line if len(line) <= HEADLINE_LENGTH else line.partition("（")[0]

    def text(self) -> str:
        """List the runs that go on, and the longest ones."""

        def line(one: Standing) -> str:
            return f"{one.place}. {clipped(one.name, 20)} {one.run.days}"

        lines = [f"连续冒泡 · {self.group} · {self.period.label}", self.headline()]
        lines += [f"{line(one)} 天（{self._note(one)}）" for one in self.going]
        lines.append("最长纪录：")
        lines += [f"{line(one)} 天（{self._dates(one.run)}）" for one in self.best]
        if self.days.unheard:
            lines.append(f"有 {self.days.unheard} 天我整天不在，不算断。")
        return "\n".join([*lines, coverage_line(self.period, self.coverage)])

    def card(self) -> Card:
        """Draw both boards."""
        longest = (self._asked_among(self.best) if self.asked else None) or self.best[0]
        dates, days = self._dates(longest.run), f"{longest.run.days} 天"
        tiles = [
            Tile("🔥", "连着 2 天以上", f"{self.in_a_row} 人", self._rule()),
            Tile("🏅", f"{clipped(longest.name, 6)}最长", days, dates),
        ]
        if self.days.unheard:
            tiles.append(Tile("🔌", "我整天不在", f"{self.days.unheard} 天", "不算断"))
        going = Board("🔥 正在连续", "从哪天起，连着几天", self._rows(self.going, self._note))
        records = self._rows(self.best[:BEST_SHOWN], lambda one: self._dates(one.run))
        podium = Podium("🏆 最长纪录", "连着最久的一次", records)
        boards = (going, podium) if self.going else (podium,)
        subtitle = f"{self.group} · {self.period.label} · {self.coverage.messages:,} 条"
        foot = coverage_line(self.period, self.coverage)
        return Card("连续冒泡", "🗓️", subtitle, (Tiles(tuple(tiles)), *boards), foot)

    def _rule(self) -> str:
        return "今天还没说话不算断" if self.days.is_going_on else "到最后一天还连着"

    def _rows(
        self, standings: tuple[Standing, ...], note: Callable[[Standing], str]
    ) -> tuple[BoardRow, ...]:
        most = max((one.run.days for one in standings), default=1)
        return tuple(
            BoardRow(
                place=one.place,
                member_id=one.member_id,
                name=one.name,
                value=f"{one.run.days} 天",
                share=one.run.days / most,
                note=note(one),
                is_marked=one.member_id == self.asked_id,
            )
            for one in standings
        )

    def _note(self, one: Standing) -> str:
        """Say since when a run goes on, whether there was a longer one, and if today is missing."""
        told = [f"{self._date(one.run.first)} 起"]
        if one.best != one.run:
            told.append(f"最长 {one.best.days} 天")
        if self.days.is_going_on and one.run.last < self.days.last:
            told.append("今天还没说话")
        return " · ".join(told)

    def _asked_among(self, standings: tuple[Standing, ...]) -> Standing | None:
        return next((one for one in standings if one.member_id == self.asked_id), None)

    def _dates(self, run: Run) -> str:
        """Return from when to when a run went: 10-01–10-23."""
        first = self._date(run.first)
        return f"{first}–{self._date(run.last)}" if run.days > 1 else first

    def _date(self, number: int) -> str:
        """Return a day, with its year where that is another than the last."""
        day = datetime.fromtimestamp(number * SECONDS_A_DAY, UTC)
        return f"{day:%m-%d}" if day.year == self.period.end.year else f"{day:%Y-%m-%d}"


async def streaks_of(
    db: Snapshot, scope: Scope, coverage: Coverage
) -> tuple[Mapping[int, Streaks], Days]:
    """Return every member's streaks in a period, and its days."""
    spoke = await db.by_day(SPEAKERS, Scope(scope.group_id, scope.period))
    return await asyncio.to_thread(_streaks_in, spoke, scope.period, db.now, coverage)


def _streaks_in(
    spoke: Mapping[int, Speakers], asked: Period, now: int, coverage: Coverage
) -> tuple[Mapping[int, Streaks], Days]:
    if not spoke:
        return {}, Days(0, is_going_on=False, unheard=0)
    period = begun(asked, spoke)
    ends = (period.since, period.until - 1, now)
    first, last, today = (wall_of(at, period.zone) // SECONDS_A_DAY for at in ends)
    if coverage.recorded:
        # Before the record began nobody was away: there was nothing to hear.
        began = wall_of(coverage.recorded.since, period.zone) // SECONDS_A_DAY
        first = max(first, min(began, *spoke))
    unheard = unheard_days(first, last, period.zone, coverage, said=spoke)
    found = streaks(
        np.concatenate([day.members for day in spoke.values()]),
        np.repeat(np.array([*spoke], np.int64), [len(day.members) for day in spoke.values()]),
        unheard,
        last if last == today else last + 1,
    )
    return found, Days(last, is_going_on=last == today, unheard=len(unheard))


def standings(
    found: Mapping[int, Streaks],
    names: Mapping[int, str],
    run_of: Callable[[Streaks], Run],
    shown: tuple[int, int | None],
) -> tuple[Standing, ...]:
    """Return the first so many by a run, and the member asked about after them."""
    most, member = shown
    order = sorted(found, key=lambda who: (-run_of(found[who]).days, -found[who].best.days, who))
    return tuple(
        Standing(place, who, names[who], run_of(found[who]), found[who].best)
        for place, who in enumerate(order, start=1)
        if place <= most or who == member
    )

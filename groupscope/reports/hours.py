"""作息: at which hours of the week a group, or a member, talks."""

from dataclasses import dataclass, replace
from typing import ClassVar, Self

import numpy as np

from groupscope.access import Act
from groupscope.charts import Card, HeatMap, Tile, Tiles
from groupscope.figures.course import begun
from groupscope.figures.habits import Habits, by_week
from groupscope.figures.hearing import heard_hours, wall_of
from groupscope.periods import Period
from groupscope.report import (
    HEADLINE_LENGTH,
    Report,
    SaidNothingError,
    clipped,
    command,
    coverage_line,
    covered,
    name_asked,
)
from groupscope.scope import Scope
from groupscope.store import Snapshot
from groupscope.store.coverage import Coverage, Stretch
from groupscope.store.days import SECONDS_A_DAY
from groupscope.store.summaries import ACTIVITY, TOTALS

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
HOURS, AN_HOUR = 24, 3600
NOTHING = np.zeros(HOURS, np.int64)
FEWEST = 30
"""Messages below which nothing is said about habits."""
NIGHT_SHARE = 1 / 3
"""The share that the night has of a day's hours: with more of the messages it is the louder."""
SAME = 0.1
"""A difference between weekends and weekdays that is none, as a share."""


@command(
    "hours",
    "作息",
    "活跃时间",
    "活跃时段",
    period="近30天",
    summary="一周里什么时候最热闹",
    example="/作息 本月，/我的作息",
    icon="⏰",
    place=6,
    details=(
        ("每一格", "那个钟头平均几条；听到不到一半又没有消息的钟头不算，一次都没听到的画斜线"),
        ("夜里", "22 点到 6 点，占三分之一以上算夜里更热闹"),
        ("周末", "一天平均几条，和工作日比，差不到 10% 算差不多"),
        ("别人的", "只有群主和管理员能看"),
    ),
)
@dataclass(frozen=True, slots=True)
class Hours(Report):
    """Messages by hour of the week, with what they say about habits."""

    about_others: ClassVar[Act] = Act.SEE_CLOCK_OF_OTHERS

    group: str
    who: str | None
    period: Period
    habits: Habits
    coverage: Coverage

    @classmethod
    async def load(cls, db: Snapshot, scope: Scope) -> Self:
        """Count the hours of the week."""
        coverage = await covered(db, scope)
        who = await name_asked(db, scope)
        habits = await habits_of(db, scope, coverage)
        if who and not habits.total:
            raise SaidNothingError(who, scope.period, coverage.messages, "作息")
        return cls(db.group_name(scope.group_id), who, scope.period, habits, coverage)

    def headline(self) -> str:
        """Name the busiest hour, and the rules that hold; of too few messages only that."""
        who = f"{clipped(self.who)} " if self.who else ""
        busiest = hour_label(*self.habits.busiest)
        if self.habits.total < FEWEST:
            line = f"{who}{self.period.label}只有 {self.habits.total} 条，看不出作息；{busiest}最多"
            return line if len(line) <= HEADLINE_LENGTH else line.partition("；")[0]
        told = [f"{who}{self.period.label} {busiest}最热闹", f"22–6 点占 {self.habits.night:.0%}"]
        if (weekend := self.habits.weekend) is not None:
            told.append(f"周末{weekend_label(weekend)}")
        while len("，".join(told)) > HEADLINE_LENGTH:
            told.pop()
        return "，".join(told)

    def text(self) -> str:
        """Say the same with the quietest hours and the days of the week."""
        subject = f"{clipped(self.who)}的" if self.who else ""
        lines = [f"{self.period.label}{subject}作息 · {self.group}", self.headline()]
        lines += [f"{tile.label} {tile.value}，{tile.note}" for tile in self._tiles()]
        days = zip(WEEKDAYS, self.habits.said.sum(axis=1).tolist(), strict=True)
        lines.append(" · ".join(f"{day} {said:,} 条" for day, said in days))
        return "\n".join([*lines, coverage_line(self.period, self.coverage)])

    def card(self) -> Card:
        """Draw the week and what it says."""
        habits = self.habits
        weekday, hour = habits.busiest
        mean = mean_label(float(habits.rates[weekday, hour]))
        week = HeatMap(
            title="⏰ 一周 × 24 小时",
            hint=f"最热 {hour_label(weekday, hour)} · 平均 {mean}",
            rows=habits.means,
            row_labels=WEEKDAYS,
            column_labels=("0", "6", "12", "18", "24"),
            ring=(weekday, hour),
            sums_label="日均",
        )
        tiles = self._tiles()
        marks = (week, Tiles(tiles)) if tiles else (week,)
        title = f"{clipped(self.who)}的作息" if self.who else "群聊作息"
        subtitle = f"{self.group} · {self.period.label} · {habits.total:,} 条"
        return Card(title, "🗓️", subtitle, marks, coverage_line(self.period, self.coverage))

    def _tiles(self) -> tuple[Tile, ...]:
        """Return what the rules say; nothing of too few messages."""
        habits = self.habits
        if habits.total < FEWEST:
            return ()
        tone = "夜里更热闹" if habits.night > NIGHT_SHARE else "白天更热闹"
        tiles = [Tile("🌙", "22–6 点", f"{habits.night:.0%}", tone)]
        if (weekend := habits.weekend) is not None:
            than = weekend_label(weekend).partition(" ")[0]
            tiles.append(Tile("🛋️", "周末", f"{weekend:+.0%}", than))
        first, length, mean = habits.quietest
        tiles.append(Tile("😴", "最安静", stretch_label(first, length), f"平均 {mean_label(mean)}"))
        return tuple(tiles)


def hour_label(weekday: int, hour: int) -> str:
    """Return an hour of the week: 周日 12 点."""
    return f"{WEEKDAYS[weekday]} {hour} 点"


def stretch_label(first: int, length: int) -> str:
    """Return some hours of the day: 4 点, 3–6 点, 全天."""
    if length == HOURS:
        return "全天"
    return f"{first} 点" if length == 1 else f"{first}–{(first + length) % HOURS} 点"


def mean_label(mean: float) -> str:
    """Return a mean number of messages: 12 条, 3.4 条."""
    return f"{mean:,.0f} 条" if mean >= 10 or mean == round(mean) else f"{mean:.1f} 条"  # noqa: PLR2004 -- two digits are enough


def weekend_label(more: float) -> str:
    """Return how weekends differ from weekdays, given the difference as a share."""
    if abs(more) < SAME:
        return "和工作日差不多"
    return f"比工作日{'多' if more > 0 else '少'} {abs(more):.0%}"


async def habits_of(db: Snapshot, scope: Scope, coverage: Coverage) -> Habits:
    """Return the habits of a scope: the group's, or its member's."""
    period, zone = scope.period, scope.period.zone
    group = Scope(scope.group_id, period)
    totals = {number: day.by_hour for number, day in (await db.by_day(TOTALS, group)).items()}
    said = totals
    if scope.member_id is not None:
        days = (await db.by_day(ACTIVITY, group)).items()
        said = {number: day.hours_of(scope.member_id) for number, day in days}
    period = begun(period, totals)
    first = min(wall_of(period.since, zone) // SECONDS_A_DAY, *totals)
    last = max(wall_of(period.until - 1, zone) // SECONDS_A_DAY, *totals)
    there = coverage
    if coverage.recorded is None:  # brought in from elsewhere, so all of it was heard
        there = replace(coverage, recorded=Stretch(period.since, period.until))
    heard = heard_hours(first, last, zone, there) * 2 >= AN_HOUR
    for number, by_hour in totals.items():
        heard[number - first] |= by_hour > 0
    return Habits(
        by_week(first, np.array([said.get(n, NOTHING) for n in range(first, last + 1)])),
        by_week(first, heard.astype(np.int64)),
    )

"""龙王: who talked most on each day, how long they reigned and who took over."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from groupscope.charts import (
    Board,
    BoardRow,
    Card,
    Podium,
    Reign,
    Reigns,
    Single,
    Tile,
    Tiles,
)
from groupscope.figures.thrones import Court, Days, Leader, Rule, court_of, days_of
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

REIGNS_SHOWN, MEMBERS_SHOWN = 6, 6


@command(
    "dragon",
    "龙王",
    "水王",
    period="近30天",
    summary="每天谁说得最多，谁从谁手里夺走",
    example="/昨日龙王，/龙王 本月，/我的龙王",
    icon="🐉",
    place=8,
    details=(
        ("龙王", "一天里消息最多的人；一样多时 QQ 号小的在前"),
        ("今天的", "还没过完，只算暂时领先"),
        ("连任", "没人说话的一天会断，我整天不在的不会"),
    ),
)
@dataclass(frozen=True, slots=True)
class Dragons(Report):
    """The most talkative member of each day."""

    group: str
    period: Period
    days: Days
    court: Court
    names: Mapping[int, str]
    asked: int | None
    coverage: Coverage

    @classmethod
    async def load(cls, db: Snapshot, scope: Scope) -> Self:
        """Find the leader of each day, and the reigns."""
        coverage = await db.coverage(scope)
        days = days_of(scope.period, db.now)
        court = await court_of(db, scope, days)
        if not coverage.messages or not (court.leaders or court.today):
            raise NothingSaidError(scope.period, coverage)
        asked = {scope.member_id} if scope.member_id is not None else set[int]()
        return cls(
            group=db.group_name(scope.group_id),
            period=scope.period,
            days=days,
            court=court,
            names=await db.names(scope.group_id, court.people | asked),
            asked=scope.member_id,
            coverage=coverage,
        )

    def headline(self) -> str:
        """Name the last day's leader, or how often the member who was asked about led."""
        told = self._about_asked() if self.asked is not None else self._about_all()
        while len("，".join(told)) > HEADLINE_LENGTH:
            told.pop()
        return "，".join(told)

    def text(self) -> str:
        """List the reigns, and who led most often."""
        lines = [f"龙王 · {self.group} · {self.period.label}", self.headline()]
        for reign in self._reigns():
            length = f"连任 {reign.days} 天，" if reign.days > 1 else ""
            note = f"，{reign.note}" if reign.note else ""
            lines.append(f"👑 {reign.when} {clipped(reign.name)} {length}{reign.value}{note}")
        lines += [
            f"{row.place}. {clipped(row.name, 20)} {row.value}（{row.note}）"
            for row in self._rows()
        ]
        if self.court.today and self.court.leaders:
            lines.append(self._provisional())
        return "\n".join([*lines, coverage_line(self.period, self.coverage)])

    def card(self) -> Card:
        """Draw the last day's podium or the tiles of many days, the scroll, and who led most."""
        court = self.court
        is_one_day = len(court.leaders) <= 1
        marks: list[Single] = [] if is_one_day else [Tiles(self._tiles())]
        if is_one_day:
            marks.append(self._podium())
        if court.reigns:
            marks.append(Reigns("📜 龙王谱", "新的在上", tuple(self._reigns())))
        if not is_one_day:
            marks.append(Board("🐉 当了几天龙王", f"共 {len(court.leaders)} 天", self._rows()))
        subtitle = f"{self.group} · {self.period.label} · {self.coverage.messages:,} 条"
        foot = coverage_line(self.period, self.coverage)
        return Card("龙王", "🐉", subtitle, tuple(marks), foot)

    def _about_all(self) -> list[str]:
        court, told = self.court, list[str]()
        if not court.leaders:
            return [self._provisional()]
        last = max(court.leaders)
        leader, reign = court.leaders[last], court.reigns[0]
        told.append(
            f"{self.days.name(last)}的龙王是 {self._name(leader.member)}，{leader.messages:,} 条"
        )
        told.append(f"连任 {reign.days} 天" if reign.days > 1 else self._took_over(reign))
        if len(court.leaders) > 1:
            most = next(iter(court.days_led.items()))
            told.append(f"{self.period.label} {self._name(most[0])} 当得最多，{most[1]} 天")
        return [part for part in told if part]

    def _about_asked(self) -> list[str]:
        who, court = self.asked or 0, self.court
        led = court.days_led.get(who, 0)
        if not led:
            told = [f"{self._name(who)} {self.period.label}没当过龙王"]
            if court.leaders:
                most = next(iter(court.days_led.items()))
                told.append(f"当得最多的是 {self._name(most[0])}，{most[1]} 天")
            return told
        place = list(court.days_led).index(who) + 1
        return [
            f"{self._name(who)} {self.period.label}当了 {led} 天龙王（第 {place} 名）",
            f"最长连任 {court.longest[who]} 天",
        ]

    def _provisional(self) -> str:
        today = self.court.today
        return f"今天暂时是 {self._name(today.member)} 领先，{today.messages:,} 条" if today else ""

    def _tiles(self) -> tuple[Tile, ...]:
        court, tiles = self.court, list[Tile]()
        if court.today:
            leader = self._name(court.today.member)
            tiles.append(Tile("⏳", "今天暂时领先", f"{court.today.messages:,} 条", leader))
        tiles.append(
            Tile("👑", "当过龙王", f"{len(court.days_led)} 人", f"{len(court.leaders)} 天里")
        )
        tiles.append(Tile("⚔️", "换人", f"{court.changes} 次", "一天被另一人超过"))
        return tuple(tiles)

    def _podium(self) -> Podium:
        title, hint = "⏳ 今天暂时前三", "还没过完"
        if self.court.leaders:
            title, hint = f"🏆 {self.days.name(max(self.court.leaders))}前三", ""
        return Podium(title, hint, podium_rows(self.court.podium, self.names, self.asked))

    def _reigns(self) -> list[Reign]:
        return [
            Reign(
                member_id=rule.member,
                name=self.names[rule.member],
                days=rule.days,
                when=self._when(rule),
                value=f"{'最多 ' if rule.days > 1 else ''}{rule.best:,} 条",
                note=self._took_over(rule),
            )
            for rule in self.court.reigns[:REIGNS_SHOWN]
        ]

    def _rows(self) -> tuple[BoardRow, ...]:
        """Return who led most often, and after them the member who was asked about."""
        led = self.court.days_led
        most = max(led.values(), default=1)
        return tuple(
            BoardRow(
                place=place,
                member_id=who,
                name=self.names[who],
                value=f"{days} 天",
                share=days / most,
                note=f"最长连任 {self.court.longest[who]} 天",
                is_marked=who == self.asked,
            )
            for place, (who, days) in enumerate(led.items(), start=1)
            if place <= MEMBERS_SHOWN or who == self.asked
        )

    def _when(self, rule: Rule) -> str:
        first, last = self.days.name(rule.first), self.days.name(rule.last)
        return first if rule.first == rule.last else f"{first} – {last}"

    def _took_over(self, rule: Rule) -> str:
        return "" if rule.after is None else f"从 {self._name(rule.after)} 手中夺下"

    def _name(self, member: int) -> str:
        return clipped(self.names[member])


def podium_rows(
    leaders: tuple[Leader, ...], names: Mapping[int, str], asked: int | None
) -> tuple[BoardRow, ...]:
    """Return the steps of a podium."""
    return tuple(
        BoardRow(
            place=place,
            member_id=leader.member,
            name=names[leader.member],
            value=f"{leader.messages:,} 条",
            is_marked=leader.member == asked,
        )
        for place, leader in enumerate(leaders, start=1)
    )

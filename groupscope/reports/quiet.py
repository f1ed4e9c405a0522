"""潜水: who is in the group and has said nothing for so many days; for admins alone."""

import asyncio
import re
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar, NamedTuple, Self

from groupscope.access import Act
from groupscope.charts import Board, BoardRow, Card, Pill, Pills, Tile, Tiles
from groupscope.commands import Question
from groupscope.errors import QuestionError
from groupscope.figures.hearing import unheard_days, wall_of
from groupscope.periods import Period, read_period
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
from groupscope.store.present import members_present
from groupscope.store.summaries import SPEAKERS
from groupscope.store.summaries.activity import Speakers

SHOWN, FRESH_SHOWN = 11, 12
TOLD = 300
"""How many members the whole list in words names."""
WHOLE = frozenset({"全", "名单", "list"})
DAYS = re.compile(r"[1-9][0-9]{0,3}")


class NobodyQuietError(QuestionError):
    """Everybody has said something."""

    def __init__(self, period: Period, members: int) -> None:
        super().__init__(f"{period.label}没有人潜水：{members} 位群友都说过话。")


class NoMembersError(QuestionError):
    """Nobody is known to be in the group."""

    def __init__(self) -> None:
        super().__init__("还没有拿到本群的成员名单，过一会儿再问。")


class QuietOptions(Container[str]):
    """What the command understands besides a period: a number of days, and 全."""

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and (word in WHOLE or bool(DAYS.fullmatch(word)))


class Silent(NamedTuple):
    """A member who said nothing; the local day of their last message, and when they joined.

    Both are None where the record does not tell. ``name`` is empty beyond those who are told of.
    """

    member_id: int
    name: str
    last_day: int | None
    joined_at: int | None


@command(
    "quiet",
    "潜水",
    "潜水名单",
    period="近30天",
    summary="谁很久没说话",
    example="/潜水，/潜水 60，/潜水 60 全",
    takes_member=False,
    options=QuietOptions(),
    icon="🤿",
    details=(
        ("60", "60 天没说话的"),
        ("全", "用文字列出整个名单"),
        ("私聊发送", "名单只私聊发给提问的管理员，不在群里公布"),
        ("新人分开", "入群还不满这些天的，另外列"),
        ("没有记录的日子", "会写明；那几天说过话也看不到"),
    ),
)
@dataclass(frozen=True, slots=True)
class Quiet(Report):
    """Members who are in the group and said nothing in a period, the longest silent first.

    ``silent`` were members when the period began (or nobody knows since when they are); ``fresh``
    have joined since. ``unheard`` is on how many days of the period nobody was there to hear.
    """

    act: ClassVar[Act] = Act.SEE_QUIET_MEMBERS
    is_private: ClassVar[bool] = True

    group: str
    period: Period
    silent: tuple[Silent, ...]
    fresh: tuple[Silent, ...]
    members: int
    unheard: int
    coverage: Coverage
    is_whole: bool = False

    @classmethod
    async def load(cls, db: Snapshot, scope: Scope) -> Self:
        """Compare who is in the group with who has spoken."""
        return await cls.ask(db, Question(scope))

    @classmethod
    async def ask(cls, db: Snapshot, question: Question) -> Self:
        """Compare who is in the group with who has spoken, in the last days as many as asked."""
        scope = scope_of(db, question)
        coverage = await db.coverage(scope)
        if coverage.recorded is None and not coverage.messages:
            raise NothingSaidError(scope.period, coverage)
        spoken = (await db.summary(SPEAKERS, scope)).by_member()
        there = await members_present(db.connection, scope.group_id, db.now)
        if not there:
            raise NoMembersError
        quiet = [user_id for user_id in there if user_id not in spoken]
        if not quiet:
            raise NobodyQuietError(scope.period, len(there))
        spoke = await ever_spoke(db, scope)
        last = await asyncio.to_thread(last_days, spoke)
        found = [Silent(one, "", last.get(one), there[one]) for one in quiet]
        since = scope.period.since
        return cls(
            group=db.group_name(scope.group_id),
            period=scope.period,
            silent=await longest_first(
                db, scope, (one for one in found if (one.joined_at or 0) < since)
            ),
            fresh=await longest_first(
                db, scope, (one for one in found if (one.joined_at or 0) >= since)
            ),
            members=len(there),
            unheard=days_unheard(scope.period, coverage, spoke),
            coverage=coverage,
            is_whole=bool(WHOLE.intersection(question.options)),
        )

    @property
    def in_words(self) -> bool:
        """Whether all are to be listed."""
        return self.is_whole

    def headline(self) -> str:
        """Say how many were silent, and how much of the time was heard at all."""
        said = f"{len(self.silent)} 人没说话" if self.silent else "老群友都说过话"
        line = f"{self.period.label} {said}（共 {self.members} 人）"
        more = [f"；其中 {self.unheard} 天没有记录"] if self.unheard else []
        more += [f"；另有 {len(self.fresh)} 位新人没开口"] if self.fresh else []
        for told in more:
            line += told if len(line + told) <= HEADLINE_LENGTH else ""
        return line

    def text(self) -> str:
        """List the silent, and the new ones apart."""
        lines = [f"{self.period.label}的潜水名单 · {self.group}", self.headline()]
        lines += [f"{one.name}：{self._told(one)}" for one in map(plain, self.silent[:TOLD])]
        if len(self.silent) > TOLD:
            lines.append(f"还有 {len(self.silent) - TOLD} 人")
        if self.fresh:
            names = "、".join(clipped(one.name) for one in self.fresh[:TOLD])
            lines.append(f"这段时间才入群、还没说话：{names}")
        return "\n".join([*lines, *self._warning(), coverage_line(self.period, self.coverage)])

    def card(self) -> Card:
        """Draw the list as far as there is room."""
        rest = len(self.silent) - SHOWN
        hint = f"还有 {rest} 人：/潜水 全" if rest > 0 else "最久没说话的在前"
        marks: list[Tiles | Board | Pills] = [self._tiles()]
        if self.silent:
            marks.append(Board("🤿 没说话的人", hint, self._rows(self.silent[:SHOWN])))
        if self.fresh:
            rest = len(self.fresh) - FRESH_SHOWN
            more = f"另有 {rest} 人" if rest > 0 else "后面是入群的日子"
            pills = tuple(Pill(clipped(one.name), self._joined(one)) for one in self.fresh)
            marks.append(Pills("🌱 刚入群、还没说话", more, pills[:FRESH_SHOWN]))
        subtitle = f"{self.group} · {self.period.label} · {self.members} 人"
        foot = " · ".join([coverage_line(self.period, self.coverage), *self._warning()])
        return Card("谁在潜水", "🤿", subtitle, tuple(marks), foot)

    def _tiles(self) -> Tiles:
        share = len(self.silent) / self.members
        heard = f"{self.unheard} 天没有记录" if self.unheard else "每天都有记录"
        return Tiles(
            (
                Tile("🤿", "没说话", f"{len(self.silent):,} 人", f"占全群 {share:.0%}"),
                Tile("🌱", "新人未开口", f"{len(self.fresh):,} 人", f"入群在{self.period.label}内"),
                Tile("📼", "记录", f"{self.coverage.messages:,} 条", heard),
            )
        )

    def _rows(self, listed: Sequence[Silent]) -> tuple[BoardRow, ...]:
        days = [self._days(one) for one in listed]
        most = max((day for day in days if day is not None), default=1)
        return tuple(
            BoardRow(
                place=None,
                member_id=one.member_id,
                name=one.name,
                value="未见发言" if silent is None else f"{silent:,} 天前",
                share=1.0 if silent is None else silent / max(most, 1),
                note=self._told(one),
            )
            for one, silent in zip(listed, days, strict=True)
        )

    def _told(self, one: Silent) -> str:
        """Return when a member last spoke, and when they joined."""
        said = "记录以来没说过话" if one.last_day is None else f"最后发言 {dated(one.last_day)}"
        if one.joined_at is None:
            return said
        joined = datetime.fromtimestamp(one.joined_at, self.period.zone)
        return f"{said}，{joined:%Y-%m-%d} 入群"

    def _joined(self, one: Silent) -> str:
        joined = datetime.fromtimestamp(one.joined_at or 0, self.period.zone)
        return f"{joined:%m-%d}"

    def _days(self, one: Silent) -> int | None:
        """Return for how many days, today being the first, a member has been silent."""
        if one.last_day is None:
            return None
        return wall_of(self.period.until, self.period.zone) // SECONDS_A_DAY - one.last_day

    def _warning(self) -> list[str]:
        if not self.unheard:
            return []
        return [f"{self.unheard} 天没有记录，那几天说过话的也可能在名单上"]


def scope_of(db: Snapshot, question: Question) -> Scope:
    """Return a question's scope; of a number of days where one is among its options."""
    scope = question.scope
    number = next((word for word in question.options if word.isdecimal()), None)
    if number is None:
        return scope
    moment = max(db.now, scope.period.end.timestamp())  # the present second counts, too
    now = datetime.fromtimestamp(moment, scope.period.zone)
    period = read_period(f"近{number}天", now)
    return Scope(scope.group_id, period.clamped(now)) if period else scope


async def ever_spoke(db: Snapshot, scope: Scope) -> dict[int, Speakers]:
    """Return who spoke on each local day, as far as the record reaches back."""
    beginning = datetime.fromtimestamp(0, scope.period.zone)
    now = datetime.fromtimestamp(db.now, scope.period.zone)
    return await db.by_day(SPEAKERS, Scope(scope.group_id, Period(beginning, now, "")))


def last_days(spoke: Mapping[int, Speakers]) -> dict[int, int]:
    """Return the local day on which each member spoke last."""
    last: dict[int, int] = {}
    for number, speakers in spoke.items():
        last.update(dict.fromkeys(speakers.members.tolist(), number))
    return last


def days_unheard(period: Period, coverage: Coverage, spoke: Collection[int]) -> int:
    """Return on how many days of a period nobody was there to hear, from its first day on."""
    since = period.since
    if not since and coverage.recorded is not None:  # 全部 begins with the record
        since = coverage.recorded.since
    first = wall_of(since, period.zone) // SECONDS_A_DAY
    last = wall_of(max(period.until - 1, period.since), period.zone) // SECONDS_A_DAY
    return len(unheard_days(first, last, period.zone, coverage, spoke))


async def longest_first(db: Snapshot, scope: Scope, silent: Iterable[Silent]) -> tuple[Silent, ...]:
    """Sort by the last message: who was never heard first, then who was silent longest.

    Those who are told of get their names.
    """
    order = sorted(silent, key=lambda one: (one.last_day or 0, one.joined_at or 0, one.member_id))
    names = await db.names(scope.group_id, [one.member_id for one in order[:TOLD]])
    return tuple(one._replace(name=names.get(one.member_id, "")) for one in order)


def plain(one: Silent) -> Silent:
    """Return a member whose name fits into a line."""
    return one._replace(name=clipped(one.name))


def dated(number: int) -> str:
    """Return a local day as people write it."""
    return f"{datetime.fromtimestamp(number * SECONDS_A_DAY, UTC):%Y-%m-%d}"

"""What a report is: a question to the store, loaded once, then told, drawn or exported.

A new statistic is one new file in ``groupscope/reports``: a frozen dataclass with ``load``,
``headline``, ``text`` and ``card``, and the ``command`` decorator above it.
"""

import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Container
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self, TypedDict, TypeVar, Unpack

from groupscope.access import Act
from groupscope.charts import Card
from groupscope.commands import Command, Question, register
from groupscope.errors import QuestionError
from groupscope.periods import Period
from groupscope.scope import Scope
from groupscope.settings import Setting
from groupscope.store import Snapshot
from groupscope.store.coverage import Coverage
from groupscope.store.summaries import SPEAKERS

HEADLINE_LENGTH = 60
"""How many characters stand beside a picture at most."""
A_MINUTE, AN_HOUR, A_DAY = 60, 3600, 86400


class NothingSaidError(QuestionError):
    """There is nothing to count in a period."""

    def __init__(self, period: Period, coverage: Coverage) -> None:
        there = coverage.recorded
        if coverage.messages:
            super().__init__(
                f"{period.label}有 {coverage.messages:,} 条消息，但没有留下是谁说的："
                "已过保留期，或说话的人不参与统计。"
            )
        elif there is None:
            super().__init__(f"{period.label}没有记录：那时我还不在群里。")
        elif coverage.offline_seconds >= there.seconds:
            super().__init__(f"{period.label}没有记录：那段时间我一直离线。")
        else:
            super().__init__(f"{period.label}还没有人说话。")


class SaidNothingError(QuestionError):
    """The member who was asked about said nothing in a period, in which others did."""

    def __init__(self, who: str, period: Period, messages: int, command: str) -> None:
        super().__init__(
            f"{clipped(who)} {period.label}没有发言（全群 {messages:,} 条）。"
            f"{advice(period, command)}"
        )


async def covered(db: Snapshot, scope: Scope) -> Coverage:
    """Return what there is of a scope's period; NothingSaidError where nobody said anything."""
    coverage = await db.coverage(scope)
    if not coverage.messages:
        raise NothingSaidError(scope.period, coverage)
    return coverage


async def name_asked(db: Snapshot, scope: Scope) -> str | None:
    """Return how the member is called whom a scope asks about; None where it is about all."""
    member = scope.member_id
    return None if member is None else (await db.names(scope.group_id, [member]))[member]


async def refuse_forgotten(db: Snapshot, scope: Scope, coverage: Coverage) -> None:
    """Raise NothingSaidError where messages are counted of whom nobody knows any more whose."""
    if not (await db.summary(SPEAKERS, scope)).total:
        raise NothingSaidError(scope.period, coverage)


Work = Callable[..., Awaitable[Any]]
"""Runs a function with its arguments in the worker process."""


class Report(ABC):
    """One question that a group asks about itself, answered."""

    __slots__ = ()

    command: ClassVar[Command]
    plugin: ClassVar[str] = "stats"
    """The plugin that answers it in chat."""
    listing: ClassVar[str | None] = None
    """What its numbered list is a list of, for commands that name one by its number."""
    act: ClassVar[Act] = Act.ASK
    """What one must be allowed to do to ask it at all."""
    about_others: ClassVar[Act] = Act.ASK
    """What one must be allowed to do to ask it about somebody else."""
    about_everybody: ClassVar[Act] = Act.ASK
    """What one must be allowed to do to ask it about the whole group; others get their own."""
    details_of_others: ClassVar[frozenset[Act]] = frozenset()
    """What parts of it tell of somebody else; those who may not do so get the rest."""
    switch: ClassVar[Setting[bool] | None] = None
    """What has to be on in a group for it to be answered there."""
    is_about_somebody: ClassVar[bool] = False
    """Whether it is always about a member: the asker, where no other one is named."""
    is_private: ClassVar[bool] = False
    """Whether the answer goes to the asker alone, wherever they ask."""
    is_across_groups: ClassVar[bool] = False
    """Whether it is about all groups at once: its scope's group is 0."""
    everywhere: ClassVar[frozenset[str]] = frozenset()
    """Words, among its command's options, with which it is about all groups at once."""

    @classmethod
    @abstractmethod
    async def load(cls, db: Snapshot, scope: Scope) -> Self:
        """Answer the question from a snapshot; NothingSaidError where there is nothing."""

    @classmethod
    async def ask(cls, db: Snapshot, question: Question) -> Self:
        """Answer a question with its options; most reports have none."""
        return await cls.load(db, question.scope)

    @property
    def rests_on(self) -> int:
        """How many messages the answer rests on; 0 where it does not say."""
        coverage = getattr(self, "coverage", None)
        return coverage.messages if isinstance(coverage, Coverage) else 0

    @property
    def in_words(self) -> bool:
        """Whether this answer is told in words alone, being too long for a picture."""
        return False

    async def refined(self, work: Work) -> Self:
        """Return the answer with what takes too long for the loop, done by ``work`` elsewhere."""
        del work
        return self

    @abstractmethod
    def headline(self) -> str:
        """Return the main fact with its figure, in at most 60 characters."""

    @abstractmethod
    def text(self) -> str:
        """Return the whole answer in words."""

    @abstractmethod
    def card(self) -> Card:
        """Return the answer as a picture."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot replies: a line beside a picture, or the whole answer in words."""

    text: str
    picture: bytes | None
    report: Report


R = TypeVar("R", bound=type[Report])
REPORTS: dict[str, type[Report]] = {}
"""Every report by its command's key."""


class Further(TypedDict, total=False):
    """What a command may have besides, as ``Command`` explains it."""

    takes_member: bool
    takes_words: bool
    options: Container[str]
    actions: frozenset[str]
    icon: str
    place: int
    details: tuple[tuple[str, str], ...]


def command(
    *names: str, period: str | None, summary: str, example: str, **further: Unpack[Further]
) -> Callable[[R], R]:
    """Make a report a command; the first of its names is its key."""

    def claim(report: R) -> R:
        report.command = register(
            Command(
                key=names[0],
                names=names,
                period=period,
                summary=summary,
                example=example,
                **further,
            )
        )
        REPORTS[names[0]] = report
        return report

    return claim


def coverage_line(period: Period, coverage: Coverage) -> str:
    """Return what stands at the foot of every answer: period, messages, time offline."""
    parts = [stretch_label(period), f"{coverage.messages:,} 条", presence_label(coverage)]
    there = coverage.recorded
    if there is not None and there.since > period.since:
        since = datetime.fromtimestamp(there.since, period.zone)
        parts.insert(1, f"{since:%m-%d %H:%M} 起有记录")
    return " · ".join(parts)


def presence_label(coverage: Coverage) -> str:
    """Return how long nobody was there to hear: 离线 12 分钟, 无中断."""
    if coverage.recorded is None:
        return "无在线记录"
    seconds = coverage.offline_seconds
    return "无中断" if seconds < A_MINUTE else f"离线 {duration_label(seconds)}"


def duration_label(seconds: int) -> str:
    """Return a duration as people say it: 12 分钟, 3 小时 5 分, 2 天 4 小时."""
    if seconds < AN_HOUR:
        return f"{seconds // A_MINUTE} 分钟"
    if seconds < A_DAY:
        hours, minutes = divmod(seconds // A_MINUTE, 60)
        return f"{hours} 小时 {minutes} 分" if minutes else f"{hours} 小时"
    days, hours = divmod(seconds // AN_HOUR, 24)
    return f"{days} 天 {hours} 小时" if hours else f"{days} 天"


def stretch_label(period: Period) -> str:
    """Return a period with its bounds: 今天 00:00–21:35, 上周 11-09–11-15."""
    start, end = period.start, period.end
    if not start.timestamp():
        return period.label
    if ":" in period.label:
        return period.label
    if end.timestamp() - start.timestamp() <= A_DAY:
        if end.hour and end.date() != start.date():
            return f"{period.label} {start:%m-%d %H:%M}–{end:%m-%d %H:%M}"
        midnight = end.hour == end.minute == 0 and end.date() > start.date()
        return f"{period.label} {start:%H:%M}–{'24:00' if midnight else f'{end:%H:%M}'}"
    last = datetime.fromtimestamp(end.timestamp() - 1, period.zone)
    style = "%m-%d" if start.year == last.year else "%Y-%m-%d"
    return f"{period.label} {start:{style}}–{last:{style}}"


LONGER = ((2 * A_DAY, "近7天"), (8 * A_DAY, "近30天"), (40 * A_DAY, "今年"))
"""Up to which length of a period, in seconds, which one is the next longer."""


def advice(period: Period, name: str) -> str:
    """Return what to ask instead where a period has too little; empty where none is longer."""
    length = period.until - period.since
    longer = next((words for limit, words in LONGER if length <= limit), None)
    return f"可以看长一点：/{name} {longer}" if longer else ""


ZERO_WIDTH_JOINER = "\u200d"
SKIN_TONES = frozenset("🏻🏼🏽🏾🏿")
LONGEST_CHARACTER = 12
"""No emoji is made of so many."""


def clipped(name: str, length: int = 12) -> str:
    """Return a name that fits into a sentence, and cannot break or turn its line."""
    plain = " ".join(
        "".join(
            letter if letter.isprintable() or letter == ZERO_WIDTH_JOINER else " "
            for letter in name
        ).split()
    )
    if len(plain) <= length:
        return plain
    before = next((at for at in range(length - 1, 0, -1) if not _is_within(plain, at)), None)
    after = next((at for at in range(length, LONGEST_CHARACTER) if not _is_within(plain, at)), None)
    return f"{plain[: before or after or length - 1]}…"


def _is_within(text: str, at: int) -> bool:
    """Tell whether a place lies within what reads as one character: an emoji, a letter."""
    joined = ZERO_WIDTH_JOINER in text[at - 1 : at + 1]
    return joined or (
        at < len(text)
        and (unicodedata.category(text[at]) in ("Mn", "Me") or text[at] in SKIN_TONES)
    )

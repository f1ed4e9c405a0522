"""What a digest is made of: reports about one period, out of one snapshot."""

from dataclasses import dataclass, replace
from typing import TypeVar

from groupscope.charts import Board, Mark, Quotes, Ties
from groupscope.commands import Question
from groupscope.errors import QuestionError
from groupscope.report import Report
from groupscope.reports.faces import FaceUse
from groupscope.reports.mood import Mood
from groupscope.reports.newcomers import Newcomers
from groupscope.reports.questions import Unanswered
from groupscope.reports.quotes import GreatMoments
from groupscope.reports.rank import Rank
from groupscope.reports.repeat import Repeats
from groupscope.reports.shares import Shares
from groupscope.reports.ties import Interplay
from groupscope.reports.trend import Trend
from groupscope.reports.wordcloud import Cloud
from groupscope.reports.words import HotTalk
from groupscope.scope import Scope
from groupscope.store import Snapshot

R = TypeVar("R", bound=Report)
ALONE: tuple[type[Report], ...] = (Repeats, FaceUse, Interplay, Shares)
"""Reports of which a digest shows the first marks, as they stand on their own cards."""
SHOWN = 2
LINES = 5
"""How many lines each of those has."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The reports of a digest; None for what it leaves out, and what has nothing to say.

    ``trend``, ``rank`` and ``words`` are always asked: the opening is made of them. ``alone`` are
    those whose marks stand as they are.
    """

    trend: Trend
    rank: Rank | None
    words: HotTalk | None
    mood: Mood | None = None
    newcomers: Newcomers | None = None
    cloud: Cloud | None = None
    quotes: GreatMoments | None = None
    unanswered: Unanswered | None = None
    alone: tuple[Report, ...] = ()

    @property
    def marks_alone(self) -> tuple[Mark, ...]:
        """The first marks of the reports that stand as they are."""
        marks = (mark for report in self.alone for mark in report.card().marks[:SHOWN])
        return tuple(map(shortened, marks))


async def parts_of(db: Snapshot, scope: Scope, blocks: frozenset[str]) -> Parts:
    """Ask the reports that the blocks of a digest need; NothingSaidError where nothing was said."""

    async def wanted(report: type[R]) -> R | None:
        return await asked(db, scope, report) if report.command.key in blocks else None

    alone = [await wanted(report) for report in ALONE]
    return Parts(
        trend=await Trend.load(db, scope),
        rank=await asked(db, scope, Rank),
        words=await asked(db, scope, HotTalk),
        mood=await wanted(Mood),
        newcomers=await wanted(Newcomers),
        cloud=await wanted(Cloud),
        quotes=await wanted(GreatMoments),
        unanswered=await wanted(Unanswered),
        alone=tuple(report for report in alone if report is not None),
    )


async def asked(db: Snapshot, scope: Scope, report: type[R]) -> R | None:
    """Ask a report about a scope; None where it has nothing to say."""
    try:
        return await report.ask(db, Question(scope))
    except QuestionError:
        return None


def shortened(mark: Mark) -> Mark:
    """Return a mark with its first lines."""
    if isinstance(mark, Board | Quotes | Ties):
        return replace(mark, rows=mark.rows[:LINES])
    return mark

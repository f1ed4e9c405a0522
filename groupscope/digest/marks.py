"""A digest as a picture: the opening, its figures, and the chosen blocks, each shortened."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final, TypeVar

from groupscope.charts import (
    Board,
    BoardRow,
    HotWords,
    Issue,
    Mark,
    MoodLine,
    Pair,
    QuestionList,
    Quote,
    Quotes,
    Single,
    Tile,
    Tiles,
    WordCloud,
)
from groupscope.digest.hours import Bars
from groupscope.digest.parts import Parts
from groupscope.digest.sentences import Change
from groupscope.figures.changes import change_label, direction
from groupscope.report import Report, clipped
from groupscope.reports.mood import score_label
from groupscope.reports.newcomers import Newcomers
from groupscope.reports.trend import Trend
from groupscope.settings.timings import WEEKDAYS

M = TypeVar("M", bound=Single)
BEST, QUOTED, OPEN, SPECIAL, WORDS = 5, 2, 2, 5, 26
"""How many members, quotes, questions, special words and words of the cloud there are."""
NAMED: Final = 1
"""How many newcomers are named."""


def issue_of(badge: str, trend: Trend, bars: Bars, sentence: str) -> Issue:
    """Return the plate on top."""
    earlier = trend.earlier
    total = trend.course.total
    change = change_label(total, earlier.course.total, earlier.name) if earlier else ""
    return Issue(
        badge=badge,
        total=total,
        change=change,
        direction=direction(total, earlier.course.total) if earlier else None,
        sentence=sentence,
        hours=bars.counts,
        labels=bars.labels,
        peak=f"{bars.peak}最热闹 · {bars.most:,} 条",
        are_named=bars.labels[0] in WEEKDAYS,
    )


def tiles_of(parts: Parts, change: Change | None) -> Tiles:
    """Return the figures below the plate: speakers, mood, newcomers, what was not as usual."""
    tiles = (speakers_tile(parts.trend), *mood_tile(parts), *newcomers_tile(parts))
    return Tiles((*tiles, *change_tile(change)))


def speakers_tile(trend: Trend) -> Tile:
    """Return how many have said something."""
    now, earlier = trend.course, trend.earlier
    if earlier is None or (earlier.course.total and not earlier.course.everybody):
        mean = f"人均 {now.total / max(now.everybody, 1):,.1f} 条"
        return Tile("👥", "发言的人", f"{now.everybody:,}", mean)
    before = earlier.course.everybody
    note = change_label(now.everybody, before, earlier.name)
    return Tile("👥", "发言的人", f"{now.everybody:,}", note, direction(now.everybody, before))


def mood_tile(parts: Parts) -> Iterator[Tile]:
    """Give the mood, where there is enough of it."""
    if parts.mood is None:
        return
    mean, difference = parts.mood.feelings.average.mean, parts.mood.against_usual
    if difference is None:
        note, way = f"依据 {parts.mood.feelings.tally.messages:,} 条", None
    elif not round(abs(difference) * 100):
        note, way = "和平时一样", None
    else:
        note = f"比平时{'高' if difference > 0 else '低'} {abs(difference) * 100:.0f}"
        way = "up" if difference > 0 else "down"
    yield Tile("💗", "心情", score_label(mean), note, way)


def newcomers_tile(parts: Parts) -> Iterator[Tile]:
    """Give how many came, and their names; nothing where nobody did."""
    if parts.newcomers is None or not parts.newcomers.comings.arrivals:
        return
    yield Tile(
        "🌱", "新面孔", f"{len(parts.newcomers.comings.arrivals):,}", names_of(parts.newcomers)
    )


def names_of(newcomers: Newcomers) -> str:
    """Return the latest newcomers by name."""
    came = newcomers.comings.arrivals
    names = "、".join(clipped(newcomers.names[one.member], 6) for one in came[:NAMED])
    return names if len(came) <= NAMED else f"{names} 等"


def marks_of(parts: Parts, change: Change | None, blocks: frozenset[str]) -> tuple[Mark, ...]:
    """Return the marks of the chosen blocks, those beside each other that have half a width."""
    mood, board = mood_of(parts), board_of(parts) if "rank" in blocks else None
    quotes, questions = quotes_of(parts), questions_of(parts)
    found: list[Mark | None] = [
        tiles_of(parts, change),
        *beside(mood, board),
        cloud_of(parts),
        *beside(quotes, questions),
        words_of(parts) if "words" in blocks else None,
        *parts.marks_alone,
    ]
    return tuple(mark for mark in found if mark is not None)


def beside(left: Single | None, right: Single | None) -> tuple[Mark, ...]:
    """Return two marks side by side; one alone takes the whole width."""
    if left is not None and right is not None:
        return (Pair(left, right),)
    return tuple(mark for mark in (left, right) if mark is not None)


def change_tile(change: Change | None) -> Iterator[Tile]:
    """Give what was not as usual, or that nothing was."""
    if change is not None:
        yield Tile(change.icon, change.topic, change.word, change.usual)


def first(report: Report | None, kind: type[M]) -> M | None:
    """Return the first mark of a report's own card, where it is of a kind."""
    mark = report.card().marks[0] if report else None
    return mark if isinstance(mark, kind) else None


def mood_of(parts: Parts) -> MoodLine | None:
    """Return the line of moods, without the shares."""
    mark = first(parts.mood, MoodLine)
    return mark and replace(mark, is_low=True)


def board_of(parts: Parts) -> Board | None:
    """Return the five who said most, and which share of everything that was."""
    if parts.rank is None:
        return None
    rows = [row for row in parts.rank.rows if row.count][:BEST]
    most = max(row.count for row in rows)
    share = sum(row.count for row in rows) / parts.rank.total
    board = tuple(
        BoardRow(row.place, row.member_id, row.name, f"{row.count:,}", row.count / most)
        for row in rows
    )
    return Board("🏆 说得最多", f"前 {len(rows)} 名占 {share:.0%}", board)


def cloud_of(parts: Parts) -> WordCloud | None:
    """Return a small cloud."""
    mark = first(parts.cloud, WordCloud)
    return mark and replace(mark, words=mark.words[:WORDS], is_low=True)


def quotes_of(parts: Parts) -> Quotes | None:
    """Return what was loved most; how many turned to it stands beside the text already."""
    mark = first(parts.quotes, Quotes)
    if mark is None:
        return None
    rows = tuple(replace(row, note="", when=when_of(parts, row.when)) for row in mark.rows[:QUOTED])
    return replace(mark, title="🌟 金句", hint="", rows=rows, is_low=True)


def questions_of(parts: Parts) -> Quotes | None:
    """Return the latest open questions; without numbers, for those are of /问题."""
    mark = first(parts.unanswered, QuestionList)
    if mark is None or parts.unanswered is None:
        return None
    rows = tuple(
        Quote(row.member_id, row.name, when_of(parts, row.asked), row.text)
        for row in mark.rows[:OPEN]
    )
    return Quotes(f"🙋 {parts.unanswered.open_count:,} 问没人答", "", rows, is_low=True)


def when_of(parts: Parts, when: str) -> str:
    """Return a moment (11-19 23:48) without its date, where the digest is of one day."""
    dates = parts.trend.period.dates()
    return when if len(dates) > 1 else when.rpartition(" ")[2]


def words_of(parts: Parts) -> HotWords | None:
    """Return the most special words."""
    mark = first(parts.words, HotWords)
    return mark and replace(mark, rows=mark.rows[:SPECIAL])

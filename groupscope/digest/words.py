"""A digest in words."""

from collections.abc import Iterator

from groupscope.digest.hours import Bars
from groupscope.digest.marks import BEST, OPEN, QUOTED, SPECIAL
from groupscope.digest.parts import Parts
from groupscope.digest.sentences import Change
from groupscope.figures.said import quotable
from groupscope.report import clipped

WORDS = 8
LONGEST_QUOTE = 40


def lines_of(
    parts: Parts, bars: Bars, change: Change | None, blocks: frozenset[str]
) -> Iterator[str]:
    """Give the lines of a digest between its headline and its coverage."""
    yield f"🕘 {bars.peak}最热闹，{bars.most:,} 条"
    yield f"👥 {parts.trend.course.everybody:,} 人发言"
    if parts.mood:
        yield f"💗 {parts.mood.headline()}"
    if parts.newcomers:
        yield f"🌱 {parts.newcomers.headline()}"
    if change:
        yield f"{change.icon} {change.sentence}：{change.figure}，{change.usual}"
    yield from _people(parts, blocks)
    if parts.cloud:
        said = "、".join(f"{clipped(word)} {count:,}" for word, count in parts.cloud.words[:WORDS])
        yield f"☁️ 最常说：{said}"
    yield from _said(parts)
    if parts.words and "words" in blocks:
        named = "、".join(
            f"{clipped(one.text)} {one.count:,}" for one in parts.words.rows[:SPECIAL]
        )
        yield f"🔥 特别的词：{named}"
    yield from (f"{report.command.icon} {report.headline()}" for report in parts.alone)


def _people(parts: Parts, blocks: frozenset[str]) -> Iterator[str]:
    if parts.rank is None or "rank" not in blocks:
        return
    best = "、".join(f"{clipped(row.name)} {row.count:,}" for row in parts.rank.rows[:BEST])
    yield f"🏆 说得最多：{best}"


def _said(parts: Parts) -> Iterator[str]:
    """Give what was loved, and what is open."""
    if parts.quotes:
        for one in parts.quotes.loved[:QUOTED]:
            name = clipped(parts.quotes.names[one.row.sender_id])
            yield f"🌟 {name}：{quotable(one.row, LONGEST_QUOTE)}（{one.people} 人接）"
    if parts.unanswered:
        asked = parts.unanswered
        yield f"❓ {asked.open_count} 个问题还没人答"
        for one in asked.asked[:OPEN]:
            yield f"· {clipped(asked.names[one.asker_id])}：{clipped(one.text, LONGEST_QUOTE)}"

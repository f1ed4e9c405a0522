"""What was talked about more than usual: each word, its figures, and a message with it."""

from collections.abc import Iterator

from groupscope.charts.layout import Column, Node, Row, Text, padded, space
from groupscope.charts.look import Look
from groupscope.charts.names import clean
from groupscope.charts.parts.bar import bar
from groupscope.charts.parts.bubble import bubble
from groupscope.charts.parts.medal import medal, place_width
from groupscope.charts.parts.panel import panel
from groupscope.charts.parts.pill import pill
from groupscope.charts.text import clip, width
from groupscope.charts.theme import COUNT, NOTE, QUOTE, WORD
from groupscope.charts.values import HotWord, HotWords

QUOTE_LINES = 2
WORD_LIMIT, NARROW_LIMIT = 420, 170
SPEAKER_LIMIT = 200
SELDOM = 0.05
"""Anything less would be rounded to nothing at all."""
EXACT_BELOW = 10


def hot_words(mark: HotWords, look: Look) -> Node:
    """Lay out the whole list on its panel."""
    wide = place_width(tuple(row.place for row in mark.rows))
    most = max((row.count for row in mark.rows), default=0)
    rows = tuple(_row(row, most, wide, look) for row in mark.rows)
    return panel(mark.title, mark.hint, Column(rows) if rows else None, look)


def _row(row: HotWord, most: int, wide: int, look: Look) -> Node:
    line = Row(
        (medal(row.place, wide, look.theme.ink2), Column(tuple(_told(row, most, look)), grow=1)),
        gap=16 if look.is_narrow else 24,
        align="top",
    )
    return padded(line, down=9)


def _told(row: HotWord, most: int, look: Look) -> Iterator[Node]:
    """Give what stands below each other: word and figures, bar, example."""
    theme = look.theme
    beside = () if look.is_narrow else (Text(note(row.usual), NOTE, theme.ink3),)
    yield _head(row, beside, look)
    yield space(4)
    fill = theme.leader if row.place == 1 else theme.bar
    yield bar(row.count / most if most > 0 else 0, fill, theme.track)
    if look.is_narrow and row.usual is not None:
        yield Text(usual_label(row.usual), NOTE, theme.ink3)
    if clean(row.example or ""):
        yield space(10)
        yield bubble(_quoted(row), QUOTE, QUOTE_LINES, theme)


def _head(row: HotWord, beside: tuple[Node, ...], look: Look) -> Node:
    theme = look.theme
    word = Text(row.text, WORD, theme.ink, limit=NARROW_LIMIT if look.is_narrow else WORD_LIMIT)
    new = (pill("新词", theme.brand, theme.chip),) if row.is_new else ()
    figures = Row((Text(f"{row.count:,}", COUNT, theme.ink), *beside), gap=8)
    return Row((Row((word, *new, space(grow=1)), gap=14, grow=1), figures), gap=20)


def note(usual: float | None) -> str:
    """Return what stands behind a count."""
    return "条" if usual is None else f"条，{usual_label(usual)}"


def usual_label(usual: float) -> str:
    """Say how often a word is used otherwise: 平时 3 条, 平时 0.4 条, 平时没有."""
    if usual <= 0:
        return "平时没有"
    if usual < SELDOM:
        return "平时几乎没有"
    digits = 0 if usual >= EXACT_BELOW else 1
    return f"平时 {f'{usual:,.{digits}f}'.removesuffix('.0')} 条"


def _quoted(row: HotWord) -> str:
    """Give the example, after the name of who said it where that is known."""
    speaker = clip(row.example_by or "", QUOTE, SPEAKER_LIMIT)
    has_speaker = bool(speaker) and width(speaker, QUOTE) > 0
    return f"{speaker}：{row.example}" if has_speaker else f"{row.example}"

"""The board: who said most, with medals, faces, bars, and what changed."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from groupscope.charts.canvas import Canvas
from groupscope.charts.layout import Column, Drawing, Node, Plate, Row, Text, space
from groupscope.charts.look import Look
from groupscope.charts.names import shown_name
from groupscope.charts.parts.avatar import avatar
from groupscope.charts.parts.bar import bar
from groupscope.charts.parts.medal import medal, place_width
from groupscope.charts.parts.panel import panel
from groupscope.charts.parts.pill import pill
from groupscope.charts.shapes import Box
from groupscope.charts.text import clip
from groupscope.charts.theme import COUNT, GAP, MEDALS, NAME, NOTE, NOTE_STRONG, Theme
from groupscope.charts.values import RankBars, RankRow

MARKED_REACH = 20
"""How far the highlight of the marked row reaches beyond it, across."""
BEFORE_LIMIT = 300
"""Pixels for the name of the period before."""
SMALLEST_SHARE = 0.0005
"""Anything less would be rounded to nothing at all."""


def rank_bars(mark: RankBars, look: Look) -> Node:
    """Lay out the whole board on its panel."""
    rows = Column(tuple(_rows(mark, look)))
    return panel(mark.title, mark.hint, rows, look.theme)


def _rows(mark: RankBars, look: Look) -> Iterator[Node]:
    wide = place_width(tuple(row.place for row in mark.rows))
    most = max((row.count for row in mark.rows), default=0)
    for row in _with_gaps(mark.rows):
        yield _gap(wide, look.theme) if row is None else _row(row, mark.before, look, (wide, most))


def _with_gaps(rows: Sequence[RankRow]) -> Iterator[RankRow | None]:
    """Give the rows, with None where places are left out."""
    yield from rows[:1]
    for above, row in pairwise(rows):
        if row.place > above.place + 1:
            yield None
        yield row


def _gap(wide: int, theme: Theme) -> Node:
    """Three dots in the column of places, and a hairline."""

    def paint(canvas: Canvas, box: Box) -> None:
        middle = box.y + box.height // 2
        for step in (-12, 0, 12):
            canvas.disc((box.x + wide // 2, middle + step), 3, theme.ink3)
        start = box.x + wide + 24
        canvas.shape(Box(start, middle - 1, box.right - start, 2), 0, theme.line)

    return Drawing(paint, high=48, grow=1)


def _row(row: RankRow, before: str | None, look: Look, scale: tuple[int, int]) -> Node:
    theme, (wide, most) = look.theme, scale
    has_medal = 1 <= row.place <= len(MEDALS)
    ground = theme.marked if row.is_marked else theme.plate
    ring = MEDALS[row.place - 1] if has_medal else None
    line = Row(
        (
            medal(row.place, wide, theme.ink2),
            avatar(row.member_id, shown_name(row.name, row.member_id), look, ground, ring),
            Column(
                (
                    _head(row, theme),
                    space(6),
                    _bar(row, most, theme),
                    space(4),
                    _note(row, before, theme),
                ),
                grow=1,
            ),
        ),
        gap=24,
    )
    return Plate(line, lambda canvas, box: _highlight(canvas, box, row, theme), pad=(0, 11))


def _highlight(canvas: Canvas, box: Box, row: RankRow, theme: Theme) -> None:
    if row.is_marked:
        wider = Box(box.x - MARKED_REACH, box.y, box.width + 2 * MARKED_REACH, box.height)
        canvas.shape(wider, 30, theme.marked)


def _head(row: RankRow, theme: Theme) -> Node:
    name = Text(shown_name(row.name, row.member_id), NAME, theme.ink, grow=1)
    return Row((name, Text(f"{row.count:,}", COUNT, theme.ink)), gap=GAP)


def _bar(row: RankRow, most: int, theme: Theme) -> Node:
    fill = theme.leader if row.place == 1 else theme.bar
    fraction = row.count / most if most else 0
    return bar(fraction, fill, theme.line if row.is_marked else theme.track)


def _note(row: RankRow, before: str | None, theme: Theme) -> Node:
    ink = theme.ink2 if row.is_marked else theme.ink3
    share = Text(_percentage(row.share), NOTE, ink)
    change = None if before is None else _change(row, clip(before, NOTE, BEFORE_LIMIT), theme)
    if change is None:
        return share
    return Row((share, Text("·", NOTE, ink), *change, space(grow=1)), gap=10)


def _percentage(share: float) -> str:
    return "<0.1%" if 0 < share < SMALLEST_SHARE else f"{share:.1%}"


def _change(row: RankRow, before: str, theme: Theme) -> Sequence[Node] | None:
    """Tell what became of the member since the period before; None where it is not known."""
    ink = theme.ink2 if row.is_marked else theme.ink3
    if row.is_new:
        return (pill("新上榜", theme.brand, theme.chip),)
    if row.moved is None:
        return None
    if row.moved == 0:
        return (Text(f"与{before}持平", NOTE, ink),)
    arrow, tone = ("↑", theme.up) if row.moved > 0 else ("↓", theme.down)
    steps = Text(f"{arrow} {abs(row.moved):,} 名", NOTE_STRONG, tone)
    return (Text(f"比{before}", NOTE, ink), steps)

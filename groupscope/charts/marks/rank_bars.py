"""The board: who said most, with medals, faces, bars, and what changed."""

from collections.abc import Sequence

from groupscope.charts.layout import Node, Row, Text, space
from groupscope.charts.look import Look
from groupscope.charts.parts.panel import panel
from groupscope.charts.parts.pill import pill
from groupscope.charts.parts.standing import lines
from groupscope.charts.text import clip
from groupscope.charts.theme import NOTE, NOTE_STRONG, Theme
from groupscope.charts.values import BoardRow, RankBars, RankRow

BEFORE_LIMIT, BEFORE_NARROW = 300, 100
"""Pixels for the name of the period before."""
SMALLEST_SHARE = 0.0005
"""Anything less would be rounded to nothing at all."""


def rank_bars(mark: RankBars, look: Look) -> Node:
    """Lay out the whole board on its panel."""
    most = max((row.count for row in mark.rows), default=0)
    notes = [_note(row, mark.before, look) for row in mark.rows]
    standings = [_line(row, most) for row in mark.rows]
    body = lines(standings, notes, look, are_members=True)
    return panel(mark.title, mark.hint, body, look)


def _line(row: RankRow, most: int) -> BoardRow:
    """Turn a count into a line of a board; its bar is measured by the longest."""
    return BoardRow(
        place=row.place,
        member_id=row.member_id,
        name=row.name,
        value=f"{row.count:,}",
        share=row.count / most if most else 0,
        is_marked=row.is_marked,
    )


def _note(row: RankRow, before: str | None, look: Look) -> Node:
    ink = look.theme.ink2 if row.is_marked else look.theme.ink3
    share = Text(_percentage(row.share), NOTE, ink)
    limit = BEFORE_NARROW if look.is_narrow else BEFORE_LIMIT
    change = None if before is None else _change(row, clip(before, NOTE, limit), look.theme)
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

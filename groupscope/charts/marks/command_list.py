"""Commands below each other: a sign, a name, what it answers, how to write it."""

from collections.abc import Sequence

from groupscope.charts.canvas import Canvas
from groupscope.charts.layout import Column, Growing, Node, Plate, Row, Text, space
from groupscope.charts.look import Look
from groupscope.charts.names import clean
from groupscope.charts.parts.avatar import badge
from groupscope.charts.parts.panel import panel
from groupscope.charts.shapes import Box
from groupscope.charts.theme import CHIP, LABEL, WORD, Theme
from groupscope.charts.values import CommandList, CommandRow

SIGN, SMALL_SIGN = 76, 60
GAP, DENSE_GAP = 14, 13
EXAMPLE_LIMIT = 420
EXAMPLE_RADIUS = 14


def command_list(mark: CommandList, look: Look) -> Node:
    """Lay out the commands on their panel."""
    if not mark.rows:
        return panel(mark.title, mark.hint, None, look)
    if mark.is_dense:
        half = -(-len(mark.rows) // 2)
        columns = (mark.rows[:half], mark.rows[half:])
        body = Row(tuple(_dense(rows, look) for rows in columns if rows), gap=24, align="top")
    else:
        body = Column((space(), *(_row(row, look) for row in mark.rows), space()), gap=GAP)
    return panel(mark.title, mark.hint, body, look)


def _dense(rows: Sequence[CommandRow], look: Look) -> Node:
    """Set half of the commands below each other; no line waits for its neighbour's second one."""
    return Growing(Column(tuple(_cell(row, look) for row in rows), gap=DENSE_GAP))


def _cell(row: CommandRow, look: Look) -> Node:
    """Set a command without its example."""
    theme = look.theme
    told = Text(row.name, WORD, theme.brand), Text(row.summary, LABEL, theme.ink2, lines=2)
    return Row((_sign(row, look, SMALL_SIGN), Column(told, grow=1)), gap=16, align="top")


def _sign(row: CommandRow, look: Look, size: int) -> Node:
    icon = row.icon if clean(row.icon) else row.name.lstrip("/")
    return badge(icon, look.theme.bubble, look.theme.ink2, size)


def _row(row: CommandRow, look: Look) -> Node:
    theme = look.theme
    sign = _sign(row, look, SMALL_SIGN if look.is_narrow else SIGN)
    summary = Text(row.summary, LABEL, theme.ink2, lines=2)
    if look.is_narrow:
        told = (Text(row.name, WORD, theme.brand), summary, *_example(row, look))
        return Row((sign, Column(told, gap=2, grow=1)), gap=16, align="top")
    head = Row((Text(row.name, WORD, theme.brand, grow=1), *_example(row, look)), gap=20)
    return Row((sign, Column((head, summary), grow=1)), gap=24)


def _example(row: CommandRow, look: Look) -> tuple[Node, ...]:
    """Set the example as something to be typed."""
    if not clean(row.example):
        return ()
    theme = look.theme
    limit = look.inner - SMALL_SIGN - 60 if look.is_narrow else EXAMPLE_LIMIT
    said = Text(row.example, CHIP, theme.ink2, limit=limit)
    typed = Plate(said, lambda canvas, box: _key(canvas, box, theme), pad=(16, 4))
    return (Row((typed,)),)


def _key(canvas: Canvas, box: Box, theme: Theme) -> None:
    canvas.shape(box, EXAMPLE_RADIUS, theme.bubble)

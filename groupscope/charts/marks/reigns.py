"""A scroll of who led when: the newest reign large, the ones before it along a thread."""

from groupscope.charts.canvas import Canvas
from groupscope.charts.layout import Column, Drawing, Node, Plate, Row, Text, padded, space
from groupscope.charts.look import Look
from groupscope.charts.names import clean, shown_name
from groupscope.charts.parts.avatar import DIAMETER, avatar
from groupscope.charts.parts.panel import panel
from groupscope.charts.parts.pill import pill
from groupscope.charts.shapes import Box
from groupscope.charts.text import fitting
from groupscope.charts.theme import COUNTS, MEDALS, NAME, NOTE, WORD, Font
from groupscope.charts.values import Reign, Reigns

LARGE, LARGE_NARROW, SMALL = 132, 84, 68
LEADER = Font(42, 800)
THREAD, KNOT = 4, 11
"""How thick the thread is, and the radius of its knots."""
THREAD_WIDTH = 40
GAP = 26
CROWN = "👑"
VALUE_PART = 0.45
"""How much of its line a figure may take from the name."""


def reigns(mark: Reigns, look: Look) -> Node:
    """Lay out the scroll on its panel."""
    if not mark.rows:
        return panel(mark.title, mark.hint, None, look)
    newest, *before = mark.rows
    past = tuple(
        _past(row, look, is_last=place == len(before) - 1) for place, row in enumerate(before)
    )
    body = Column((_newest(newest, look), *((space(14),) if past else ()), *past))
    return panel(mark.title, mark.hint, body, look)


def length(days: int) -> str:
    """Say how long a reign is: 连任 4 天, 1 天."""
    return f"连任 {days:,} 天" if days > 1 else f"{days} 天"


def _newest(row: Reign, look: Look) -> Node:
    """Set the newest reign on a ground of its own."""
    theme = look.theme
    name = shown_name(row.name, row.member_id)
    diameter = LARGE_NARROW if look.is_narrow else LARGE
    face = avatar(row.member_id, name, look, theme.marked, MEDALS[0], diameter)
    font = NAME if look.is_narrow else LEADER
    figure = Row(
        (
            pill(length(row.days), theme.plate, theme.down),
            Text(row.value, WORD, theme.ink, limit=look.inner // 3),
            space(grow=1),
        ),
        gap=16,
    )
    told: list[Node] = [
        Text(f"{CROWN} {name}", font, theme.ink),
        space(4),
        figure,
        space(4),
        Text(row.when, NOTE, theme.ink2),
    ]
    if clean(row.note):
        told.append(Text(row.note, NOTE, theme.ink2, lines=2))
    line = Row((face, Column(tuple(told), grow=1)), gap=GAP)
    return Plate(line, lambda canvas, box: canvas.shape(box, 30, theme.marked), pad=(26, 24))


def _past(row: Reign, look: Look, *, is_last: bool) -> Node:
    """Set an earlier reign beside its piece of the thread."""
    theme = look.theme
    name = shown_name(row.name, row.member_id)
    diameter = SMALL if look.is_narrow else DIAMETER - 16
    limit = round(look.inner * VALUE_PART)
    font = fitting(COUNTS, limit, row.value)
    head = Row(
        (
            Text(name, NAME, theme.ink, grow=1),
            Text(row.value, font, theme.ink, limit=limit),
        ),
        gap=16,
    )
    when = " · ".join(filter(clean, (row.when, length(row.days), row.note)))
    told = Column((head, Text(when, NOTE, theme.ink3, lines=2)), grow=1)
    face = avatar(row.member_id, name, look, theme.plate, diameter=diameter)
    line = Row((face, told), gap=20)
    high = line.height(look.inner - THREAD_WIDTH)
    spaced = padded(line, down=GAP // 2, grow=1)
    return Row((_thread(high + GAP, look, is_last=is_last), spaced))


def _thread(high: int, look: Look, *, is_last: bool) -> Node:
    """Draw a piece of thread with its knot; the last one ends there."""

    def paint(canvas: Canvas, box: Box) -> None:
        x, y = box.x + KNOT, box.y + high // 2
        end = y if is_last else box.y + high
        canvas.shape(Box(x - THREAD // 2, box.y, THREAD, end - box.y), 0, look.theme.line)
        canvas.disc((x, y), KNOT, look.theme.bar)
        canvas.disc((x, y), KNOT - 5, look.theme.plate)

    return Drawing(paint, wide=THREAD_WIDTH, high=high)

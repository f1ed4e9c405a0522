"""The rounded plate that holds one mark under its title."""

from collections.abc import Iterator

from groupscope.charts.canvas import Canvas
from groupscope.charts.layout import Column, Node, Plate, Row, Text, space
from groupscope.charts.look import Look
from groupscope.charts.names import clean
from groupscope.charts.shapes import Box
from groupscope.charts.theme import GAP, LABEL, NAME, PADDING, RADIUS, TITLE, TITLE_SMALL, Theme

HINT_LIMIT = 480
"""A hint leaves at least as much room to the title."""
NOTHING = "🍃 没有"


def raised(canvas: Canvas, box: Box, radius: int, theme: Theme) -> None:
    """Paint a plate that lies on the ground of the card."""
    if theme.shadow:
        canvas.shadow(box, radius, theme.shadow)
    canvas.shape(box, radius, theme.plate)


def plate(body: Node, theme: Theme, down: int = PADDING, across: int = PADDING) -> Node:
    """Set a body on a plate, so many pixels from its edges."""
    return Plate(body, lambda canvas, box: raised(canvas, box, RADIUS, theme), pad=(across, down))


def panel(title: str, hint: str, body: Node | None, look: Look) -> Node:
    """Set a plate with a title, a hint at its right, and the body below; None says so."""
    shown = body or nothing(look.theme)
    head = tuple(_head(title, hint, look))
    column = Column((*head, shown), spare="last")
    return plate(column, look.theme, PADDING - 6, look.padding)


def nothing(theme: Theme) -> Node:
    """Say that there is nothing to show."""
    return Column((space(14), Text(NOTHING, NAME, theme.ink3, anchor="middle"), space(22)))


def _head(title: str, hint: str, look: Look) -> Iterator[Node]:
    theme, has_title, has_hint = look.theme, bool(clean(title)), bool(clean(hint))
    if look.is_narrow:
        yield from (Text(title, TITLE_SMALL, theme.ink),) if has_title else ()
        yield from (Text(hint, LABEL, theme.ink3),) if has_hint else ()
    elif has_title or has_hint:
        named = Text(title, TITLE, theme.ink, grow=1)
        yield Row((named, Text(hint, LABEL, theme.ink3, limit=HINT_LIMIT)), gap=GAP)
    if has_title or has_hint:
        yield space(18)

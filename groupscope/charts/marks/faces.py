"""Emoji, QQ faces and stickers in a grid, the most used first."""

from collections.abc import Iterator, Sequence

from groupscope.charts.canvas import Canvas
from groupscope.charts.emoji import is_emoji
from groupscope.charts.layout import Column, Drawing, Node, Plate, Row, Text, space
from groupscope.charts.look import Look
from groupscope.charts.names import clean
from groupscope.charts.parts.figures import compact
from groupscope.charts.parts.panel import panel
from groupscope.charts.shapes import Box
from groupscope.charts.text import width
from groupscope.charts.theme import CHIP_STRONG, NOTE, PLACE, TAG_STRONG, Font, Theme
from groupscope.charts.values import Face, Faces

COLUMNS, COLUMNS_NARROW = 5, 3
GAP, GAP_NARROW = 18, 12
RADIUS, EDGE, PAD = 28, 5, 12
PICTURE = Font(66, 400)
PICTURE_HIGH = 94
NAMELESS = "表情"


def faces(mark: Faces, look: Look) -> Node:
    """Lay out the grid on its panel; the most used one stands in a frame."""
    if not mark.faces:
        return panel(mark.title, mark.hint, None, look)
    columns = COLUMNS_NARROW if look.is_narrow else COLUMNS
    gap = GAP_NARROW if look.is_narrow else GAP
    rows = tuple(
        _row(mark.faces[start : start + columns], columns, look, is_first=start == 0)
        for start in range(0, len(mark.faces), columns)
    )
    return panel(mark.title, mark.hint, Column((*rows, space()), gap=gap), look)


def _row(found: Sequence[Face], columns: int, look: Look, *, is_first: bool) -> Node:
    """Set a row; what is missing from the last one stays empty."""
    gap = GAP_NARROW if look.is_narrow else GAP
    room = (look.inner + gap) // columns - gap - 2 * PAD
    cells: list[Node] = [
        _cell(face, room, look.theme, is_first=is_first and place == 0)
        for place, face in enumerate(found)
    ]
    cells += [space(grow=1)] * (columns - len(found))
    return Row(tuple(cells), gap=gap, align="stretch")


def _cell(face: Face, room: int, theme: Theme, *, is_first: bool) -> Node:
    def ground(canvas: Canvas, box: Box) -> None:
        if is_first:
            canvas.shape(box, RADIUS, theme.leader)
            canvas.shape(box.grown(-EDGE), RADIUS - EDGE, theme.bubble)
        else:
            canvas.shape(box, RADIUS, theme.bubble)

    return Plate(Column(tuple(_told(face, theme, room))), ground, pad=(PAD, 16), grow=1)


def _told(face: Face, theme: Theme, room: int) -> Iterator[Node]:
    """Give what stands below each other: the picture or its label, the count, the notes."""
    sign = clean(face.emoji or "")
    has_picture = bool(sign) and is_emoji(sign)
    yield _picture(sign, theme) if has_picture else _label(face.label, theme)
    count = f"× {compact(face.count)}"
    font = PLACE if width(count, PLACE) <= room else CHIP_STRONG
    yield Text(count, font, theme.ink, anchor="middle")
    if has_picture and clean(face.label):
        yield Text(face.label, NOTE, theme.ink2, anchor="middle")
    if clean(face.note):
        yield Text(face.note, NOTE, theme.ink3, anchor="middle", lines=2)


def _picture(sign: str, theme: Theme) -> Node:
    return Text(sign, PICTURE, theme.ink, anchor="middle")


def _label(label: str, theme: Theme) -> Node:
    """Set the name of what cannot be drawn, as high as a picture."""
    text = Text(label if clean(label) else NAMELESS, TAG_STRONG, theme.ink2, 2, "middle")

    def paint(canvas: Canvas, box: Box) -> None:
        high = text.height(box.width)
        text.paint(canvas, Box(box.x, box.y + (box.height - high) // 2, box.width, high))

    return Drawing(paint, high=PICTURE_HIGH, grow=1)

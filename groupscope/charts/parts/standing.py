"""One line of a board: place, face, name, figure, bar, and a note below."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from groupscope.charts.canvas import Canvas
from groupscope.charts.layout import Column, Drawing, Node, Plate, Row, Text, padded, space
from groupscope.charts.look import Look
from groupscope.charts.names import clean, shown_name
from groupscope.charts.parts.avatar import DIAMETER, avatar, badge
from groupscope.charts.parts.bar import bar
from groupscope.charts.parts.medal import DIAMETER as MEDAL_DIAMETER
from groupscope.charts.parts.medal import medal, place_width
from groupscope.charts.shapes import Box
from groupscope.charts.text import fitting
from groupscope.charts.theme import COUNTS, GAP, MEDALS, NAME, NOTE, Theme
from groupscope.charts.values import BoardRow

MARKED_REACH = 20
"""How far the highlight of the marked row reaches beyond it, across."""
SMALL_FACE, SMALL_MEDAL = 60, 40
PAD, SMALL_PAD = 11, 2
"""Pixels above and below a line; the second where the board is one of two beside each other."""
SMALL_AIR = 4
"""Pixels above and below a small face: it is as high as its words, whatever their size."""
NOTE_LINES = 2
VALUE_PART = 0.62
"""How much of its line a figure may take from the name."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What all lines of a board have in common: how wide places are, whether there are faces."""

    places: int
    has_faces: bool
    are_members: bool
    look: Look

    @property
    def face(self) -> int:
        """The diameter of a face."""
        return SMALL_FACE if self.look.is_narrow else DIAMETER

    @property
    def gap(self) -> int:
        """Pixels between two columns."""
        return 16 if self.look.is_narrow else 24

    @property
    def told(self) -> int:
        """Pixels for name, figure and bar."""
        before = (self.places, self.face if self.has_faces else 0)
        return self.look.inner - sum(wide + self.gap for wide in before if wide)


def lines(
    rows: Sequence[BoardRow], notes: Sequence[Node | None], look: Look, *, are_members: bool = False
) -> Node | None:
    """Lay lines below each other, each with its note; None where there is none.

    ``are_members``: also those without a number get a face.
    """
    columns = _columns(rows, look, are_members=are_members)
    above: BoardRow | None = None
    laid: list[Node] = []
    for row, note in zip(rows, notes, strict=True):
        if above and _is_torn(above, row):
            laid.append(_left_out(columns))
        laid.append(_standing(row, note, columns))
        above = row
    return Column(tuple(laid)) if laid else None


def _columns(rows: Sequence[BoardRow], look: Look, *, are_members: bool) -> Columns:
    """Measure what the lines of a board have in common."""
    places = [row.place for row in rows if row.place is not None]
    least = SMALL_MEDAL if look.is_narrow else MEDAL_DIAMETER
    has_faces = are_members or any(row.member_id is not None or clean(row.icon) for row in rows)
    wide = place_width(places, least) if places else 0
    return Columns(wide, has_faces, are_members, look)


def _is_torn(above: BoardRow, row: BoardRow) -> bool:
    """Whether places are left out between two lines."""
    return above.place is not None and row.place is not None and row.place > above.place + 1


def _left_out(columns: Columns) -> Node:
    """Three dots in the column of places, and a hairline."""
    wide, theme = columns.places, columns.look.theme

    def paint(canvas: Canvas, box: Box) -> None:
        middle = box.y + box.height // 2
        for step in (-12, 0, 12):
            canvas.disc((box.x + wide // 2, middle + step), 3, theme.ink3)
        start = box.x + wide + columns.gap
        canvas.shape(Box(start, middle - 1, box.right - start, 2), 0, theme.line)

    return Drawing(paint, high=48, grow=1)


def _standing(row: BoardRow, note: Node | None, columns: Columns) -> Node:
    """Lay out one line; ``note`` stands below its bar."""
    theme = columns.look.theme
    told = [_head(row, columns)]
    if row.share is not None:
        told += [space(6), _bar(row, theme)]
    if note is not None:
        told += [space(4), note]
    line = Row((*_lead(row, columns), Column(tuple(told), grow=1)), gap=columns.gap)
    down = SMALL_PAD if columns.look.is_narrow else PAD
    return Plate(line, lambda canvas, box: _highlight(canvas, box, row, theme), pad=(0, down))


def note_ink(row: BoardRow, theme: Theme) -> str:
    """Choose letters for a note that can be read on the ground of its line."""
    return theme.ink2 if row.is_marked else theme.ink3


def noted(row: BoardRow, theme: Theme) -> Node | None:
    """Set the note of a line, where it has one."""
    if not clean(row.note):
        return None
    return Text(row.note, NOTE, note_ink(row, theme), lines=NOTE_LINES)


def _lead(row: BoardRow, columns: Columns) -> Iterator[Node]:
    """Give place and face, as far as the board has them."""
    theme = columns.look.theme
    if row.place is not None:
        yield medal(row.place, columns.places, theme.ink2)
    elif columns.places:
        yield space(wide=columns.places)
    if columns.has_faces:
        yield padded(_face(row, columns), down=SMALL_AIR if columns.look.is_narrow else 0)


def _face(row: BoardRow, columns: Columns) -> Node:
    theme, name = columns.look.theme, shown_name(row.name, row.member_id)
    if row.member_id is None and not columns.are_members:
        icon = row.icon if clean(row.icon) else name
        return badge(icon, theme.bubble, theme.ink2, columns.face)
    has_medal = row.place is not None and 1 <= row.place <= len(MEDALS)
    ring = MEDALS[row.place - 1] if has_medal and row.place else None
    ground = theme.marked if row.is_marked else theme.plate
    return avatar(row.member_id, name, columns.look, ground, ring, columns.face)


def _highlight(canvas: Canvas, box: Box, row: BoardRow, theme: Theme) -> None:
    if row.is_marked:
        canvas.shape(box.grown_by(MARKED_REACH, 0), 30, theme.marked)


def _head(row: BoardRow, columns: Columns) -> Node:
    theme, limit = columns.look.theme, round(columns.told * VALUE_PART)
    name = Text(shown_name(row.name, row.member_id), NAME, theme.ink, grow=1)
    gap = 14 if columns.look.is_narrow else GAP
    font = fitting(COUNTS, limit, row.value)
    return Row((name, Text(row.value, font, theme.ink, limit=limit)), gap=gap)


def _bar(row: BoardRow, theme: Theme) -> Node:
    fill = theme.leader if row.place == 1 else theme.bar
    return bar(row.share or 0, fill, theme.line if row.is_marked else theme.track)

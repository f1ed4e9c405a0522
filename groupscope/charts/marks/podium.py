"""The first three on their steps, the best in the middle and highest."""

from collections.abc import Sequence

from groupscope.charts.canvas import Canvas
from groupscope.charts.layout import Column, Drawing, Growing, Node, Row, Text, space
from groupscope.charts.look import Look
from groupscope.charts.names import clean, shown_name
from groupscope.charts.parts.avatar import avatar, badge
from groupscope.charts.parts.panel import panel
from groupscope.charts.shapes import Box
from groupscope.charts.text import fitting
from groupscope.charts.theme import COUNTS, MEDAL_INKS, MEDALS, NAME, NOTE, Font
from groupscope.charts.values import BoardRow, Podium

ORDER = {1: (0,), 2: (1, 0), 3: (1, 0, 2)}
"""Which of the rows stands where, from left to right."""
FACES, SMALL_FACES = (150, 116, 116), (92, 74, 74)
STEPS = (150, 104, 72)
"""How high the steps are."""
CROWN = Font(56, 400)
FIGURE = Font(52, 800)
STEP_RADIUS = 24
GAP, SMALL_GAP = 20, 10


def podium(mark: Podium, look: Look) -> Node:
    """Lay out the steps on their panel."""
    rows = mark.rows[: len(STEPS)]
    if not rows:
        return panel(mark.title, mark.hint, None, look)
    gap = SMALL_GAP if look.is_narrow else GAP
    wide = (look.inner - 2 * gap) // 3
    columns = tuple(Growing(_column(rows[place], place, wide, look)) for place in ORDER[len(rows)])
    beside = (space(grow=(len(STEPS) - len(rows)) / 2),) if len(rows) < len(STEPS) else ()
    body = Row((*beside, *columns, *beside), gap=gap, align="bottom")
    return panel(mark.title, mark.hint, body, look)


def _column(row: BoardRow, place: int, wide: int, look: Look) -> Node:
    """Set crown, face, name and figure above each other on a step."""
    theme = look.theme
    font = fitting(COUNTS, wide, row.value)
    crown = (Text("👑", CROWN, theme.ink, anchor="middle"), space(2)) if place == 0 else ()
    note = (Text(row.note, NOTE, theme.ink3, anchor="middle", lines=2),) if clean(row.note) else ()
    told: Sequence[Node] = (
        *crown,
        _face(row, place, look),
        space(14),
        Text(shown_name(row.name, row.member_id), NAME, theme.ink, anchor="middle"),
        Text(row.value, font, theme.ink, anchor="middle", lines=2),
        *note,
        space(10),
        _step(place),
    )
    return Column(told)


def _face(row: BoardRow, place: int, look: Look) -> Node:
    diameter = (SMALL_FACES if look.is_narrow else FACES)[place]
    name = shown_name(row.name, row.member_id)
    if row.member_id is None and clean(row.icon):
        face = badge(row.icon, look.theme.bubble, look.theme.ink2, diameter)
    else:
        ring = MEDALS[place]
        face = avatar(row.member_id, name, look, look.theme.plate, ring, diameter)
    return Row((space(grow=1), face, space(grow=1)))


def _step(place: int) -> Node:
    """Draw a step in the metal of its medal, with the place on it."""

    def paint(canvas: Canvas, box: Box) -> None:
        canvas.shape(box, STEP_RADIUS, MEDALS[place])
        canvas.label(str(place + 1), box, FIGURE, MEDAL_INKS[place])

    return Drawing(paint, high=STEPS[place], grow=1)

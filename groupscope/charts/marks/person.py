"""What a portrait opens with: a face larger than anything, a name, titles, a sentence."""

from collections.abc import Iterator
from functools import partial

from groupscope.charts.canvas import Canvas
from groupscope.charts.layout import Column, Drawing, Flow, Node, Plate, Text, padded, space
from groupscope.charts.look import Look
from groupscope.charts.names import clean, shown_name
from groupscope.charts.parts.avatar import avatar
from groupscope.charts.parts.hero import lit_part, veiled
from groupscope.charts.parts.pill import tag
from groupscope.charts.parts.ring import ring
from groupscope.charts.shapes import Box
from groupscope.charts.text import clip, width
from groupscope.charts.theme import (
    CHIP_STRONG,
    HERO_NOTE,
    LABEL,
    PADDING,
    RADIUS,
    SENTENCE,
    TITLE,
    WHITE,
    Font,
)
from groupscope.charts.values import Card, Person

FACE, RING_RADIUS, RING = 184, 105, 10
CENTRE = (158, 196)
"""Where the middle of the face lies on the plate."""
BANNER, EDGE, EDGE_RADIUS = 260, 172, 46
"""How far the lit ground reaches down, and where the plate begins to cover it."""
HEAD = 336
NAME_LEFT, NAME_LINE, FACTS_LINE = 306, 252, 300
TITLE_LINE, SUBTITLE_LINE, BADGE_TOP = 88, 130, 40
BADGE_LIMIT = 330
BRIGHT = 104
"""Pixels at the right where the plate is too bright for bare letters."""
NAME = Font(48, 800)
FACTS = Font(26, 400)
SENTENCE_LINES = 4
SMALLEST_SHARE = 0.005
"""Anything less would be rounded to nothing at all."""


def person(mark: Person, card: Card, look: Look) -> Node:
    """Lay out the whole plate; the card's title and subtitle stand on its lit part."""
    head = Drawing(partial(_head, mark=mark, card=card, look=look), high=HEAD, grow=1)
    told = padded(Column(tuple(_told(mark, look))), PADDING)
    return Plate(Column((head, told, space(PADDING))), partial(_ground, look=look))


def _ground(canvas: Canvas, box: Box, *, look: Look) -> None:
    theme = look.theme
    if theme.shadow:
        canvas.shadow(box, RADIUS, theme.shadow)
    lit_part(canvas, box._replace(height=BANNER), theme)
    below = Box(box.x, box.y + EDGE, box.width, box.height - EDGE)
    canvas.shape(below, EDGE_RADIUS, theme.plate)


def _head(canvas: Canvas, box: Box, *, mark: Person, card: Card, look: Look) -> None:
    """Paint what stands on the lit part and beside the face."""
    theme, left = look.theme, box.x + NAME_LEFT
    room = box.width - NAME_LEFT - PADDING
    if clean(mark.badge):
        veiled(canvas, mark.badge, (box.right - PADDING, box.y + BADGE_TOP), BADGE_LIMIT, "right")
    title = " ".join(filter(clean, (card.icon, card.title)))
    wide = room - (BADGE_LIMIT + 20 if clean(mark.badge) else BRIGHT)
    canvas.line(clip(title, TITLE, wide), (left, box.y + TITLE_LINE), TITLE, WHITE)
    subtitle = clip(card.subtitle, LABEL, room - BRIGHT)
    canvas.line(subtitle, (left, box.y + SUBTITLE_LINE), LABEL, HERO_NOTE)
    name = clip(shown_name(mark.name, mark.member_id), NAME, room)
    canvas.line(name, (left, box.y + NAME_LINE), NAME, theme.ink)
    canvas.line(clip(mark.facts, FACTS, room), (left, box.y + FACTS_LINE), FACTS, theme.ink2)
    _face(canvas, (box.x + CENTRE[0], box.y + CENTRE[1]), mark, look)


def _face(canvas: Canvas, centre: tuple[int, int], mark: Person, look: Look) -> None:
    """Paint the face in its ring, and the share that the ring shows as a figure."""
    (x, y), theme = centre, look.theme
    canvas.disc(centre, RING_RADIUS + RING + 4, theme.plate)
    ring(canvas, centre, RING_RADIUS, RING, mark.share, (theme.leader, theme.track))
    face = avatar(mark.member_id, mark.name, look, theme.plate, diameter=FACE)
    face.paint(canvas, Box(x - FACE // 2, y - FACE // 2, FACE, FACE))
    label = f"{mark.share:.0%}" if mark.share >= SMALLEST_SHARE else "<1%"
    wide = round(width(label, CHIP_STRONG)) + 32
    pill = Box(x - wide // 2, y + RING_RADIUS - 26, wide, 44)
    canvas.shape(pill.grown(4), 26, theme.plate)
    canvas.shape(pill, 22, theme.down)
    canvas.label(label, pill, CHIP_STRONG, theme.plate)


def _told(mark: Person, look: Look) -> Iterator[Node]:
    """Give the titles as pills, and the sentence below them."""
    titles = [title for title in mark.titles if clean(title)]
    if titles:
        tones = look.theme.tones
        tags = (
            tag(title, "", tones[place % len(tones)], look.inner)
            for place, title in enumerate(titles)
        )
        yield Flow(tuple(tags), gap=(16, 16))
    if clean(mark.sentence):
        yield space(24 if titles else 0)
        yield Text(mark.sentence, SENTENCE, look.theme.ink, lines=SENTENCE_LINES)

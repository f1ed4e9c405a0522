"""What a digest opens with: the day's figure larger than anything, its sentence, its hours."""

from collections.abc import Iterator
from functools import partial

from groupscope.charts.canvas import Canvas
from groupscope.charts.layout import Column, Drawing, Node, Plate, Text, space
from groupscope.charts.look import Look
from groupscope.charts.names import clean
from groupscope.charts.parts import axis as axes
from groupscope.charts.parts.avatar import initial
from groupscope.charts.parts.hero import VEIL_HEIGHT, lit, veiled
from groupscope.charts.parts.stripes import stripes
from groupscope.charts.shapes import Box
from groupscope.charts.text import clip, fitting, width
from groupscope.charts.theme import HERO_NOTE, NOTE, WHITE, Font, Theme
from groupscope.charts.values import Card, Issue

PAD = 40
ICON, ICON_RING, ICON_GAP = 104, 4, 28
HEAD, FIGURE, BARS = 106, 148, 180
"""Pixels of the line of names, of the figure, and of the bars with what is above and below."""
BAR_HEIGHT, LEAST, WIDEST = 84, 8, 64
FILLED = 0.66
"""How much of its hour a bar takes."""
FAINT = 0.42
"""How strongly the bars are drawn that are not the highest."""
BRIGHT = 60
"""Pixels at the right where the plate is too bright for bare letters."""
BADGE_LIMIT, UNIT_GAP, PILL_HEIGHT = 380, 30, 50
SIGN = Font(58, 700)
SIGN_GROUND, SIGN_INK = "#E9EDFF", "#12172B"
"""The sign stands on a light disc in both themes, as the plate is nearly the same in both."""
NAME, SUBTITLE = Font(44, 700), Font(26, 400)
FIGURES = tuple(Font(size, 800) for size in (132, 112, 92, 72))
UNIT, CHANGE, SENTENCE = Font(34, 500), Font(26, 700), Font(31, 500)
ARROWS = {"up": "▲ ", "down": "▼ ", None: ""}


def issue(mark: Issue, card: Card, look: Look) -> Node:
    """Lay out the whole plate; the card's title, icon and subtitle stand on top of it."""
    head = Drawing(partial(_head, mark=mark, card=card), high=HEAD, grow=1)
    figure = Drawing(partial(_figure, mark=mark, theme=look.theme), high=FIGURE, grow=1)
    parts = Column((head, figure, *_below(mark)))
    return Plate(parts, lambda canvas, box: lit(canvas, box, look.theme), pad=(PAD, PAD))


def _below(mark: Issue) -> Iterator[Node]:
    if clean(mark.sentence):
        yield space(14)
        yield Text(mark.sentence, SENTENCE, WHITE, lines=2)
    if mark.hours and max(mark.hours) > 0:
        yield space(12)
        yield Drawing(partial(_hours, mark=mark), high=BARS, grow=1)


def _head(canvas: Canvas, box: Box, *, mark: Issue, card: Card) -> None:
    """Paint the group's sign and name, and the badge at the right."""
    left, room = box.x, box.width
    if clean(card.icon):
        place = Box(box.x, box.y, ICON, ICON)
        canvas.disc((box.x + ICON // 2, box.y + ICON // 2), ICON // 2, WHITE)
        inner = place.grown(-ICON_RING)
        canvas.shape(inner, inner.width // 2, SIGN_GROUND)
        canvas.label(initial(card.icon), inner, SIGN, SIGN_INK)
        left, room = left + ICON + ICON_GAP, room - ICON - ICON_GAP
    taken = 0
    if clean(mark.badge):
        veiled(canvas, mark.badge, (box.right, box.y + 4), BADGE_LIMIT, "right")
        taken = min(round(width(mark.badge, Font(25, 500))) + 60, BADGE_LIMIT + 20)
    title = clip(card.title, NAME, room - max(taken, BRIGHT))
    canvas.line(title, (left, box.y + 47), NAME, WHITE)
    subtitle = clip(card.subtitle, SUBTITLE, room - BRIGHT)
    canvas.line(subtitle, (left, box.y + 91), SUBTITLE, HERO_NOTE)


def _figure(canvas: Canvas, box: Box, *, mark: Issue, theme: Theme) -> None:
    """Paint the number of messages, and beside it what became of it."""
    change = f"{ARROWS[mark.direction]}{mark.change}" if clean(mark.change) else ""
    change_width = round(width(change, CHANGE)) + 48 if change else 0
    beside = max(change_width, round(width("条消息", UNIT))) + UNIT_GAP
    figure = f"{mark.total:,}"
    room = box.width - min(beside, box.width // 2)
    font = fitting(FIGURES, room, figure)
    line = box.y + 134
    left = round(box.x + canvas.line(clip(figure, font, room), (box.x, line), font, WHITE))
    left += UNIT_GAP
    canvas.line("条消息", (left, line - 4), UNIT, WHITE)
    if change:
        place = Box(left, line - 100, min(change_width, box.right - left), PILL_HEIGHT)
        canvas.shape(place, PILL_HEIGHT // 2, WHITE)
        canvas.label(change, place.grown_by(-16, 0), CHANGE, theme.hero.stops[1])


def _hours(canvas: Canvas, box: Box, *, mark: Issue) -> None:
    """Paint a bar for each hour or day; the highest is white, and said in words."""
    most, count = max(mark.hours), len(mark.hours)
    peak, step = mark.hours.index(most), box.width / count
    field = Box(box.x, box.bottom - axes.HEIGHT - BAR_HEIGHT - 2, box.width, BAR_HEIGHT)
    wide = max(min(round(step * FILLED), WIDEST), 2)
    bars = [
        _bar(field, round(field.x + (place + 0.5) * step - wide / 2), wide, max(hour, 0) / most)
        for place, hour in enumerate(mark.hours)
    ]
    stripes(canvas, [bar for place, bar in enumerate(bars) if place != peak], field, WHITE, FAINT)
    stripes(canvas, [bars[peak]], field, WHITE)
    if clean(mark.peak):
        _peak(canvas, field, mark.peak, (peak + 0.5) * step)
    below = Box(box.x, box.bottom - axes.HEIGHT, box.width, axes.HEIGHT)
    if not mark.are_named:
        axes.axis(canvas, below, mark.labels, HERO_NOTE)
        return
    for place, label in enumerate(mark.labels):
        left = round(below.x + place * step)
        canvas.label(
            clip(label, NOTE, step), Box(left, below.y, round(step), below.height), NOTE, HERO_NOTE
        )


def _bar(field: Box, left: int, wide: int, part: float) -> Box:
    high = max(round(field.height * part), LEAST)
    return Box(left, field.bottom - high, wide, high)


def _peak(canvas: Canvas, field: Box, said: str, middle: float) -> None:
    """Say what the highest bar is, above it and inside the plate."""
    half = min(round(width(said, Font(25, 500))) + 44, field.width) / 2
    kept = min(max(middle, half), field.width - half)
    top = field.y - VEIL_HEIGHT - 10
    veiled(canvas, said, (round(field.x + kept), top), field.width, "middle")

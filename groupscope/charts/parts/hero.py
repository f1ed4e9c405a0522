"""The plate on top of every card: indigo to violet, lit from two corners."""

from PIL import Image, ImageChops

from groupscope.charts.canvas import Canvas
from groupscope.charts.layout import Column, Node, Plate, Row, Text
from groupscope.charts.shapes import Box, circle, light, rounded
from groupscope.charts.theme import (
    HEADLINE,
    HERO_NOTE,
    HERO_RADIUS,
    SUBTITLE,
    WHITE,
    Colour,
    Font,
    Shadow,
    Theme,
)

ICON = Font(64, 400)
PINK, CYAN = "#FF8FD8", "#37C8FF"
# Where the lights stand, in fractions of the plate, how far they reach, and how strong they are.
LIGHTS = ((PINK, (1.06, 0.15), 300, 1.15), (CYAN, (0.0, 1.12), 400, 0.45))
DISCS = (((0.70, -0.12), 150, 0.07), ((0.985, 0.52), 118, 0.08), ((0.56, 1.08), 92, 0.06))


def _veil(canvas: Canvas, box: Box, colour: Colour, mask: Image.Image, alpha: float) -> None:
    """Lay a translucent colour over the plate, inside its round corners."""
    inside = rounded(box.size, HERO_RADIUS, alpha)
    canvas.stamp(box, colour, ImageChops.multiply(mask, inside))


def _ground(canvas: Canvas, box: Box, theme: Theme) -> None:
    if theme.shadow:
        canvas.shadow(box, HERO_RADIUS, Shadow(theme.hero.stops[1], 0.26, 34, 16))
    canvas.shape(box, HERO_RADIUS, theme.hero)
    for colour, centre, reach, strength in LIGHTS:
        _veil(canvas, box, colour, light(box.size, centre, reach), theme.glow * strength)
    for centre, radius, alpha in DISCS:
        _veil(canvas, box, WHITE, circle(box.size, centre, radius), alpha)


def hero(title: str, icon: str, subtitle: str, theme: Theme) -> Node:
    """Set the title over its subtitle, and a large emoji to the right."""
    words = Column(
        (Text(title, HEADLINE, WHITE), Text(subtitle, SUBTITLE, HERO_NOTE, lines=2)), grow=1
    )
    emoji = Text(icon, ICON, WHITE, limit=160)
    return Plate(
        Row((words, emoji), gap=48),
        lambda canvas, box: _ground(canvas, box, theme),
        pad=(44, 42),
    )

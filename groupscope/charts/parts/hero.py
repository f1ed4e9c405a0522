"""The plate on top of every card: indigo to violet, lit from two corners."""

from functools import lru_cache

from PIL import Image, ImageChops

from groupscope.charts.canvas import Anchor, Canvas
from groupscope.charts.layout import Column, Node, Plate, Row, Text
from groupscope.charts.shapes import Box, circle, light, rounded
from groupscope.charts.text import clip, width
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
SPREAD, FALL = 34, 16
AROUND = 2 * SPREAD + FALL
"""Pixels around the plate that its shadow may reach."""
PINK, CYAN = "#FF8FD8", "#37C8FF"
VEIL, VEIL_STRENGTH = "#120B4A", 0.34
VEIL_HEIGHT, VEIL_PAD = 48, 20
VEILED = Font(25, 500)
# Where the lights stand, in fractions of the plate, how far they reach, and how strong they are.
LIGHTS = ((PINK, (1.06, 0.15), 300, 1.15), (CYAN, (0.0, 1.12), 400, 0.45))
DISCS = (((0.70, -0.12), 150, 0.07), ((0.985, 0.52), 118, 0.08), ((0.56, 1.08), 92, 0.06))


def _veil(canvas: Canvas, box: Box, colour: Colour, mask: Image.Image, alpha: float) -> None:
    """Lay a translucent colour over the plate, inside its round corners."""
    inside = rounded(box.size, HERO_RADIUS, alpha)
    canvas.stamp(box, colour, ImageChops.multiply(mask, inside))


def lit(canvas: Canvas, box: Box, theme: Theme) -> None:
    """Paint the ground of the plate with its lights, and its shadow around it."""
    canvas.image.paste(_painted(box.size, theme), (box.x - AROUND, box.y - AROUND))


def lit_part(canvas: Canvas, box: Box, theme: Theme) -> None:
    """Paint the same without its shadow, and leave alone what is around it."""
    inside = Box(AROUND, AROUND, *box.size)
    canvas.picture(_painted(box.size, theme).crop(inside.edges), box, HERO_RADIUS)


@lru_cache(maxsize=4)
def _painted(size: tuple[int, int], theme: Theme) -> Image.Image:
    """Paint the plate on bare ground: most cards have the same one, and it takes a while."""
    box = Box(AROUND, AROUND, *size)
    canvas = Canvas(box.grown(AROUND).size, theme.ground)
    if theme.shadow:
        canvas.shadow(box, HERO_RADIUS, Shadow(theme.hero.stops[1], 0.26, SPREAD, FALL))
    canvas.shape(box, HERO_RADIUS, theme.hero)
    for colour, centre, reach, strength in LIGHTS:
        _veil(canvas, box, colour, light(box.size, centre, reach), theme.glow * strength)
    for centre, radius, alpha in DISCS:
        _veil(canvas, box, WHITE, circle(box.size, centre, radius), alpha)
    return canvas.image


def veiled(
    canvas: Canvas, text: str, at: tuple[int, int], limit: int, anchor: Anchor = "left"
) -> None:
    """Write a pill on the plate with its upper left corner (or middle, or right one) at ``at``.

    The plate shines through it, darker, so that white letters can be read wherever it lies.
    """
    label = clip(text, VEILED, limit - 2 * VEIL_PAD)
    wide = round(width(label, VEILED)) + 2 * VEIL_PAD
    left = at[0] - round(wide * {"left": 0.0, "middle": 0.5, "right": 1.0}[anchor])
    box = Box(left, at[1], wide, VEIL_HEIGHT)
    canvas.shape(box, VEIL_HEIGHT // 2, VEIL, VEIL_STRENGTH)
    canvas.label(label, box, VEILED, WHITE)


def hero(title: str, icon: str, subtitle: str, theme: Theme) -> Node:
    """Set the title over its subtitle, and a large emoji to the right."""
    words = Column(
        (Text(title, HEADLINE, WHITE), Text(subtitle, SUBTITLE, HERO_NOTE, lines=2)), grow=1
    )
    emoji = Text(icon, ICON, WHITE, limit=160)
    return Plate(
        Row((words, emoji), gap=48),
        lambda canvas, box: lit(canvas, box, theme),
        pad=(44, 42),
    )

"""A member's face: the picture there is, or an initial on a colour of their own."""

import io
from functools import lru_cache
from zlib import crc32

from PIL import Image, ImageOps

from groupscope.charts.canvas import Canvas
from groupscope.charts.emoji import is_emoji
from groupscope.charts.layout import Drawing, Node
from groupscope.charts.look import Look
from groupscope.charts.names import clean, clusters
from groupscope.charts.shapes import Box
from groupscope.charts.theme import WHITE, Colour, Fill, Font, Gradient

DIAMETER = 88
RING = 5
RING_GAP = 3
INITIAL, EMOJI_INITIAL, EMOJI_PART = 40 / 88, 52 / 88, 46 / 88
"""The size of a letter, and of an emoji, in diameters of its disc."""
NOBODY = "#"
"""The initial of a name of which nothing can be drawn."""

# White letters of this size need 3:1 (WCAG 2.2, large text) on every colour in here.
GROUNDS = tuple(
    Gradient(stops, slant=0.5)
    for stops in (
        ("#5B7CFA", "#3F51D9"),
        ("#9A6BFF", "#6D3FE0"),
        ("#E85D9E", "#C02C75"),
        ("#EF6351", "#C93A3A"),
        ("#D97A1E", "#B4540A"),
        ("#4C9A2A", "#2F7A1F"),
        ("#149487", "#0B6F6B"),
        ("#2A8FD0", "#1668A8"),
    )
)

FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
LARGEST = 4096
"""Pixels of an edge; a file that promises more is not worth the memory."""
# What Pillow raises for files that are cut off or made up, seen over a million spoilt files.
BROKEN = (OSError, ValueError, SyntaxError, Image.DecompressionBombError)


@lru_cache(maxsize=256)
def portrait(file: bytes, pixels: int) -> Image.Image | None:
    """Cut the middle square out of an image file, as large as asked; None for a broken file."""
    try:
        with Image.open(io.BytesIO(file), formats=FORMATS) as image:
            if max(image.size) > LARGEST:
                return None
            return ImageOps.fit(image.convert("RGBA"), (pixels, pixels), Image.Resampling.LANCZOS)
    except BROKEN:
        return None


def ground_of(member_id: int | None) -> Gradient:
    """Choose a member's own colour, always the same."""
    return GROUNDS[crc32(str(member_id).encode()) % len(GROUNDS)]


def initial(name: str) -> str:
    """Take the first character of a name that can be seen."""
    return next(iter(clusters(clean(name))), NOBODY).upper()


def avatar(
    member_id: int | None,
    name: str,
    look: Look,
    ground: Colour,
    ring: Fill | None = None,
    diameter: int = DIAMETER,
) -> Node:
    """Draw a round avatar, with a ring around it for those who have a medal.

    ``ground`` is the colour it stands on, which shows between face and ring.
    """
    picture = _picture(member_id, look, diameter)

    def paint(canvas: Canvas, box: Box) -> None:
        if ring:
            outer = box.grown(RING + RING_GAP)
            canvas.shape(outer, outer.width // 2, ring)
            inner = box.grown(RING_GAP)
            canvas.shape(inner, inner.width // 2, ground)
        _face(canvas, box, picture, ground_of(member_id), name)

    return Drawing(paint, wide=diameter, high=diameter)


def badge(icon: str, ground: Colour, ink: Colour, diameter: int = DIAMETER) -> Node:
    """Set an emoji, or the first letter of a name, where a member would have their face."""
    first = initial(icon)

    def paint(canvas: Canvas, box: Box) -> None:
        canvas.shape(box, round(diameter * 0.3), ground)
        canvas.label(first, box, _lettering(first, diameter, emoji=EMOJI_PART), ink)

    return Drawing(paint, wide=diameter, high=diameter)


def _picture(member_id: int | None, look: Look, diameter: int) -> Image.Image | None:
    file = look.avatars.get(member_id) if member_id is not None else None
    return portrait(file, diameter) if file else None


def _face(canvas: Canvas, box: Box, picture: Image.Image | None, ground: Fill, name: str) -> None:
    if picture:
        canvas.shape(box, box.width // 2, WHITE)
        canvas.picture(picture, box, box.width // 2)
    else:
        canvas.shape(box, box.width // 2, ground)
        first = initial(name)
        canvas.label(first, box, _lettering(first, box.width), WHITE)


def _lettering(first: str, diameter: int, emoji: float = EMOJI_INITIAL) -> Font:
    """Choose letters of a size that fits the disc."""
    if is_emoji(first):
        return Font(round(diameter * emoji), 400)
    return Font(round(diameter * INITIAL), 700)

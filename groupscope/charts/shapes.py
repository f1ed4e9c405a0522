"""Coverage masks and colour fields: the anti-aliased matter that the canvas lays down."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter

from groupscope.charts.theme import Gradient, Shadow

OVERSAMPLING = 4
"""Curves are drawn this much larger and averaged down."""
COARSE = 4
"""What is soft anyway is computed at this fraction of its size."""

Field = npt.NDArray[np.float32]


class Box(NamedTuple):
    """A rectangle in pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first column to the right of it."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The first row below it."""
        return self.y + self.height

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.width, self.height

    @property
    def edges(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom, as Pillow wants them."""
        return self.x, self.y, self.right, self.bottom

    def grown(self, by: int) -> "Box":
        """Add ``by`` pixels on every side (take them where negative)."""
        return self.grown_by(by, by)

    def grown_by(self, across: int, down: int) -> "Box":
        """Add ``across`` pixels left and right, ``down`` pixels above and below."""
        return Box(self.x - across, self.y - down, self.width + 2 * across, self.height + 2 * down)


@lru_cache(maxsize=64)
def _disc(radius: int) -> Image.Image:
    edge = 2 * radius * OVERSAMPLING
    disc = Image.new("L", (edge, edge), 0)
    ImageDraw.Draw(disc).ellipse((0, 0, edge - 1, edge - 1), fill=255)
    return disc.resize((2 * radius, 2 * radius), Image.Resampling.BOX)


def corners(box: Box, radius: int) -> Iterator[tuple[Box, Image.Image]]:
    """Give the four corners of a box: where each lies, and how it is covered when rounded."""
    across = ((0, box.x), (radius, box.right - radius))
    down = ((0, box.y), (radius, box.bottom - radius))
    for (left, x), (top, y) in product(across, down) if radius else ():
        quarter = _disc(radius).crop((left, top, left + radius, top + radius))
        yield Box(x, y, radius, radius), quarter


def rounded(size: tuple[int, int], radius: int, alpha: float = 1.0) -> Image.Image:
    """Cover a rectangle with round corners, ``alpha`` (0 … 1) where it is full."""
    mask = Image.new("L", size, 255)
    for place, corner in corners(Box(0, 0, *size), min(radius, *(edge // 2 for edge in size))):
        mask.paste(corner, place.edges)
    return mask if alpha >= 1 else mask.point(lambda value: value * alpha)


def shadow_around(box: Box, radius: int, shadow: Shadow) -> Iterator[tuple[Box, Image.Image]]:
    """Give the shadow of a shape in four strips: where each lies, and how it is covered.

    What lies wholly under the shape is left out: it is most of a large one, and takes the time.
    """
    whole = Box(box.x, box.y + shadow.fall, *box.size).grown(2 * shadow.spread)
    coarse = _coarse_shadow(box.size, radius, shadow)
    across, down = coarse.width / whole.width, coarse.height / whole.height
    for part in _around(whole, box.grown(-min(radius, *(edge // 2 for edge in box.size)))):
        left, top = part.x - whole.x, part.y - whole.y
        source = left * across, top * down, (left + part.width) * across, (top + part.height) * down
        yield part, coarse.resize(part.size, Image.Resampling.BILINEAR, source)


def _around(whole: Box, hidden: Box) -> Iterator[Box]:
    """Cut a box into what lies above, below, left and right of one inside it."""
    yield Box(whole.x, whole.y, whole.width, hidden.y - whole.y)
    yield Box(whole.x, hidden.bottom, whole.width, whole.bottom - hidden.bottom)
    yield Box(whole.x, hidden.y, hidden.x - whole.x, hidden.height)
    yield Box(hidden.right, hidden.y, whole.right - hidden.right, hidden.height)


def _coarse_shadow(size: tuple[int, int], radius: int, shadow: Shadow) -> Image.Image:
    """Cover a blurred rectangle with ``2 * spread`` pixels on every side, in coarse pixels."""
    margin = 2 * shadow.spread
    full = (size[0] + 2 * margin, size[1] + 2 * margin)
    coarse = Image.new("L", (full[0] // COARSE, full[1] // COARSE), 0)
    edges = (margin, margin, full[0] - margin, full[1] - margin)
    ImageDraw.Draw(coarse).rounded_rectangle(
        tuple(edge / COARSE for edge in edges), radius / COARSE, fill=round(255 * shadow.strength)
    )
    return coarse.filter(ImageFilter.GaussianBlur(shadow.spread / COARSE))


def _grid(size: tuple[int, int]) -> tuple[Field, Field]:
    """Coordinates from 0 to 1: across as a row, down as a column."""
    across = np.linspace(0, 1, size[0], dtype=np.float32)[None, :]
    down = np.linspace(0, 1, size[1], dtype=np.float32)[:, None]
    return across, down


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue (0 … 255) of ``#RRGGBB``."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


@lru_cache(maxsize=64)
def blend(size: tuple[int, int], gradient: Gradient) -> Image.Image:
    """Fill a rectangle with a gradient."""
    across, down = _grid(size)
    way = (across * (1 - gradient.slant) + down * gradient.slant) * (len(gradient.stops) - 1)
    stops = np.array([channels(stop) for stop in gradient.stops], dtype=np.float32)
    steps = range(len(stops))
    layers = [np.interp(way, steps, stops[:, channel]) for channel in range(3)]
    return Image.fromarray((np.stack(layers, axis=-1) + 0.5).astype(np.uint8))


@lru_cache(maxsize=8)
def light(size: tuple[int, int], centre: tuple[float, float], reach: int) -> Image.Image:
    """Cover a soft light: full at its centre (in fractions of the size), nothing at ``reach``."""
    width, height = size
    across, down = _grid((width // COARSE, height // COARSE))
    distance = np.hypot((across - centre[0]) * width, (down - centre[1]) * height) / reach
    near = np.clip(1 - distance, 0, 1)
    # Smoothstep: the light ends without a visible edge.
    strength = (near * near * (3 - 2 * near) * 255).astype(np.uint8)
    return Image.fromarray(strength).resize(size, Image.Resampling.BICUBIC)


def circle(size: tuple[int, int], centre: tuple[float, float], radius: int) -> Image.Image:
    """Cover a disc that may reach beyond the rectangle (centre in fractions of it)."""
    mask = Image.new("L", size, 0)
    x, y = round(centre[0] * size[0]), round(centre[1] * size[1])
    mask.paste(_disc(radius), (x - radius, y - radius))
    return mask


@lru_cache(maxsize=16)
def hatched(size: tuple[int, int], step: int = 18) -> Image.Image:
    """Cover a rectangle with fine slanted lines, ``step`` pixels apart."""
    across, down = np.arange(size[0])[None, :], np.arange(size[1])[:, None]
    from_line = np.abs((across + down) % step - step / 2)
    return Image.fromarray((np.clip(2 - from_line, 0, 1) * 255).astype(np.uint8))

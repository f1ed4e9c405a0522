"""The silhouette of an emoji, as a form to be filled."""

from functools import lru_cache

import numpy as np
from PIL import Image, ImageFilter

from groupscope.charts.emoji import is_emoji, picture
from groupscope.charts.names import clean
from groupscope.charts.room import CELL, Grid

SOURCE = 72
"""Pixels of an edge that emoji come with."""
EMPTY = 1
"""Pixels at the edges of a source that stay empty."""
SOFTENING = 5
STEEPNESS = 5
"""The enlarged edge is blurred, which rounds its steps off, then made this much steeper."""
INSIDE = 250
"""From this coverage on (of 255) a cell lies within the silhouette."""


@lru_cache(maxsize=8)
def silhouette(shape: str | None, edge: int) -> Image.Image | None:
    """Cover the form of an emoji, at most ``edge`` pixels wide and high; None for anything else."""
    cluster = clean(shape or "")
    if not cluster or not is_emoji(cluster):
        return None
    form = _cut_out(picture(cluster, SOURCE).getchannel("A"))
    scale = edge / max(form.size)
    width, height = (max(round(side * scale), CELL) for side in form.size)
    coarse = form.resize((width // 2 or 1, height // 2 or 1), Image.Resampling.BICUBIC)
    soft = coarse.filter(ImageFilter.GaussianBlur(SOFTENING))
    steep = soft.point(lambda value: (value - 128) * STEEPNESS + 128)
    return steep.resize((width, height), Image.Resampling.BICUBIC)


def _cut_out(form: Image.Image) -> Image.Image:
    """Cut off what is empty, but for a margin, so that all of the edge can be softened."""
    left, top, right, bottom = form.getbbox() or (0, 0, *form.size)
    return form.crop((left - EMPTY, top - EMPTY, right + EMPTY, bottom + EMPTY))


def cells_within(mask: Image.Image) -> Grid:
    """Say which cells lie within a silhouette, one cell away from its edge."""
    size = max(mask.width // CELL, 1), max(mask.height // CELL, 1)
    inner = mask.resize(size, Image.Resampling.BOX, box=(0, 0, size[0] * CELL, size[1] * CELL))
    return np.asarray(inner.filter(ImageFilter.MinFilter(3))) >= INSIDE

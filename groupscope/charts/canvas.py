"""The sheet that everything is drawn on: rounded shapes, shadows, pictures and text."""

from collections.abc import Sequence
from math import ceil, floor
from typing import Literal

from PIL import Image, ImageChops, ImageDraw

from groupscope.charts import emoji
from groupscope.charts.curves import Point, bounds, filled, stroked
from groupscope.charts.fonts import face
from groupscope.charts.png import png
from groupscope.charts.shapes import Box, blend, corners, rounded, shadow_around
from groupscope.charts.text import EMOJI_ASCENT, Run, clip, overhang, runs, width
from groupscope.charts.theme import Colour, Fill, Font, Gradient, Shadow

Anchor = Literal["left", "middle", "right"]

MOST_OVERHANG = 6
"""Pixels that letters with accents may reach beyond the width that their font gives them."""

_STARTS: dict[Anchor, float] = {"left": 0, "middle": 0.5, "right": 1}


class Canvas:
    """An image under construction; coordinates are pixels from its upper left corner."""

    def __init__(self, size: tuple[int, int], ground: Colour) -> None:
        self.image = Image.new("RGB", size, ground)
        self._pen = ImageDraw.Draw(self.image)

    def shape(self, box: Box, radius: int, fill: Fill, alpha: float = 1.0) -> None:
        """Fill a rectangle with round corners; ``alpha`` lets the ground shine through."""
        if box.width <= 0 or box.height <= 0:
            return
        if isinstance(fill, Gradient) or alpha < 1:
            self.stamp(box, fill, rounded(box.size, radius, alpha))
        else:
            self._solid(box, min(radius, box.width // 2, box.height // 2), fill)

    def _solid(self, box: Box, radius: int, colour: Colour) -> None:
        """Fill a shape of one colour: its middle needs no mask, which saves a copy of it."""
        for part in box.grown_by(0, -radius), box.grown_by(-radius, 0):
            self.image.paste(colour, part.edges)
        for place, corner in corners(box, radius):
            self.image.paste(colour, place.edges, corner)

    def disc(self, centre: tuple[int, int], radius: int, fill: Fill) -> None:
        """Fill a circle."""
        x, y = centre
        self.shape(Box(x - radius, y - radius, 2 * radius, 2 * radius), radius, fill)

    def stamp(self, box: Box, fill: Fill, mask: Image.Image) -> None:
        """Lay a colour or gradient over a box, as strongly as ``mask`` says."""
        if isinstance(fill, Gradient):
            self.image.paste(blend(box.size, fill), (box.x, box.y), mask)
        else:
            self.image.paste(fill, box.edges, mask)

    def area(self, outline: Sequence[Point], fill: Fill, alpha: float = 1.0) -> None:
        """Fill a polygon."""
        box = bounds(outline)
        self.stamp(box, fill, filled(outline, box, alpha))

    def stroke(self, points: Sequence[Point], thick: int, fill: Fill) -> None:
        """Draw a line with round ends through the points."""
        box = bounds(points).grown(thick)
        self.stamp(box, fill, stroked(points, thick, box))

    def shadow(self, box: Box, radius: int, shadow: Shadow) -> None:
        """Lay a soft shadow around where a shape will be: only what that leaves to be seen."""
        for part, mask in shadow_around(box, radius, shadow):
            self.image.paste(shadow.colour, part.edges, mask)

    def picture(self, picture: Image.Image, box: Box, radius: int) -> None:
        """Paste a picture of the box's size, with round corners."""
        mask = rounded(box.size, radius)
        if picture.mode == "RGBA":
            mask = ImageChops.multiply(mask, picture.getchannel("A"))
        self.image.paste(picture.convert("RGB"), (box.x, box.y), mask)

    def line(
        self,
        text: str,
        at: tuple[float, float],
        font: Font,
        colour: Colour,
        anchor: Anchor = "left",
    ) -> float:
        """Write one line with its baseline at ``at``; its width in pixels comes back."""
        x, baseline = at
        start = x = x - width(text, font) * _STARTS[anchor]
        for run in runs(text, font):
            self._run(run, (x, baseline), font, colour)
            x += run.width
        return x - start

    def label(self, text: str, box: Box, font: Font, colour: Colour) -> None:
        """Write one line, clipped to the box, in the middle of it."""
        middle = (box.x + box.width / 2, baseline(box, font))
        self.line(clip(text, font, box.width), middle, font, colour, "middle")

    def _run(self, run: Run, at: tuple[float, float], font: Font, colour: Colour) -> None:
        if run.family is None:
            self._emoji(run.text, at, font)
        elif overhang(run, font) > MOST_OVERHANG:
            self._cut_off(run, at, font, colour)
        else:
            self._pen.text(at, run.text, colour, face(run.family, font), anchor="ls")

    def _cut_off(self, run: Run, at: tuple[float, float], font: Font, colour: Colour) -> None:
        """Write letters without what of them reaches far beyond their width."""
        if run.family is None:
            return
        left, top = floor(at[0]) - MOST_OVERHANG, floor(at[1]) - 2 * font.size
        mask = Image.new("L", (ceil(run.width) + 2 * MOST_OVERHANG, 3 * font.size))
        place = at[0] - left, at[1] - top
        ImageDraw.Draw(mask).text(place, run.text, 255, face(run.family, font), anchor="ls")
        self.image.paste(colour, (left, top), mask)

    def _emoji(self, cluster: str, at: tuple[float, float], font: Font) -> None:
        pixels = round(font.size * 1.12)
        picture = emoji.picture(cluster, pixels)
        corner = (round(at[0] + font.size * 0.05), round(at[1] - font.size * EMOJI_ASCENT))
        self.image.paste(picture, corner, picture)

    def png(self) -> bytes:
        """Write the finished picture as a PNG file."""
        return png(self.image)


def baseline(box: Box, font: Font) -> int:
    """Find the baseline that centres a line of this font in a box."""
    return round(box.y + box.height / 2 + font.size * 0.36)

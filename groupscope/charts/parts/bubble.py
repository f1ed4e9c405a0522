"""What somebody said, as a speech bubble, and what it was given."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from groupscope.charts.canvas import Canvas
from groupscope.charts.layout import Node, Plate, Row, Text, space
from groupscope.charts.names import clean
from groupscope.charts.shapes import Box
from groupscope.charts.text import clip, width
from groupscope.charts.theme import CHIP, Colour, Font, Theme
from groupscope.charts.values import Cheer

RADIUS = 22
TAIL = 8
"""The corner that points at the speaker is this much less round."""
CHEER_HEIGHT, CHEER_PAD, CHEER_GAP, CHEER_LIMIT = 42, 16, 8, 180
DROP = 30
"""How far the cheers hang below their bubble."""
SEAM = 4
"""The ring of the plate's colour around each of them."""
HANGING = 0.55
"""How much of the cheers lies under their bubble, across."""
NARROWEST = 150
NOTHING_LEFT = "（这条消息没有能画出来的文字）"


def legible(text: str) -> str:
    """Give a text of which something can be drawn; else say that there is nothing."""
    return text if clean(text) else NOTHING_LEFT


def bubble(text: str, font: Font, lines: int, theme: Theme) -> Node:
    """Set a text on at most so many lines, in a bubble no wider than it needs."""
    return Row((_said(text, font, lines, theme.ink2, theme), space(grow=1)))


def cheered(text: str, font: Font, lines: int, cheers: Sequence[Cheer], theme: Theme) -> Node:
    """Set a text in a bubble, and what it was given on its lower right corner."""
    return _Cheered(_said(text, font, lines, theme.ink, theme, (26, 13)), tuple(cheers), theme)


def _said(
    text: str, font: Font, lines: int, ink: Colour, theme: Theme, pad: tuple[int, int] = (20, 10)
) -> Plate:
    def ground(canvas: Canvas, box: Box) -> None:
        canvas.shape(box, RADIUS, theme.bubble)
        canvas.shape(Box(box.x, box.y, 2 * RADIUS, 2 * RADIUS), TAIL, theme.bubble)

    return Plate(Text(text, font, ink, lines=lines), ground, pad=pad)


def _labels(cheers: Sequence[Cheer], room: int) -> Iterator[tuple[str, int]]:
    """Give as many cheers as there is room for, each with its width."""
    for cheer in cheers:
        sign = clip(cheer.emoji, CHIP, CHEER_LIMIT) if clean(cheer.emoji) else "♥"
        label = f"{sign} {cheer.count:,}"
        wide = round(width(label, CHIP)) + 2 * CHEER_PAD
        room -= wide
        if room < 0:
            return
        yield label, wide
        room -= CHEER_GAP


@dataclass(frozen=True, slots=True)
class _Cheered:
    """A bubble with its cheers, which hang over its edge as they do in a messenger."""

    said: Plate
    cheers: tuple[Cheer, ...]
    theme: Theme
    grow: float = 0

    def natural(self) -> int:
        return self.said.natural()

    def _wide(self, width: int) -> int:
        return min(max(self.said.natural(), NARROWEST if self.cheers else 0), width)

    def height(self, width: int) -> int:
        return self.said.height(self._wide(width)) + (DROP if self.cheers else 0)

    def paint(self, canvas: Canvas, box: Box) -> None:
        wide = self._wide(box.width)
        under = Box(box.x, box.y, wide, self.said.height(wide))
        self.said.paint(canvas, under)
        labels = list(_labels(self.cheers, box.width))
        taken = sum(wide + CHEER_GAP for _, wide in labels) - CHEER_GAP
        x = max(min(under.right - round(taken * HANGING), box.right - taken), box.x)
        for label, wide in labels:
            place = Box(x, under.bottom + DROP - CHEER_HEIGHT, wide, CHEER_HEIGHT)
            canvas.shape(place.grown(SEAM), CHEER_HEIGHT // 2 + SEAM, self.theme.plate)
            canvas.shape(place, CHEER_HEIGHT // 2, self.theme.chip)
            canvas.label(label, place, CHIP, self.theme.ink2)
            x += wide + CHEER_GAP

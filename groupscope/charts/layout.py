"""A small flex box: columns and rows that measure themselves, then paint.

A node is asked for its natural width, then for its height at the width it gets, then painted into
a box of that size. Nothing is painted outside the box.
"""
# ruff: noqa: D102  what the methods of every node mean is said once, at Node

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from groupscope.charts.canvas import Anchor, Canvas, baseline
from groupscope.charts.shapes import Box
from groupscope.charts.text import clip, width, wrap
from groupscope.charts.theme import Colour, Font

LEADING = 1.42
"""The height of a line, in sizes of its letters."""

Painter = Callable[[Canvas, Box], None]


class Node(Protocol):
    """Something that can be measured and painted; ``grow`` is its claim on spare width in a row."""

    @property
    def grow(self) -> float:
        """Its claim on spare width."""
        ...

    def natural(self) -> int:
        """Measure the width it would like."""
        ...

    def height(self, width: int) -> int:
        """Measure its height when it is that wide."""
        ...

    def paint(self, canvas: Canvas, box: Box) -> None:
        """Draw it into the box."""
        ...


@dataclass(frozen=True, slots=True)
class Drawing:
    """A painter of a fixed height; without one it is a space."""

    painter: Painter | None = None
    wide: int = 0
    high: int = 0
    grow: float = 0

    def natural(self) -> int:
        return self.wide

    def height(self, width: int) -> int:  # noqa: ARG002  the protocol's: a drawing's height is fixed
        return self.high

    def paint(self, canvas: Canvas, box: Box) -> None:
        if self.painter:
            self.painter(canvas, box)


@dataclass(frozen=True, slots=True)
class Text:
    """A text on at most ``lines`` lines, clipped to its box; ``limit`` bounds its natural width."""

    text: str
    font: Font
    colour: Colour
    lines: int = 1
    anchor: Anchor = "left"
    limit: int | None = None
    grow: float = 0

    def natural(self) -> int:
        # A pixel more than the sum of the advances, so that rounding never clips what fits.
        wanted = int(width(self.text, self.font)) + 1
        return wanted if self.limit is None else min(wanted, self.limit)

    def _line_height(self) -> int:
        return round(self.font.size * LEADING)

    def _broken(self, width: int) -> tuple[str, ...]:
        if self.lines == 1:
            return (clip(self.text, self.font, width),)
        return wrap(self.text, self.font, width, self.lines)

    def height(self, width: int) -> int:
        return self._line_height() * len(self._broken(width))

    def paint(self, canvas: Canvas, box: Box) -> None:
        x = {"left": box.x, "middle": box.x + box.width / 2, "right": box.right}[self.anchor]
        line = box._replace(height=self._line_height())
        for text in self._broken(box.width):
            canvas.line(text, (x, baseline(line, self.font)), self.font, self.colour, self.anchor)
            line = line._replace(y=line.bottom)


@dataclass(frozen=True, slots=True)
class Column:
    """Nodes below each other, each as wide as the column.

    In a box that is higher than they need, the last one gets what is left (``spare`` "last"), or
    all of them the same ("all"), or it stays empty below them.
    """

    children: Sequence[Node]
    gap: int = 0
    grow: float = 0
    spare: Literal["below", "last", "all"] = "below"

    def natural(self) -> int:
        return max((child.natural() for child in self.children), default=0)

    def height(self, width: int) -> int:
        gaps = self.gap * max(len(self.children) - 1, 0)
        return sum(child.height(width) for child in self.children) + gaps

    def paint(self, canvas: Canvas, box: Box) -> None:
        y, count = box.y, len(self.children)
        left = max(box.height - self.height(box.width), 0) if self.spare != "below" else 0
        for number, child in enumerate(self.children, start=1):
            height = child.height(box.width)
            if self.spare == "all":
                height += left // count
            elif number == count:
                height += left
            child.paint(canvas, Box(box.x, y, box.width, height))
            y += height + self.gap


@dataclass(frozen=True, slots=True)
class Row:
    """Nodes beside each other; spare width goes to those that grow."""

    children: Sequence[Node]
    gap: int = 0
    grow: float = 0
    align: Literal["top", "middle", "bottom", "stretch"] = "middle"

    def natural(self) -> int:
        gaps = self.gap * max(len(self.children) - 1, 0)
        return sum(child.natural() for child in self.children) + gaps

    def _widths(self, width: int) -> list[int]:
        """Share the width out: first come, first served, and what is left to those that grow."""
        left = width - self.gap * max(len(self.children) - 1, 0)
        claims = sum(child.grow for child in self.children)
        widths: list[int] = []
        for child in self.children:
            widths.append(0 if child.grow else max(min(child.natural(), left), 0))
            left -= widths[-1]
        shares = (int(max(left, 0) * child.grow / (claims or 1)) for child in self.children)
        return [wide + share for wide, share in zip(widths, shares, strict=True)]

    def height(self, width: int) -> int:
        pairs = zip(self.children, self._widths(width), strict=True)
        return max((child.height(wide) for child, wide in pairs), default=0)

    def paint(self, canvas: Canvas, box: Box) -> None:
        drop = {"top": 0.0, "middle": 0.5, "bottom": 1.0, "stretch": 0.0}[self.align]
        x = box.x
        for child, wide in zip(self.children, self._widths(box.width), strict=True):
            height = box.height if self.align == "stretch" else child.height(wide)
            y = box.y + round((box.height - height) * drop)
            child.paint(canvas, Box(x, y, wide, height))
            x += wide + self.gap


@dataclass(frozen=True, slots=True)
class Flow:
    """Nodes beside each other at their natural widths, as many to a row as fit."""

    children: Sequence[Node]
    gap: tuple[int, int] = (0, 0)
    grow: float = 0

    def natural(self) -> int:
        gaps = self.gap[0] * max(len(self.children) - 1, 0)
        return sum(child.natural() for child in self.children) + gaps

    def _column(self, width: int) -> Column:
        rows: list[list[Node]] = []
        left = -1
        for child in self.children:
            wanted = child.natural() + self.gap[0]
            if not rows or wanted > left:
                rows.append([])
                left = width + self.gap[0]
            rows[-1].append(child)
            left -= wanted
        across, down = self.gap
        return Column(tuple(Row(tuple(row), gap=across) for row in rows), gap=down)

    def height(self, width: int) -> int:
        return self._column(width).height(width)

    def paint(self, canvas: Canvas, box: Box) -> None:
        self._column(box.width).paint(canvas, box)


@dataclass(frozen=True, slots=True)
class Plate:
    """A node on a painted ground that reaches beyond it by ``pad`` (across, down)."""

    child: Node
    ground: Painter
    pad: tuple[int, int] = (0, 0)
    grow: float = 0

    def natural(self) -> int:
        return self.child.natural() + 2 * self.pad[0]

    def height(self, width: int) -> int:
        return self.child.height(width - 2 * self.pad[0]) + 2 * self.pad[1]

    def paint(self, canvas: Canvas, box: Box) -> None:
        across, down = self.pad
        self.ground(canvas, box)
        inner = Box(box.x + across, box.y + down, box.width - 2 * across, box.height - 2 * down)
        self.child.paint(canvas, inner)


@dataclass(frozen=True, slots=True)
class Growing:
    """A node that takes its share of the spare width of a row, whatever it would like."""

    child: Node
    grow: float = 1

    def natural(self) -> int:
        return self.child.natural()

    def height(self, width: int) -> int:
        return self.child.height(width)

    def paint(self, canvas: Canvas, box: Box) -> None:
        self.child.paint(canvas, box)


def padded(child: Node, across: int = 0, down: int = 0, grow: float = 0) -> Plate:
    """Leave so many pixels around a node."""
    return Plate(child, lambda _canvas, _box: None, pad=(across, down), grow=grow)


def space(high: int = 0, wide: int = 0, grow: float = 0) -> Drawing:
    """Leave a place empty."""
    return Drawing(wide=wide, high=high, grow=grow)

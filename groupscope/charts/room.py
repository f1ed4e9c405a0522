"""The free places of a word cloud, on a grid coarser than the picture."""

from collections.abc import Sequence
from typing import Self

import numpy as np
import numpy.typing as npt

from groupscope.charts.shapes import Box

CELL = 4
"""Pixels of an edge; finer cells would cost more than they win."""
GAP = 10
"""Pixels between two words."""
NOWHERE = (-1, -1)

Grid = npt.NDArray[np.bool_]
Distances = npt.NDArray[np.float32]
FAR = np.float32(np.inf)
"""How far away is what is not free."""


class Room:
    """Gives each box the free place nearest to the middle, and blocks the whole of it.

    So the first word lies in the middle, and no small word inside the strokes of a large one. It
    stands where ``wordcloud`` expects its occupancy map, and speaks its language: rows before
    columns, and an ``update`` after each place that was given.
    """

    def __init__(self, free: Grid) -> None:
        """Begin with the cells that are free, as rows of columns."""
        self._free = free.copy()
        self._distance = _distances(free)
        self._places: dict[tuple[int, int], _Places] = {}
        self._taken: list[Box] = []
        self._too_large: list[tuple[int, int]] = []

    def itself(self, *_: object) -> Self:
        """Stand in for the making of an occupancy map."""
        return self

    def needed(self, size: tuple[int, int]) -> tuple[int, int]:
        """Count the rows and columns that a width and height in pixels take, with their gap."""
        width, height = size
        return -(-(height + GAP) // CELL), -(-(width + GAP) // CELL)

    def pixels(self, row: int, column: int) -> tuple[int, int]:
        """Give x and y of what lies in a place, half a gap from its corner."""
        return column * CELL + GAP // 2, row * CELL + GAP // 2

    def has_place(self, size: tuple[int, int]) -> bool:
        """Whether a width and height in pixels would find a place."""
        return self._nearest(*self.needed(size)) is not None

    def sample_position(self, height: int, width: int, _: object = None) -> tuple[int, int]:
        """Take the place nearest to the middle; ``NOWHERE`` where none is free."""
        place = self._nearest(height, width)
        if place is None:
            return NOWHERE
        row, column = place
        self._free[row : row + height, column : column + width] = False
        self._taken.append(Box(column, row, width, height))
        return place

    def update(self, *_: object) -> None:
        """Do nothing: a place is taken when it is given."""

    def _nearest(self, height: int, width: int) -> tuple[int, int] | None:
        # Places only get fewer, so that what did not fit once fits no more, nor anything larger.
        if any(height >= high and width >= wide for high, wide in self._too_large):
            return None
        size = height, width
        if size not in self._places:
            self._places[size] = _Places(self._free, self._distance, size, len(self._taken))
        place = self._places[size].nearest(self._taken)
        if place is None:
            self._too_large.append(size)
        return place


class _Places:
    """The places for boxes of one size, with how far from the middle they are.

    Many words are of one size: what was taken since the last one asked is blocked here, which costs
    a fraction of looking anew.
    """

    def __init__(self, free: Grid, distance: Distances, size: tuple[int, int], seen: int) -> None:
        self._height, self._width = size
        self._seen = seen
        corners = _all_free(_all_free(free, self._height).T, self._width).T
        (rows, columns), top, left = corners.shape, self._height // 2, self._width // 2
        near = distance[top : top + rows, left : left + columns]
        self._distance = np.where(corners, near, FAR)

    def nearest(self, taken: Sequence[Box]) -> tuple[int, int] | None:
        """Find the upper left corner of the nearest place, given all that was ever taken."""
        for box in taken[self._seen :]:
            self._block(box)
        self._seen = len(taken)
        if not self._distance.size:
            return None
        best = divmod(int(self._distance.argmin()), self._distance.shape[1])
        return best if self._distance[best] < FAR else None

    def _block(self, box: Box) -> None:
        """Block the corners from which a box of this size would reach into another box."""
        top, left = max(box.y - self._height + 1, 0), max(box.x - self._width + 1, 0)
        self._distance[top : box.bottom, left : box.right] = FAR


def _all_free(free: Grid, length: int) -> Grid:
    """Say of each cell whether it and those below it, ``length`` in all, are free."""
    seen = 1
    while seen < length:
        step = min(seen, length - seen)
        free, seen = free[:-step] & free[step:], seen + step
    return free


def _distances(free: Grid) -> Distances:
    """Measure from the middle of what is free, in ellipses as wide and high as it."""
    rows, columns = np.nonzero(free) if free.any() else np.nonzero(~free)
    down = (np.arange(free.shape[0]) - rows.mean()) / max(rows.std(), 1)
    across = (np.arange(free.shape[1]) - columns.mean()) / max(columns.std(), 1)
    return (down[:, None] ** 2 + across[None, :] ** 2).astype(np.float32)

"""The free places of a word cloud, on a grid coarser than the picture."""

from typing import Self

import numpy as np
import numpy.typing as npt

CELL = 4
"""Pixels of an edge; finer cells would cost more than they win."""
GAP = 10
"""Pixels between two words."""
NOWHERE = (-1, -1)

Grid = npt.NDArray[np.bool_]


class Room:
    """Gives each box the free place nearest to the middle, and blocks the whole of it.

    So the first word lies in the middle, and no small word inside the strokes of a large one. It
    stands where ``wordcloud`` expects its occupancy map, and speaks its language: rows before
    columns, and an ``update`` after each place that was given.
    """

    def __init__(self, free: Grid) -> None:
        """Begin with the cells that are free, as rows of columns."""
        self._shape = free.shape
        self._taken = _summed(~free)
        self._distance = _distances(free)
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
        self._take(*place, height, width)
        return place

    def update(self, *_: object) -> None:
        """Do nothing: a place is taken when it is given."""

    def _nearest(self, height: int, width: int) -> tuple[int, int] | None:
        # Places only get fewer, so that what did not fit once fits no more, nor anything larger.
        if any(height >= high and width >= wide for high, wide in self._too_large):
            return None
        free = self._free_corners(height, width)
        if not free.size or not free.any():
            self._too_large.append((height, width))
            return None
        rows, columns = free.shape
        top, left = height // 2, width // 2
        near = self._distance[top : top + rows, left : left + columns]
        best = int(np.where(free, near, np.float32(np.inf)).argmin())
        return divmod(best, columns)

    def _free_corners(self, height: int, width: int) -> Grid:
        """Say for each upper left corner whether the box below it is free."""
        rows, columns = self._shape
        if height > rows or width > columns:
            return np.zeros((0, 0), dtype=np.bool_)
        sums = self._taken
        below, above = sums[height:], sums[:-height]
        return (below[:, width:] - below[:, :-width]) == (above[:, width:] - above[:, :-width])

    def _take(self, row: int, column: int, height: int, width: int) -> None:
        """Block a box that was wholly free, so that its sums grow like its area."""
        rows, columns = self._shape
        down = np.minimum(np.arange(1, rows - row + 1, dtype=np.int32), height)
        across = np.minimum(np.arange(1, columns - column + 1, dtype=np.int32), width)
        self._taken[row + 1 :, column + 1 :] += down[:, None] * across[None, :]


def _summed(taken: Grid) -> npt.NDArray[np.int32]:
    """Sum up all cells above and to the left of each corner (a summed-area table)."""
    rows, columns = taken.shape
    sums = np.zeros((rows + 1, columns + 1), dtype=np.int32)
    sums[1:, 1:] = taken.cumsum(axis=0, dtype=np.int32).cumsum(axis=1, dtype=np.int32)
    return sums


def _distances(free: Grid) -> npt.NDArray[np.float32]:
    """Measure from the middle of what is free, in ellipses as wide and high as it."""
    rows, columns = np.nonzero(free) if free.any() else np.nonzero(~free)
    down = (np.arange(free.shape[0]) - rows.mean()) / max(rows.std(), 1)
    across = (np.arange(free.shape[1]) - columns.mean()) / max(columns.std(), 1)
    return (down[:, None] ** 2 + across[None, :] ** 2).astype(np.float32)
